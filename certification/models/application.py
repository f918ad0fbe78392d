"""Applications for a certificate as the portal follows them; the application itself is made in SIINas.

What happened is a chain of events that is only ever added to. The state on a day follows from the chain and is never
stored; `closed_on` alone is kept, by a trigger, because “one open application per product” needs a column to stand on.
"""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from certification.application_querysets import ApplicationQuerySet
from certification.application_reasons import Reason, said
from certification.application_states import APPLICATION_TRIGGERS, EVENT_TRIGGERS, EventKind, EventSource, Purpose
from certification.models.certificate import CertificateItem, Scheme
from certification.tickets import PATTERN, new_ticket, written
from umkm.models import Business, Document, Product


# By itself its trail would be called ApplicationEvent and `events`, which are what happens to an application.
@pghistory.track(
    exclude=["closed_on", "ticket"],
    model_name="ApplicationTrail",
    obj_field=pghistory.ObjForeignKey(related_name="trail"),
)
@pgtrigger.register(*APPLICATION_TRIGGERS)
class Application(models.Model):
    """One application for one product. `item` is the certified product it led to, once the portal knows it."""

    business = models.ForeignKey(Business, models.PROTECT, related_name="applications", verbose_name=_("usaha"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="applications", verbose_name=_("produk"))
    purpose = models.CharField(_("tujuan"), max_length=5, choices=Purpose, default=Purpose.NEW)
    scheme = models.CharField(_("aturan"), max_length=8, choices=Scheme, default=Scheme.P35_2025, editable=False)
    siinas_number = models.CharField(
        _("nomor permohonan di SIINas"), max_length=60, blank=True, help_text=_("Boleh kosong bila belum ada.")
    )
    ticket = models.CharField(_("kode tiket"), max_length=15, unique=True, default=new_ticket, editable=False)
    item = models.ForeignKey(
        CertificateItem, models.SET_NULL, null=True, blank=True, related_name="applications",
        verbose_name=_("hasilnya pada sertifikat"),
    )  # fmt: skip
    closed_on = models.DateField(
        null=True, editable=False, help_text="Day of the final event, kept by a trigger; empty while it is open."
    )
    created_at = models.DateTimeField(_("dicatat pada"), db_default=Now(), editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("permohonan TKDN-IK")
        verbose_name_plural = _("permohonan TKDN-IK")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("product",),
                condition=Q(closed_on__isnull=True),
                name="application_one_open_per_product",
                violation_error_message=_(
                    "Produk ini sudah punya permohonan yang masih diproses. Catat dahulu hasil permohonan itu."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ticket__regex=PATTERN),
                name="application_ticket_is_readable",
                violation_error_message=_("Kode tiket terdiri atas 15 huruf dan angka."),
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values) & Q(scheme__in=Scheme.values),
                name="application_purpose_and_scheme_are_known",
                violation_error_message=_("Pilih tujuan dari daftar."),
            ),
        )

    def __str__(self):
        return _("%(product)s, %(business)s") % {"product": self.product, "business": self.business}

    def get_absolute_url(self):
        """The owner's page of it."""
        return reverse("applications:application", args=[self.business_id, self.pk])

    @property
    def written_ticket(self):
        """The ticket code in groups."""
        return written(self.ticket)

    @cached_property
    def chain(self):
        """Events that count, in their order; prefetch `events` where many applications are shown."""
        events = list(self.events.all())
        struck = {event.strikes_id for event in events}
        live = [event for event in events if event.kind != EventKind.VOID and event.pk not in struck]
        return sorted(live, key=lambda event: event.position)

    def last_event_on(self, day):
        """The event that made the state of `day`; None where nothing had happened or every record was struck.

        `ApplicationQuerySet.with_state_on` answers the same for many.
        """
        return next((event for event in reversed(self.chain) if event.day <= day), None)


