"""The words the demonstration data is made of, read from `data/`."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from insight.demo.dice import Bag

DATA = Path(__file__).parent / "data"

SECTORS = {"FOOD": 43, "CLOTHING": 14, "SOUVENIR": 17, "MACHINERY": 4, "GOODS": 22}
"""What Lampung's makers make, in percent; food is 42.96 % of small industry (BPS 2023, domain 7)."""


@dataclass(frozen=True)
class Good:
    """Something a maker makes; prices in whole rupiah, capacity a month."""

    sector: str
    kbli: str
    name: str
    head: str
    unit: str
    price: tuple[int, int]
    capacity: tuple[int, int]
    hs: str


@dataclass(frozen=True)
class Trade:
    """What a business does that makes nothing: trade, kitchen or service."""

    kbli: str
    head: str


@cache
def rows(name):
    """The rows of one file, each a dict of text."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def goods():
    """`{sector: Bag of Good}`."""
    found = {sector: {} for sector in SECTORS}
    for row in rows("products"):
        good = Good(
            row["sector"], row["kbli"], row["name"], row["head"], row["unit"],
            (int(row["price_low"]), int(row["price_high"])), (int(row["capacity_low"]), int(row["capacity_high"])),
            row["hs"],
        )  # fmt: skip
        found[good.sector][good] = int(row["weight"])
    return {sector: Bag(weights) for sector, weights in found.items()}


@cache
def goods_by_head():
    """`{(sector, head): [Good]}`: what one workshop is likely to make."""
    found = {}
    for row in rows("products"):
        found.setdefault((row["sector"], row["head"]), []).append(row["name"])
    by_name = {(good.sector, good.name): good for bag in goods().values() for good in bag.things}
    return {key: [by_name[key[0], name] for name in names] for key, names in found.items()}


@cache
def trades():
    """`{kind: Bag of Trade}`."""
    found = {}
    for row in rows("trades"):
        found.setdefault(row["kind"], {})[Trade(row["kbli"], row["head"])] = int(row["weight"])
    return {kind: Bag(weights) for kind, weights in found.items()}


@cache
def phrases(kind, name="phrases"):
    """The phrases of one kind, in the order of the file."""
    return [row["phrase"] for row in rows(name) if row["kind"] == kind]
