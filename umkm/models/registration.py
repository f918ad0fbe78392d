"""A business as its owner is still writing it down: the answers so far, one open draft a person."""

import secrets

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tkdnportal.crypto import decrypt, encrypt
from umkm.models.business import Business

ENCRYPTED = r"^gAAAA"
"""How every token of `tkdnportal.crypto` begins (Fernet's version byte and the first bytes of its time)."""


def draft_path(_photo, _name):
    """A name that tells nothing; see `umkm.models.document.unguessable_path`."""
    return f"drafts/{secrets.token_urlsafe(24)}"


class RegistrationQuerySet(models.QuerySet):
    """Questions about registrations."""

    def open(self):
        """Not submitted yet."""
        return self.filter(submitted_at__isnull=True)

    def open_of(self, user):
        """The person's open draft; None where there is none."""
        return self.open().filter(user=user).first()

    def begun_by(self, user, prescreen):
        """The person's open draft, made if there is none, also when two devices begin at once."""
        return self.get_or_create(user=user, submitted_at=None, defaults={"prescreen": prescreen})[0]


@pghistory.track(exclude=["answers", "prescreen", "saved_at"])
class Registration(models.Model):
    """Answers by the step they were given at. The NIK among them is encrypted; it is gone once the business exists."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="registrations", verbose_name=_("pemilik")
    )
    prescreen = models.JSONField(_("jawaban awal"), default=dict, blank=True)
    answers = models.JSONField(_("jawaban"), default=dict, blank=True)
    business = models.OneToOneField(
        Business, models.SET_NULL, null=True, blank=True, related_name="registration", verbose_name=_("usaha")
    )
    submitted_at = models.DateTimeField(_("dikirim pada"), null=True, blank=True)
    saved_at = models.DateTimeField(_("disimpan pada"), db_default=Now(), editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("pendaftaran")
        verbose_name_plural = _("pendaftaran")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(submitted_at__isnull=True),
                name="registration_one_open_per_person",
                violation_error_message=_("Anda masih punya pendaftaran yang belum dikirim; lanjutkan itu dulu."),
            ),
            models.CheckConstraint(
                condition=Q(business__isnull=True) | Q(submitted_at__isnull=False),
                name="registration_with_business_is_submitted",
                violation_error_message=_("Pendaftaran yang sudah menjadi usaha harus punya waktu kirim."),
            ),
            models.CheckConstraint(
                condition=Q(answers__nik__isnull=True)
                | Q(answers__nik__nik="")
                | Q(answers__nik__nik__regex=ENCRYPTED),
                name="registration_nik_is_encrypted",
                violation_error_message=_("NIK dalam pendaftaran harus tersimpan tersandi."),
            ),
        )

    def __str__(self):
        return self.answers.get("nama", {}).get("name") or str(self.user)

    @property
    def nik(self):
        """The owner's NIK in plain digits; "" where none was given."""
        token = self.answers.get("nik", {}).get("nik", "")
        return decrypt(token) if token else ""

    @transaction.atomic
    def answer(self, slug, value, *, at):
        """Keep `value` as the answer of step `slug`; None takes the answer back.

        The row is locked and read again, so that two devices never write over each other's steps.
        """
        kept = Registration.objects.select_for_update().get(pk=self.pk)
        if slug == "nik" and value and value["nik"]:
            value = {"nik": encrypt(value["nik"])}
        if slug == "kabupaten" and value != kept.answers.get(slug):
            kept.answers.pop("kecamatan", None)
        kept.answers.pop(slug, None)
        if value is not None:
            kept.answers[slug] = value
        kept.saved_at = at
        kept.save(update_fields=["answers", "saved_at"])
        self.answers = kept.answers


class RegistrationPhoto(models.Model):
    """A photo of a product in a draft; it becomes a document of the business. It is already checked and shrunk."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="photos", verbose_name=_("pendaftaran"))
    product = models.PositiveSmallIntegerField(_("produk"), help_text=_("Nomor produk di dalam pendaftaran."))
    name = models.CharField(_("nama berkas"), max_length=120)
    sha256 = models.CharField(_("sidik berkas yang dikirim (SHA-256)"), max_length=64)
    file = models.FileField(_("berkas"), upload_to=draft_path, max_length=80)
    preview = models.FileField(_("gambar kecil"), upload_to=draft_path, max_length=80)

    class Meta:
        verbose_name = _("foto pendaftaran")
        verbose_name_plural = _("foto pendaftaran")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("registration", "product", "sha256"),
                name="registration_photo_kept_once",
                violation_error_message=_("Foto yang sama sudah ada."),
            ),
        )

    def __str__(self):
        return self.name
