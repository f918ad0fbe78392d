"""What was bought in 2025 and 2026: some of what could be, so that most of the money is still open."""

from datetime import date, timedelta

from accounts.models import User
from accounts.roles import Role
from insight.demo import REFERENCE_DAY
from insight.demo.dice import dice_for
from procurement.awards import choices_on
from procurement.models import Award, Leakage, LeakageReason, OutcomeState, Package, RecordedBy, WaitingContract

AWARDED = {2025: 46, 2026: 40}
"""Contracts of a year; the certified suppliers of 2025 were fewer, but the year is over."""
LEAKED = {2025: 40, 2026: 26}
UNEXPLAINED = 7
"""Purchases of 2026 from a file of realised contracts that wait for an officer's reason."""
VENDORS = ("CV Karya Jaya Abadi", "PT Sumber Niaga", "Toko Serba Ada", "UD Makmur", "CV Mitra Usaha", "PT Grosir Utama")
REASONS = {
    LeakageReason.NO_SUPPLIER: 12, LeakageReason.PRICE: 6, LeakageReason.VOLUME: 5, LeakageReason.TIME: 4,
    LeakageReason.EMERGENCY: 1, LeakageReason.OTHER: 2,
}  # fmt: skip
TEXTS = {
    LeakageReason.NO_SUPPLIER: "Belum ada pembuat bersertifikat untuk barang ini.",
    LeakageReason.PRICE: "Penawaran tertinggi melewati harga perkiraan sendiri.",
    LeakageReason.VOLUME: "Pemasok hanya sanggup separuh jumlahnya.",
    LeakageReason.TIME: "Barang diperlukan dalam satu minggu.",
    LeakageReason.EMERGENCY: "Bantuan banjir, dibeli hari itu juga.",
    LeakageReason.OTHER: "Masuk paket sewa tenda bersama perlengkapannya.",
}


def make_purchases(seed):
    """Awards, deliveries, payments and leakage of past contract days; call it once matching has answered."""
    maker = _Maker(seed)
    for year in AWARDED:
        maker.buy(year)
    maker.wait()


class _Maker:
    def __init__(self, seed):
        self.dice = dice_for(seed, "purchases")
        officer = User.objects.get(groups__name=Role.OFFICER)
        self.officer = dict.fromkeys(officer.postings.values_list("agency", flat=True), officer)

    def buy(self, year):
        packages = list(self._packages(year))
        served = [package for package in packages if package.outcome.state == OutcomeState.SERVED]
        chosen = self.dice.sample(served, min(AWARDED[year], len(served)))
        Award.objects.bulk_create(award for package in chosen for award in self._awards(package))
        rest = [package for package in packages if package not in set(chosen)]
        leaked = self.dice.sample(rest, min(LEAKED[year], len(rest)))
        Leakage.objects.bulk_create(self._leakage(package, n) for n, package in enumerate(leaked))

    def wait(self):
        """Two realised contracts whose packages are not known yet."""
        for number, name in enumerate(("Belanja Kaos Jambore Daerah", "Pengadaan Plakat Penghargaan")):
            WaitingContract.objects.create(
                import_key=f"contoh:{number}", rup_code=str(59_900_001 + number), package_name=name, year=2026,
                agency_name="Dinas Pemuda dan Olahraga", value=18_500_000 + 4_250_000 * number, facts={},
            )  # fmt: skip

    def _packages(self, year):
        last = min(date(year, 12, 20), REFERENCE_DAY - timedelta(days=3))
        found = Package.objects.current().for_year(year).filter(contract_from__lte=last, not_certifiable="")
        return found.exclude(category="OTHER").select_related("outcome", "agency").order_by("rup_code")

    def _awards(self, package):
        """One contract, seldom two, somewhat under the ceiling, with what is known of delivery and payment."""
        dice, today = self.dice, min(date(package.year, 12, 31), REFERENCE_DAY)
        signed = min(package.contract_from + timedelta(days=dice.randrange(0, 12)), today)
        fitting = [choice for choice in choices_on(package, signed) if choice.fits][:4]
        if not fitting:
            return
        choice = dice.choice(fitting)
        delivered = signed + timedelta(days=dice.randrange(12, 45))
        paid = delivered + timedelta(days=dice.randrange(5, 25))
        value = package.ceiling * dice.randrange(780, 985) // 1000 // 1000 * 1000
        is_delivered = delivered <= today and dice.chance(0.92)
        is_paid = is_delivered and paid <= today and dice.chance(0.9)
        yield Award(
            package=package, item_id=choice.pk, tier=choice.tier, value=value, signed_on=signed,
            contract_number=f"027/{dice.randrange(10, 900)}/{package.agency.code[:4]}/{package.year}",
            delivered_on=delivered if is_delivered else None, paid_on=paid if is_paid else None,
            paid_value=value if is_paid else None, officer=self.officer.get(package.agency_id), source=RecordedBy.DEMO,
        )  # fmt: skip

    def _leakage(self, package, number):
        dice, today = self.dice, min(date(package.year, 12, 31), REFERENCE_DAY)
        waits = package.year == REFERENCE_DAY.year and number < UNEXPLAINED
        served = package.outcome.state == OutcomeState.SERVED
        reasons = {reason: n for reason, n in REASONS.items() if not served or reason != LeakageReason.NO_SUPPLIER}
        reason = dice.choices(list(reasons), list(reasons.values()))[0]
        if not served and dice.chance(0.6):
            reason = LeakageReason.NO_SUPPLIER
        return Leakage(
            package=package, value=package.ceiling * dice.randrange(700, 995) // 1000 // 1000 * 1000,
            bought_on=min(package.contract_from + timedelta(days=dice.randrange(0, 15)), today),
            vendor_name=dice.choice(VENDORS), reason="" if waits else reason,
            reason_text="" if waits else TEXTS[reason], suppliers_then=package.outcome.suppliers,
            officer=None if waits else self.officer.get(package.agency_id), source=RecordedBy.DEMO,
        )  # fmt: skip
