"""Businesses that already sell to government, read from a list: what they sold, and which business each one is."""

from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils.translation import gettext as _

from procurement.catalog_matching import link_sellers
from procurement.importers.catalog_rows import HEADINGS, Columns, Reader
from procurement.models import CatalogSale, CatalogSeller
from umkm.importers.places import Places
from umkm.importers.reading import read_table
from umkm.importers.run import Counts, Refused, Rejects, finish_run, start_run
from umkm.models import ImportKind

BATCH = 1000

LOCK = "LOCK TABLE procurement_catalogseller IN SHARE ROW EXCLUSIVE MODE"
"""Two imports at once would both find a seller missing and both make it; readers go on meanwhile."""


def import_catalog(path, *, rejects_path, at, progress=lambda _count: None, by=None, run=None):
    """Read a list of sellers and link them to the register; returns (run, counts), which count rows.

    `at` is the moment that closes the run; `run` an unfinished one of this file, when there is one already. Of a
    seller's year and product the newest file counts. Raises Unreadable when the file is no such table.
    """
    table = read_table(path, HEADINGS)
    columns = Columns(table.columns)
    run = run or start_run(ImportKind.CATALOG, path, by)
    counts = Counts()
    with transaction.atomic(), Rejects(rejects_path, table.columns, columns.secret) as rejects:
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
        reader = Reader(columns, Places(), at.date())
        read = _accepted(table.rows, columns, reader, rejects, progress)
        Plan(columns).take_in(read, rejects, counts)
        counts.refused = rejects.count
        link_sellers()
        finish_run(run, counts, rejects, at)
    return run, counts


def _accepted(rows, columns, reader, rejects, progress):
    """(line, cells, row) of every row that may go in; an order counts once, however often the file names it."""
    found, orders = [], {}
    for line, cells in rows:
        progress(1)
        try:
            row = reader.row(cells)
            if row.order and orders.setdefault(row.order, line) != line:
                raise Refused(
                    columns.of("order"), row.order,
                    _("Transaksi ini sudah ada di baris %(line)s; hapus salah satunya.") % {"line": orders[row.order]},
                )  # fmt: skip
        except Refused as refused:
            rejects.add(line, cells, refused)
        else:
            found.append((line, cells, row))
    return found


class Sellers:
    """The sellers of one file: those known, and those it makes known."""

    def __init__(self, rows):
        """One query, however many rows."""
        self._rows = rows
        self.new, self.changed = [], {}
        self._by_nib, self._by_name = {}, {}
        known = CatalogSeller.objects.filter(nib__in={row.nib for row in rows} - {""})
        known |= CatalogSeller.objects.filter(name_key__in={row.name_key for row in rows} - {""})
        for seller in known.select_related("business").order_by("pk"):
            self._remember(seller)

    def of_all(self):
        """(its seller, whether it told something new of that one) of each row.

        Rows with a NIB come first, so that a row without one meets the sellers that the file itself numbers.
        """
        found = {}
        for at in sorted(range(len(self._rows)), key=lambda at: not self._rows[at].nib):
            found[at] = self._of(self._rows[at])
        return [found[at] for at in range(len(self._rows))]

    def _of(self, row):
        seller = self._by_nib.get(row.nib) if row.nib else self._named(row)
        seller = seller or (self._to_be_numbered(row) if row.nib else None)
        if seller is None:
            seller = CatalogSeller(nib=row.nib, name=row.name, name_key=row.name_key, regency_id=row.regency)
            self.new.append(seller)
            self._remember(seller)
            return seller, True
        return seller, self._fill(seller, row)

    def _named(self, row):
        """The one seller of that name and place: a nameless one before numbered ones, of which there may be two."""
        found = self._by_name.get((row.name_key, row.regency), [])
        without = [seller for seller in found if not seller.nib]
        return without[0] if without else found[0] if len(found) == 1 else None

    def _to_be_numbered(self, row):
        """The seller that was known by its name alone, unless it is a business with another NIB."""
        found = self._by_name.get((row.name_key, row.regency), []) if row.name_key else []
        fitting = (
            one for one in found if not one.nib and (one.business is None or one.business.nib in (None, row.nib))
        )
        return next(fitting, None)

    def _fill(self, seller, row):
        """Add the NIB or the name that was not known; nothing known is overwritten. Whether anything was added."""
        before = (seller.nib, seller.name)
        seller.nib = seller.nib or row.nib
        if not seller.name:
            seller.name, seller.name_key = row.name, row.name_key
            seller.regency_id = seller.regency_id or row.regency
        if before == (seller.nib, seller.name):
            return False
        self._remember(seller)
        if seller.pk:
            self.changed[seller.pk] = seller
        return True

    def _remember(self, seller):
        if seller.nib:
            self._by_nib[seller.nib] = seller
        named = self._by_name.setdefault((seller.name_key, seller.regency_id), []) if seller.name_key else []
        if seller not in named:
            named.append(seller)


