"""The whole path of one business to a TKDN-IK certificate, as it stands on a day."""

from dataclasses import dataclass, replace

from django.utils import formats
from django.utils.translation import gettext as _

from certification.application_words import countdown, told
from certification.models import AccountStatus, CertificateStatus, EventKind
from certification.schemes import years_after
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
    """All steps in their order; `urgent` is what runs against a clock and goes before them."""

    steps: list
    urgent: Step | None = None

    @property
    def next_step(self):
        """The one step to take now, or None when the path is walked; an unknown that does not hinder comes last."""
        if self.urgent:
            return self.urgent
        left = [step for step in self.steps if not step.is_done]
        return next((step for step in left if step.hinders), left[0] if left else None)

    @property
    def done(self):
        """How many steps are behind the business."""
        return sum(step.is_done for step in self.steps)


def path_of(*, business, activities, accounts, certificates, on, uncovered="", standings=()):
    """The path of `business` on day `on`, from its KBLI entries, SIINas accounts and certificates.

    `uncovered` names a product outside its KBLI entries; `certification.triage` is where that is decided. `standings`
    are those of its applications on that day.
    """
    account = farthest(accounts)
    certified = any(certificate.status_on(on) in CertificateStatus.valid for certificate in certificates)
    siinas = proven_steps() if certified and account is None else [account_step(account), validation_step(account)]
    steps = register_steps(business, activities, uncovered=uncovered)
    running = sorted((each for each in standings if each.is_open), key=_urgency)
    last = certificate_step(certificates, on, running[0] if running else None)
    return Path([*steps, *size_steps(business, account), *siinas, last], urgent=_urgent(running))


def _urgency(standing):
    """Returned ones first, then the oldest."""
    return standing.state != EventKind.RETURNED, standing.event.day


def _urgent(running):
    """A returned application dies after five working days (Permenperin 35/2025 Ps 40–45), whatever else is missing."""
    if running and running[0].state == EventKind.RETURNED:
        return replace(application_step(running[0]), code="RETURNED", title=_("Perbaiki permohonan yang dikembalikan"))
    return None


def application_step(standing):
    """An application in process: the owner waits, or mends a returned one before its deadline."""
    words = told(standing)
    state = StepState.BLOCKED if standing.state == EventKind.RETURNED else StepState.WAITING
    reason = f"{standing.application.product}: {words.label}. {countdown(standing)}".strip()
    return Step("APPLIED", _("Sertifikat TKDN-IK berlaku"), state, reason, words.action)


def size_steps(business, account):
    """One step only where the capital is above the limit (Permenperin 35/2025 Ps 1(9)) and nobody validated it."""
    validated = account and account.status == AccountStatus.IK_VALIDATED
    if validated or business.capital is None or business.capital <= SMALL_INDUSTRY_CAPITAL:
        return []
    return [
        Step(
            "SIZE",
            _("Termasuk industri kecil"),
            StepState.BLOCKED,
            _("Modal usaha yang tercatat lebih dari Rp 5 miliar, batas industri kecil."),
            _("Periksa angka modal di luar tanah dan bangunan. Bila benar, ajukan TKDN jalur biasa."),
        )
    ]


def proven_steps():
    """A valid certificate shows that account and validation exist, even where the office has no record of them."""
    reason = _("Terbukti dari sertifikat Anda yang berlaku.")
    return [
        Step("SIINAS", _("Akun SIINas aktif"), StepState.DONE, reason),
        Step("VALIDATED", _("Tervalidasi sebagai industri kecil"), StepState.DONE, reason),
    ]


def farthest(accounts):
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
        "day": _written(account.as_of),
    }
    return Step("SIINAS", title, PROGRESS[account.status], reason, account_action(account.status))


