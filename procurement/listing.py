"""Packages as the pages list and sum them."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import F, Q, Sum, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.search import likely_term
from procurement.absorption import NOWHERE
from procurement.models import Budget, OutcomeState, Package
from umkm.categories import BUDGET_CATEGORIES
from umkm.words import terms

FOUR = "EMPAT"
"""Asks for the four categories of the budget together."""


class Bought(TextChoices):
    """Packages behind a number of absorption; each is the page's parameter."""

    ALL = "dihitung", gettext_lazy("semua yang dihitung")
    AWARDED = "dikontrak", gettext_lazy("sudah dikontrak")
    DELIVERED = "diterima", gettext_lazy("barang diterima")
    PAID = "dibayar", gettext_lazy("sudah dibayar")
    LEAKED = "di-luar", gettext_lazy("dibeli di luar")
    UNEXPLAINED = "belum-dijelaskan", gettext_lazy("dibeli di luar, belum dijelaskan")
    OPEN = "sisa", gettext_lazy("masih ada sisa")


LIVING = {"awards__cancelled_on__isnull": True}
LEAKED = {"leakages__cancelled_on__isnull": True}
BOUGHT = {
    Bought.AWARDED: Q(awards__isnull=False, **LIVING),
    Bought.DELIVERED: Q(awards__delivered_on__isnull=False, **LIVING),
    Bought.PAID: Q(awards__paid_on__isnull=False, **LIVING),
    Bought.LEAKED: Q(leakages__isnull=False, **LEAKED),
    Bought.UNEXPLAINED: Q(leakages__reason="", **LEAKED),
}


def packages_of_year(year, *, counted=False):
    """The year's current packages with agency and stored outcome, dearest first.

    `counted` adds those withdrawn after something was bought, as absorption counts them.
    """
    found = Package.objects.for_year(year)
    found = found.counted() if counted else found.current()
    return found.select_related("agency", "outcome").with_stage().order_by("-ceiling", "rup_code")


def narrowed(packages, asked):
    """`packages` that fit the filter's cleaned data."""
    if asked.get("kategori") == FOUR:
        packages = packages.filter(category__in=BUDGET_CATEGORIES)
    elif asked.get("kategori"):
        packages = packages.filter(category=asked["kategori"])
    if asked.get("keadaan"):
        packages = packages.filter(outcome__state=asked["keadaan"])
    if asked.get("satker"):
        packages = packages.filter(agency=asked["satker"])
    if asked.get("tingkat"):
        packages = packages.filter(agency__level=asked["tingkat"])
    packages = _bought(_placed(packages, asked.get("wilayah"), asked.get("bulan")), asked.get("serapan"))
    return _worded(packages, asked.get("q", "").strip())


def _placed(packages, place, month):
    """Of one kabupaten/kota (else the agency's own) and one planned month; `-` asks for those without."""
    if place:
        packages = packages.alias(place=Coalesce("regency", "agency__regency"))
        packages = packages.filter(place=None) if place == NOWHERE else packages.filter(place=place)
    if month:
        asked = {"contract_from": None} if month == NOWHERE else {"contract_from__month": month}
        packages = packages.filter(**asked)
    return packages


def _bought(packages, bought):
    """Packages behind one number of absorption."""
    if bought == Bought.OPEN:
        return packages.current().with_spent().filter(ceiling__gt=F("awarded") + F("leaked"))
    if bought in BOUGHT:
        return packages.filter(pk__in=Package.objects.filter(BOUGHT[bought]).values("pk"))
    return packages


class Wider(NamedTuple):
    """A changed question that has packages: its query string and what was changed."""

    query: str
    text: str


def wider(packages, asked):
    """For a question without packages: changed ones that have some, the smallest change first."""
    changes = []
    written = terms(asked.get("q") or "")
    meant = [likely_term(term) for term in written]
    if meant != written:
        word = " ".join(meant)
        changes.append((asked | {"q": word}, _("mencari “%(word)s”") % {"word": word}))
    dropped = {
        "keadaan": _("menghapus saringan keadaan"), "satker": _("menghapus saringan satuan kerja"),
        "kategori": _("menghapus saringan kategori"), "q": _("menghapus kata yang dicari"),
    }  # fmt: skip
    changes += [(asked | {name: ""}, text) for name, text in dropped.items() if asked.get(name)]
    return [Wider(_query(changed), text) for changed, text in changes if narrowed(packages, changed).exists()]


def _query(asked):
    values = {name: getattr(value, "pk", value) for name, value in asked.items()}
    return urlencode({name: value for name, value in values.items() if value and name != "halaman"})


def _worded(packages, words):
    """Packages with all terms of `words`; digits ask for a RUP code, filler words for the name as written."""
    if not words:
        return packages
    if words.isdigit():
        return packages.filter(rup_code__startswith=words)
    found = terms(words)
    return packages.filter(terms__contains=found) if found else packages.filter(name__icontains=words)


def budget_lines(agencies, year):
    """Budget lines of `agencies` in `year`, each with rupiah planned, served, open and unplanned."""
    current = Q(packages__is_active=True, packages__is_announced=True)

    def rupiah(*states):
        condition = current & Q(packages__outcome__state__in=states) if states else current
        return Sum("packages__ceiling", filter=condition, default=0)

    lines = Budget.objects.filter(agency__in=agencies, year=year).select_related("agency")
    lines = lines.annotate(
        planned=rupiah(),
        served=rupiah(OutcomeState.SERVED),
        open=rupiah(OutcomeState.OPEN, OutcomeState.THIN),
    )
    lines = list(lines.order_by("agency__name", "category"))
    for line in lines:
        line.unplanned = line.amount - line.planned
    return lines
