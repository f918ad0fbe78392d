"""Claims on records the office already has, the codes that prove them, and the evidence for a clerk."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from umkm.models.business import Business
from umkm.querysets import ClaimQuerySet

TRIES = 5
"""Wrong entries after which a code is worth nothing (the portal's own choice)."""


class Proof(models.TextChoices):
    """How the claimant proves that the record is theirs."""

    CODE = "CODE", _("kode ke ponsel yang tercatat")
    EVIDENCE = "EVIDENCE", _("bukti untuk petugas")


class Outcome(models.TextChoices):
    """How a claim ended."""

    ACCEPTED = "ACCEPTED", _("diterima")
    REFUSED = "REFUSED", _("tidak diterima")
    WITHDRAWN = "WITHDRAWN", _("dibatalkan pemohon")


class ClaimState(models.TextChoices):
    """Where a claim stands; derived, never stored."""

    CODE = "CODE", _("menunggu kode")
    EVIDENCE = "EVIDENCE", _("menunggu bukti Anda")
    OFFICE = "OFFICE", _("menunggu petugas")
    ASKED = "ASKED", _("petugas bertanya")
    ACCEPTED = Outcome.ACCEPTED.value, Outcome.ACCEPTED.label
    REFUSED = Outcome.REFUSED.value, Outcome.REFUSED.label
    WITHDRAWN = Outcome.WITHDRAWN.value, Outcome.WITHDRAWN.label


@pghistory.track()
class Claim(models.Model):
    """One person says that one NIB is theirs.

    `business` stays empty while the register holds no such NIB: the claimant must not be able to tell the difference.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims", verbose_name=_("pemohon"))
    nib = models.CharField(_("NIB"), max_length=13)
    business = models.ForeignKey(
        Business, models.CASCADE, related_name="claims", null=True, blank=True, verbose_name=_("usaha")
    )
    how = models.CharField(_("cara"), max_length=8, choices=Proof)
    made_at = models.DateTimeField(_("diajukan pada"), db_default=Now(), editable=False)
    note = models.TextField(_("keterangan pemohon"), max_length=1000, blank=True)
    proved_at = models.DateTimeField(_("kode benar pada"), null=True, blank=True)
    evidence_at = models.DateTimeField(_("bukti dikirim pada"), null=True, blank=True)
    question = models.TextField(_("pertanyaan petugas"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("ditanyakan pada"), null=True, blank=True)
    outcome = models.CharField(_("putusan"), max_length=9, choices=Outcome, blank=True)
    decided_on = models.DateField(_("diputuskan pada"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("diputuskan oleh"), help_text=_("Kosong bila kode yang membuktikan."),
    )  # fmt: skip
    reason = models.TextField(_("alasan"), max_length=500, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("klaim")
        verbose_name_plural = _("klaim")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "nib"),
                condition=Q(outcome=""),
                name="claim_one_open_per_user_and_business",
                violation_error_message=_("Klaim Anda untuk NIB ini masih berjalan."),
            ),
            models.UniqueConstraint(
                fields=("business",),
                condition=Q(outcome=Outcome.ACCEPTED, decided_by__isnull=True),
                name="claim_one_accepted_without_the_office",
                violation_error_message=_("Klaim untuk usaha ini diputuskan petugas Dinas."),
            ),
            models.CheckConstraint(
                condition=Q(nib__regex=r"^[0-9]{13}$"),
                name="claim_nib_has_13_digits",
                violation_error_message=_("NIB terdiri atas 13 angka."),
            ),
            models.CheckConstraint(
                condition=Q(how__in=Proof.values), name="claim_way_is_known",
                violation_error_message=_("Pilih satu cara pembuktian."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True, decided_by__isnull=True, reason="")
                | Q(outcome__in=Outcome.values, decided_on__isnull=False),
                name="claim_decided_iff_dated",
                violation_error_message=_("Putusan klaim harus bertanggal."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.REFUSED) | (~Q(reason="") & Q(decided_by__isnull=False)),
                name="claim_refusal_has_a_reason",
                violation_error_message=_("Tulis alasan klaim tidak diterima."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.ACCEPTED)
                | (Q(business__isnull=False) & (Q(proved_at__isnull=False) | Q(decided_by__isnull=False))),
                name="claim_accepted_was_proved_or_decided",
                violation_error_message=_("Klaim diterima hanya dengan kode yang benar atau putusan petugas."),
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True, question="") | (Q(asked_at__isnull=False) & ~Q(question="")),
                name="claim_question_iff_asked",
                violation_error_message=_("Tulis apa yang perlu dijawab pemohon."),
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("business",), name="claim_by_business"),)

    def __str__(self):
        return f"{self.nib} – {self.user}"

    def get_absolute_url(self):
        """The claimant's page of this claim."""
        return reverse("umkm:claim_state", args=[self.pk])

    @property
    def is_open(self):
        """Whether nobody has decided yet."""
        return not self.outcome

    @property
    def must_be_read(self):
        """Whether the claimant has something to do or to know before opening the business."""
        return self.outcome != Outcome.ACCEPTED

    @property
    def state(self):
        """Where the claim stands."""
        if self.outcome:
            return ClaimState(self.outcome)
        if self.asked_at:
            return ClaimState.ASKED
        if self.proved_at or self.evidence_at:
            return ClaimState.OFFICE
        return ClaimState.CODE if self.how == Proof.CODE else ClaimState.EVIDENCE


class ClaimCode(models.Model):
    """The one live code of a claim; the row is gone once the code was used, replaced or tried too often."""

    claim = models.OneToOneField(Claim, models.CASCADE, related_name="code", verbose_name=_("klaim"))
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(code_hash__regex=r"^[0-9a-f]{64}$"), name="claim_code_is_hashed"),
            models.CheckConstraint(condition=Q(tries__lte=TRIES), name="claim_code_tries_are_limited"),
        )

    def __str__(self):
        return f"{self.claim_id}"


@pghistory.track()
class ClaimEvidence(models.Model):
    """One paper given with a claim. Staff read it; whoever comes to own the record never does."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="evidence", verbose_name=_("klaim"))
    document = models.ForeignKey(
        "umkm.Document", models.PROTECT, related_name="claim_evidence", verbose_name=_("berkas")
    )

    class Meta:
        verbose_name = _("bukti klaim")
        verbose_name_plural = _("bukti klaim")
        constraints = (models.UniqueConstraint(fields=("claim", "document"), name="claim_evidence_once"),)

    def __str__(self):
        return f"{self.claim_id}: {self.document_id}"
