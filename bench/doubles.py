"""Doubles in a register of 84,000: how many known ones are found, how many found ones are none, and at what cost.

Run with `make bench ARGS=doubles`, or with `python bench/doubles.py` in the project's environment. All in one
transaction that is rolled back; the machine does not matter, the ratios do.
"""

import os
import random
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tkdnportal.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - Django must be set up before its models

from insight.demo.loading import copy_in  # noqa: E402
from insight.demo.register import RegisterMaker  # noqa: E402
from umkm.doubles import THRESHOLD, find_doubles  # noqa: E402
from umkm.models import Activity, Business, DoublePair, Product  # noqa: E402

ROWS = int(os.environ.get("ROWS", "84000"))
DOUBLES = ROWS // 50
PREFIXES = ("UD.", "CV", "Toko", "Usaha", "Kios", "Rumah")
READ = "SELECT count(*) FROM umkm_business WHERE md5(concat(name, owner_name, address, phone, email, npwp)) = ''"
"""A plain pass over the register that reads what the search compares."""


def slip(chance, text):
    """One slip of the finger: a letter lost, doubled, changed or swapped with the next."""
    if len(text) < 4:
        return text
    spot = chance.randrange(1, len(text) - 2)
    kind = chance.randrange(4)
    middle = ("", text[spot] * 2, chance.choice("aeiou"), text[spot + 1])[kind]
    return text[:spot] + middle + (text[spot + 1 :] if kind < 3 else text[spot] + text[spot + 2 :])


DROPPED = {"phone": (0.4, ""), "email": (0.7, ""), "address": (0.5, ""), "district_id": (0.1, None)}
"""How often the other office left a column empty, and what stands there then."""


def double_of(chance, entry, spare):
    """Turn the entry `spare` into another description of `entry`'s business, as another office would write it."""
    mine, theirs = spare.business, entry.business
    for name in ("phone", "email", "address", "regency_id", "district_id", "npwp"):
        setattr(mine, name, getattr(theirs, name))
    for name, (share, nothing) in DROPPED.items():
        if chance.random() < share:
            setattr(mine, name, nothing)
    mine.nib = mine.nik_hash = None
    mine.nik_encrypted = mine.identity_key = ""
    mine.name = name_again(chance, theirs.name)
    mine.owner_name = owner_again(chance, theirs.owner_name)
    spare.products = [Product(business=mine, name=p.name, categories=p.categories) for p in entry.products[:1]]
    return theirs.pk, mine.pk


def name_again(chance, name):
    """Half with another prefix, half with a slip of the finger, a quarter with both."""
    if chance.random() < 0.5:
        name = f"{chance.choice(PREFIXES)} {name}"
    return slip(chance, name) if chance.random() < 0.5 else name


def owner_again(chance, owner):
    """One in five with a slip, one in seven with the first name only."""
    if chance.random() < 0.2:
        owner = slip(chance, owner)
    return owner.split(" ")[0] if chance.random() < 0.15 else owner


def families(chance, entries):
    """Neighbours and families that share a telephone and are two businesses: what must not be taken for doubles."""
    for _number in range(DOUBLES):
        one, other = chance.sample(entries, 2)
        other.business.phone = one.business.phone
        other.business.regency_id, other.business.district_id = one.business.regency_id, one.business.district_id


def register():
    """The entries, and the pairs of ids that are one business."""
    chance = random.Random(2024)
    entries = list(RegisterMaker(2024).entries(count=ROWS, certified=[]))
    chance.shuffle(entries)
    chosen, spare, rest = entries[:DOUBLES], entries[DOUBLES : 2 * DOUBLES], entries[2 * DOUBLES :]
    families(chance, rest)
    known = {tuple(sorted(double_of(chance, *two))) for two in zip(chosen, spare, strict=True)}
    return entries, known


def write(entries):
    """Into the real tables, with their indexes and triggers."""
    copy_in(Business, [entry.business for entry in entries], lambda _rows: None)
    copy_in(Activity, [activity for entry in entries for activity in entry.activities], lambda _rows: None)
    copy_in(Product, [product for entry in entries for product in entry.products], lambda _rows: None)


def timed(action):
    """Seconds that `action` takes, and what it gives."""
    start = time.perf_counter()
    given = action()
    return time.perf_counter() - start, given


def read(cursor):
    """One plain pass."""
    cursor.execute(READ)


def report(known):
    """Print recall and precision from each confidence on."""
    found = {
        (first, second): sure for first, second, sure in DoublePair.objects.values_list("first", "second", "confidence")
    }
    for least in (THRESHOLD, 70, 80, 90):
        asked = {pair for pair, sure in found.items() if sure >= least}
        right = len(asked & known)
        print(
            f"  from {least}: {len(asked)} pairs, recall {right / len(known):.3f}, precision {right / len(asked):.3f}"
        )


def main():
    """Make the register, search it twice, tell, undo everything."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE umkm_business CASCADE")
        entries, known = register()
        written, _none = timed(lambda: write(entries))
        cursor.execute("ANALYZE umkm_business, umkm_product")
        passed = min(timed(lambda: read(cursor))[0] for _time in range(3))
        first, found = timed(find_doubles)
        again, unchanged = timed(find_doubles)
        print(f"{ROWS} records, {len(known)} known doubles: {found}")
        report(known)
        print(f"  search / COPY of the same rows = {first / written:.2f}   ({first:.1f} s / {written:.1f} s)")
        print(f"  search / plain pass = {first / passed:.0f}; again = {again / passed:.0f}, {unchanged}")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
