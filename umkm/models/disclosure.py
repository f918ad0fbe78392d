"""Personal data that left its mask: who saw it, in which record or file, when, and why (UU 27/2022 Ps 31)."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from umkm.models.business import Business

NEVER_CHANGED = pgtrigger.Update | pgtrigger.Delete


class Datum(models.TextChoices):
    """What can be shown unmasked."""

    NIK = "NIK", "NIK"
    NPWP = "NPWP", "NPWP"
    PHONE = "PHONE", _("nomor telepon")
    EMAIL = "EMAIL", _("alamat e-mail")


class Purpose(models.TextChoices):
    """Why personal data is needed."""

    CALL = "CALL", _("menghubungi pemilik")
    VERIFY = "VERIFY", _("mencocokkan data dengan dokumen")
    HELP = "HELP", _("membantu pemilik di OSS atau SIINas")
    INVITE = "INVITE", _("mengundang ke bimbingan teknis")
    OTHER = "OTHER", _("alasan lain")


class Disclosure(models.Model):
    """One look at one datum of one business; the row outlives the business, so the link is not a foreign key."""

    business = models.ForeignKey(
        Business, models.DO_NOTHING, db_constraint=False, related_name="disclosures", verbose_name=_("usaha")
    )
    datum = models.CharField(_("data"), max_length=5, choices=Datum)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("oleh"))
    at = models.DateTimeField(_("waktu"), db_default=Now(), editable=False)
    purpose = models.CharField(_("alasan"), max_length=6, choices=Purpose)
    text = models.CharField(_("penjelasan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("pembukaan data pribadi")
        verbose_name_plural = _("pembukaan data pribadi")
        constraints = (
            models.CheckConstraint(
                condition=Q(datum__in=Datum.values, purpose__in=Purpose.values),
                name="disclosure_datum_and_purpose_are_known",
                violation_error_message=_("Pilih data dan alasan dari daftar."),
            ),
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.OTHER, text=""), name="disclosure_other_purpose_is_explained",
                violation_error_message=_("Tulis alasannya bila memilih “alasan lain”."),
            ),
        )  # fmt: skip
        triggers = (pgtrigger.Protect(name="disclosure_is_never_changed", operation=NEVER_CHANGED),)

    def __str__(self):
        return f"{self.get_datum_display()} – {self.at:%Y-%m-%d %H:%M}"


class FileFormat(models.TextChoices):
    """What an export can be."""

    CSV = "CSV", "CSV"
    XLSX = "XLSX", "Excel (XLSX)"


class Export(models.Model):
    """One file taken out of the register: exactly which rows and columns, written down before it is handed over."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("oleh"))
    at = models.DateTimeField(_("waktu"), db_default=Now(), editable=False)
    format = models.CharField(_("bentuk"), max_length=4, choices=FileFormat)
    query = models.CharField(_("saringan"), max_length=2000, blank=True)
    columns = ArrayField(models.CharField(max_length=40), verbose_name=_("kolom"))
    rows = models.PositiveIntegerField(_("jumlah baris"))
    with_contacts = models.BooleanField(_("kontak lengkap"), default=False)
    purpose = models.CharField(_("alasan"), max_length=6, choices=Purpose, blank=True)
    text = models.CharField(_("penjelasan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ekspor register")
        verbose_name_plural = _("ekspor register")
        constraints = (
            models.CheckConstraint(
                condition=Q(format__in=FileFormat.values, purpose__in=["", *Purpose.values]),
                name="export_format_and_purpose_are_known",
                violation_error_message=_("Pilih bentuk berkas dan alasan dari daftar."),
            ),
            models.CheckConstraint(
                condition=Q(with_contacts=False) | ~Q(purpose=""), name="export_with_contacts_has_a_purpose",
                violation_error_message=_("Pilih alasan bila berkas memuat telepon dan e-mail lengkap."),
            ),
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.OTHER, text=""), name="export_other_purpose_is_explained",
                violation_error_message=_("Tulis alasannya bila memilih “alasan lain”."),
            ),
            models.CheckConstraint(
                condition=~Q(columns__overlap=["nik", "nik_hash", "nik_encrypted"]), name="export_never_holds_nik",
                violation_error_message=_("NIK tidak pernah diekspor."),
            ),
        )  # fmt: skip
        triggers = (pgtrigger.Protect(name="export_is_never_changed", operation=NEVER_CHANGED),)

    def __str__(self):
        return f"{self.format} {self.at:%Y-%m-%d %H:%M}"
