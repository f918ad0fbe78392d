"""The day's actions: the list as it was reckoned last night, and what people decided about it."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from bimtek.action_kinds import ActionKind, Result
from bimtek.models.decline import Decline, DeclineReason
from bimtek.resting import rested_since
from bimtek.steps import MissingStep
from certification.models import Certificate
from umkm.models import Business


class NextActionQuerySet(models.QuerySet):
    """Questions about the list."""

    def waiting_on(self, day):
        """Those nobody decided about: neither just done, nor put off beyond `day`, nor declined by the owner.

        Corrections are not among them: they are told live, by their deadline (`bimtek.today.deadlines`).
        """
        decided = ActionOutcome.objects.filter(business=OuterRef("business"), kind=OuterRef("kind"))
        declined = Decline.objects.in_force_on(day).filter(business=OuterRef("business"))
        # A double that was merged by day leaves the list with the next night; until then it is passed over.
        kept = self.filter(business__merged_into__isnull=True).exclude(kind=ActionKind.CORRECTION)
        return kept.filter(~Exists(decided.resting_on(day)), ~Exists(declined))

    def best_first(self):
        """What opens most for the least work; equals in the order of the register."""
        return self.order_by("-score", "business")

    def for_showing(self):
        """With everything a page says of each."""
        return self.select_related("business__regency", "business__district", "certificate")


class NextAction(models.Model):
    """The one thing to do for a business that budget waits for, as reckoned for the night of `on`.

    Derived: `bimtek.action_services.refresh_actions` replaces all of them. Money in whole rupiah, effort in half-days;
    `score` is rupiah × chance ÷ effort.
    """

    business = models.OneToOneField(
        Business, models.CASCADE, primary_key=True, related_name="next_action", verbose_name=_("usaha")
    )
    kind = models.CharField(_("tindakan"), max_length=13, choices=ActionKind)
    steps = ArrayField(
        models.CharField(max_length=13, choices=MissingStep), verbose_name=_("langkah yang kurang"), default=list
    )
    certificate = models.ForeignKey(
        Certificate, models.CASCADE, null=True, related_name="+", verbose_name=_("sertifikat yang berakhir")
    )
    packages = models.PositiveIntegerField(_("paket"))
    rupiah = models.BigIntegerField(_("belanja yang menunggu (Rp)"))
    chance = models.DecimalField(_("peluang"), max_digits=5, decimal_places=4)
    effort = models.PositiveSmallIntegerField(_("setengah hari pendampingan"))
    score = models.BigIntegerField(_("rupiah × peluang ÷ usaha"))
    since = models.DateField(_("di langkah ini sejak"), null=True)
    on = models.DateField(_("dihitung untuk hari"))

    objects = NextActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("tindakan hari ini")
        verbose_name_plural = _("tindakan hari ini")
        ordering = ("-score", "business")
        constraints = (
            models.CheckConstraint(
                condition=Q(packages__gte=1, rupiah__gte=1, effort__gte=1, score__gte=0, chance__gte=0, chance__lte=1),
                name="next_action_is_worth_something",
                violation_error_message=_("Tindakan tanpa belanja yang menunggu tidak masuk daftar."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ActionKind.values, steps__contained_by=MissingStep.values),
                name="next_action_kind_and_steps_are_known",
                violation_error_message=_("Pilih tindakan dari daftar."),
            ),
        )
        indexes = (
            models.Index(fields=("-score", "business"), name="next_action_best_first"),
            models.Index(fields=("since", "business"), name="next_action_longest_first"),
        )

    def __str__(self):
        return f"{self.business}: {self.get_kind_display()}"


class ActionOutcomeQuerySet(models.QuerySet):
    """Questions about what was decided."""

    def resting_on(self, day):
        """Those that keep their action off the list of `day`: done lately, put off, or declined until later."""
        return self.filter(
            Q(result=Result.DONE, day__gt=rested_since(day))
            | Q(result=Result.DECLINED, until__isnull=True)
            | Q(until__gt=day),
            day__lte=day,
        )

    def done(self):
        """What was really done: from these the chances are learnt."""
        return self.filter(result=Result.DONE)


@pghistory.track()
class ActionOutcome(models.Model):
    """What a person did about one action on a day; `moved_on` is when the portal first saw the business farther on."""

    business = models.ForeignKey(Business, models.CASCADE, related_name="action_outcomes", verbose_name=_("usaha"))
    kind = models.CharField(_("tindakan"), max_length=13, choices=ActionKind)
    day = models.DateField(_("hari"))
    result = models.CharField(_("hasil"), max_length=8, choices=Result)
    until = models.DateField(_("sampai"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=11, choices=DeclineReason, blank=True)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("oleh"))
    at = models.DateTimeField(_("dicatat pada"), db_default=Now(), editable=False)
    moved_on = models.DateField(_("usaha melangkah maju pada"), null=True, blank=True, editable=False)

    objects = ActionOutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("hasil tindakan")
        verbose_name_plural = _("hasil tindakan")
        ordering = ("-day", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("business", "kind", "day"), name="action_outcome_once_a_day",
                violation_error_message=_("Hasil tindakan ini hari ini sudah dicatat."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ActionKind.values, result__in=Result.values),
                name="action_outcome_kind_and_result_are_known",
                violation_error_message=_("Pilih hasil dari daftar."),
            ),
            models.CheckConstraint(
                condition=Q(result=Result.SNOOZED, until__isnull=False, until__gt=F("day"))
                | Q(result=Result.DECLINED) & (Q(until__isnull=True) | Q(until__gt=F("day")))
                | Q(result=Result.DONE, until__isnull=True),
                name="action_outcome_put_off_until_a_later_day",
                violation_error_message=_("Pilih hari sesudah hari ini. Untuk yang sudah dikerjakan, kosongkan."),
            ),
            models.CheckConstraint(
                condition=Q(result=Result.DECLINED, reason__in=DeclineReason.values)
                | ~Q(result=Result.DECLINED) & Q(reason=""),
                name="action_outcome_declined_has_a_reason",
                violation_error_message=_("Pilih alasan bila, dan hanya bila, pemilik menolak."),
            ),
            models.CheckConstraint(
                condition=Q(moved_on__isnull=True) | Q(result=Result.DONE, moved_on__gte=F("day")),
                name="action_outcome_moved_after_it_was_done",
                violation_error_message=_("Usaha hanya dapat melangkah sesudah tindakan dikerjakan."),
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("business", "kind", "-day"), name="action_outcome_by_business"),)

    def __str__(self):
        return f"{self.business}: {self.get_kind_display()}, {self.get_result_display()}"