def account_action(status):
    """What to do next for an account of this status; empty when it is active."""
    actions = {
        AccountStatus.REQUESTED: _("Tunggu e-mail kata sandi paling lama satu hari; periksa juga folder spam."),
        AccountStatus.CREDENTIALS_SENT: _("Buka e-mail yang tertulis di NIB, masuk ke SIINas, lalu isi profil."),
        AccountStatus.PROFILE_INCOMPLETE: _(
            "Lengkapi profil di SIINas sampai bukti kepemilikan akun dapat diunduh. Periksa alamat dua kali: "
            "alamat hanya dapat diisi satu kali."
        ),
        AccountStatus.PROBLEM: _("Hubungi Dinas dan bawa bukti pendaftaran; petugas membantu menyelesaikannya."),
    }
    return actions.get(status, "")


def validation_step(account):
    """The ministry must have validated the account as small industry (Permenperin 35/2025 Ps 26(2))."""
    title = _("Tervalidasi sebagai industri kecil")
    if account and account.status == AccountStatus.IK_VALIDATED:
        return Step("VALIDATED", title, StepState.DONE, _("Kemenperin sudah memvalidasi akun Anda."))
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


def certificate_step(certificates, on, running=None):
    """A certificate that is valid on day `on`; one about to end asks for its renewal, unless that is barred.

    `running` is the standing of the application in process that matters most, or None.
    """
    title = _("Sertifikat TKDN-IK berlaku")
    found = {certificate.status_on(on) for certificate in certificates}
    barred = barred_until(certificates, on)
    if CertificateStatus.ACTIVE in found:
        return Step("CERTIFICATE", title, StepState.DONE, _("Sertifikat Anda berlaku."))
    if CertificateStatus.EXPIRING in found:
        reason = _("Sertifikat Anda berakhir paling lama 90 hari lagi.")
        action = _barred_action(barred) or (running and renewal_applied(running.state))
        action = action or _("Ajukan sertifikat baru di SIINas sekarang, supaya tidak terputus.")
        return Step("CERTIFICATE", title, StepState.TODO, reason, action)
    if CertificateStatus.FROZEN in found:
        action = _("Beri klarifikasi kepada Kemenperin; Dinas membantu menyiapkan buktinya.")
        return Step("CERTIFICATE", title, StepState.BLOCKED, _("Sertifikat Anda dibekukan."), action)
    if barred:
        reason = _("Sertifikat Anda dicabut kurang dari satu tahun yang lalu.")
        return Step("CERTIFICATE", title, StepState.BLOCKED, reason, _barred_action(barred))
    if running:
        return application_step(running)
    return _without_certificate(title, found)


def renewal_applied(state):
    """What to do while the application for the next certificate is in this state."""
    if state == EventKind.RETURNED:
        return _("Permohonan berikutnya dikembalikan. Perbaiki dan kirim ulang dalam lima hari kerja sejak itu.")
    return _("Permohonan berikutnya sedang diproses. Buka SIINas dan e-mail setiap hari kerja.")


def _without_certificate(title, found):
    if found:
        reason = _("Tidak ada sertifikat yang berlaku hari ini.")
        action = _("Lihat status sertifikat di bawah, lalu ajukan yang baru di SIINas.")
    else:
        reason = _("Belum ada sertifikat.")
        action = _("Ajukan di SIINas menu TKDN-IK. Siapkan foto produk, video proses, dan bukti beli bahan.")
    return Step("CERTIFICATE", title, StepState.TODO, reason, action)


def _barred_action(until):
    return _("Permohonan baru dapat diajukan lagi mulai %(day)s.") % {"day": _written(until)} if until else ""


def barred_until(certificates, on):
    """First day an application is possible again, one year after the last revocation; None when `on` is free
    (Permenperin 35/2025 Ps 68)."""
    revoked = [each.revoked_on for each in certificates if each.revoked_on and each.revoked_on <= on]
    until = years_after(max(revoked), 1) if revoked else None
    return until if until and until > on else None


def _written(day):
    return formats.date_format(day, "j M Y")
