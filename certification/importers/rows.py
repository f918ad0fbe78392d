"""Rows of the ministry's list: which certificate and which product each speaks of, and which contradict another."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from certification.comparing import folded, number_key
from certification.importers import values
from umkm.importers.reading import Unreadable
from umkm.importers.run import Refused, refuse_unknown_values

HOLDER, ADDRESS, PROVINCE, NIB = "Nama Perusahaan", "Alamat", "Provinsi", "NIB"
NUMBER, ISSUED, ENDS = "Nomor Sertifikat", "Tanggal Terbit Sertifikat", "Tanggal Kadaluarsa Sertifikat"
PRODUCT, SPECIFICATION, TYPE, BRAND, GROUP = "Produk", "Spesifikasi", "Tipe", "Merk", "Kelompok Barang"
HS, KBLI, KBLI_VERSION, TKDN, BMP = "Kode HS", "KBLI", "Versi KBLI", "Nilai TKDN (%)", "Nilai BMP (%)"
COLUMNS = (
    HS, KBLI, KBLI_VERSION, GROUP, HOLDER, NIB, ADDRESS, PROVINCE,
    PRODUCT, SPECIFICATION, TYPE, BRAND, TKDN, BMP, NUMBER, ISSUED, ENDS,
)  # fmt: skip
REQUIRED = (KBLI, HOLDER, PRODUCT, TKDN, ENDS)
ITEM_IDENTITY = ("hs_code", "kbli_version", "kbli_code", "product_name", "specification", "type", "brand")
ITEM_VALUES = {"tkdn": TKDN, "bmp": BMP, "goods_group": GROUP}


def item_key(item):
    """What makes a certified product the same one in two lists: everything but its values.

    `item` is a `CertificateItem`, or a row's fields as an object.
    """
    return tuple(folded(getattr(item, name)) for name in ITEM_IDENTITY)


@dataclass(frozen=True)
class ItemFields:
    """A certified product as a row prints it."""

    hs_code: str
    kbli_version: str
    kbli_code: str
    goods_group: str
    product_name: str
    specification: str
    type: str
    brand: str
    tkdn: object
    bmp: object


@dataclass(frozen=True)
class CertificateFields:
    """A certificate as a row prints it; `number` and `issued_on` are None where the list prints none."""

    number: str | None
    holder_name: str
    holder_nib: str
    holder_address: str
    holder_province: str
    issued_on: object
    valid_until: object

    @property
    def key(self):
        """Rows with the same key are one certificate: by number, else by holder, address and end date."""
        if self.number:
            return number_key(self.number)
        return folded(self.holder_name), folded(self.holder_address), self.valid_until


@dataclass(frozen=True)
class Row:
    """One accepted row; `cells` is the row as it came."""

    line: int
    cells: dict
    certificate: CertificateFields
    item: ItemFields
    variant: int = 0
    """The list prints no type: of rows that read the same but for their values, the second is variant 1, and so on."""

    @property
    def item_key(self):
        """What makes its product the same one in two lists."""
        return item_key(self.item), self.variant


def variants_of(items):
    """Stored `items` of one certificate by the key that a list's rows would give them, the oldest first."""
    found = {}
    for item in items:
        key = item_key(item)
        variant = 0
        while (key, variant) in found:
            variant += 1
        found[key, variant] = item
    return found


def check_columns(table, name):
    """Raise Unreadable when a column is missing without which no row could go in."""
    present = {folded(column) for column in table.columns}
    missing = [column for column in REQUIRED if folded(column) not in present]
    if missing:
        raise Unreadable(
            _("Berkas %(name)s tidak punya kolom %(columns)s; unduh ulang daftar dari situs kementerian.")
            % {"name": name, "columns": ", ".join(missing)}
        )


def accepted_rows(table, rejects, progress):
    """The rows that go in; every other one is added to `rejects` with its reason."""
    accepted = []
    seen = Seen()
    for line, cells in table.rows:
        progress(1)
        try:
            row = seen.check(read_row(line, cells))
        except Refused as refused:
            rejects.add(line, cells, refused)
        else:
            accepted.append(row)
    return accepted


def read_row(line, cells):
    """One row of the file as a `Row`; raises Refused."""
    refuse_unknown_values(cells)
    by_column = {folded(column): cell for column, cell in cells.items()}

    def read(reader, column, *limits):
        return reader(column, by_column.get(folded(column)), *limits)

    return Row(line, cells, _certificate(read), _item(read))


def _certificate(read):
    fields = CertificateFields(
        number=read(values.number_of_certificate, NUMBER),
        holder_name=read(values.required_text, HOLDER, 200),
        holder_nib=read(values.nib, NIB),
        holder_address=read(values.short_text, ADDRESS, 400),
        holder_province=read(values.short_text, PROVINCE, 60),
        issued_on=read(values.day, ISSUED),
        valid_until=read(values.required_day, ENDS),
    )
    check_dates(issued_on=fields.issued_on, valid_until=fields.valid_until)
    return fields


def check_dates(*, issued_on, valid_until):
    """Raise Refused when a certificate would end before it was issued."""
    if issued_on and valid_until < issued_on:
        raise Refused(
            ENDS,
            valid_until,
            _("Sertifikat berakhir %(end)s, sebelum terbit %(issued)s; periksa kedua tanggal pada sertifikat.")
            % {"end": valid_until, "issued": issued_on},
        )


def _item(read):
    return ItemFields(
        product_name=read(values.required_text, PRODUCT, 300),
        specification=read(values.short_text, SPECIFICATION, 2000),
        type=read(values.short_text, TYPE, 200),
        brand=read(values.short_text, BRAND, 200),
        goods_group=read(values.short_text, GROUP, 200),
        hs_code=read(values.hs_code, HS),
        kbli_code=read(values.kbli_code, KBLI),
        kbli_version=read(values.kbli_version, KBLI_VERSION),
        tkdn=read(values.tkdn, TKDN),
        bmp=read(values.bmp, BMP),
    )


@dataclass
class Seen:
    """What the rows above said, to refuse one that repeats or contradicts them."""

    first_of_certificate: dict = field(default_factory=dict)
    rows_of_item: dict = field(default_factory=dict)

    def check(self, row):
        """`row`, told which variant of its product it is; Refused, naming the earlier line, when it repeats one above
        or speaks otherwise of the same certificate."""
        key = row.certificate.key
        _same_certificate(self.first_of_certificate.setdefault(key, row), row)
        earlier = self.rows_of_item.setdefault((key, item_key(row.item)), [])
        _not_again(earlier, row)
        earlier.append(row)
        return replace(row, variant=len(earlier) - 1)


def _same_certificate(first, row):
    named = {"holder_name": HOLDER, "holder_nib": NIB, "issued_on": ISSUED, "valid_until": ENDS}
    for name, column in named.items():
        before, now = getattr(first.certificate, name), getattr(row.certificate, name)
        if before and now and folded(str(before)) != folded(str(now)):
            raise Refused(
                column,
                now,
                _("Sertifikat yang sama di baris %(line)s menyebut “%(before)s”; cocokkan dengan sertifikatnya.")
                % {"line": first.line, "before": before},
            )


def _not_again(earlier, row):
    for other in earlier:
        if _values(other) == _values(row):
            raise Refused(
                PRODUCT, row.item.product_name, _("Baris ini sama dengan baris %(line)s.") % {"line": other.line}
            )


def _values(row):
    return [getattr(row.item, name) for name in ITEM_VALUES]
