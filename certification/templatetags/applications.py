"""An application's standing where a template has it: its words and its countdown; and those of a whole business."""

from datetime import date

from django import template

from certification import application_words
from certification.applications import standings
from certification.models import EventKind

register = template.Library()


@register.filter
def told(standing):
    """The state in the owner's words."""
    return application_words.told(standing)


@register.filter
def countdown(standing):
    """How much time is left, as a sentence."""
    return application_words.countdown(standing)


@register.inclusion_tag("certification/application/_of_business.html")
def applications_of(business, on):
    """The applications of `business` that are open or only presumed closed, with their countdown, and what to do."""
    found = [each for each in standings(business.applications.all(), on) if each.is_open or each.is_presumed]
    found.sort(key=lambda each: (each.state != EventKind.RETURNED, each.due or date.max, each.application.pk))
    return {"business": business, "standings": found}
