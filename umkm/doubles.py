"""Finding records that may be one business: by what they share, weighed by one table. People decide, never this.

The search may run any night and any number of times: what staff decided stays decided, what no longer looks like a
double leaves the queue, and the rest is brought up to date.
"""

import csv
import io
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction

from umkm import doubles_sql
from umkm.categories import Category
from umkm.models import Business, DoublePair, Evidence
from umkm.naming import address_key, name_key, owner_key
from umkm.words import generic_terms

WEIGHTS = {
    Evidence.SAME_NPWP: 60,
    Evidence.SAME_PHONE: 40,
    Evidence.SAME_EMAIL: 40,
    Evidence.SAME_NAME: 35,
    Evidence.CLOSE_NAME: 25,
    Evidence.ALIKE_NAME: 15,
    Evidence.SAME_OWNER: 25,
    Evidence.COMMON_OWNER: 10,
    Evidence.ALIKE_OWNER: 15,
    Evidence.SAME_ADDRESS: 20,
    Evidence.SAME_DISTRICT: 10,
    Evidence.SAME_PRODUCT: 10,
    Evidence.OTHER_NIB: -60,
    Evidence.OTHER_NIK: -60,
    Evidence.OTHER_NPWP: -30,
    Evidence.OTHER_OWNER: -25,
    Evidence.OTHER_NAME: -10,
    Evidence.OTHER_REGENCY: -15,
}
"""Points of each piece of evidence, the portal's own choice; their sum, kept within 0 and 100, is the confidence.

One owner has one NIB (PP 5/2021) and one NIK, so another NIB or NIK outweighs nearly everything that speaks for a
double. `docs/doubles.md` has the measurement behind the numbers.
"""

THRESHOLD = 60
"""From this confidence on, staff are asked."""
BATCH = 5000
COPY = "COPY double_keys FROM STDIN (FORMAT csv, FORCE_NOT_NULL (name_key, owner_key, address_key))"


@dataclass(frozen=True)
class Found:
    """What a search changed: pairs that are new or weighed anew, pairs no longer asked about, pairs waiting now."""

    changed: int
    forgotten: int
    waiting: int


@transaction.atomic
def find_doubles():
    """Compare all records that stand and bring the queue up to date: `Found`."""
    with connection.cursor() as cursor:
        cursor.execute(doubles_sql.ROOM)
        _load_keys(cursor)
        cursor.execute(doubles_sql.RECORDS)
        cursor.execute(doubles_sql.MADE, {"generic": sorted(_generic())})
        for step in (doubles_sql.GRAMS, doubles_sql.SETTLE, doubles_sql.CANDIDATES):
            cursor.execute(step)
        cursor.execute(doubles_sql.scored_sql(WEIGHTS), {"threshold": THRESHOLD})
        return _store(cursor)


def _store(cursor):
    cursor.execute(doubles_sql.LOCK)
    cursor.execute(doubles_sql.FORGET)
    forgotten = cursor.rowcount
    cursor.execute(doubles_sql.STORE)
    return Found(changed=cursor.rowcount, forgotten=forgotten, waiting=DoublePair.objects.waiting().count())


def _generic():
    return frozenset().union(*(generic_terms(category) for category in Category))


def _load_keys(cursor):
    """Names, owners and addresses made comparable, in a temporary table; one reading of the register."""
    cursor.execute(
        "DROP TABLE IF EXISTS pg_temp.double_keys, pg_temp.double_records, pg_temp.double_made, "
        "pg_temp.double_grams, pg_temp.double_candidates, pg_temp.double_scored"
    )
    cursor.execute(doubles_sql.KEYS)
    records = Business.objects.unmerged().values_list("pk", "name", "owner_name", "address").iterator(BATCH)
    while batch := list(islice(records, BATCH)):
        cursor.copy_expert(COPY, _keys_of(batch))


def _keys_of(records):
    out = io.StringIO()
    csv.writer(out).writerows(
        (pk, name_key(name), owner_key(owner), address_key(address)) for pk, name, owner, address in records
    )
    out.seek(0)
    return out
