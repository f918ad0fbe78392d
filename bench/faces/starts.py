"""Where a crawl begins: the front page, each address that needs no argument, what stands on paper and in mails, and
each page of the staff's desk."""

from urllib.parse import urlsplit

from django.contrib import admin
from django.urls import NoReverseMatch, get_resolver, reverse
from people import DOMAIN, STAFF, VISITOR

from bimtek.models import CoachingDay, Invitation
from certification.models import Certificate
from certification.reminder_texts import pause_url
from procurement.digest_sending import stop_token
from umkm.models import Membership

OF_A_LIST = ("changelist", "add")
OF_A_RECORD = ("change", "history", "delete")


def addresses_for(who):
    """The front page first, so that links come before what is merely known to exist."""
    yield "/"
    known = sorted(_without_arguments(get_resolver(), ""))
    yield from _told_elsewhere(who)
    if who in STAFF:
        yield from known
        yield from _desk()
    else:  # whom the desk's door turns away, each of its pages turns away alike
        door = reverse("admin:index")
        yield from (address for address in known if address == door or not address.startswith(door))


def _told_elsewhere(who):
    """What leads here from a wall, a letter or a mail."""
    if who == VISITOR:
        owner = Membership.objects.order_by("pk").values_list("user", flat=True).first()
        yield urlsplit(pause_url(Certificate.objects.order_by("-pk").values_list("pk", flat=True).first(), owner)).path
        yield reverse("procurement:digest_stop", args=[stop_token(owner)])
    for token in CoachingDay.objects.order_by("held_on").values_list("token", flat=True):
        yield reverse("bimtek:check_in", args=[token])
        yield reverse("bimtek:checked_in", args=[token])
    for invitation in Invitation.objects.filter(business__memberships__user__email=f"{who}@{DOMAIN}")[:2]:
        yield reverse("bimtek:invitation", args=[invitation.business_id, invitation.pk])


def _without_arguments(resolver, space):
    for name in resolver.reverse_dict:
        if isinstance(name, str):
            try:
                yield reverse(space + name)
            except NoReverseMatch:
                continue
    for name, (_prefix, below) in resolver.namespace_dict.items():
        yield from _without_arguments(below, f"{space}{name}:")


def _desk():
    """List, form, history and deletion of every table the desk shows, with the newest record of each."""
    for model, model_admin in admin.site._registry.items():
        base = f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_"
        yield from _those_there_are([base + page for page in OF_A_LIST])
        of_a_record = [base + page for page in OF_A_RECORD]
        if list(_those_there_are(of_a_record, 0)):  # the audit trail has none, and no order of its own
            newest = model._default_manager.order_by("-pk").values_list("pk", flat=True)[:1]
            for key in newest:
                yield from _those_there_are(of_a_record, key)


def _those_there_are(names, *arguments):
    for name in names:
        try:
            yield reverse(name, args=arguments)
        except NoReverseMatch:
            continue
