"""What matching last said of a package, kept so that lists of thousands open at once."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from procurement.models.package import Package
from procurement.querysets import OutcomeQuerySet


class OutcomeState(models.TextChoices):
    """Every package is in exactly one state, so their ceilings add up to the plan."""

    SERVED = "SERVED", _("terlayani")
    THIN = "THIN", _("pemasok kurang")
    OPEN = "OPEN", _("belum terlayani")
    NOT_CERTIFIABLE = "NOT_CERTIFIABLE", _("tidak dapat bersertifikat")
    OUTSIDE = "OUTSIDE", _("di luar empat kategori")


class PackageOutcome(models.Model):
    """The stored answer for one package as asked on day `on`; `procurement.services.refresh_outcomes` writes it."""

    package = models.OneToOneField(Package, models.CASCADE, primary_key=True, related_name="outcome")
    state = models.CharField(_("keadaan"), max_length=15, choices=OutcomeState)
    suppliers = models.PositiveIntegerField(_("pemasok"), default=0)
    near_misses = models.PositiveIntegerField(_("hampir cocok"), default=0)
    renewable = models.PositiveIntegerField(_("hampir cocok yang hanya perlu diperpanjang"), default=0, db_default=0)
    best_tier = models.PositiveSmallIntegerField(_("tingkat preferensi terbaik"), null=True, blank=True)
    on = models.DateField(_("dihitung untuk hari"))
    computed_at = models.DateTimeField(_("dihitung pada"), db_default=Now())

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("hasil pencocokan")
        verbose_name_plural = _("hasil pencocokan")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=OutcomeState.values),
                name="outcome_state_is_known",
                violation_error_message=_("Keadaan paket tidak dikenal."),
            ),
            models.CheckConstraint(
                condition=Q(best_tier__isnull=True) | Q(best_tier__gte=1, best_tier__lte=3),
                name="outcome_tier_is_1_to_3",
                violation_error_message=_("Tingkat preferensi berada di antara 1 dan 3."),
            ),
            models.CheckConstraint(
                condition=~Q(state=OutcomeState.SERVED) | Q(suppliers__gte=1),
                name="outcome_served_has_a_supplier",
                violation_error_message=_("Paket terlayani harus punya sedikitnya satu pemasok."),
            ),
        )

    def __str__(self):
        return f"{self.package_id}: {self.get_state_display()}"
