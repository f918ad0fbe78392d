"""Who was invited to a coaching day, what they answered, and who came."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from bimtek.models.decline import Decline, DeclineReason
from bimtek.models.event import CoachingDay
from bimtek.models.plan import UnlockPlan
from certification.models import ApplicationEvent, Certificate, EventKind
from umkm.models import Business


class Origin(models.TextChoices):
    """Why a business is on the list."""

    PLAN = "PLAN", _("dari rencana")
    HAND = "HAND", _("dipilih petugas")
    WALK_IN = "WALK_IN", _("datang tanpa undangan")


class Answer(models.TextChoices):
    """What the owner said; empty while nobody has asked or answered."""

    YES = "YES", _("akan datang")
    BUSY = "BUSY", _("tidak: ada acara lain")
    TOO_FAR = "TOO_FAR", _("tidak: terlalu jauh")
    NO_INTEREST = "NO_INTEREST", _("tidak: tidak berminat")
    CLOSED = "CLOSED", _("tidak: usaha sudah tutup")
    NO_REPLY = "NO_REPLY", _("tidak menjawab")

    @property
    def is_no(self):
        """Whether the owner said no, for whatever reason."""
        return self not in (Answer.YES, Answer.NO_REPLY)


DECLINES = {Answer.NO_INTEREST: DeclineReason.NO_INTEREST, Answer.CLOSED: DeclineReason.CLOSED}
"""Answers that are about coaching as such, not about this one day: plans respect them from then on."""


class How(models.TextChoices):
    """By which way an attendance was recorded."""

    QR = "QR", _("kode QR")
    HAND = "HAND", _("dicatat petugas")
    PAPER = "PAPER", _("dari daftar kertas")


class PathStep(models.TextChoices):
    """A step of `certification.path` in the order in which it is taken; DONE when the path is walked."""

    IDENTITY = "IDENTITY", _("data usaha lengkap")
    KBLI = "KBLI", _("KBLI industri")
    NIB = "NIB", _("NIB")
    STANDARD = "STANDARD", _("Sertifikat Standar")
    SIZE = "SIZE", _("batas industri kecil")
    SIINAS = "SIINAS", _("akun SIINas")
    VALIDATED = "VALIDATED", _("validasi industri kecil")
    CERTIFICATE = "CERTIFICATE", _("permohonan TKDN-IK")
    RETURNED = "RETURNED", _("perbaikan permohonan")
    APPLIED = "APPLIED", _("menunggu keputusan")
    DONE = "DONE", _("sertifikat berlaku")

    @property
    def rank(self):
        """Its place on the path, from 0."""
        return list(PathStep).index(self)


class InvitationQuerySet(models.QuerySet):
    """Questions about invitations."""

    def with_people(self):
        """By name, with the business, its place, and who came; a double that was merged away is left out."""
        related = ("business__regency", "business__district", "attendance")
        return self.filter(business__merged_into=None).select_related(*related).order_by("business__name", "pk")

    def standing(self):
        """To days that were not cancelled."""
        return self.filter(event__cancelled_on__isnull=True)


@pghistory.track()
class Invitation(models.Model):
    """One business on the list of one coaching day. `promised`: rupiah the plan said it opens, when it was invited."""

    event = models.ForeignKey(CoachingDay, models.PROTECT, related_name="invitations", verbose_name=_("kegiatan"))
    business = models.ForeignKey(Business, models.CASCADE, related_name="invitations", verbose_name=_("usaha"))
    origin = models.CharField(_("asal undangan"), max_length=7, choices=Origin)
    plan = models.ForeignKey(
        UnlockPlan, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rencana")
    )
    promised = models.BigIntegerField(_("dibuka menurut rencana (Rp)"), null=True, blank=True)
    invited_at = models.DateTimeField(_("diundang pada"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("diundang oleh"),
    )  # fmt: skip
    told_at = models.DateTimeField(_("WhatsApp dibuka pada"), null=True, blank=True)
    answer = models.CharField(_("jawaban"), max_length=11, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("jawaban dicatat oleh"),
    )  # fmt: skip
    decline = models.OneToOneField(
        Decline, models.SET_NULL, null=True, blank=True, related_name="invitation", verbose_name=_("penolakan")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("undangan pembinaan")
        verbose_name_plural = _("undangan pembinaan")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("event", "business"), name="invitation_once_per_business_and_day",
                violation_error_message=_("Usaha ini sudah ada dalam daftar kegiatan itu."),
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values), name="invitation_origin_is_known",
                violation_error_message=_("Asal undangan tidak dikenal."),
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.PLAN, plan__isnull=False, promised__gte=0)
                | (~Q(origin=Origin.PLAN) & Q(plan__isnull=True, promised__isnull=True)),
                name="invitation_from_a_plan_says_its_rupiah",
                violation_error_message=_("Undangan dari rencana memuat rencananya dan rupiahnya."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | Q(answer__in=Answer.values, answered_at__isnull=False, answered_by__isnull=False),
                name="invitation_answered_iff_recorded",
                violation_error_message=_("Jawaban perlu waktu dan siapa yang mencatatnya."),
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.event}: {self.business}"

    @property
    def has_come(self):
        """Whether somebody of this business was there."""
        return hasattr(self, "attendance")


class AttendanceQuerySet(models.QuerySet):
    """Questions about participants."""

    def with_outcome(self, on):
        """With `applied_on` and `certified_on`: the first application and certificate after the day, known on `on`."""
        business, held_on = OuterRef("invitation__business"), OuterRef("invitation__event__held_on")
        struck = ApplicationEvent.objects.filter(strikes=OuterRef("pk"))
        sent = ApplicationEvent.objects.filter(
            ~Exists(struck), application__business=business, kind=EventKind.SUBMITTED, day__gt=held_on, day__lte=on
        )
        issued = Certificate.objects.filter(business=business, issued_on__gt=held_on, issued_on__lte=on)
        return self.annotate(
            applied_on=Subquery(sent.order_by("day").values("day")[:1]),
            certified_on=Subquery(issued.order_by("issued_on").values("issued_on")[:1]),
            held_on=F("invitation__event__held_on"),
        )


THERE = """
    -- The lock makes a cancellation wait for this participant, or comes after it and sees it cancelled.
    SELECT d.cancelled_on, d.held_on INTO event
      FROM bimtek_invitation i JOIN bimtek_coachingday d ON d.id = i.event_id
     WHERE i.id = NEW.invitation_id FOR SHARE OF d;
    IF event.cancelled_on IS NOT NULL THEN
        RAISE EXCEPTION 'the coaching day of invitation % was cancelled', NEW.invitation_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_is_not_of_a_cancelled_day';
    END IF;
    IF (NEW.recorded_at AT TIME ZONE 'Asia/Jakarta')::date < event.held_on THEN
        RAISE EXCEPTION 'the coaching day of invitation % is still to come', NEW.invitation_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_is_not_before_the_day';
    END IF;
    RETURN NEW;
