"""Budgets of agencies: their structure from the data service (domain 4.4), or their lines of the four categories."""

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from procurement.importers import cells as read
from procurement.importers.agencies import Agencies
from procurement.importers.rows import ALIASES, Columns, agency_of
from procurement.models import Budget, BudgetStructure
from tkdnportal.templatetags.portal import rupiah
from umkm.categories import BUDGET_CATEGORIES, Category
from umkm.importers.reading import read_table
from umkm.importers.run import Counts, Refused, Rejects, finish_run, start_run
from umkm.models import ImportKind, Source

BUDGET_ALIASES = {
    **{name: ALIASES[name] for name in ("year", "klpd_code", "klpd_name", "klpd_kind", "agency_code", "agency_name")},
    "operating": ("belanja_operasi",),
    "capital": ("belanja_modal",),
    "unforeseen": ("belanja_btt",),
    "non_procurement": ("belanja_non_pengadaan",),
    "procurement": ("belanja_pengadaan",),
    "total": ("total_belanja",),
    "category": ("kategori",),
    "amount": ("jumlah",),
    "source_text": ("dasar",),
    "as_of": ("keadaan_per", "per"),
}
AMOUNTS = ("operating", "capital", "unforeseen", "non_procurement", "procurement", "total")
OWNER = ("year", "klpd_code", "agency_code", "agency_name")
CATEGORY_NAMES = {
    "mesin": Category.MACHINERY, "cindera mata": Category.SOUVENIR, "pakaian": Category.CLOTHING,
    "makanan": Category.FOOD, **{category.casefold(): Category(category) for category in BUDGET_CATEGORIES},
}  # fmt: skip
BUDGET_COLUMNS = frozenset(name for names in BUDGET_ALIASES.values() for name in names)


class BudgetColumns(Columns):
    """Columns of either kind of file."""

    aliases = BUDGET_ALIASES

    @property
    def are_lines(self):
        """Whether the file holds lines of the four categories and not structures."""
        return "category" in self

    @property
    def needed(self):
        """A line needs its category and amount, a structure what is spent on procurement and in all."""
        return (*OWNER, "category", "amount") if self.are_lines else (*OWNER, "procurement", "total")


def import_budgets(path, *, rejects_path, at, progress=lambda _count: None, by=None, run=None):
    """Read a file of structures or of lines; returns (run, counts).

    `at` closes the run; its day is the as-of day of rows that name none, and the file's name their source. The same
    figures again change nothing, their as-of day included. Raises Unreadable when the file is no such table.
    """
    table = read_table(path, BUDGET_COLUMNS)
    columns = BudgetColumns(table.columns)
    run = run or start_run(ImportKind.BUDGETS, path, by)
    counts = Counts()
    usual = {"source_text": run.file_name[:200], "as_of": timezone.localdate(at)}
    with transaction.atomic(), Rejects(rejects_path, table.columns) as rejects:
        rows = accepted(table, columns, rejects, progress)
        write(rows, columns, usual, counts, rejects)
        counts.refused = rejects.count
        finish_run(run, counts, rejects, at)
    return run, counts


def accepted(table, columns, rejects, progress):
    """(line, cells, agency, values) of every row that can be read; a satker stands once per year (and category)."""
    rows, lines = [], {}
    for line, cells in table.rows:
        progress(1)
        try:
            agency, values = agency_of(columns, cells), parse(columns, cells)
            key = (agency["klpd_code"], agency["code"], values["year"], values.get("category"))
            if key in lines:
                raise Refused(
                    columns.of("agency_code"),
                    agency["code"],
                    _("Satker ini sudah ada di baris %(line)s; hapus salah satu.") % {"line": lines[key]},
                )
        except Refused as refused:
            rejects.add(line, cells, refused)
            continue
        lines[key] = line
        rows.append((line, cells, agency, values))
    return rows


def parse(columns, cells):
    """The values of one row; Refused names the column, the value and what to do."""
    refuse_without_figures(columns, cells)
    values = {"year": read.year(columns.of("year"), columns.cell(cells, "year")), **stated(columns, cells)}
    if columns.are_lines:
        return values | {"category": category_of(columns, cells), "amount": amount_of(columns, cells, "amount")}
    values |= {name: amount_of(columns, cells, name) for name in AMOUNTS if name in columns}
    values.setdefault("non_procurement", values["total"] - values["procurement"])
    if values["procurement"] + values["non_procurement"] != values["total"]:
        raise Refused(
            columns.of("total"),
            str(values["total"]),
            _("Belanja pengadaan %(procurement)s ditambah bukan pengadaan %(rest)s bukan %(total)s; periksa ketiganya.")
            % {
                "procurement": rupiah(values["procurement"]),
                "rest": rupiah(values["non_procurement"]),
                "total": rupiah(values["total"]),
            },
        )
    return values


