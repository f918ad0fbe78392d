"""Applications: those behind this year's certificates, those refused before, and those in process on the day."""

from datetime import timedelta
from uuid import UUID

from certification.application_reasons import PUBLISHED, Reason
from certification.applications import LIMITS
from certification.models import AccountStatus, Application, ApplicationEvent, CertificateItem, EventKind, SiinasAccount
from certification.tickets import LENGTH, SIGNS
from certification.working_days import Calendar
from insight.demo import REFERENCE_DAY
from insight.demo.dice import dice_for
from insight.demo.loading import reserve_ids
from umkm.models import Product

FATES = (
    (("RETURNED", -4),), (("RETURNED", -1),), (("SUBMITTED", 0),), (("COMPLETE", -1),), (("RETURNED", 0),),
    (("RETURNED", -8), ("RESUBMITTED", -1)), (("SUBMITTED", -1),), (("RETURNED", -3),),
)  # fmt: skip
"""What is in process: the last steps, in working days before the day."""

OTHER_REASONS = (Reason.NO_VIDEO, Reason.NO_STATEMENT, Reason.CALCULATION, Reason.PRODUCT_DATA, Reason.SUPPORTING)
MOST_FAILED = 120
"""Nationally more were refused than signed (domain 7); here fewer, since the register knows only some."""


class ApplicationMaker:
    """Makes applications and their events; needs accounts, certificates and the calendar in the database."""

    def __init__(self, seed):
        """`seed`: of the whole data."""
        self.dice = dice_for(seed, "applications")
        self.calendar = Calendar.load()
        self.applications, self.events = [], []

    def make(self):
        """`(applications, events)`."""
        self._signed()
        hopefuls = self._hopefuls()
        for steps in FATES:
            if hopefuls:
                self._running(hopefuls.pop(0), steps)
        for product in hopefuls[:MOST_FAILED]:
            self._failed(product)
        for made, pk in zip(self.applications, reserve_ids(Application, len(self.applications)), strict=True):
            made.pk = pk
        for event in self.events:
            event.application_id = event.application.pk
        return self.applications, self.events

    def _hopefuls(self):
        """One product of each business with a usable account and no certificate, but for the cast's own owner."""
        accounts = SiinasAccount.objects.filter(status__in=AccountStatus.verified, business__certificates=None)
        ordered = list(accounts.order_by("-status", "business").values_list("business", flat=True))[1:]
        products = {}
        for product in Product.objects.filter(business__in=ordered).order_by("pk"):
            products.setdefault(product.business_id, product)
        return [products[business] for business in ordered if business in products]

    def _signed(self):
        """Every certificate of this year had an application; a third of them came back once."""
        items = CertificateItem.objects.filter(
            product__isnull=False, certificate__issued_on__year=REFERENCE_DAY.year, certificate__revoked_on=None
        )
        for item in items.select_related("certificate", "product").order_by("pk"):
            decided = item.certificate.issued_on
            made = self._application(item.product, item=item)
            if self.dice.chance(1 / 3):
                sent = self._before(decided, 7)
                self._add(made, "SUBMITTED", sent)
                self._add(made, "RETURNED", self.calendar.after(sent, 1), self._reasons())
                self._add(made, "RESUBMITTED", self._before(decided, 2))
            else:
                self._add(made, "SUBMITTED", self._before(decided, 3))
            self._add(made, "COMPLETE", self._before(decided, 1))
            self._add(made, "SIGNED", decided)

    def _running(self, product, steps):
        made = self._application(product)
        first = self._before(REFERENCE_DAY, 1 - min(ago for _kind, ago in steps))
        if steps[0][0] != "SUBMITTED":
            self._add(made, "SUBMITTED", first)
        for kind, ago in steps:
            self._add(made, kind, self._before(REFERENCE_DAY, -ago), self._reasons() if kind == "RETURNED" else ())

    def _failed(self, product):
        made = self._application(product)
        sent = self.calendar.after(self.dice.day(REFERENCE_DAY - timedelta(300), REFERENCE_DAY - timedelta(20)), 1)
        looked = self.calendar.after(sent, LIMITS[EventKind.SUBMITTED])
        self._add(made, "SUBMITTED", sent)
        fate = self.dice.choices(("REFUSED", "AUTO_REJECTED", "WITHDRAWN"), (70, 22, 8))[0]
        if fate == "AUTO_REJECTED":
            self._add(made, "RETURNED", looked, self._reasons())
            looked = self.calendar.after(looked, LIMITS[EventKind.RETURNED]) + timedelta(days=1)
        self._add(made, fate, looked, self._reasons() if fate == "REFUSED" else ())

    def _before(self, day, count):
        """The day `count` working days earlier."""
        return self.calendar.latest_start(day, count) if count else day

    def _reasons(self):
        found = [self.dice.choices(PUBLISHED, (30, 28, 24, 14, 4))[0]]
        if self.dice.chance(0.3):
            found.append(self.dice.choice(OTHER_REASONS))
        return [reason.value for reason in found]

    def _application(self, product, **fields):
        made = Application(
            business_id=product.business_id, product=product, siinas_number=f"P-{self.dice.digits(8)}",
            ticket="".join(self.dice.choice(SIGNS) for _ in range(LENGTH)), **fields,
        )  # fmt: skip
        self.applications.append(made)
        return made

    def _add(self, made, kind, day, reasons=()):
        self.events.append(
            ApplicationEvent(
                application=made,
                kind=kind,
                day=day,
                reasons=list(reasons),
                source="DEMO",
                once=UUID(int=self.dice.getrandbits(128)),
            )
        )
