"""Certificates: the 72 of November 2024, those that followed, and what became of them."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from certification.models import Certificate, CertificateItem, Scheme
from insight.demo import HOLDERS_ON_OFFICE_DAY, OFFICE_DAY, REFERENCE_DAY
from insight.demo.dice import dice_for
from insight.demo.loading import reserve_ids
from insight.demo.people import People
from insight.demo.vocabulary import goods
from umkm.models import Source

SECTORS = {"MACHINERY": 16, "SOUVENIR": 24, "CLOTHING": 22, "FOOD": 38}
"""What certified holders make, in percent."""

LEGACY_VALUES = (("40.00", 42), ("38.00", 20), ("36.00", 8), ("34.00", 14), ("30.00", 6), ("28.00", 6), ("26.00", 4))
"""Values the legacy formula 24/10/4/2 can give from 25 on (Permenperin 46/2022), with weights."""

YEARS = {Scheme.P46_2022: 3, Scheme.P35_2025: 5}
"""How long a certificate runs (Permenperin 35/2025 Ps 45; three years before it)."""


@dataclass(frozen=True)
class Batch:
    """Some holders who got their certificate in one period."""

    count: int
    scheme: Scheme
    first: date
    last: date


BATCHES = (
    Batch(HOLDERS_ON_OFFICE_DAY, Scheme.P46_2022, date(2022, 12, 20), OFFICE_DAY - timedelta(days=3)),
    Batch(4, Scheme.P46_2022, date(2022, 12, 20), date(2023, 9, 30)),
    Batch(60, Scheme.P46_2022, date(2025, 1, 6), date(2025, 12, 11)),
    Batch(90, Scheme.P35_2025, date(2026, 1, 5), date(2026, 11, 20)),
)
OFFICE, LOST_EARLY, LEGACY, NEW = range(4)
"""The batches by name; LOST_EARLY were revoked before the office's statement."""

RENEWED, FROZEN, REVOKED, WAITING = 10, 3, 4, 6
"""How many were superseded by a new one, are frozen, were revoked later, and wait for their holder."""

HOLDERS = sum(batch.count for batch in BATCHES)


