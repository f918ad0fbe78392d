"""Suppliers that could have served a package learn who got it and why."""

from datetime import timedelta

from django.utils.translation import gettext as _

from procurement.matching import match_signing
from procurement.models import Award, Result
from tkdnportal.templatetags.portal import percent

NEWS_FOR = timedelta(days=30)
"""A contract signed longer ago, as files of realisation bring many, is no news."""


def tell_results(*, on):
    """Write the results of contracts signed in the last 30 days up to `on`; return how many are new.

    Cancelled contracts tell nothing. Run every day: what is told stays told once.
    """
    fresh = Award.objects.living().filter(signed_on__gt=on - NEWS_FOR, signed_on__lte=on)
    told = 0
    for award in fresh.select_related("package__agency").order_by("pk"):
        told += tell_losers(
            package=award.package,
            candidates=match_signing(award.package, award.signed_on).candidates,
            winner_item_id=award.item_id,
            winner_name=award.holder_name,
            on=award.signed_on,
        )
    return told


def tell_losers(*, package, candidates, winner_item_id, winner_name, on):
    """Write a Result for every registered candidate that won nothing of the package; return how many are new.

    `candidates` is matching's answer in its order, so that each business is compared by its best product. Called again
    for the same award it writes nothing; the next digest tells what is written.
    """
    winner = next((one for one in candidates if one.supplier.item_id == winner_item_id), None)
    best = {}
    for candidate in candidates:
        best.setdefault(candidate.supplier.business_id, candidate)
    known = Result.objects.filter(package=package, winner_name=winner_name, on=on)
    winners = package.awards.living().values_list("item__certificate__business", flat=True)
    silent = {*known.values_list("business", flat=True), *winners, winner.supplier.business_id if winner else None}
    results = [
        Result(package=package, business_id=business, winner_name=winner_name, reason=why(candidate, winner), on=on)
        for business, candidate in best.items()
        if business not in silent
    ]
    Result.objects.bulk_create(results, ignore_conflicts=True)
    return len(results)


def why(loser, winner):
    """What sets the chosen product apart, in the law's order: tier, then TKDN + BMP (Perpres 16/2018 Ps 66(2))."""
    if winner is None:
        return _("Pejabat memilih produk lain di luar daftar yang cocok, dengan alasan yang dicatat pada kontraknya.")
    theirs, own = winner.supplier, loser.supplier
    if winner.tier < loser.tier:
        return _("Produk terpilih ada di tingkat preferensi %(theirs)s, produk Anda di tingkat %(own)s.") % {
            "theirs": winner.tier,
            "own": loser.tier,
        }
    if theirs.tkdn + theirs.bmp > own.tkdn + own.bmp:
        return _("TKDN + BMP produk terpilih %(theirs)s, produk Anda %(own)s.") % {
            "theirs": percent(theirs.tkdn + theirs.bmp),
            "own": percent(own.tkdn + own.bmp),
        }
    return _("Produk Anda setara atau lebih tinggi menurut TKDN; pejabat memilih menurut harga, jumlah, atau waktu.")
