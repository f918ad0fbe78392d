"""Packages of the procurement plan from the files of the procurement agency's data service (domain 4.4)."""

import copy
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from procurement import changes
from procurement.awards import spent_by_package
from procurement.classify import classify
from procurement.importers.agencies import Agencies
from procurement.importers.contracts import settle_waiting
from procurement.importers.room import Room, weight
from procurement.importers.rows import ALIASES, Columns, parse
from procurement.models import CategorySource, NotCertifiable, Package
from umkm.importers.reading import read_table
from umkm.importers.run import Counts, Refused, Rejects, finish_run, start_run
from umkm.models import ImportKind, Source

BATCH = 500
MANAGED = (
    "year", "agency_id", "budget_id", "name", "description", "specification", "volume", "ceiling", "category",
    "category_source", "category_hint", "not_certifiable", "account_codes", "method", "procurement_type",
    "contract_from", "contract_until", "delivery_until", "is_domestic", "is_for_small_business", "funding_source",
    "is_announced", "is_active",
)  # fmt: skip
"""What an import may change; an officer's minimum TKDN and place are never touched."""

WRITTEN = [name.removesuffix("_id") for name in MANAGED] + ["terms"]
RUP_COLUMNS = ALIASES["rup_code"]


@dataclass
class Plan:
    """What a file will change, before anything is written."""

    before: dict
    new: dict = field(default_factory=dict)
    spent: dict = field(default_factory=dict)
    """Rupiah bought so far, by package id."""
    changed: dict = field(default_factory=dict)
    alive: dict = field(default_factory=dict)
    """{code: whether it lives} where a review of the code says so: later and dated, it outweighs the file's mark."""
    inherited: dict = field(default_factory=dict)


def import_packages(path, *, rejects_path, at, progress=lambda _count: None, by=None, run=None):
    """Read a file of packages or of their budget rows; returns (run, counts).

    `at` is the moment that closes the run; `run` an unfinished one of this file, when there is one already. Good rows
    go in together or, when interrupted, not at all; refused rows are named in the rejects file. Raises Unreadable when
    the file is no such table.
    """
    table = read_table(path, RUP_COLUMNS)
    columns = Columns(table.columns)
    run = run or start_run(ImportKind.PACKAGES, path, by)
    counts = Counts()
    with transaction.atomic(), Rejects(rejects_path, table.columns) as rejects:
        rows = accepted(table, columns, rejects, progress)
        plan = plan_of(rows, columns, rejects, counts)
        write(plan)
        settle_waiting(rup_codes=plan.new, on=at.date())
        counts.refused = rejects.count
        finish_run(run, counts, rejects, at)
    return run, counts


def accepted(table, columns, rejects, progress):
    """(line, cells, row) of every row that can be read; a kode RUP may stand once in a file of packages."""
    rows, lines = [], {}
    for line, cells in table.rows:
        progress(1)
        try:
            row = parse(columns, cells)
            if not columns.are_budget_rows and row.rup_code in lines:
                raise Refused(
                    columns.of("rup_code"),
                    row.rup_code,
                    _("Kode RUP ini sudah ada di baris %(line)s; hapus salah satu.") % {"line": lines[row.rup_code]},
                )
        except Refused as refused:
            rejects.add(line, cells, refused)
            continue
        lines[row.rup_code] = line
        rows.append((line, cells, row))
    return rows


def plan_of(rows, columns, rejects, counts):
    """The Plan of all rows that fit; what does not fit is refused."""
    agencies = Agencies([row.agency for _line, _cells, row in rows if row.agency])
    codes = {row.rup_code for _line, _cells, row in rows}
    plan = Plan(known_packages(codes), alive=changes.verdicts(codes))
    plan.inherited = changes.inherited(codes - plan.before.keys())
    plan.spent = spent_by_package(plan.before.values())
    room = Room({*agencies.ids(), *(package.agency_id for package in plan.before.values())})
    for line, cells, row in rows:
        try:
            take_in(row, columns, agencies, room, plan, counts)
        except Refused as refused:
            rejects.add(line, cells, refused)
    return plan


def known_packages(codes):
    """The packages already there, by kode RUP, locked until the end."""
    found = Package.objects.filter(rup_code__in=codes).order_by("pk").select_for_update()
    return {package.rup_code: package for package in found}


def take_in(row, columns, agencies, room, plan, counts):
    """Book one row in the plan and count it; Refused when its line has no room or its package is unknown."""
    code = row.rup_code
    now = plan.changed.get(code) or plan.before.get(code)
    if now is None and columns.are_budget_rows:
        raise Refused(
            columns.of("rup_code"), code, _("Paket ini belum ada; impor dahulu berkas RUP yang memuat namanya.")
        )
    package = copy.copy(now) if now else Package(rup_code=code, source=Source.IMPORT)
    if now is None and code in plan.inherited:
        changes.inherit(package, plan.inherited[code])
    fill(package, row, agencies)
    package.is_active = plan.alive.get(code, package.is_active)
    package.budget_id = room.line_of(package)
    if now is not None and not differs(now, package):
        counts.unchanged += 1
        return
    refuse_below_purchases(columns, package, plan)
    room.take(columns.of("ceiling"), now, package)
    if now is None:
        plan.new[code] = package
        counts.created += 1
    else:
        plan.changed[code] = package
        counts.updated += 1


def refuse_below_purchases(columns, package, plan):
    """A revised plan never falls below what was bought."""
    spent = plan.spent.get(package.pk, 0)
    if package.ceiling < spent:
        raise Refused(
            columns.of("ceiling"),
            package.ceiling,
            _("Belanja paket ini sudah Rp %(spent)s; pagunya tidak boleh lebih kecil.")
            % {"spent": f"{spent:,}".replace(",", ".")},
        )


def fill(package, row, agencies):
    """Put a row's values into a package and tell its category anew, unless an officer did."""
    for name, value in row.values.items():
        setattr(package, name, value)
    if row.agency:
        package.agency_id = agencies.id_of(row.agency)
        package.account_codes = row.accounts or package.account_codes
    else:
        package.account_codes = list(dict.fromkeys([*package.account_codes, *row.accounts]))
    if package.category_source == CategorySource.OFFICER:
        return
    self_managed = row.self_managed or package.not_certifiable == NotCertifiable.SELF_MANAGED
    found = classify(
        name=package.name,
        description=package.description,
        specification=package.specification,
        procurement_type=package.procurement_type,
        account_codes=package.account_codes,
        self_managed=self_managed,
    )
    package.category, package.category_source = found.category, found.source
    package.category_hint, package.not_certifiable = found.hint, found.not_certifiable


def differs(before, after):
    """Whether an import would change anything."""
    return any(getattr(before, name) != getattr(after, name) for name in MANAGED)


def write(plan):
    """Write changed packages, those that free money first so that no line overflows on the way, then new ones."""
    changed = sorted(plan.changed.items(), key=lambda pair: weight(pair[1]) - weight(plan.before[pair[0]]))
    packages = [package for _code, package in changed]
    terms = Package._meta.get_field("terms")
    for package in packages:
        package.terms = terms.terms_of(package)
    Package.objects.bulk_update(packages, WRITTEN, batch_size=BATCH)
    Package.objects.bulk_create(plan.new.values(), batch_size=BATCH)
