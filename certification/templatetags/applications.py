"""An application's standing where a template has it: its words and its countdown."""

from django import template

from certification import application_words

register = template.Library()


@register.filter
def told(standing):
    """The state in the owner's words."""
    return application_words.told(standing)


@register.filter
def countdown(standing):
    """How much time is left, as a sentence."""
    return application_words.countdown(standing)
