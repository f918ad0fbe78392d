"""Suppliers that could have served a package learn who got it and why; whoever records an award calls this."""

from django.utils.translation import gettext as _

from procurement.models import Result
from tkdnportal.templatetags.portal import percent


def tell_losers(*, package, candidates, winner_item_id, winner_name, on):
    """Write a Result for every other registered business among the package's candidates; return how many are new.

    `candidates` is matching's answer in its order, so that each business is compared by its best product. Called again
    for the same award it writes nothing; the next digest tells what is written.
    """
    winner = next((one for one in candidates if one.supplier.item_id == winner_item_id), None)
    best = {}
    for candidate in candidates:
        best.setdefault(candidate.supplier.business_id, candidate)
    best.pop(winner.supplier.business_id if winner else None, None)
    known = set(
        Result.objects.filter(package=package, winner_name=winner_name, on=on).values_list("business", flat=True)
    )
    results = [
        Result(package=package, business_id=business, winner_name=winner_name, reason=why(candidate, winner), on=on)
        for business, candidate in best.items()
        if business not in known
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
