"""Imports that meet: two at once, and one beside a person at work."""

from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection

from tests.conftest import TODAY
from umkm.importers.businesses import import_businesses
from umkm.models import Activity, Business, Product

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [{"nama_usaha": f"Usaha {n}", "nib": f"91{n:011d}", "produk": "Kopi", "kbli": "10761"} for n in range(200)]
ROWS += [{"nama_usaha": f"Warung {n}"} for n in range(200)]


def test_two_imports_at_once_make_no_doubles_and_lose_nothing(listed, tmp_path):
    call_command("load_reference", quiet=True)
    paths = [listed(*ROWS, name="satu.csv"), listed(*reversed(ROWS), name="dua.csv")]
    together, outcomes = Barrier(2), []

    def run(path):
        together.wait()
        try:
            outcomes.append(import_businesses(path, rejects_path=tmp_path / f"{path.name}.ditolak", on=TODAY)[1])
        finally:
            connection.close()

    threads = [Thread(target=run, args=(path,)) for path in paths]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted((counts.created, counts.unchanged, counts.refused) for counts in outcomes) == [
        (0, 400, 0), (400, 0, 0)
    ]  # fmt: skip
    assert (Business.objects.count(), Product.objects.count(), Activity.objects.count()) == (400, 200, 200)


def test_an_import_leaves_no_temporary_table_behind(listed, tmp_path):
    call_command("load_reference", quiet=True)

    import_businesses(listed({"nama_usaha": "Sari"}), rejects_path=tmp_path / "ditolak.csv", on=TODAY)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname IN ('incoming', 'changed')")
        assert cursor.fetchone() == (0,)
