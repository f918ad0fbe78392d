"""Proofs of SIINas accounts that owners sent: each waits for a clerk, who accepts it or says what to mend."""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from certification.models.siinas import NO_PASSWORD, SiinasAccount
from certification.siinas.states import (
    GIVEAWAY,
    PROOF_TRIGGERS,
    AccountStatus,
    ProofDecision,
    ProofReason,
)
from umkm.models import Document

UNDECIDED = Q(decision="", decided_at__isnull=True, decided_by__isnull=True, reasons=[], text="")
DECIDED = Q(decision__in=ProofDecision.values, decided_at__isnull=False, decided_by__isnull=False)
CLAIMS = tuple((status.value, status.label) for status in AccountStatus if status in AccountStatus.verified)


@pghistory.track(exclude=["once"])
@pgtrigger.register(*PROOF_TRIGGERS)
class SiinasProof(models.Model):
    """What an owner says to have reached, with its proof; undecided while `decision` is empty, then final."""

    account = models.ForeignKey(SiinasAccount, models.PROTECT, related_name="proofs", verbose_name=_("akun"))
    status = models.CharField(_("status"), max_length=18, choices=CLAIMS)
    day = models.DateField(_("keadaan per"))
    evidence = models.ForeignKey(Document, models.PROTECT, related_name="siinas_proofs", verbose_name=_("bukti"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("dari"))
    sent_at = models.DateTimeField(_("dikirim"), db_default=Now(), editable=False)
    decision = models.CharField(_("keputusan"), max_length=8, choices=ProofDecision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("diputus oleh"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("diputus pada"), null=True, blank=True)
    reasons = ArrayField(
        models.CharField(max_length=14, choices=ProofReason), verbose_name=_("alasan"), default=list, blank=True
    )
    text = models.CharField(_("penjelasan"), max_length=300, blank=True)
    once = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="A form posted twice is one.")

    class Meta:
        verbose_name = _("bukti akun SIINas")
        verbose_name_plural = _("antrean bukti akun SIINas")
        constraints = (
            models.UniqueConstraint(
                fields=("account",), condition=Q(decision=""), name="siinas_proof_one_waits_per_account",
                violation_error_message=_("Bukti untuk akun ini sudah menunggu diperiksa petugas."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=AccountStatus.verified), name="siinas_proof_claims_a_verified_status",
                violation_error_message=_("Bukti hanya untuk akun aktif atau tervalidasi."),
            ),
            models.CheckConstraint(
                condition=UNDECIDED | DECIDED, name="siinas_proof_decided_iff_dated_and_by_someone",
                violation_error_message=_("Keputusan harus disertai waktu dan nama petugas yang memutuskan."),
            ),
            models.CheckConstraint(
                condition=Q(decision=ProofDecision.RETURNED, reasons__len__gte=1)
                | ~Q(decision=ProofDecision.RETURNED) & Q(reasons=[]),
                name="siinas_proof_returned_needs_a_reason",
                violation_error_message=_("Pilih sedikitnya satu alasan bila bukti dikembalikan."),
            ),
            models.CheckConstraint(
                condition=Q(reasons__contained_by=ProofReason.values), name="siinas_proof_reasons_are_known",
                violation_error_message=_("Pilih alasan dari daftar."),
            ),
            models.CheckConstraint(
                condition=~Q(reasons__contains=[ProofReason.OTHER], text=""),
                name="siinas_proof_other_reason_is_explained",
                violation_error_message=_("Tulis penjelasannya: pemilik hanya tahu apa yang Anda tulis di sini."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("sent_at")),
                name="siinas_proof_is_decided_after_it_came",
                violation_error_message=_("Keputusan tidak bisa lebih awal daripada buktinya."),
            ),
            models.CheckConstraint(
                condition=~Q(text__iregex=GIVEAWAY), name="siinas_proof_holds_no_password",
                violation_error_message=NO_PASSWORD,
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.account}: {self.get_decision_display() or _('menunggu diperiksa')}"

    @property
    def sentences(self):
        """The coded reasons in plain words, then what the clerk wrote."""
        coded = [str(ProofReason(code).label) for code in self.reasons if code != ProofReason.OTHER]
        return [*coded, *([self.text] if self.text else [])]
