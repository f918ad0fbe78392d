"""Realised contracts: awards where a certified holder sold, leakage where not, waiting where no package is known."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import CharField, F, Func, Value
from django.utils.translation import gettext as _

from procurement.awards import spent_by_package
from procurement.importers.contract_rows import ALIASES, Columns, Reader, Row, total_key
from procurement.importers.contract_vendors import Goods, Vendors
from procurement.models import Award, Leakage, LeakageReason, Package, RecordedBy, WaitingContract
from tkdnportal.templatetags.portal import rupiah
from umkm.categories import Category
from umkm.importers.reading import read_table
from umkm.importers.run import Counts, Refused, Rejects, finish_run, start_run
from umkm.models import ImportKind

BATCH = 500
REPLACED = "Diganti rincian realisasinya."


def import_contracts(path, *, rejects_path, at, progress=lambda _count: None, by=None, run=None):
    """Read a file of realised contracts; returns (run, counts).

    `at` is the moment that closes the run; `run` an unfinished one of this file, when there is one already.

    Good rows go in together or, when interrupted, not at all. What an officer changed or cancelled stays as it is.
    Raises Unreadable when the file is no such table.
    """
    table = read_table(path, ALIASES["rup_code"])
    columns = Columns(table.columns)
    run = run or start_run(ImportKind.CONTRACTS, path, by)
    counts = Counts()
    with transaction.atomic(), Rejects(rejects_path, table.columns, columns.secret) as rejects:
        rows = _accepted(table, columns, rejects, counts, progress)
        plan = Plan([row for _line, _cells, row in rows], on=at.date())
        for line, cells, row in rows:
            try:
                setattr(counts, outcome := plan.take(row), getattr(counts, outcome) + 1)
            except Refused as refused:
                rejects.add(line, cells, _named(refused, columns))
        plan.write()
        counts.refused = rejects.count
        finish_run(run, counts, rejects, at)
    return run, counts


@transaction.atomic
def settle_waiting(*, rup_codes, on):
    """Record the waiting contracts of packages that have arrived; what cannot be recorded keeps waiting with a note."""
    waiting = list(WaitingContract.objects.filter(rup_code__in=rup_codes, linked_on=None).select_for_update())
    if not waiting:
        return 0
    rows = {one.pk: Row.of_facts(one.facts) for one in waiting}
    plan, linked = Plan(rows.values(), on=on), 0
    for one in waiting:
        try:
            plan.take(rows[one.pk])
        except Refused as refused:
            one.note = refused.reason[:500]
        else:
            one.linked_on, one.note, linked = on, "", linked + 1
    plan.write()
    WaitingContract.objects.bulk_update(waiting, ["linked_on", "note"], batch_size=BATCH)
    return linked


def _accepted(table, columns, rejects, counts, progress):
    """(line, cells, row) of every row that tells of a purchase; one contract may stand once in a file."""
    reader, rows, lines = Reader(columns), [], {}
    for line, cells in table.rows:
        progress(1)
        try:
            row = reader.row(cells)
            if row is None:
                counts.unchanged += 1
                continue
            if row.key in lines:
                raise Refused(
                    columns.of("contract"), row.key.partition(":")[2],
                    _("Kontrak ini sudah ada di baris %(line)s; hapus salah satu.") % {"line": lines[row.key]},
                )  # fmt: skip
        except Refused as refused:
            rejects.add(line, cells, refused)
            continue
        lines[row.key] = line
        rows.append((line, cells, row))
    return rows


def _named(refused, columns):
    """The refusal with the file's own name of the column."""
    return Refused(columns.of(refused.column), refused.value, refused.reason)


@dataclass
class Changes:
    """What a file will change, before anything is written."""

    new_awards: list = field(default_factory=list)
    new_leakages: list = field(default_factory=list)
    new_waiting: list = field(default_factory=list)
    awards: list = field(default_factory=list)
    leakages: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    replaced: list = field(default_factory=list)


