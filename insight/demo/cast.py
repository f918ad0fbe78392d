"""The people of the demonstration, one for each desk, and how they sign in."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from certification.models import AccountStatus, Certificate, SiinasAccount
from insight.demo import REFERENCE_DAY
from insight.demo.consents import allow_all
from insight.demo.people import DEMO_DOMAIN
from procurement.models import Agency, Posting
from umkm.models import Membership

PASSWORD = "contoh-lampung-2026"  # noqa: S105 - printed for everyone: the demonstration answers on this machine only
POSTED_TO = ("Biro Umum Sekretariat Daerah", "Dinas Perindustrian dan Perdagangan")


@dataclass(frozen=True)
class Part:
    """One person: name before the @, full name, group, and what the sign-in is for."""

    key: str
    full_name: str
    role: Role | None
    label: str
    purpose: str

    @property
    def email(self):
        """The address to sign in with."""
        return f"{self.key}@{DEMO_DOMAIN}"


CAST = (
    Part("admin", "Admin Contoh", None, _("administrator"), _("pengguna, peran, dan jejak perubahan")),
    Part("petugas", "Rina Petugas", Role.STAFF, _("petugas Dinas"), _("register usaha, akun SIINas, dan sertifikat")),
    Part("pejabat", "Budi Pejabat", Role.OFFICER, _("pejabat pengadaan"), _("paket dua satuan kerja dan pemasoknya")),
    Part("pemilik", "", Role.OWNER, _("pemilik usaha"), _("usaha yang hampir siap mengajukan TKDN-IK")),
    Part("pemilik2", "", Role.OWNER, _("pemilik usaha"), _("usaha yang sudah punya sertifikat")),
    Part("pendamping", "Tono Pendamping", Role.HELPER, _("pendamping"), _("beberapa usaha menurut langkahnya")),
    Part("pemohon", "Yanti Pemohon", Role.OWNER, _("pemilik usaha"), _("klaim yang menunggu putusan petugas")),
    Part("kepala", "Dewi Kepala", Role.HEAD, _("kepala bidang"), _("seluruh data, hanya membaca")),
)
"""Owners carry the name their business is registered under."""

EMAILS = tuple(part.email for part in CAST)


def make_people():
    """The users with their roles, postings and businesses."""
    owned = {"pemilik": _nearly_ready(), "pemilik2": _certified()}
    for part in CAST:
        business = owned.get(part.key)
        user = _user(part, business.owner_name if business else part.full_name)
        if business:
            Membership.objects.create(user=user, business=business, since=REFERENCE_DAY)
        if part.key == "pemilik2":
            allow_all(business, user)
        if part.role == Role.OFFICER:
            _post(user)


def _user(part, full_name):
    if part.role is None:
        return User.objects.create_superuser(part.email, PASSWORD, full_name=full_name)
    is_staff = part.role in (Role.STAFF, Role.HEAD)
    user = User.objects.create_user(part.email, PASSWORD, full_name=full_name, is_staff=is_staff)
    user.groups.add(Group.objects.get(name=part.role))
    return user


def _post(user):
    agencies = Agency.objects.filter(name__in=POSTED_TO)
    Posting.objects.bulk_create([Posting(user=user, agency=agency) for agency in agencies])


def _nearly_ready():
    """The first maker with a validated SIINas account and no certificate yet."""
    accounts = SiinasAccount.objects.filter(status=AccountStatus.IK_VALIDATED, business__certificates=None)
    return accounts.order_by("business").select_related("business")[0].business


def _certified():
    """The holder of the longest-running certificate."""
    held = Certificate.objects.valid_on(REFERENCE_DAY).filter(business__isnull=False)
    return held.order_by("-valid_until", "business").select_related("business")[0].business
