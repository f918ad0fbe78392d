"""Frozen answers: what an officer asked, when, and everything the portal answered; never changed afterwards."""

import hashlib
import json
import secrets

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.models.agency import Agency
from procurement.models.outcome import OutcomeState
from procurement.models.package import Package

CODE_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 12
"""Twelve of 31 signs that nobody mistakes for another: about 59 bits, beyond guessing over the network."""


def new_code():
    """An unguessable name for the page of one piece of evidence, short enough to type from paper."""
    return "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))


def canonical(content):
    """The one way plain values become text, so that the same values always have the same SHA-256."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(text):
    """Hex SHA-256 of the text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


class EvidenceKind(models.TextChoices):
    """What was asked."""

    SEARCH = "SEARCH", _("pencarian pemasok")
    PACKAGE = "PACKAGE", _("jawaban untuk paket")


class EvidenceQuerySet(models.QuerySet):
    """Questions about evidence."""

    def of_officer(self, user):
        """What this officer froze, newest first."""
        return self.filter(officer=user).order_by("-pk")

    def with_code(self, code):
        """The one a code leads to; none for a text that cannot be a code."""
        possible = len(code) == CODE_LENGTH and set(code) <= set(CODE_SIGNS)
        return self.filter(code=code) if possible else self.none()


class SearchEvidence(models.Model):
    """One frozen answer. `content` is the canonical JSON as hashed; what is beside it is there to find it again.

    The content names the agency but never the officer, because everyone with the code may read it.
    """

    code = models.CharField(_("kode"), max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    kind = models.CharField(_("jenis"), max_length=7, choices=EvidenceKind)
    package = models.ForeignKey(
        Package, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("paket")
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="evidence", verbose_name=_("satuan kerja"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="evidence", verbose_name=_("pejabat")
    )
    frozen_at = models.DateTimeField(_("dibekukan pada"))
    title = models.CharField(_("yang dicari"), max_length=500)
    state = models.CharField(_("keadaan"), max_length=15, choices=OutcomeState, blank=True)
    candidates = models.PositiveIntegerField(_("pemasok yang dapat melayani"))
    content = models.TextField(_("isi"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    form_key = models.UUIDField(editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bukti pencarian")
        verbose_name_plural = _("bukti pencarian")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.SEARCH, package__isnull=True, state="")
                | Q(kind=EvidenceKind.PACKAGE, package__isnull=False, state__in=OutcomeState.values),
                name="evidence_of_a_package_names_it",
                violation_error_message=_("Bukti untuk paket harus menyebut paket dan keadaannya."),
            ),
            models.UniqueConstraint(
                fields=("officer", "form_key"),
                name="evidence_form_counts_once",
                violation_error_message=_("Bukti dari halaman ini sudah tersimpan."),
            ),
        )
        indexes = (models.Index(fields=("officer", "-id"), name="evidence_of_officer_newest"),)
        triggers = (
            pgtrigger.Protect(name="evidence_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="evidence_is_what_it_says",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.sha256 <> encode(sha256(convert_to(NEW.content, 'UTF8')), 'hex')
                       OR NEW.candidates <> jsonb_array_length(NEW.content::jsonb -> 'candidates')
                       OR NEW.state <> COALESCE(NEW.content::jsonb -> 'package' ->> 'state', '') THEN
                        RAISE EXCEPTION 'Hash, number or state beside evidence % is not of its content.', NEW.code
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_is_what_it_says';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self):
        return f"{self.title} ({self.code})"

    def get_absolute_url(self):
        """The page that shows the frozen answer and checks it."""
        return reverse("procurement:evidence", args=[self.code])

    @property
    def is_intact(self):
        """Whether the content still has the hash it was frozen with."""
        return sha256_of(self.content) == self.sha256

    @property
    def answer(self):
        """The content as plain values."""
        return json.loads(self.content)

    @property
    def proves_no_supplier(self):
        """Whether the package could have been served by certified industry, and nobody could."""
        return self.state == OutcomeState.OPEN and self.candidates == 0
