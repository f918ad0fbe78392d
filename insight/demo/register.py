"""The businesses of the register, with what they do and what they make."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from insight.demo import REFERENCE_DAY
from insight.demo.dice import Bag, dice_for
from insight.demo.loading import reserve_ids
from insight.demo.naming import address, as_written, business_name
from insight.demo.people import People
from insight.demo.vocabulary import SECTORS, Good, goods, goods_by_head, rows, trades
from tkdnportal.crypto import encrypt, keyed_hash
from umkm.categories import CategoryRules
from umkm.models import Activity, Business, CategoryRule, District, Product, RiskLevel, Source

KINDS = {"MAKER": 60, "TRADE": 20, "KITCHEN": 12, "SERVICE": 8}
"""What a register of 84 thousand holds, in percent: six of ten make something, and only they can be certified."""

SECTOR_BAG = Bag(SECTORS)

RISKS = {"FOOD": (50, 20, 28, 2), "CLOTHING": (80, 15, 5, 0), "SOUVENIR": (85, 12, 3, 0), "MACHINERY": (15, 45, 38, 2)}
"""Weights of low, medium-low, medium-high and high risk by sector."""

SIZES = Bag({(1_000_000, 60_000_000): 80, (60_000_000, 1_000_000_000): 16, (1_000_000_001, 4_900_000_000): 3.7,
             (5_100_000_000, 9_000_000_000): 0.3})  # fmt: skip
"""Capital in rupiah: 96 % micro, most of the rest small (PP 7/2021 Ps 35), a few too large for TKDN-IK."""


@dataclass
class Entry:
    """One business with all that belongs to it; `goods` stand beside `products` in the same order."""

    kind: str
    sector: str
    business: Business
    activities: list[Activity] = field(default_factory=list)
    goods: list[Good] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    for_certificate: bool = False

    @property
    def is_certifiable_maker(self):
        """Whether it makes goods of the budget's four categories under a licence that fits."""
        codes = {activity.kbli_code for activity in self.activities}
        fits = any(good.kbli in codes for good in self.goods)
        return self.kind == "MAKER" and self.sector != "GOODS" and bool(self.business.nib) and fits


