"""What reviews of codes mean today: which codes live, what followed them, and what an officer's decision carries over.

The order in which files arrive never matters: every answer comes from all reviews known, by their own times.
"""

from typing import NamedTuple

from procurement.models import SUCCEEDED, CategorySource, ChangeKind, Package, PackageChange

CARRIED = ("category", "category_source", "category_hint", "not_certifiable", "minimum_tkdn")
"""What an officer decided of a package and its one successor keeps."""


def verdicts(codes):
    """{code: whether it lives}, by the latest review of each; codes without one are absent. One query."""
    rows = PackageChange.objects.filter(old_code__in=codes).order_by("changed_at", "kind", "new_code")
    return {code: kind == ChangeKind.REACTIVATED for code, kind in rows.values_list("old_code", "kind")}


class Step(NamedTuple):
    """One code that followed another, the review that led to it, and its package; None while it is not known."""

    code: str
    change: PackageChange
    package: Package | None


def successors(code):
    """The Steps that follow `code` directly, in the order of their reviews; two queries."""
    changes = PackageChange.objects.filter(old_code=code, kind__in=SUCCEEDED).order_by("changed_at", "new_code")
    return _steps(changes, "new_code")


def predecessors(code):
    """The Steps that `code` followed directly; two queries."""
    changes = PackageChange.objects.filter(new_code=code, kind__in=SUCCEEDED).order_by("changed_at", "old_code")
    return _steps(changes, "old_code")


def _steps(changes, side):
    changes = {getattr(change, side): change for change in changes}
    packages = {package.rup_code: package for package in Package.objects.filter(rup_code__in=changes)}
    return [Step(code, change, packages.get(code)) for code, change in changes.items()]


def last_change(code):
    """The latest review of `code`, or None."""
    return PackageChange.objects.filter(old_code=code).order_by("changed_at", "kind", "new_code").last()


def awaited():
    """Reviews whose new package is not known here yet: the queue that an import of packages empties."""
    known = Package.objects.values("rup_code")
    return PackageChange.objects.filter(kind__in=SUCCEEDED).exclude(new_code__in=known)


def inherited(codes):
    """{code: {field: value}} of officers' decisions on the one package that each code replaces, however far back.

    Only along one-to-one steps: whoever splits or joins packages has to look at the parts. One query per step back.
    """
    found, asked = {}, {code: code for code in codes}
    while asked:
        asked = {old: asked[new] for new, old in _one_to_one(asked).items()}
        for package in Package.objects.filter(rup_code__in=asked, category_source=CategorySource.OFFICER):
            found[asked.pop(package.rup_code)] = {name: getattr(package, name) for name in CARRIED}
    return found


def _one_to_one(new_codes):
    """{new: old} of those among `new_codes` that replace exactly one code, which only they replace."""
    changes = PackageChange.objects.filter(kind__in=SUCCEEDED)
    pairs = set(changes.filter(new_code__in=new_codes).values_list("new_code", "old_code"))
    replaced = set(changes.filter(kind=ChangeKind.REPLACED, new_code__in=new_codes).values_list("new_code", "old_code"))
    olds = {old for _new, old in pairs}
    pairs |= set(changes.filter(old_code__in=olds).values_list("new_code", "old_code"))
    news_of, olds_of = {}, {}
    for new, old in pairs:
        news_of.setdefault(old, set()).add(new)
        olds_of.setdefault(new, set()).add(old)
    return {new: old for new, old in replaced if len(news_of[old]) == len(olds_of[new]) == 1}


def inherit(package, decision):
    """Put a carried decision into a package unless an officer decided on it itself; whether anything changed.

    A decided category may have another budget line: the caller sets it.
    """
    if package.category_source == CategorySource.OFFICER:
        return False
    kept = {"minimum_tkdn": package.minimum_tkdn} if package.minimum_tkdn is not None else {}
    for name, value in (decision | kept).items():
        setattr(package, name, value)
    return True


def touched_by(pairs):
    """The packages whose life or decisions these (old, new) codes bear on, locked."""
    codes = {code for pair in pairs for code in pair}
    return list(Package.objects.filter(rup_code__in=codes).order_by("pk").select_for_update())
