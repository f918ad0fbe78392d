"""Packages of the procurement plan, each within its budget line, named as agencies name them."""

from datetime import date, timedelta
from decimal import Decimal

from insight.demo.dice import Bag, dice_for, split
from insight.demo.vocabulary import goods, phrases, rows
from procurement.models import AgencyLevel, CategorySource, NotCertifiable, Package
from umkm.categories import Category
from umkm.models import Regency, Source
from umkm.words import terms

CEILING_STEP = 50_000
"""Ceilings are multiples of this many rupiah."""
DIRECT_LIMIT = 200_000_000
"""Goods up to this ceiling are bought by direct procurement (Perpres 16/2018 as amended by 46/2025)."""
OTHERS = 24
"""Packages of a year outside the four categories, which no budget line covers."""
CODES_FROM = {2025: 55_000_000, 2026: 59_000_000, 2027: 63_000_000}
LAST_START = {2025: date(2025, 12, 8), 2026: date(2026, 12, 14), 2027: date(2027, 10, 29)}
"""When the last contract of a year begins; of 2027 only an early plan is known."""

TYPES = {
    "": "Barang",
    NotCertifiable.CATERING: "Jasa Lainnya",
    NotCertifiable.SERVICE: "Jasa Lainnya",
    NotCertifiable.CONSTRUCTION: "Pekerjaan Konstruksi",
    NotCertifiable.SELF_MANAGED: "Swakelola",
}


class PackageMaker:
    """Makes the packages of all years."""

    def __init__(self, seed):
        """`seed`: of the whole data."""
        self.dice = dice_for(seed, "packages")
        self.frames = _frames()
        self.prices = {good.name.lower(): good for bag in goods().values() for good in bag.things}
        self.regencies = list(Regency.objects.order_by("code").values_list("code", flat=True))
        self.used = set()

    def of_lines(self, lines, count):
        """About `count` packages over these budget lines, at least one in each, 90 to 97 % of it planned."""
        amounts = {line.pk: line.amount for line in lines}
        shares = split(max(0, count - len(lines)), amounts)
        return [package for line in lines for package in self._of_line(line, 1 + shares[line.pk])]

    def outside(self, agencies, year):
        """Packages of other goods, services and works."""
        return [
            self._package(
                self.dice.choice(agencies),
                year,
                Category.OTHER,
                self.dice.between(3_000_000, 180_000_000, CEILING_STEP),
            )
            for _ in range(OTHERS)
        ]

    def _of_line(self, line, count):
        planned = line.amount * self.dice.randrange(900, 971) // 1000
        weights = {spot: self.dice.between(10, 160) for spot in range(count)}
        for share in split(planned // CEILING_STEP, weights).values():
            yield self._package(line.agency, line.year, line.category, share * CEILING_STEP, line)

    def _package(self, agency, year, category, ceiling, line=None):
        dice, frame = self.dice, self.frames[category].draw(self.dice)
        subject = dice.choice(frame["subjects"].split("|"))
        event = dice.choice(phrases(frame["events"], "events")).format(year=year)
        dates = self._dates(year)
        return Package(
            rup_code=self._code(year), year=year, agency=agency, budget=line, category=category, ceiling=ceiling,
            name=frame["frame"].format(subject=subject, event=event), description=f"Pengadaan {subject}",
            volume=self._volume(subject, ceiling), not_certifiable=frame["reason"],
            account_codes=[frame["account"]] if frame["account"] else [],
            procurement_type=TYPES[frame["reason"]], method=self._method(frame["reason"], ceiling),
            minimum_tkdn=self._minimum(frame["reason"]), is_domestic=dice.chance(0.9),
            is_for_small_business=dice.chance(0.8), funding_source=_fund(agency),
            regency_id=agency.regency_id or (dice.choice(self.regencies) if dice.chance(0.4) else None),
            is_announced=dice.chance(0.985), source=Source.DEMO, **_basis(frame, subject), **dates,
        )  # fmt: skip

    def _code(self, year):
        while (code := str(CODES_FROM[year] + self.dice.randrange(3_000_000))) in self.used:
            pass
        self.used.add(code)
        return code

    def _dates(self, year):
        """Through the year, with the rush of its last quarter."""
        first, last = date(year, 1, 19), LAST_START[year]
        if self.dice.chance(0.35):
            first = last - timedelta(days=75)
        starts, year_end = self.dice.day(first, last), date(year, 12, 31)
        until = min(year_end, starts + timedelta(days=self.dice.randrange(10, 75)))
        used = min(year_end, until + timedelta(days=self.dice.randrange(15)))
        return {"contract_from": starts, "contract_until": until, "delivery_until": used}

    def _volume(self, subject, ceiling):
        """How many pieces the ceiling pays for, when the price of such a thing is known."""
        good = self.prices.get(subject.lower()) or self.prices.get(f"mesin {subject}")
        if good is None:
            return "1 paket"
        return f"{max(1, ceiling // good.price[1])} {good.unit}"

    def _method(self, reason, ceiling):
        if reason == NotCertifiable.SELF_MANAGED:
            return "Swakelola"
        if ceiling > DIRECT_LIMIT:
            return self.dice.choice(("E-Purchasing", "E-Purchasing", "Tender"))
        return self.dice.choice(("E-Purchasing", "E-Purchasing", "Pengadaan Langsung"))

    def _minimum(self, reason):
        """Some packages ask for a TKDN of their own, in percent."""
        if reason or not self.dice.chance(0.2):
            return None
        return Decimal(self.dice.choice(("25.00", "25.00", "25.00", "40.00")))


def _frames():
    found = {}
    for row in rows("packages"):
        found.setdefault(row["category"], {})[tuple(row.items())] = int(row["weight"])
    return {category: _DictBag(weights) for category, weights in found.items()}


class _DictBag(Bag):
    """A bag of rows, handed out as dicts."""

    def draw(self, dice):
        """One row."""
        return dict(super().draw(dice))


def _fund(agency):
    return "APBN" if agency.level == AgencyLevel.CENTRAL else "APBD"


def _basis(frame, subject):
    """What the category rests on, as the import of packages would say it."""
    if frame["category"] == Category.OTHER:
        return {"category_source": CategorySource.NONE, "category_hint": ""}
    if frame["account"]:
        return {"category_source": CategorySource.ACCOUNT, "category_hint": frame["account"]}
    return {"category_source": CategorySource.WORDS, "category_hint": terms(subject)[0]}
