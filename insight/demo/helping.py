"""A helper with a caseload, and an owner whose claim waits for the office."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from certification.models import AccountStatus, Application
from insight.demo import REFERENCE_DAY
from insight.demo.people import DEMO_DOMAIN
from umkm.access import Role
from umkm.consent import WORDING
from umkm.models import Business, Claim, Membership, Proof

CLAIMED_DAYS_AGO = 3
NOTE = "Nomor ponsel yang tercatat sudah tidak dipakai. Usaha ini dulu atas nama ibu saya."


def make_helping():
    """One helper: the consent of the cast's owner by code, the others on paper; and one waiting claim."""
    people = {name: User.objects.get(email=f"{name}@{DEMO_DOMAIN}") for name in ("petugas", "pendamping", "pemohon")}
    owner = Membership.objects.owners().get(user__email=f"pemilik@{DEMO_DOMAIN}")
    consent_to(people["pendamping"], owner.business, owner.user, day=1)
    others = _of_every_status().exclude(pk=owner.business_id)
    for day, business in enumerate([*others, *_returned(others)], start=2):
        consent_to(people["pendamping"], business, people["petugas"], day=day)
    _claim(people["pemohon"], others.last())


def _of_every_status():
    """For each status of an account the first business that waits there without a certificate."""
    waiting = Business.objects.filter(certificates=None, nib__isnull=False).order_by("pk")
    found = [waiting.filter(siinas_accounts__status=status).values("pk")[:1] for status in AccountStatus]
    return Business.objects.filter(pk__in=found[0].union(*found[1:])).order_by("pk")


def _returned(others):
    """The business whose application was returned longest ago: its days run out."""
    back = Application.objects.open_on(REFERENCE_DAY).filter(state="RETURNED").exclude(business__in=others)
    return Business.objects.filter(pk__in=back.order_by("since", "pk").values("business")[:1])


def _at(day):
    return timezone.make_aware(datetime.combine(REFERENCE_DAY - timedelta(days=day), time(9, 30)))


def consent_to(user, business, given_by, *, day):
    """Consent given so many days before the day of the data."""
    Membership.objects.create(
        user=user, business=business, kind=Role.HELPER, since=_at(day).date(), given_by=given_by, given_at=_at(day),
        wording=WORDING,
    )  # fmt: skip


def _claim(user, business):
    at = _at(CLAIMED_DAYS_AGO)
    Claim.objects.create(
        user=user, nib=business.nib, business=business, how=Proof.EVIDENCE, note=NOTE, made_at=at, evidence_at=at
    )
