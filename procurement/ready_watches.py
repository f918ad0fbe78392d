"""Waiting for makers: an officer asks to be told, and each new certificate that fits becomes one notice."""

from decimal import Decimal

from django.db import transaction

from certification.models import Certificate
from certification.search import SearchQuery, search_items
from procurement.models import ReadyNotice, ReadyWatch

ALIKE = Decimal("0.5")
"""Relevance from which on goods are what was waited for: half of the words, or a name that is the same."""


def watch_business(*, officer, business, package, on):
    """Tell `officer` once `business` is certified; `package` (or None) is what it is for. Asked twice, it is one."""
    facts = {"package": package, "since": on}
    return ReadyWatch.objects.get_or_create(officer=officer, business=business, ended_on=None, defaults=facts)[0]


def watch_goods(*, officer, words, category, on):
    """Tell `officer` of every maker of such goods who is certified from now on; whoever is already stays untold."""
    asked = {"words": " ".join(words.split()).lower()[:200], "category": category}
    known = sorted({item.certificate.business_id for item in _items(asked["words"], category, on)})
    facts = {"known": known, "since": on}
    return ReadyWatch.objects.get_or_create(officer=officer, business=None, **asked, ended_on=None, defaults=facts)[0]


def stop(*, officer, pk, on):
    """End one's own watch; how many there were."""
    return ReadyWatch.objects.standing().filter(officer=officer, pk=pk).update(ended_on=on)


def standing_of(user, businesses):
    """{business: watch} of the user's standing watches among the ids `businesses`."""
    watches = ReadyWatch.objects.standing().filter(officer=user, business__in=businesses)
    return {watch.business_id: watch.pk for watch in watches}


@transaction.atomic
def find_ready(*, on):
    """Write a notice for every maker waited for who is certified on day `on`; how many. Asked twice, it adds none.

    A watch of one maker is over then; one of goods goes on until its officer ends it.
    """
    notices = [*_of_businesses(on), *_of_goods(on)]
    ReadyNotice.objects.bulk_create(notices, ignore_conflicts=True)
    ended = [notice.watch_id for notice in notices if notice.watch.business_id]
    ReadyWatch.objects.standing().filter(pk__in=ended).update(ended_on=on)
    return len(notices)


def _of_businesses(on):
    watches = ReadyWatch.objects.standing().filter(business__isnull=False).select_for_update(of=("self",))
    watches = list(watches.order_by("pk"))
    valid = Certificate.objects.valid_on(on).filter(business__in={watch.business_id for watch in watches})
    newest = {certificate.business_id: certificate for certificate in valid.order_by("pk")}
    for watch in watches:
        certificate = newest.get(watch.business_id)
        if certificate:
            yield _notice(watch, certificate, on)


def _of_goods(on):
    watches = ReadyWatch.objects.standing().filter(business__isnull=True).order_by("pk")
    for watch in watches.prefetch_related("notices"):
        told = {*watch.known, *(notice.business_id for notice in watch.notices.all())}
        found = {item.certificate.business_id: item.certificate for item in _items(watch.words, watch.category, on)}
        for business_id in sorted(found.keys() - told):
            yield _notice(watch, found[business_id], on)


def _items(words, category, on):
    """Certified goods that are what was asked for."""
    items = search_items(SearchQuery(q=words, category=category), on)
    return items.filter(relevance__gte=ALIKE) if words else items


def _notice(watch, certificate, on):
    return ReadyNotice(watch=watch, business_id=certificate.business_id, certificate=certificate, found_on=on)
