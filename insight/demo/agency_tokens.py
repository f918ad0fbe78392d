"""Two keys of agencies' programs: one in use, one revoked when a laptop was lost. Nobody knows their text."""

from datetime import datetime, time, timedelta, timezone

from accounts.models import User
from accounts.roles import Role
from insight.demo import REFERENCE_DAY
from insight.demo.dice import dice_for
from procurement import tokens
from procurement.models import AgencyToken

WESTERN = timezone(timedelta(hours=7))


def make_agency_tokens(seed):
    """Both for the officer's first agency, issued by the first of the staff."""
    dice = dice_for(seed, "agency tokens")
    officer = User.objects.get(groups__name=Role.OFFICER)
    staff = User.objects.filter(groups__name=Role.STAFF).order_by("email").first()
    agency = officer.postings.order_by("agency__code").first().agency
    for name, issued_on in (("SIPD", REFERENCE_DAY - timedelta(days=60)), ("Laporan bulanan", REFERENCE_DAY)):
        token = AgencyToken(agency=agency, officer=officer, name=name, expires_on=issued_on + timedelta(days=365))
        tokens.issue(token, by=staff, on=issued_on, text=f"{tokens.MARK}{dice.getrandbits(256):064x}")
    lost = datetime.combine(REFERENCE_DAY, time(9, 30), WESTERN)
    tokens.revoke(token, by=staff, because="Laptop penyusun laporan hilang; token baru menyusul.", at=lost)