class Plan:
    """What becomes of the rows; the packages stay locked until the end, so that what is left of them stays true."""

    def __init__(self, rows, *, on):
        """`on`: the day of the run. The number of queries does not depend on the number of rows."""
        rows = list(rows)
        codes = {code for row in rows for code in row.rup_codes}
        found = Package.objects.filter(rup_code__in=codes).order_by("pk").select_for_update(no_key=True)
        self.packages = {package.rup_code: package for package in found}
        self.left = _left(self.packages.values())
        self.vendors = Vendors(rows)
        self.on = on
        keys = {row.key for row in rows} | {total_key(row.group) for row in rows if row.group}
        self.awards, self.leakages, self.waiting = (
            {one.import_key: one for one in model.objects.filter(import_key__in=keys)}
            for model in (Award, Leakage, WaitingContract)
        )
        self.detailed = _detailed({row.group for row in rows if row.is_total})
        self.detailed |= {row.group for row in rows if row.group and not row.is_total}
        known = [self.vendors.known(row) for row in rows]
        self.goods = Goods({row.business_id for row in known} - {None})
        self.changes = Changes()

    def take(self, row):
        """Book one row and say what it does: created, updated or unchanged; Refused where the package has no room."""
        row = self.vendors.known(row)
        package = self._package(row)
        known = self.awards.get(row.key) or self.leakages.get(row.key)
        if known is not None:
            return self._again(row, known)
        if row.is_total and row.group in self.detailed:
            return "unchanged"
        if package is None:
            return self._wait(row)
        replaced = self._replace(row)
        self._spend(package, row.value)
        self._record(row, package, replaced)
        return "created"

    def write(self):
        """Write what frees money first, so that no package overflows on the way."""
        found = self.changes
        Leakage.objects.bulk_update(found.replaced, ["cancelled_on", "cancel_reason"], batch_size=BATCH)
        Award.objects.bulk_update(found.awards, ["value"], batch_size=BATCH)
        Leakage.objects.bulk_update(found.leakages, ["value", "bought_on"], batch_size=BATCH)
        WaitingContract.objects.bulk_update(found.waiting, ["value", "facts", "linked_on", "note"], batch_size=BATCH)
        for model, new in (
            (Award, found.new_awards), (Leakage, found.new_leakages), (WaitingContract, found.new_waiting),
        ):  # fmt: skip
            model.objects.bulk_create(new, batch_size=BATCH)

    def _package(self, row):
        """The one known package of the row's codes, None when none is known; Refused when there are several."""
        known = [self.packages[code] for code in row.rup_codes if code in self.packages]
        if len(known) > 1:
            raise Refused(
                "rup_code", "; ".join(row.rup_codes),
                _("Satu baris memuat beberapa paket yang dikenal; bagi nilainya menurut kode RUP."),
            )  # fmt: skip
        return known[0] if known else None

    def _again(self, row, known):
        """A row that was recorded before; what an officer changed or cancelled is never overruled."""
        day = "signed_on" if isinstance(known, Award) else "bought_on"
        told = (row.value,) if day == "signed_on" else (row.value, row.day)
        stands = (known.value,) if day == "signed_on" else (known.value, known.bought_on)
        if told == stands or known.cancelled_on or known.officer_id or known.change_reason:
            return "unchanged"
        self._spend(known.package, row.value - known.value)
        known.value = row.value
        if day == "bought_on":
            known.bought_on = row.day
            self.changes.leakages.append(known)
        else:
            self.changes.awards.append(known)
        return "updated"

    def _wait(self, row):
        """Keep the row until its package arrives."""
        known = self.waiting.get(row.key)
        total = self.waiting.get(total_key(row.group)) if row.group and not row.is_total else None
        if total is not None and total.linked_on is None:
            total.linked_on, total.note = self.on, REPLACED
            self.changes.waiting.append(total)
        if known is None:
            self.changes.new_waiting.append(
                WaitingContract(
                    import_key=row.key, rup_code=row.rup_codes[0], package_name=row.name, year=row.year,
                    agency_name=row.agency_name, value=row.value, facts=row.facts(),
                )
            )  # fmt: skip
            return "created"
        if known.value == row.value:
            return "unchanged"
        known.value, known.facts = row.value, row.facts()
        self.changes.waiting.append(known)
        return "updated"

    def _replace(self, row):
        """Take back the total that this receipt is a part of; its reason passes on to the receipts."""
        total = self.leakages.get(total_key(row.group)) if row.group and not row.is_total else None
        if total is not None and not total.cancelled_on:
            total.cancelled_on, total.cancel_reason = self.on, REPLACED
            self.changes.replaced.append(total)
            self.left[total.package_id] += total.value
        return total if total is not None and total.cancel_reason == REPLACED else None

    def _spend(self, package, value):
        left = self.left[package.pk]
        if value > left:
            raise Refused(
                "value", value,
                _("Nilai ini melebihi sisa pagu paket %(code)s, yaitu %(left)s; periksa nilai atau pagunya.")
                % {"code": package.rup_code, "left": rupiah(left)},
            )  # fmt: skip
        self.left[package.pk] = left - value

    def _record(self, row, package, replaced):
        current = package.is_active and package.is_announced
        item = self.goods.best(row, package) if row.business_id and current else None
        common = {"package": package, "value": row.value, "source": RecordedBy.IMPORT, "import_key": row.key}
        if item is not None:
            award = Award(item=item, signed_on=row.day, contract_number=row.number, **common)
            self.changes.new_awards.append(award)
            return
        certifiable = not package.not_certifiable and package.category != Category.OTHER
        self.changes.new_leakages.append(
            Leakage(
                bought_on=row.day, vendor_name=row.vendor, domestic_value=row.domestic, small_business_value=row.small,
                reason=replaced.reason if replaced else "" if certifiable else LeakageReason.NOT_CERTIFIABLE,
                reason_text=replaced.reason_text if replaced else "", **common,
            )
        )  # fmt: skip


def _left(packages):
    """{package id: rupiah of its ceiling not spent}."""
    spent = spent_by_package(packages)
    return {package.pk: package.ceiling - spent.get(package.pk, 0) for package in packages}


def _detailed(groups):
    """Those of the recorded purchases that have living receipts; their totals would count them twice."""
    found = set()
    known = (Award.objects.living(), Leakage.objects.living(), WaitingContract.objects.filter(linked_on=None))
    for rows in known if groups else ():
        receipts = rows.filter(import_key__startswith="pct:").exclude(import_key__endswith=":jumlah")
        group = Func(F("import_key"), Value(":"), Value(2), function="split_part", output_field=CharField())
        found |= set(receipts.annotate(group=group).filter(group__in=groups).values_list("group", flat=True))
    return found
