"""Parts of pages about makers without a certificate and about pledges, also for pages of the apps below this one."""

from django import template

from accounts.roles import Role
from certification.near_certified import near_certified
from procurement import pledges
from procurement.coachable import near_certified_for
from procurement.ready_watches import standing_of
from umkm.categories import BUDGET_CATEGORIES

register = template.Library()
MAKERS = "procurement/waiting/_makers.html"


@register.inclusion_tag(MAKERS, takes_context=True)
def makers_without_certificate(context, query, on):
    """Below the search: makers of what `query` asks for who hold no certificate on day `on`; for officers alone."""
    user = context["request"].user
    if not (user.is_authenticated and user.has_role(Role.OFFICER)):
        return {}
    category = query.category if query.category in BUDGET_CATEGORIES else ""
    words = query.q.strip()
    found = near_certified(query, on)
    return _part(context, found) | {"is_asked": bool(words or category), "words": words, "category": category}


@register.inclusion_tag(MAKERS, takes_context=True)
def makers_for(context, package, on):
    """On a package's page: makers whose goods fit but who hold no certificate; for the agency's officers alone."""
    if not context["is_own"]:
        return {}
    return _part(context, near_certified_for(package, on)) | {"package": package}


@register.inclusion_tag("procurement/pledge/_package.html", takes_context=True)
def pledge_of(context, package, on):
    """The pledge of a package, for everyone; what its agency's officers can do with it, for them alone."""
    found = pledges.standing_pledge(package, on)
    may_act = context["is_own"]
    may_pledge = may_act and found is None and pledges.may_be_pledged(package, on)
    return {
        "package": package, "pledge": found, "may_withdraw": may_act and found, "may_pledge": may_pledge,
        "no_promise": pledges.NO_PROMISE,
    }  # fmt: skip


def _part(context, found):
    """The makers, each with the visitor's standing watch or None."""
    request = context["request"]
    watches = standing_of(request.user, [one.business.pk for one in found])
    rows = [(one, watches.get(one.business.pk)) for one in found]
    hides_names = not all(one.is_named for one in found)
    return {
        "rows": rows, "is_shown": True, "hides_names": hides_names, "here": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }  # fmt: skip