@pghistory.track(exclude=["once"], model_name="ApplicationEventTrail")
@pgtrigger.register(*EVENT_TRIGGERS)
class ApplicationEvent(models.Model):
    """Something that happened, on a whole day. A correction is a new event that strikes an earlier one, with why.

    A striking event takes the place of the struck one in the chain; of kind VOID it leaves the place empty.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="events", verbose_name=_("permohonan"))
    kind = models.CharField(_("kejadian"), max_length=13, choices=EventKind)
    day = models.DateField(_("hari"))
    position = models.PositiveSmallIntegerField(editable=False, default=0, help_text="Place in the chain, by trigger.")
    reasons = ArrayField(
        models.CharField(max_length=20, choices=Reason), verbose_name=_("alasan"), default=list, blank=True
    )
    note = models.CharField(_("catatan"), max_length=500, blank=True)
    certificate_number = models.CharField(_("nomor sertifikat"), max_length=100, blank=True)
    evidence = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="application_events", verbose_name=_("bukti")
    )
    is_presumed = models.BooleanField(_("dugaan menurut kalender"), default=False)
    strikes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="struck_by", verbose_name=_("menggantikan")
    )
    source = models.CharField(_("menurut"), max_length=8, choices=EventSource)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("dicatat oleh"),
    )  # fmt: skip
    at = models.DateTimeField(_("dicatat pada"), db_default=Now(), editable=False)
    once = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="A form posted twice is one.")

    class Meta:
        verbose_name = _("kejadian permohonan")
        verbose_name_plural = _("kejadian permohonan")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=EventKind.values) & Q(source__in=EventSource.values),
                name="application_event_kind_and_source_are_known",
                violation_error_message=_("Pilih kejadian dari daftar."),
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=EventKind.reasoned) & Q(reasons__len__gte=1))
                | (~Q(kind__in=EventKind.reasoned) & Q(reasons__len=0)),
                name="application_event_returned_or_refused_has_a_reason",
                violation_error_message=_("Pilih sedikitnya satu alasan bila permohonan dikembalikan atau ditolak."),
            ),
            models.CheckConstraint(
                condition=Q(reasons__contained_by=Reason.values),
                name="application_event_reasons_are_known",
                violation_error_message=_("Pilih alasan dari daftar."),
            ),
            models.CheckConstraint(
                condition=~Q(reasons__contains=[Reason.OTHER]) | ~Q(note=""),
                name="application_event_other_reason_is_told",
                violation_error_message=_("Tulis apa alasan lainnya."),
            ),
            models.CheckConstraint(
                condition=Q(source=EventSource.CALENDAR, is_presumed=True, kind="AUTO_REJECTED")
                | (~Q(source=EventSource.CALENDAR) & Q(is_presumed=False)),
                name="application_event_presumed_by_the_calendar_only",
                violation_error_message=_("Hanya penolakan otomatis menurut kalender yang dicatat sebagai dugaan."),
            ),
            models.CheckConstraint(
                condition=(~Q(kind="VOID") | Q(strikes__isnull=False)) & (Q(strikes__isnull=True) | ~Q(note="")),
                name="application_event_strike_says_why",
                violation_error_message=_("Tulis mengapa catatan sebelumnya dibatalkan atau diganti."),
            ),
            models.CheckConstraint(
                condition=Q(kind="SIGNED") | Q(certificate_number=""),
                name="application_event_number_when_signed",
                violation_error_message=_("Nomor sertifikat hanya diisi bila permohonan ditandasahkan."),
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(source__in=(EventSource.CALENDAR, EventSource.DEMO)),
                name="application_event_names_who_recorded_it",
                violation_error_message=_("Pencatatnya harus diketahui."),
            ),
        )
        indexes = (
            models.Index(fields=("application", "-position"), name="application_event_chain"),
            models.Index(fields=("application",), condition=Q(is_presumed=True), name="application_event_presumed"),
        )

    def __str__(self):
        return f"{self.get_kind_display()} {self.day:%d-%m-%Y}"

    @property
    def said(self):
        """Its reasons with their words."""
        return said(self.reasons)
