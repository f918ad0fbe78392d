"""The import of businesses against django-import-export, on the same CSV file and the same table.

django-import-export is first given easier work: it writes the businesses alone, without their KBLI entries and
products, finds known ones by NIB only, and checks less; as its documentation begins, and with its bulk settings. The
last way writes all that the file says, still checking less.

Run with `make bench ARGS=versus_import_export`; ROWS=84000 (the default) takes some minutes. Everything happens in one
transaction that is rolled back; the machine does not matter, the ratio does.
"""

import tempfile
from datetime import date
from pathlib import Path

import import_businesses as ours  # sets Django up
import tablib
from django.core.management import call_command
from django.db import connection, transaction
from import_export import fields, resources, widgets

from umkm.categories import Category
from umkm.models import Activity, Business, District, Product, Regency


class BusinessResource(resources.ModelResource):
    """The columns of the contract that are a business's own."""

    name = fields.Field("name", "nama_usaha")
    owner_name = fields.Field("owner_name", "nama_pemilik")
    address = fields.Field("address", "alamat")
    regency = fields.Field("regency", "kode_kabupaten", widgets.ForeignKeyWidget(Regency))
    district = fields.Field("district", "kode_kecamatan", widgets.ForeignKeyWidget(District))

    class Meta:
        """As the documentation begins."""

        model = Business
        import_id_fields = ("nib",)
        fields = ("nib", "name", "owner_name", "address", "regency", "district")


class BulkResource(BusinessResource):
    """With the settings its documentation names for large files."""

    class Meta(BusinessResource.Meta):
        """Batches, and no comparison of old and new."""

        use_bulk = True
        batch_size = 2000
        skip_diff = True


class WholeResource(BusinessResource):
    """The whole of each row: its KBLI entry and its products too."""

    def after_save_instance(self, instance, row, **kwargs):
        """Write the rows that hang on the business."""
        Activity.objects.get_or_create(business=instance, kbli_code=row["kbli"])
        for name in row["produk"].split(";"):
            Product.objects.get_or_create(business=instance, name=name, defaults={"categories": [Category.OTHER]})


def dataset():
    """The rows of the file, with the places already found, as a tablib dataset."""
    districts = {(d.name, str(d.regency)): d for d in District.objects.select_related("regency")}
    rows = []
    for row in ours.rows():
        district = districts[row["kecamatan"], row["kabupaten"]]
        places = (district.regency_id, district.pk)
        cells = (row[name] for name in ("nib", "nama_usaha", "nama_pemilik", "alamat", "kbli", "produk"))
        rows.append((*cells, *places))
    headers = ("nib", "nama_usaha", "nama_pemilik", "alamat", "kbli", "produk", "kode_kabupaten", "kode_kecamatan")
    return tablib.Dataset(*rows, headers=headers)


def theirs(resource, data):
    """Import all of `data`; an error would make the comparison worthless."""
    result = resource().import_data(data, raise_errors=True)
    assert result.total_rows == len(data)


def main():
    """Time the four ways, each into empty tables, first with new rows, then with the same rows again."""
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder, transaction.atomic(), connection.cursor() as cursor:
        call_command("load_reference", quiet=True)
        ours.write_files(Path(folder))
        data = dataset()

        def portal():
            path = Path(folder) / "usaha.csv"
            ours.import_businesses(path, rejects_path=path.with_suffix(".ditolak.csv"), on=date(2026, 11, 24))

        ways = (
            ("the portal", portal),
            ("django-import-export, bulk", lambda: theirs(BulkResource, data)),
            ("django-import-export", lambda: theirs(BusinessResource, data)),
            ("django-import-export, KBLI entries and products too", lambda: theirs(WholeResource, data)),
        )
        first = None
        for name, way in ways:
            ours.empty(cursor)
            new, again = ours.timed(way), ours.timed(way)
            first = first or (new, again)
            print(f"{name}: new rows {new / first[0]:.1f} ×, the same again {again / first[1]:.1f} × the portal's time")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
