"""Unlock plans as they were computed: unchangeable, so that two of them can be compared."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from bimtek.steps import MissingStep
from procurement.models import Package
from umkm.models import Business

MOST_SEATS = 1_000


class PlanQuerySet(models.QuerySet):
    """Questions about plans."""

    def finished(self):
        """Those whose answer is there."""
        return self.filter(finished_at__isnull=False)

    def waiting(self):
        """Those that were asked for and have no answer yet."""
        return self.filter(finished_at__isnull=True)

    def before(self, *, year, on):
        """The finished plans of `year` that were asked about `on` or an earlier day, newest first."""
        return self.finished().filter(year=year, on__lte=on).order_by("-on", "-pk")


FROZEN = """
    -- A person who leaves lets go of the plan; nothing else changes once it is finished.
    IF TG_OP = 'UPDATE' AND (OLD.finished_at IS NULL OR to_jsonb(NEW) - 'made_by_id' = to_jsonb(OLD) - 'made_by_id')
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'Plan % is finished and stays as it is.', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_stays_as_finished';
"""

ROWS_FROZEN = """
    IF TG_OP = 'INSERT' THEN
        IF (SELECT finished_at IS NULL FROM {plan}) THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'UPDATE' AND to_jsonb(NEW) - '{loose}' = to_jsonb(OLD) - '{loose}' THEN
        -- A business or package that leaves the register lets go of the row, which keeps what it said of it.
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Rows of a finished plan stay as they are.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_stays_as_finished';
"""


@pgtrigger.register(
    pgtrigger.Trigger(
        name="plan_stays_as_finished",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=FROZEN,
    )
)
class UnlockPlan(models.Model):
    """Whom to help, asked about a day; without `finished_at` it waits to be computed. Money in whole rupiah.

    `curve` is what the first 1, 2, … seats of the plain ranking open. The reports are rows as the page shows them.
    """

    year = models.PositiveSmallIntegerField(_("tahun anggaran"))
    seats = models.PositiveSmallIntegerField(_("tempat"), help_text=_("Berapa usaha dapat dibina."))
    on = models.DateField(_("keadaan per"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diminta oleh"),
    )
    created_at = models.DateTimeField(_("diminta pada"), db_default=Now(), editable=False)
    finished_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    total = models.BigIntegerField(_("terbuka (Rp)"), null=True)
    bound = models.BigIntegerField(_("batas terbukti (Rp)"), null=True)
    plain_total = models.BigIntegerField(_("urutan biasa (Rp)"), null=True)
    open_total = models.BigIntegerField(_("belum terlayani (Rp)"), null=True)
    open_packages = models.PositiveIntegerField(_("paket belum terlayani"), null=True)
    candidates = models.PositiveIntegerField(_("calon"), null=True)
    excluded = models.JSONField(_("bukan calon"), default=dict)
    settings_used = models.JSONField(_("pengaturan"), default=dict)
    curve = ArrayField(models.BigIntegerField(), verbose_name=_("terbuka per tempat"), default=list)
    risks = models.JSONField(_("sertifikat yang berakhir"), default=list)
    places = models.JSONField(_("kecamatan"), default=list)
    circles = models.JSONField(_("kecamatan dengan sekitarnya"), default=dict)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("rencana sebelumnya")
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("rencana pembinaan")
        verbose_name_plural = _("rencana pembinaan")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("year", "seats"), condition=Q(finished_at__isnull=True), name="plan_waits_once",
                violation_error_message=_("Rencana untuk tahun dan jumlah tempat ini sedang dihitung."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=MOST_SEATS), name="plan_has_seats",
                violation_error_message=_("Tulis jumlah tempat antara 1 dan 1000."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100), name="plan_year_is_sensible",
                violation_error_message=_("Tulis tahun anggaran antara 2000 dan 2100."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True)
                | Q(total__gte=0, bound__gte=F("total"), open_total__gte=F("bound"), plain_total__gte=0),
                name="plan_total_is_within_its_bound",
                violation_error_message=_("Jumlah rencana harus berada di antara 0 dan batasnya."),
            ),
        )  # fmt: skip

    def __str__(self):
        return _("Rencana %(year)s: %(seats)s usaha") % {"year": self.year, "seats": self.seats}

    @property
    def is_optimal(self):
        """Whether nothing better is possible."""
        return self.total == self.bound

    @property
    def gap(self):
        """How far, as a percentage of the bound, the total may lie below the best possible one."""
        return 100 * (self.bound - self.total) / self.bound if self.bound else 0


@pgtrigger.register(
    pgtrigger.Trigger(
        name="choice_stays_as_planned",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=ROWS_FROZEN.format(plan="bimtek_unlockplan WHERE id = NEW.plan_id", loose="business_id"),
    )
)
class PlanChoice(models.Model):
    """One business to help. `alone`: rupiah that stay shut without it; `marginal`: what it adds to those before it;
    `value`: what it would open if nobody else were helped; `runner_up`: the best in its place, and how much less."""

    plan = models.ForeignKey(UnlockPlan, models.CASCADE, related_name="choices", verbose_name=_("rencana"))
    rank = models.PositiveSmallIntegerField(_("urutan"))
    business = models.ForeignKey(Business, models.SET_NULL, null=True, related_name="+", verbose_name=_("usaha"))
    business_name = models.CharField(_("nama usaha"), max_length=200)
    missing_steps = ArrayField(
        models.CharField(max_length=13, choices=MissingStep), verbose_name=_("langkah yang kurang"), default=list
    )
    effort = models.PositiveSmallIntegerField(_("setengah hari pendampingan"))
    alone = models.BigIntegerField(_("hanya olehnya (Rp)"))
    marginal = models.BigIntegerField(_("tambahan (Rp)"))
    value = models.BigIntegerField(_("sendirian (Rp)"))
    runner_up = models.CharField(_("pengganti terbaik"), max_length=200, blank=True)
    runner_up_less = models.BigIntegerField(_("selisih (Rp)"), null=True)

    class Meta:
        verbose_name = _("usaha dalam rencana")
        verbose_name_plural = _("usaha dalam rencana")
        ordering = ("plan", "rank")
        constraints = (
            models.UniqueConstraint(fields=("plan", "rank"), name="plan_choice_rank_once"),
            models.UniqueConstraint(fields=("plan", "business"), name="plan_choice_business_once"),
            models.CheckConstraint(
                condition=Q(missing_steps__contained_by=MissingStep.values), name="plan_choice_steps_are_known"
            ),
        )

    def __str__(self):
        return self.business_name


@pgtrigger.register(
    pgtrigger.Trigger(
        name="package_stays_as_planned",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=ROWS_FROZEN.format(
            plan="bimtek_unlockplan WHERE id = (SELECT plan_id FROM bimtek_planchoice WHERE id = NEW.choice_id)",
            loose="package_id",
        ),
    )
)
class PlanPackage(models.Model):
    """A package that a chosen business opens, alone or with others of the plan."""

    choice = models.ForeignKey(PlanChoice, models.CASCADE, related_name="packages", verbose_name=_("usaha"))
    package = models.ForeignKey(Package, models.SET_NULL, null=True, related_name="+", verbose_name=_("paket"))
    rup_code = models.CharField(_("kode RUP"), max_length=12)
    ceiling = models.BigIntegerField(_("pagu (Rp)"))
    alone = models.BooleanField(_("hanya oleh usaha ini"))

    class Meta:
        verbose_name = _("paket dalam rencana")
        verbose_name_plural = _("paket dalam rencana")
        ordering = ("choice", "-ceiling", "rup_code")
        constraints = (models.UniqueConstraint(fields=("choice", "rup_code"), name="plan_package_once_per_choice"),)

    def __str__(self):
        return self.rup_code