class RegisterMaker:
    """Makes the entries one after the other from one stream of chance."""

    def __init__(self, seed):
        """Reads the places and category rules of the database."""
        self.dice = dice_for(seed, "register")
        self.people = People(self.dice)
        self.rules = CategoryRules(CategoryRule.objects.all())
        self.places = Bag(_districts())
        self.risks = {
            sector: Bag(dict(zip(RiskLevel.values, weights, strict=True))) for sector, weights in RISKS.items()
        }
        self.nibs = set()

    def entries(self, *, count, certified):
        """`count` entries; those of `certified` (one sector each) have everything a certificate asks for."""
        ids = reserve_ids(Business, count)
        spots = self.dice.sample(range(count), len(certified))
        sectors = dict(zip(spots, certified, strict=True))
        kinds = iter(self.dice.quota(KINDS, count - len(certified)))
        for spot, pk in enumerate(ids):
            if spot in sectors:
                yield self._entry(pk, "MAKER", sectors[spot], for_certificate=True)
            else:
                yield self._entry(pk, next(kinds), SECTOR_BAG.draw(self.dice), for_certificate=False)

    def _entry(self, pk, kind, sector, *, for_certificate):
        dice = self.dice
        made = self._goods(sector) if kind == "MAKER" else []
        trade = None if made else trades()[kind].draw(dice)
        head = made[0].head if made else trade.head
        business = self._business(pk, head, sector if made else "", for_certificate)
        entry = Entry(kind, sector if made else "", business, goods=made, for_certificate=for_certificate)
        entry.products = [self._product(business, good, for_certificate) for good in made]
        codes = list(dict.fromkeys(good.kbli for good in made)) if made else [trade.kbli]
        entry.activities = self._activities(entry, codes)
        return entry

    def _goods(self, sector):
        """One to three products of one workshop, the first deciding what people call it."""
        first = goods()[sector].draw(self.dice)
        others = [good for good in goods_by_head()[sector, first.head] if good is not first]
        more = self.dice.choices((0, 1, 2), (66, 25, 9))[0]
        return [first, *self.dice.sample(others, min(more, len(others)))]

    def _business(self, pk, head, sector, for_certificate):
        dice, person, district = self.dice, self.people.person(), self.places.draw(self.dice)
        name = business_name(dice, head, person, district.name, sector)
        low, high = (20_000_000, 900_000_000) if for_certificate else SIZES.draw(dice)
        capital = dice.between(low, high, step=500_000)
        nib = self._nib() if for_certificate or dice.chance(0.7) else None
        business = Business(
            id=pk, nib=nib, name=name if for_certificate else as_written(dice, name), owner_name=person.name,
            phone=self.people.phone() if for_certificate or dice.chance(0.85) else "",
            email=self.people.email(person) if for_certificate or dice.chance(0.3) else "",
            address=address(dice, district.name), regency_id=district.regency_id, district_id=district.code,
            capital=min(capital, high) if for_certificate or dice.chance(0.9) else None,
            annual_sales=min(capital * dice.randrange(1, 5), 14_000_000_000) if dice.chance(0.8) else None,
            workers=self._workers(capital), registered_on=self._registered_on(), source=Source.DEMO,
        )  # fmt: skip
        if for_certificate or dice.chance(0.6):
            nik = self.people.nik(person, district.code)
            business.nik_encrypted, business.nik_hash = encrypt(nik), keyed_hash(nik)
        return business

    def _nib(self):
        """A number no other business of this register has."""
        while (nib := f"{self.dice.choice(('0', '1', '2', '9'))}{self.dice.digits(12)}") in self.nibs:
            pass
        self.nibs.add(nib)
        return nib

    def _workers(self, capital):
        most = 4 if capital < 60_000_000 else 12 if capital < 1_000_000_000 else 60
        return self.dice.between(1, most)

    def _registered_on(self):
        """Recent years oftener than early ones."""
        age = int((REFERENCE_DAY - date(2019, 1, 1)).days * self.dice.random() ** 1.5)
        return REFERENCE_DAY - timedelta(days=age + 1)

    def _product(self, business, good, for_certificate):
        dice = self.dice
        known = for_certificate or dice.chance(0.75)
        coded = for_certificate or dice.chance(0.85)
        return Product(
            business=business, name=good.name,
            kbli_version="2020" if coded else "", kbli_code=good.kbli if coded else "",
            categories=self.rules.of("2020", good.kbli),
            price=dice.between(*good.price, step=500) if known else None, unit=good.unit,
            monthly_capacity=dice.between(*good.capacity) if known else None,
        )  # fmt: skip

    def _activities(self, entry, codes):
        """The KBLI entries on the NIB: mostly right, sometimes none, sometimes of a shop instead of a workshop."""
        dice, licensed = self.dice, bool(entry.business.nib)
        if not entry.for_certificate:
            if dice.chance(0.1 if licensed else 0.85):
                return []
            if entry.kind == "MAKER" and dice.chance(0.09):
                codes = [trades()["TRADE"].draw(dice).kbli]
        version = "2025" if not entry.for_certificate and dice.chance(0.02) else "2020"
        return [self._activity(entry, code, version) for code in codes]

    def _activity(self, entry, code, version):
        risk = self.risks[entry.sector].draw(self.dice) if entry.sector in self.risks else RiskLevel.LOW
        verified = None
        if risk in (RiskLevel.MED_HIGH, RiskLevel.HIGH):
            verified = True if entry.for_certificate else self.dice.choices((True, False, None), (45, 35, 20))[0]
        return Activity(
            business=entry.business, kbli_version=version, kbli_code=code, risk=risk,
            standard_certificate_verified=verified,
        )  # fmt: skip


def _districts():
    """`{District: weight}`: a regency's people shared evenly among its districts."""
    people = {row["code"]: int(row["population"]) for row in rows("places")}
    by_regency = {}
    for district in District.objects.filter(regency__in=people).order_by("code"):
        by_regency.setdefault(district.regency_id, []).append(district)
    return {district: people[code] / len(districts) for code, districts in by_regency.items() for district in districts}
