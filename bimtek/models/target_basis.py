"""What targets of a year are answered from, as the worker reckoned it: matching a year takes too long for a page."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class TargetBasisQuerySet(models.QuerySet):
    """Questions about what was reckoned."""

    def finished(self):
        """Those whose answer is there."""
        return self.filter(finished_at__isnull=False)

    def waiting(self):
        """Those that were asked for and have no answer yet."""
        return self.filter(finished_at__isnull=True)

    def newest(self, year):
        """The last finished one of `year`, or None."""
        return self.finished().filter(year=year).order_by("-finished_at", "-pk").first()


class TargetBasis(models.Model):
    """All categories of a year as seen on day `on`; without `finished_at` it waits for the worker.

    Derived: the newest of a year takes the place of those before it. `categories` has for each category the whole
    rupiah `planned` and `served`, and the `curve`: rupiah opened by the first 1, 2, … further certificates.
    """

    year = models.PositiveSmallIntegerField(_("tahun anggaran"))
    on = models.DateField(_("keadaan per"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("diminta oleh"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("diminta pada"), db_default=Now(), editable=False)
    finished_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    categories = models.JSONField(_("kategori"), default=dict)

    objects = TargetBasisQuerySet.as_manager()

    class Meta:
        verbose_name = _("dasar sasaran")
        verbose_name_plural = _("dasar sasaran")
        ordering = ("-pk",)
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("year",), condition=Q(finished_at__isnull=True), name="target_basis_waits_once",
                violation_error_message=_("Sasaran tahun ini sedang dihitung."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100), name="target_basis_year_is_sensible",
                violation_error_message=_("Tulis tahun anggaran antara 2000 dan 2100."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | ~Q(categories={}), name="target_basis_finished_has_answer"
            ),
        )  # fmt: skip

    def __str__(self):
        return _("Dasar sasaran %(year)s per %(on)s") % {"year": self.year, "on": self.on}
