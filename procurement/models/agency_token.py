"""Keys for the programs of agencies: each acts for one officer at one agency and sees what that officer sees."""

from datetime import timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from procurement.models.agency import Agency

LONGEST_LIFE = timedelta(days=366)


class AgencyTokenQuerySet(models.QuerySet):
    """Questions about tokens."""

    def live(self, today):
        """Neither revoked nor expired, and whose officer is still one: active, in the role, posted at the agency."""
        return self.filter(
            revoked_at__isnull=True, expires_on__gte=today, officer__is_active=True,
            officer__groups__name=Role.OFFICER, agency__postings__user=F("officer"),
        )  # fmt: skip


@pghistory.track(exclude=["last_used_on"])
class AgencyToken(models.Model):
    """A key, known by its hash only; the whole of it is shown once, to whom it is issued."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="tokens", verbose_name=_("satuan kerja"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="agency_tokens", verbose_name=_("pejabat"),
        help_text=_("Program melihat apa yang dilihat pejabat ini di satuan kerja itu, dan tidak lebih."),
    )  # fmt: skip
    name = models.CharField(
        _("nama"), max_length=60, help_text=_("Program yang memakainya, misalnya: SIPD Dinas Sosial.")
    )
    prefix = models.CharField(_("awal token"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    issued_on = models.DateField(_("diterbitkan"), editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("diterbitkan oleh")
    )
    expires_on = models.DateField(_("berlaku sampai"), help_text=_("Paling lama satu tahun."))
    last_used_on = models.DateField(_("terakhir dipakai"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("dicabut pada"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("dicabut oleh"),
    )  # fmt: skip
    revoked_because = models.CharField(_("alasan dicabut"), max_length=300, blank=True, editable=False)

    objects = AgencyTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token satuan kerja")
        verbose_name_plural = _("token satuan kerja")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="agency_token_is_kept_as_a_hash"),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("issued_on"), expires_on__lte=F("issued_on") + LONGEST_LIFE),
                name="agency_token_ends_within_a_year",
                violation_error_message=_("Token berlaku paling lama satu tahun, dan paling sedikit sampai besok."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_because="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False, revoked_because__regex=r"\S"),
                name="agency_token_is_revoked_with_a_reason",
                violation_error_message=_("Tulis alasannya."),
            ),
            models.UniqueConstraint(
                fields=("agency", "name"), condition=Q(revoked_at__isnull=True), name="agency_token_name_once",
                violation_error_message=_("Satuan kerja ini sudah punya token bernama itu. Pakai nama lain."),
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.name} ({self.prefix}…)"
