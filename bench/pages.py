"""Lists and searches at 84,000 and at 1,000,000 businesses, against an empty page plus their bare SQL.

Each page is asked through the whole of Django, in one process, without a network; the bare SQL is what the page sent to
the database, sent again and read. The empty page of the portal is its sign-in; that of an admin list is the same list
that finds nothing. Run with `make bench ARGS=pages`; SIZES=84000,1000000 by default. Works in a test database that it
drops.
"""

import os
import re
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases  # noqa: E402  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402

SIZES = [int(size) for size in os.environ.get("SIZES", "84000,1000000").split(",")]
ITEMS = 50_000
ROUNDS = 15
EMPTY = "/masuk/"
NOTHING = "?q=tidakadayangbegini"
PAGES = {
    "search, words": "/pemasok/?q=keripik+pisang",
    "search, words and filters": "/pemasok/?q=kopi&kategori=FOOD&wilayah=18.71&tkdn_min=40",
    "search, a typing error": "/pemasok/?q=kripk",
    "search, nothing asked": "/pemasok/",
    "search, page 50": "/pemasok/?q=keripik&halaman=50",
    "admin: businesses": "/admin/umkm/business/",
    "admin: businesses by name": "/admin/umkm/business/?q=keripik+sari",
    "admin: businesses by NIB": "/admin/umkm/business/?q=9100000",
    "admin: businesses of one regency": "/admin/umkm/business/?regency__code__exact=18.71",
    "admin: certified products": "/admin/certification/certificateitem/",
}
CURSOR = re.compile(r'^DECLARE "[^"]+" NO SCROLL CURSOR WITH HOLD FOR ')
"""Server-side cursors are read like plain queries."""

FILL = """
SET session_replication_role = replica;
TRUNCATE umkm_business CASCADE;
INSERT INTO umkm_business (id, nib, name, owner_name, nik_encrypted, npwp, phone, email, address, regency_id, source,
                           identity_key, capital)
SELECT n, lpad((9100000000000 + n)::text, 13, '0'),
       (ARRAY['Keripik','Kopi','Batik','Tapis','Roti','Sambal','Mesin','Anyaman'])[1 + n %% 8] || ' '
       || (ARRAY['Sari','Maju','Jaya','Rasa','Makmur','Barokah','Lestari'])[1 + n %% 7] || ' ' || n,
       'Pemilik ' || n, '', '', '', '', 'Jl. Kartini ' || n,
       (ARRAY['18.01','18.02','18.03','18.71','18.72'])[1 + n %% 5], 'IMPORT', '', n %% 900 * 1000000
  FROM generate_series(1, %(businesses)s) AS n;
INSERT INTO certification_certificate (id, number, issuer, scheme, holder_name, holder_nib, holder_address,
                                       holder_province, business_id, issued_on, valid_until, token, source)
SELECT n, 'S/' || n, 'Kementerian Perindustrian', 'P35_2025', 'Usaha ' || n, '', '', '',
       1 + (n * 7) %% %(businesses)s, %(issued)s, %(until)s, 'token-' || n, 'IMPORT'
  FROM generate_series(1, %(items)s) AS n;
INSERT INTO certification_certificateitem (id, certificate_id, product_name, specification, type, brand, goods_group,
                                           hs_code, kbli_version, kbli_code, tkdn, terms, live_during)
SELECT n, n, initcap(array_to_string(words, ' ')) || ' ' || n, '', '', '', '', '', '2020',
       (ARRAY['10794','10761','14111','28250'])[1 + n %% 4], 25 + n %% 75, words, daterange(%(issued)s, %(until)s, '[]')
  FROM (SELECT n, ARRAY[(ARRAY['keripik','kopi','kaos','mesin','batik','roti','sambal','tapis'])[1 + n %% 8],
                        (ARRAY['pisang','bubuk','polos','perajang','tulis','manis','terasi'])[1 + n %% 7]]::varchar[]
                 AS words
          FROM generate_series(1, %(items)s) AS n) AS made;
SET session_replication_role = origin;
"""


def fill(businesses):
    """So many businesses, and 50,000 certified products of theirs."""
    today = timezone.localdate()
    values = {
        "businesses": businesses,
        "items": ITEMS,
        "issued": today - timedelta(days=100),
        "until": today + timedelta(days=1000),
    }
    with connection.cursor() as cursor:
        cursor.execute(FILL, values)
        cursor.execute("VACUUM ANALYZE")


def median_of(action):
    """Median seconds of several rounds, after one that warms up."""
    action()
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def ask(client, address):
    """The page, which must be there."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)


def bare_sql(client, address):
    """Median seconds of the page's own queries alone, and how many they are."""
    with CaptureQueriesContext(connection) as captured:
        ask(client, address)
    statements = [CURSOR.sub("", query["sql"]) for query in captured if not query["sql"].startswith("FETCH")]

    def run():
        with connection.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql)
                if cursor.description:
                    cursor.fetchall()

    return median_of(run), len(statements)


def measure(client, businesses):
    """Print every page's ratio at this size."""
    visitor = Client()
    portal = median_of(lambda: ask(visitor, EMPTY))
    print(f"{businesses:,} businesses, {ITEMS:,} certified products")
    for name, address in PAGES.items():
        nothing = address.split("?")[0] + NOTHING
        empty = median_of(lambda nothing=nothing: ask(client, nothing)) if address.startswith("/admin") else portal
        page = median_of(lambda address=address: ask(client, address))
        bare, queries = bare_sql(client, address)
        print(
            f"  {name:<34} page / (empty page + bare SQL) = {page / (empty + bare):.2f}"
            f"   {queries:>2} queries, SQL {bare / empty:.2f} empty pages"
        )


def main():
    """Measure at each size, in a database of its own."""
    settings.ALLOWED_HOSTS = ["testserver"]
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_reference", quiet=True)
        client = Client()
        client.force_login(User.objects.create_superuser("admin@example.id", full_name="Admin"))
        for businesses in SIZES:
            fill(businesses)
            measure(client, businesses)
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
