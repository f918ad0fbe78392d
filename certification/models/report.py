"""“Lapor inkonsistensi”: somebody saw that a certificate does not fit; the office passes it to the ministry."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from certification.models.certificate import Certificate
from umkm.models import Business, Document


class ReportState(models.TextChoices):
    """How far a report is; derived from its days."""

    OPEN = "OPEN", _("terbuka")
    SENT = "SENT", _("dikirim ke Kementerian")
    ANSWERED = "ANSWERED", _("dijawab Kementerian")
    CLOSED = "CLOSED", _("ditutup")


class ReportQuerySet(models.QuerySet):
    """Questions about reports."""

    def with_state(self):
        """Each with its `state`, as `Report.state_now` gives it for one."""
        state = Case(
            When(closed_on__isnull=False, then=Value(ReportState.CLOSED)),
            When(answered_on__isnull=False, then=Value(ReportState.ANSWERED)),
            When(sent_on__isnull=False, then=Value(ReportState.SENT)),
            default=Value(ReportState.OPEN),
            output_field=models.CharField(),
        )
        return self.annotate(state=state)

    def waiting(self):
        """Those the office has not sent on or closed."""
        return self.filter(sent_on__isnull=True, closed_on__isnull=True)


@pghistory.track(exclude=["once"])
class Report(models.Model):
    """What was seen, when and where; of a reporter from outside nothing is kept. Never shown to the public.

    A regional government's report is one of the things that start supervision (Permenperin 35/2025 Ps 62(2)).
    """

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("sertifikat")
    )
    business = models.ForeignKey(
        Business, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("usaha")
    )
    seen = models.CharField(_("yang dilihat"), max_length=1000)
    seen_on = models.DateField(_("hari dilihat"), null=True, blank=True)
    place = models.CharField(_("tempat"), max_length=200, blank=True)
    evidence = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("foto bukti")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("petugas yang melapor"), help_text=_("Kosong bila laporan datang dari masyarakat."),
    )  # fmt: skip
    at = models.DateTimeField(_("diterima"), db_default=Now(), editable=False)
    sent_on = models.DateField(_("dikirim ke Kementerian pada"), null=True, blank=True)
    sent_reference = models.CharField(_("nomor surat ke Kementerian"), max_length=120, blank=True)
    answered_on = models.DateField(_("dijawab pada"), null=True, blank=True)
    answer = models.CharField(_("jawaban Kementerian"), max_length=1000, blank=True)
    closed_on = models.DateField(_("ditutup pada"), null=True, blank=True)
    closing_reason = models.CharField(_("alasan ditutup"), max_length=500, blank=True)
    once = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="A form posted twice is one.")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("laporan ketidaksesuaian")
        verbose_name_plural = _("laporan ketidaksesuaian")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(seen="") & (Q(certificate__isnull=False) | Q(business__isnull=False)),
                name="report_says_what_and_about_whom",
                violation_error_message=_("Tulis apa yang dilihat, dan pilih sertifikat atau usahanya."),
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True, sent_reference="")
                | (Q(sent_on__isnull=False) & ~Q(sent_reference="")),
                name="report_sent_with_a_letter",
                violation_error_message=_("Isi tanggal kirim dan nomor suratnya, atau kosongkan keduanya."),
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="")
                | (Q(answered_on__gte=F("sent_on"), sent_on__isnull=False) & ~Q(answer="")),
                name="report_answered_after_it_was_sent",
                violation_error_message=_(
                    "Jawaban perlu tanggal dan isinya, dan tidak mendahului hari laporan dikirim."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closing_reason="")
                | (
                    Q(closed_on__isnull=False)
                    & ~Q(closing_reason="")
                    & (Q(sent_on__isnull=True) | Q(closed_on__gte=F("sent_on")))
                    & (Q(answered_on__isnull=True) | Q(closed_on__gte=F("answered_on")))
                ),
                name="report_closed_last_with_a_reason",
                violation_error_message=_(
                    "Laporan ditutup dengan tanggal dan alasan, paling awal pada hari dikirim atau dijawab."
                ),
            ),
        )
        indexes = (models.Index(fields=("-id",), condition=Q(sent_on=None, closed_on=None), name="report_waiting"),)

    def __str__(self):
        return _("Laporan %(pk)s: %(about)s") % {"pk": self.pk, "about": self.certificate or self.business}

    @property
    def state_now(self):
        """How far it is; `ReportQuerySet.with_state` answers the same for many."""
        if self.closed_on:
            return ReportState.CLOSED
        if self.answered_on:
            return ReportState.ANSWERED
        return ReportState.SENT if self.sent_on else ReportState.OPEN
