"""Import of 84,000 businesses, CSV and XLSX, against a bare COPY of the same rows into the same indexed tables.

Run with `make bench ARGS=import_businesses`, or in the project's environment with `python bench/import_businesses.py`.
Everything happens in one transaction that is rolled back; the machine does not matter, the ratio does.
"""

import csv
import io
import os
import random
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tkdnportal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up before its models
from django.db import connection, transaction  # noqa: E402
from openpyxl import Workbook  # noqa: E402

from umkm.importers.businesses import import_businesses  # noqa: E402
from umkm.models import District  # noqa: E402

ROWS = int(os.environ.get("ROWS", "84000"))
WORDS = ("keripik", "pisang", "kopi", "batik", "tapis", "roti", "sambal", "mesin", "perontok", "anyaman", "kaos")
TABLES = {
    "umkm_business": "id, nib, name, owner_name, nik_encrypted, nik_hash, npwp, phone, email, address, regency_id, "
    "district_id, capital, annual_sales, workers, registered_on, source, identity_key",
    "umkm_activity": "id, business_id, kbli_version, kbli_code, risk, standard_certificate_verified",
    "umkm_product": "id, business_id, name, description, kbli_version, kbli_code, categories, price, unit, "
    "monthly_capacity, terms",
}


def rows():
    """Believable rows, the same on every run."""
    chance = random.Random(2024)
    districts = list(District.objects.select_related("regency"))
    for number in range(ROWS):
        district = chance.choice(districts)
        name = " ".join(chance.sample(WORDS, 3)).title()
        yield {
            "nib": f"91{number:011d}",
            "nama_usaha": f"{name} {number}",
            "nama_pemilik": f"Pemilik {number}",
            "nik": f"187101{number // 9999 % 28 + 1:02d}{chance.randint(1, 12):02d}85{number % 9999 + 1:04d}",
            "telepon": f"0812{number:08d}",
            "alamat": f"Jl. Kartini {number}",
            "kecamatan": district.name,
            "kabupaten": str(district.regency),
            "kbli": chance.choice(("10794", "14111", "13134", "28299")),
            "modal_usaha": f"Rp {chance.randint(1, 900)}.000.000",
            "produk": ";".join({" ".join(chance.sample(WORDS, 2)) for _ in range(chance.randint(1, 2))}),
        }


def write_files(folder):
    """The same rows as CSV and as XLSX."""
    table = list(rows())
    with (folder / "usaha.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for cells in ([*table[0]], *([*row.values()] for row in table)):
        sheet.append(cells)
    workbook.save(folder / "usaha.xlsx")


def timed(action):
    """Seconds that `action` takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def empty(cursor):
    """No businesses, and none of their events."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("TRUNCATE umkm_business CASCADE")
    cursor.execute("TRUNCATE umkm_businessevent, umkm_activityevent, umkm_productevent")


def bare_copy(cursor):
    """Seconds that COPY takes for what the import wrote, into the same tables with their indexes and triggers."""
    copies = {}
    for table, columns in TABLES.items():
        copies[table] = io.StringIO()
        cursor.copy_expert(f"COPY (SELECT {columns} FROM {table} ORDER BY id) TO STDOUT", copies[table])
        copies[table].seek(0)
    empty(cursor)

    def copy():
        for table, columns in TABLES.items():
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", copies[table])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    return timed(copy)


def measure(path, cursor):
    """Print what the import of `path` takes as a ratio to the bare COPY, and what reading it again takes."""
    outcome = []

    def run():
        outcome.append(import_businesses(path, rejects_path=path.with_suffix(".ditolak.csv"), on=date(2026, 11, 24))[1])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    first, again = timed(run), timed(run)
    bare = bare_copy(cursor)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{path.suffix[1:]}: {outcome[0]}")
    print(f"  import / bare COPY = {first / bare:.2f}   ({first:.1f} s / {bare:.1f} s)")
    print(f"  again (all unchanged) / bare COPY = {again / bare:.2f}; peak memory of the process {peak} MB")
    empty(cursor)


def main():
    """Measure both formats, then undo everything."""
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder, transaction.atomic(), connection.cursor() as cursor:
        call_command("load_reference", quiet=True)
        write_files(Path(folder))
        empty(cursor)
        for name in ("usaha.csv", "usaha.xlsx"):
            measure(Path(folder) / name, cursor)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