def refuse_without_figures(columns, cells):
    """The service lists agencies that have stated nothing yet, with every cell of their budget empty."""
    names = ("amount",) if columns.are_lines else AMOUNTS
    if not any(read.text(columns.cell(cells, name)) for name in names):
        raise Refused(
            columns.of(names[0] if columns.are_lines else "procurement"),
            "",
            _("Baris ini tidak memuat angka anggaran; minta satker mengisinya, lalu unduh ulang berkasnya."),
        )


def stated(columns, cells):
    """Source and as-of day, where the row names them."""
    as_of = read.day(columns.of("as_of"), columns.cell(cells, "as_of"))
    found = {"source_text": read.text(columns.cell(cells, "source_text"))[:200], "as_of": as_of}
    return {name: value for name, value in found.items() if value}


def amount_of(columns, cells, name):
    """Whole rupiah; only parts that nobody spends on may be left empty."""
    cell = columns.cell(cells, name)
    if not read.text(cell) and name not in ("procurement", "total", "amount"):
        return 0
    amount = read.rupiah(columns.of(name), cell)
    if name == "amount" and not amount:
        raise Refused(columns.of(name), "0", _("Jumlah anggaran harus lebih dari 0."))
    return amount


def category_of(columns, cells):
    """One of the four by its name or code."""
    value = read.text(columns.cell(cells, "category"))
    found = CATEGORY_NAMES.get(value.casefold())
    if found is None:
        raise Refused(columns.of("category"), value, _("Tulis mesin, cindera mata, pakaian, atau makanan."))
    return found.value


def write(rows, columns, usual, counts, rejects):
    """Create or change what differs; a line that would fall below its packages is refused."""
    model = Budget if columns.are_lines else BudgetStructure
    agencies = Agencies([agency for _line, _cells, agency, _values in rows])
    known = known_rows(model, agencies.ids())
    planned = planned_on(known.values()) if columns.are_lines else {}
    new, changed = [], []
    for line, cells, agency, values in rows:
        key = (agencies.id_of(agency), values["year"], values.get("category"))
        record = known.get(key) or model(agency_id=key[0], source=Source.IMPORT)
        try:
            refuse_below_packages(columns, record, values, planned)
        except Refused as refused:
            rejects.add(line, cells, refused)
            continue
        before = figures_of(record, values)
        if record.pk and all(before[name] == value for name, value in values.items()):
            counts.unchanged += 1
            continue
        for name, value in (usual | values).items():
            setattr(record, name, value)
        (changed if record.pk else new).append(record)
    save(model, new, changed)
    counts.created, counts.updated = len(new), len(changed)


def known_rows(model, agency_ids):
    """{(agency, year, category or None): row}, locked until the end."""
    rows = model.objects.filter(agency__in=agency_ids).order_by("pk").select_for_update()
    return {(row.agency_id, row.year, getattr(row, "category", None)): row for row in rows}


def planned_on(lines):
    """{line id: rupiah its living packages need}."""
    current = Q(packages__is_active=True, packages__is_announced=True)
    found = Budget.objects.filter(pk__in=[line.pk for line in lines]).order_by()
    return dict(
        found.annotate(planned=Sum("packages__ceiling", filter=current, default=0)).values_list("pk", "planned")
    )


def refuse_below_packages(columns, record, values, planned):
    """The database refuses it too (`budget_line_covers_its_packages`); here the row is named with its numbers."""
    needed = planned.get(record.pk, 0)
    if values.get("amount", needed) < needed:
        raise Refused(
            columns.of("amount"),
            str(values["amount"]),
            _("Paket pada baris ini memerlukan %(needed)s; isi sedikitnya sebanyak itu, atau kurangi dulu pagunya.")
            % {"needed": rupiah(needed)},
        )


def figures_of(record, values):
    """What the record says now of the row's fields."""
    return {name: getattr(record, name) for name in values}


def save(model, new, changed):
    """Write all rows of one kind."""
    amounts = ("category", "amount") if model is Budget else AMOUNTS
    model.objects.bulk_create(new)
    model.objects.bulk_update(changed, ["year", *amounts, "source_text", "as_of"], batch_size=500)
