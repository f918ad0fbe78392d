"""Packages as the pages list and sum them."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from certification.search import likely_term
from procurement.models import Budget, OutcomeState, Package
from umkm.words import terms


def packages_of_year(year):
    """The year's current packages with agency and stored outcome, dearest first."""
    found = Package.objects.current().for_year(year).select_related("agency", "outcome")
    return found.order_by("-ceiling", "rup_code")


def narrowed(packages, asked):
    """`packages` that fit the filter's cleaned data."""
    if asked.get("kategori"):
        packages = packages.filter(category=asked["kategori"])
    if asked.get("keadaan"):
        packages = packages.filter(outcome__state=asked["keadaan"])
    if asked.get("satker"):
        packages = packages.filter(agency=asked["satker"])
    return _worded(packages, asked.get("q", "").strip())


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


def states_of(packages):
    """Number and rupiah of `packages` per state, every state in its order; they add up to the total.

    Returns `(rows, total)`, each row a dict of state, label, packages and amount; packages that matching has not seen
    yet stand in a row of their own with an empty state.
    """
    grouped = packages.order_by().values("outcome__state").annotate(packages=Count("pk"), amount=Sum("ceiling"))
    found = {row["outcome__state"] or "": row for row in grouped}
    labels = dict(OutcomeState.choices)
    rows = [
        {
            "state": state,
            "label": labels.get(state, ""),
            "packages": found[state]["packages"] if state in found else 0,
            "amount": found[state]["amount"] if state in found else 0,
        }
        for state in (*OutcomeState.values, *([""] if "" in found else []))
    ]
    total = {name: sum(row[name] for row in rows) for name in ("packages", "amount")}
    return rows, total


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