@dataclass
class Sum:
    """What the rows of one seller, year and product come to, and where they stand."""

    seller: CatalogSeller
    year: int
    product: str
    amount: int = 0
    orders: int | None = None
    lines: list = field(default_factory=list)
    tells_of_seller: bool = False

    def add(self, line, row):
        """One more row."""
        self.amount += row.amount
        if row.orders is not None:
            self.orders = (self.orders or 0) + row.orders
        self.lines.append(line)


class Plan:
    """What a file will change, before anything is written."""

    def __init__(self, columns):
        """`columns` of the file tell whether its rows are orders or totals."""
        self._columns = columns
        self._sums = {}

    def take_in(self, read, rejects, counts):
        """Book every row of `read` (line, cells, row), write the whole, and count what became of the rows."""
        sellers = Sellers([row for _line, _cells, row in read])
        found = sellers.of_all()
        for (line, cells, row), (seller, is_news) in zip(read, found, strict=True):
            try:
                self._book(line, row, seller, is_news)
            except Refused as refused:
                rejects.add(line, cells, refused)
        CatalogSeller.objects.bulk_create(sellers.new, batch_size=BATCH)
        CatalogSeller.objects.bulk_update(
            sellers.changed.values(), ["nib", "name", "name_key", "regency"], batch_size=BATCH
        )
        self._write(counts)

    def _book(self, line, row, seller, is_news):
        key = (id(seller), row.year, row.product.upper())
        found = self._sums.setdefault(key, Sum(seller, row.year, row.product))
        if found.lines and not self._columns.are_orders:
            raise Refused(
                self._columns.of("year"), str(row.year),
                _("Penjual, tahun, dan produk ini sudah ada di baris %(line)s; hapus salah satunya, atau jumlahkan.")
                % {"line": found.lines[0]},
            )  # fmt: skip
        found.add(line, row)
        found.tells_of_seller |= is_news

    def _write(self, counts):
        sellers = {found.seller.pk for found in self._sums.values()}
        known = {
            (sale.seller_id, sale.year, sale.product.upper()): sale
            for sale in CatalogSale.objects.filter(seller__in=sellers)
        }
        new, changed = [], []
        for found in self._sums.values():
            sale = known.get((found.seller.pk, found.year, found.product.upper()))
            outcome = "updated" if found.tells_of_seller else "unchanged"
            if sale is None:
                outcome = "created"
                new.append(_sale(found))
            elif (sale.amount, sale.orders) != (found.amount, found.orders):
                outcome = "updated"
                sale.amount, sale.orders = found.amount, found.orders
                changed.append(sale)
            setattr(counts, outcome, getattr(counts, outcome) + len(found.lines))
        CatalogSale.objects.bulk_create(new, batch_size=BATCH)
        CatalogSale.objects.bulk_update(changed, ["amount", "orders"], batch_size=BATCH)


def _sale(found):
    return CatalogSale(
        seller=found.seller, year=found.year, product=found.product, amount=found.amount, orders=found.orders
    )
