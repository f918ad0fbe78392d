"""People who sign in."""

import pghistory
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _


class UserQuerySet(models.QuerySet):
    """Questions about people."""

    def never_confirmed(self):
        """Accounts people began by themselves whose code nobody ever typed: they hold no number and no address."""
        return self.filter(last_login__isnull=True, is_staff=False, pk__in=Acceptance.objects.values("user"))


class UserManager(BaseUserManager):
    """Makes users; an e-mail address is kept in lower case."""

    def create_user(self, email=None, password=None, **fields):
        """A person with an e-mail address, a phone number or both."""
        user = self.model(email=email.lower() if email else None, **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        """An administrator who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        """Find by e-mail address in any case."""
        return self.get(email=email.lower())


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person. Owners may have a phone number only; staff and officers have an e-mail address."""

    email = models.EmailField(_("alamat e-mail"), unique=True, null=True, blank=True)
    phone = models.CharField(
        _("nomor telepon"), max_length=16, unique=True, null=True, blank=True, help_text=_("Ditulis sebagai +62…")
    )
    confirmed_phone = models.CharField(
        _("nomor yang terbukti"),
        max_length=16,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Nomor yang kodenya pernah diketik dengan benar; nomor lain diminta kodenya dulu."),
    )
    full_name = models.CharField(_("nama lengkap"), max_length=150)
    language = models.CharField(
        _("bahasa"), max_length=2, blank=True, choices=settings.LANGUAGES,
        help_text=_("Bahasa surat dari portal; kosong berarti bahasa Indonesia."),
    )  # fmt: skip
    is_staff = models.BooleanField(
        _("petugas Dinas"), default=False, help_text=_("Boleh masuk ke meja petugas di /admin/.")
    )
    is_active = models.BooleanField(_("aktif"), default=True)
    joined_at = models.DateTimeField(_("terdaftar sejak"), db_default=Now(), editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("full_name",)

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        ordering = ("full_name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False),
                name="user_can_be_reached",
                violation_error_message=_("Isi alamat e-mail atau nomor telepon."),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower(F("email"))),
                name="user_email_is_lower_case",
                violation_error_message=_("Tulis alamat e-mail dengan huruf kecil."),
            ),
            models.CheckConstraint(
                condition=Q(phone__regex=r"^\+62[0-9]{7,13}$"),
                name="user_phone_is_international",
                violation_error_message=_("Tulis nomor telepon sebagai +62 diikuti angka."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=["", *dict(settings.LANGUAGES)]),
                name="user_language_is_known",
                violation_error_message=_("Pilih bahasa dari daftar."),
            ),
        )

    def __str__(self):
        return self.full_name or self.email or self.phone

    def get_full_name(self):
        """The name the admin greets with."""
        return self.full_name

    def get_short_name(self):
        """The first word of the name."""
        return self.full_name.split(" ")[0]

    def clean(self):
        """Normalise the address so that a capital letter never makes a second person."""
        super().clean()
        self.email = self.email.lower() if self.email else None
        self.phone = self.phone or None

    def has_role(self, role):
        """Whether the user belongs to the group of `role` (see `accounts.roles`)."""
        return role in self.role_names

    @property
    def phone_is_confirmed(self):
        """Whether the person has shown that the present number is theirs."""
        return bool(self.phone) and self.confirmed_phone == self.phone

    @property
    def role_names(self):
        """Names of the user's groups, read once per instance."""
        if not hasattr(self, "_role_names"):
            self._role_names = set(self.groups.values_list("name", flat=True))
        return self._role_names


class CounterMessage(models.Model):
    """A text message that waits at the counter because the office has no gateway; it holds codes, so it lives a day."""

    phone = models.CharField(_("nomor telepon"), max_length=16)
    text = models.CharField(_("pesan"), max_length=500)
    created_at = models.DateTimeField(_("dibuat"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("pesan di loket")
        verbose_name_plural = _("pesan di loket")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(phone__regex=r"^\+62[0-9]{7,13}$"), name="counter_message_phone_is_international"
            ),
        )

    def __str__(self):
        return self.phone


@pghistory.track()
class Acceptance(models.Model):
    """Who has read and accepted which version of the terms and the personal-data notice (UU 27/2022 Ps 21, 24)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="acceptances", verbose_name=_("pengguna"))
    version = models.CharField(_("versi teks"), max_length=10, help_text=_("Tanggal teksnya, seperti 2026-11-24."))
    accepted_at = models.DateTimeField(_("disetujui pada"))

    class Meta:
        verbose_name = _("persetujuan syarat")
        verbose_name_plural = _("persetujuan syarat")
        ordering = ("-accepted_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "version"),
                name="acceptance_once_per_version",
                violation_error_message=_("Orang ini sudah menyetujui versi itu."),
            ),
            models.CheckConstraint(
                condition=Q(version__regex=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
                name="acceptance_version_is_a_day",
                violation_error_message=_("Versi teks ditulis sebagai tanggal, seperti 2026-11-24."),
            ),
        )

    def __str__(self):
        return f"{self.user} ({self.version})"


@pghistory.track()
class FactorReset(models.Model):
    """Somebody lost the phone that makes their codes; who took the second factor away, when and why."""

    user = models.ForeignKey(User, models.CASCADE, related_name="factor_resets", verbose_name=_("pengguna"))
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("oleh"),
        help_text=_("Kosong: dengan perintah di server."),
    )  # fmt: skip
    at = models.DateTimeField(_("pada"), db_default=Now(), editable=False)
    reason = models.CharField(_("alasan"), max_length=300)

    class Meta:
        verbose_name = _("penghapusan verifikasi dua langkah")
        verbose_name_plural = _("penghapusan verifikasi dua langkah")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"),
                name="factor_reset_has_a_reason",
                violation_error_message=_("Tulis alasannya."),
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=True) | ~Q(user=F("by")),
                name="factor_reset_is_by_another",
                violation_error_message=_("Minta administrator lain menghapus verifikasi dua langkah Anda."),
            ),
        )

    def __str__(self):
        return f"{self.user} ({self.at:%Y-%m-%d})"