"""


@pghistory.track()
@pgtrigger.register(
    pgtrigger.Trigger(
        name="attendance_is_true",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("invitation_id", "recorded_at"),
        declare=[("event", "record")],
        func=THERE,
    )
)
class Attendance(models.Model):
    """Somebody of an invited business was there. `step` is the next one of its path at that moment: what it came with.

    `recorded_by` is empty where the participant recorded it without signing in.
    """

    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="attendance", verbose_name=_("undangan"))
    how = models.CharField(_("cara"), max_length=5, choices=How)
    step = models.CharField(_("langkah saat hadir"), max_length=11, choices=PathStep)
    recorded_at = models.DateTimeField(_("dicatat pada"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("dicatat oleh"),
    )  # fmt: skip

    objects = AttendanceQuerySet.as_manager()

    refusals = {
        "attendance_is_not_of_a_cancelled_day": _("Kegiatan ini dibatalkan, jadi kehadiran tidak dapat dicatat."),
        "attendance_is_not_before_the_day": _("Kegiatan ini belum berlangsung, jadi kehadiran belum dapat dicatat."),
    }

    class Meta:
        verbose_name = _("kehadiran")
        verbose_name_plural = _("kehadiran")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(how__in=How.values), name="attendance_way_is_known"),
            models.CheckConstraint(condition=Q(step__in=PathStep.values), name="attendance_step_is_known"),
            models.CheckConstraint(
                condition=Q(how=How.QR) | Q(recorded_by__isnull=False), name="attendance_by_staff_names_them"
            ),
        )

    def __str__(self):
        return str(self.invitation)
