"""Who acts for a business on the portal, and by what right."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from umkm.access import Role
from umkm.models.business import Business
from umkm.querysets import MembershipQuerySet


@pghistory.track()
class Membership(models.Model):
    """Who acts for a business on the portal: an owner, or a helper with a recorded consent (UU 27/2022 Ps 20–24).

    A person has one row per business; a consent given again is written into it, and the trail keeps the earlier one.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("pengguna")
    )
    business = models.ForeignKey(Business, models.CASCADE, related_name="memberships", verbose_name=_("usaha"))
    kind = models.CharField(_("sebagai"), max_length=6, choices=Role, default=Role.OWNER)
    since = models.DateField(_("sejak"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("persetujuan dicatat oleh"), help_text=_("Pemilik, atau petugas yang menyimpan kertasnya."),
    )  # fmt: skip
    given_at = models.DateTimeField(_("persetujuan diberikan pada"), null=True, blank=True)
    wording = models.CharField(_("teks persetujuan"), max_length=10, blank=True)
    paper = models.ForeignKey(
        "umkm.Document", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("persetujuan di atas kertas"),
    )  # fmt: skip
    withdrawn_at = models.DateTimeField(_("dicabut pada"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemilik atau pendamping")
        verbose_name_plural = _("pemilik dan pendamping")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "business"),
                name="membership_once",
                violation_error_message=_("Orang ini sudah terdaftar untuk usaha tersebut."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Role.values),
                name="membership_kind_is_known",
                violation_error_message=_("Pilih pemilik atau pendamping."),
            ),
            models.CheckConstraint(
                condition=Q(kind=Role.HELPER, given_by__isnull=False, given_at__isnull=False) & ~Q(wording="")
                | Q(kind=Role.OWNER, given_by__isnull=True, given_at__isnull=True, wording="", paper__isnull=True),
                name="membership_helper_has_consent",
                violation_error_message=_("Pendamping hanya boleh dicatat dengan persetujuan pemilik usaha."),
            ),
            models.CheckConstraint(
                condition=~Q(given_by=F("user")),
                name="membership_consent_is_of_another",
                violation_error_message=_("Pendamping tidak dapat memberi persetujuan untuk dirinya sendiri."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__gte=F("given_at")),
                name="membership_withdrawn_after_given",
                violation_error_message=_("Persetujuan tidak dapat dicabut sebelum diberikan."),
            ),
        )

    def __str__(self):
        return f"{self.user} – {self.business}"

    @property
    def is_active(self):
        """Whether the right to act stands."""
        return self.withdrawn_at is None

    def withdraw(self, *, at):
        """End the right to act with effect at once; pressing twice changes nothing. Waits for a save under way."""
        return Membership.objects.active().filter(pk=self.pk).update(withdrawn_at=at) == 1
