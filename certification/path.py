"""The whole path of one business to a TKDN-IK certificate, as it stands on a day."""

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from certification.models import AccountStatus, CertificateStatus
from certification.tkdn import SMALL_INDUSTRY_CAPITAL
from umkm.path import Step, StepState, register_steps

STATUS_ORDER = tuple(AccountStatus)
PROGRESS = {
    AccountStatus.REQUESTED: StepState.WAITING,
    AccountStatus.CREDENTIALS_SENT: StepState.TODO,
    AccountStatus.PROFILE_INCOMPLETE: StepState.TODO,
    AccountStatus.ACTIVE: StepState.DONE,
    AccountStatus.IK_VALIDATED: StepState.DONE,
    AccountStatus.PROBLEM: StepState.BLOCKED,
}


@dataclass(frozen=True)
class Path:
    """All steps in their order."""

    steps: list

    @property
    def next_step(self):
        """The one step to take now, or None when the path is walked."""
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def done(self):
        """How many steps are behind the business."""
        return sum(step.is_done for step in self.steps)


def path_of(*, business, activities, accounts, certificates, on):
    """The path of `business` on day `on`, from its KBLI entries, SIINas accounts and certificates."""
    account = _farthest(accounts)
    certified = any(certificate.status_on(on) in CertificateStatus.valid for certificate in certificates)
    siinas = (
        proven_steps() if certified and account is None else [account_step(account), validation_step(business, account)]
    )
    return Path([*register_steps(business, activities), *siinas, certificate_step(certificates, on)])


def proven_steps():
    """A valid certificate shows that account and validation exist, even where the office has no record of them."""
    reason = _("Terbukti dari sertifikat Anda yang berlaku.")
    return [
        Step("SIINAS", _("Akun SIINas aktif"), StepState.DONE, reason),
        Step("VALIDATED", _("Tervalidasi sebagai industri kecil"), StepState.DONE, reason),
    ]


def _farthest(accounts):
    """The account that got farthest; a problem counts only when no other account got anywhere."""
    working = [account for account in accounts if account.status != AccountStatus.PROBLEM]
    return max(working or accounts, key=lambda account: STATUS_ORDER.index(account.status), default=None)


def account_step(account):
    """An account in SIINas, the ministry's system, is where applications are made (Permenperin 35/2025 Ps 26(2))."""
    title = _("Akun SIINas aktif")
    if account is None or account.status == AccountStatus.NONE:
        return Step(
            "SIINAS",
            title,
            StepState.TODO,
            _("Akun SIINas belum tercatat."),
            _("Daftar di siinas.kemenperin.go.id dengan NIB, NPWP, dan e-mail yang sama dengan di NIB."),
        )
    reason = _("%(status)s, menurut catatan %(day)s.") % {
        "status": account.get_status_display().capitalize(),
        "day": formats.date_format(account.as_of, "j M Y"),
    }
    return Step("SIINAS", title, PROGRESS[account.status], reason, _account_action(account))


def _account_action(account):
    actions = {
        AccountStatus.REQUESTED: _("Tunggu e-mail kata sandi paling lama satu hari; periksa juga folder spam."),
        AccountStatus.CREDENTIALS_SENT: _("Buka e-mail yang tertulis di NIB, masuk ke SIINas, lalu isi profil."),
        AccountStatus.PROFILE_INCOMPLETE: _(
            "Lengkapi profil di SIINas sampai bukti kepemilikan akun dapat diunduh. Periksa alamat dua kali: "
            "alamat hanya dapat diisi satu kali."
        ),
        AccountStatus.PROBLEM: _("Hubungi Dinas dan bawa bukti pendaftaran; petugas membantu menyelesaikannya."),
    }
    return actions.get(account.status, "")


def validation_step(business, account):
    """The ministry must have validated the account as small industry (Permenperin 35/2025 Ps 26(2))."""
    title = _("Tervalidasi sebagai industri kecil")
    if account and account.status == AccountStatus.IK_VALIDATED:
        return Step("VALIDATED", title, StepState.DONE, _("Kemenperin sudah memvalidasi akun Anda."))
    if business.capital is not None and business.capital > SMALL_INDUSTRY_CAPITAL:
        return Step(
            "VALIDATED",
            title,
            StepState.BLOCKED,
            _("Modal usaha yang tercatat lebih dari Rp 5 miliar, batas industri kecil."),
            _("Periksa angka modal di luar tanah dan bangunan. Bila benar, ajukan TKDN jalur biasa."),
        )
    if account and account.status == AccountStatus.ACTIVE:
        return Step(
            "VALIDATED",
            title,
            StepState.WAITING,
            _("Akun aktif, tetapi belum divalidasi."),
            _("Tunggu tim validasi Kemenperin. Tanyakan kepada Dinas bila lebih dari dua minggu."),
        )
    return Step(
        "VALIDATED", title, StepState.TODO, _("Akun SIINas belum siap."), _("Selesaikan dahulu langkah akun SIINas.")
    )


def certificate_step(certificates, on):
    """A certificate that is valid on day `on`; one about to end asks for its renewal."""
    title = _("Sertifikat TKDN-IK berlaku")
    found = {certificate.status_on(on) for certificate in certificates}
    if CertificateStatus.ACTIVE in found:
        return Step("CERTIFICATE", title, StepState.DONE, _("Sertifikat Anda berlaku."))
    if CertificateStatus.EXPIRING in found:
        return Step(
            "CERTIFICATE",
            title,
            StepState.TODO,
            _("Sertifikat Anda berakhir kurang dari 90 hari lagi."),
            _("Ajukan sertifikat baru di SIINas sekarang, supaya tidak terputus."),
        )
    if found:
        return Step(
            "CERTIFICATE",
            title,
            StepState.TODO,
            _("Tidak ada sertifikat yang berlaku hari ini."),
            _("Lihat status sertifikat di bawah, lalu ajukan yang baru di SIINas."),
        )
    return Step(
        "CERTIFICATE",
        title,
        StepState.TODO,
        _("Belum ada sertifikat."),
        _("Ajukan di SIINas menu TKDN-IK. Siapkan foto produk, video proses, dan bukti beli bahan."),
    )