def anniversary(day, years):
    """The same day some years later; of 29 February the 28th when that year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def sectors_of_holders(seed):
    """One sector for each holder there will be."""
    return dice_for(seed, "sectors of holders").quota(SECTORS, HOLDERS)


class CertificateMaker:
    """Makes the certificates and items of the entries chosen to hold one."""

    def __init__(self, seed):
        """`seed`: of the whole data."""
        self.dice = dice_for(seed, "certificates")
        self.people = People(self.dice)
        self.ids = iter(reserve_ids(Certificate, HOLDERS + RENEWED + WAITING))
        self.numbers = set()
        self.certificates, self.items = [], []

    def make(self, entries):
        """`(certificates, items)` for the entries marked `for_certificate`."""
        holders = iter(self.dice.sample(chosen := [e for e in entries if e.for_certificate], len(chosen)))
        batches = [[self._first(next(holders), batch) for _ in range(batch.count)] for batch in BATCHES]
        self._revoke_early(batches[LOST_EARLY])
        self._renew(batches[OFFICE])
        self._freeze(batches[NEW])
        self._revoke(batches[LEGACY])
        for _ in range(WAITING):
            self._waiting()
        return self.certificates, self.items

    def _first(self, entry, batch):
        issued = self.dice.day(batch.first, batch.last)
        return entry, self._certificate(entry, batch.scheme, issued)

    def _certificate(self, entry, scheme, issued):
        business = entry.business
        certificate = Certificate(
            id=next(self.ids), business=business, holder_name=business.name, holder_nib=business.nib,
            holder_address=business.address, **self._common(scheme, issued),
        )  # fmt: skip
        self.certificates.append(certificate)
        for product, good in zip(entry.products, entry.goods, strict=True):
            self.items.append(self._item(certificate, good, product))
        return certificate

    def _common(self, scheme, issued):
        return {
            "number": self._number(issued), "scheme": scheme, "holder_province": "Lampung", "issued_on": issued,
            "valid_until": anniversary(issued, YEARS[scheme]), "source": Source.DEMO,
            "source_on": REFERENCE_DAY, "token": urlsafe_b64encode(self.dice.randbytes(16)).rstrip(b"=").decode(),
        }  # fmt: skip

    def _number(self, issued):
        """A number as the ministry writes them, higher later in the year."""
        while True:
            ordinal = issued.timetuple().tm_yday * 32 + self.dice.randrange(32)
            number = f"{ordinal}/SJ-IND.8/TKDN/{issued.month}/{issued.year}"
            if number not in self.numbers:
                self.numbers.add(number)
                return number

    def _item(self, certificate, good, product=None):
        brand = self.dice.choice(("", certificate.holder_name.title()[:60]))
        has_bmp = certificate.scheme == Scheme.P35_2025 and self.dice.chance(0.08)
        return CertificateItem(
            certificate=certificate, product=product, product_name=good.name,
            specification=f"{good.name}, per {good.unit}", brand=brand, hs_code=good.hs, kbli_version="2020",
            kbli_code=good.kbli, tkdn=self._value(certificate.scheme),
            bmp=Decimal(self.dice.choice(("8.25", "10.75", "12.00"))) if has_bmp else None,
            bmp_valid_until=certificate.valid_until if has_bmp else None,
        )  # fmt: skip

    def _value(self, scheme):
        """TKDN in percent: at most 40 under the old rules, 25 to 100 for an own workshop under the new ones."""
        if scheme == Scheme.P46_2022:
            values, weights = zip(*LEGACY_VALUES, strict=True)
            return Decimal(self.dice.choices(values, weights)[0])
        return Decimal(round(2_500 + 7_500 * self.dice.betavariate(2.2, 2))) / 100

    def _renew(self, held):
        """A new value revokes the old one (Permenperin 35/2025 Ps 50): same products, not a day of overlap."""
        first, last = date(2026, 1, 12), date(2026, 11, 13)
        able = [pair for pair in held if pair[1].valid_until > first + timedelta(days=30)]
        for entry, old in self.dice.sample(able, RENEWED):
            issued = self.dice.day(first, min(last, old.valid_until))
            old.superseded_on = issued
            old.superseded_by = self._certificate(entry, Scheme.P35_2025, issued)

    def _revoke_early(self, held):
        for _entry, certificate in held:
            certificate.revoked_on = self.dice.day(date(2024, 1, 8), date(2024, 10, 31))

    def _revoke(self, held):
        for _entry, certificate in self.dice.sample(held, REVOKED):
            certificate.revoked_on = self.dice.day(date(2026, 1, 5), date(2026, 10, 30))

    def _freeze(self, held):
        """Frozen while the holder explains (Ps 65), and one whose freeze was lifted again."""
        able = [certificate for _entry, certificate in held if certificate.issued_on < date(2026, 9, 1)]
        *frozen, lifted = self.dice.sample(able, FROZEN + 1)
        for certificate in frozen:
            certificate.frozen_from = REFERENCE_DAY - timedelta(days=self.dice.randrange(1, 5))
        lifted.frozen_from, lifted.frozen_until = date(2026, 9, 7), date(2026, 9, 11)

    def _waiting(self):
        """A certificate whose holder is not in the register, where no name has “Nusantara”."""
        scheme, first, last = self.dice.choice((
            (Scheme.P46_2022, date(2025, 2, 3), date(2025, 11, 28)),
            (Scheme.P35_2025, date(2026, 2, 2), date(2026, 10, 30)),
        ))  # fmt: skip
        good = goods()[self.dice.choice(tuple(SECTORS))].draw(self.dice)
        certificate = Certificate(
            id=next(self.ids), holder_name=f"{good.head} Nusantara {self.people.person().call}",
            **self._common(scheme, self.dice.day(first, last)),
        )  # fmt: skip
        self.certificates.append(certificate)
        self.items.append(self._item(certificate, good))
