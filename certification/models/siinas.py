"""SIINas: the ministry's system, one account per factory location (domain 3)."""

from enum import nonmember

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from umkm.models import Business


class AccountStatus(models.TextChoices):
    """The portal's own steps; SIINas publishes no status names and has no public API."""

    NONE = "NONE", _("belum punya akun")
    REQUESTED = "REQUESTED", _("sudah mendaftar")
    CREDENTIALS_SENT = "CREDENTIALS_SENT", _("kata sandi sudah dikirim")
    PROFILE_INCOMPLETE = "PROFILE_INCOMPLETE", _("profil belum lengkap")
    ACTIVE = "ACTIVE", _("akun aktif")
    IK_VALIDATED = "IK_VALIDATED", _("tervalidasi industri kecil")
    PROBLEM = "PROBLEM", _("bermasalah")

    verified = nonmember(("ACTIVE", "IK_VALIDATED"))


@pghistory.track()
class SiinasAccount(models.Model):
    """One account; passwords are never kept here."""

    business = models.ForeignKey(Business, models.CASCADE, related_name="siinas_accounts", verbose_name=_("usaha"))
    factory_location = models.CharField(_("lokasi pabrik"), max_length=300)
    status = models.CharField(_("status"), max_length=18, choices=AccountStatus, default=AccountStatus.NONE)
    as_of = models.DateField(_("keadaan per"), help_text=_("Hari status ini terakhir diketahui."))
    verified_on = models.DateField(_("diverifikasi pada"), null=True, blank=True)
    email_on_nib = models.EmailField(
        _("e-mail pada NIB"), blank=True, help_text=_("SIINas mengirim kata sandi ke alamat ini.")
    )
    note = models.CharField(_("catatan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("akun SIINas")
        verbose_name_plural = _("akun SIINas")
        constraints = (
            models.UniqueConstraint(
                "business", Upper("factory_location"),
                name="siinas_account_once_per_location",
                violation_error_message=_("Lokasi pabrik ini sudah punya catatan akun SIINas."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=AccountStatus.values),
                name="siinas_account_status_is_known",
                violation_error_message=_("Pilih status dari daftar."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=AccountStatus.verified, verified_on__isnull=False)
                | (~Q(status__in=AccountStatus.verified) & Q(verified_on__isnull=True)),
                name="siinas_account_verified_iff_dated",
                violation_error_message=_("Isi tanggal verifikasi bila, dan hanya bila, akun aktif atau tervalidasi."),
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.business}: {self.get_status_display()}"
