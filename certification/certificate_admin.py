"""Certificates on the staff's desk: what they are on any day, the deeds on them, their paper."""

from datetime import date

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.application_forms import refuse
from certification.application_services import match_signed
from certification.cards import PRINTS, printed
from certification.certificate_admin_filters import (
    HolderFilter,
    ProofFilter,
    StatusFilter,
    ThawFilter,
)
from certification.certificate_admin_forms import CertificateForm, OneLiveItemForm
from certification.checks import Verdict
from certification.deed_forms import DeedForm
from certification.lifecycle import change, possible_deeds
from certification.models import Certificate, CertificateItem, CertificateStatus, DeedKind
from certification.old_rules import old_values
from certification.path import barred_until
from certification.services import give_products, link_holder
from certification.working_days import Calendar
from tkdnportal.admin import Card, Work
from tkdnportal.desk import RecordAdmin
from tkdnportal.field_help import ExplainsFields
from tkdnportal.templatetags.portal import day as written_day
from tkdnportal.templatetags.portal import percent
from umkm.models import DocumentKind

SLUGS = {
    "diganti": DeedKind.SUPERSEDE, "dibekukan": DeedKind.FREEZE, "beku-dicabut": DeedKind.LIFT,
    "dicabut": DeedKind.REVOKE, "tanggal": DeedKind.CORRECT,
}  # fmt: skip
LIFE = ("issued_on", "valid_until", "frozen_from", "frozen_until", "revoked_on", "superseded_on", "superseded_by")
"""What only deeds change, each with its proof."""


class CertificateItemInline(ExplainsFields, admin.StackedInline):
    """Products on the certificate."""

    model = CertificateItem
    extra = 0
    autocomplete_fields = ("product",)
    fields = (
        "product_name",
        "product",
        ("tkdn", "bmp", "bmp_valid_until"),
        ("brand", "type"),
        "specification",
        ("hs_code", "kbli_version", "kbli_code"),
        "goods_group",
    )


@admin.register(Certificate)
class CertificateAdmin(RecordAdmin):
    """Certificates; one without a business waits for its holder to be linked."""

    work = Work.CERTIFICATES
    help = gettext_lazy("Hubungkan sertifikat ke usahanya, catat pembekuan dan pencabutan.")
    form = CertificateForm
    list_display = ("__str__", "holder_name", "business", "today", "valid_until", "shown_bmp_end", "scheme", "source")
    list_filter = (HolderFilter, StatusFilter, ProofFilter, ThawFilter, "scheme", "source")
    list_select_related = ("business",)
    ordering = ("-pk",)
    sortable_by = ("valid_until",)
    search_fields = ("number", "holder_name", "holder_nib__startswith")
    search_help_text = gettext_lazy("Nomor sertifikat, nama pemegang, atau NIB pemegang dari depan.")
    autocomplete_fields = ("business",)
    change_form_template = "admin/certification/certificate.html"
    inlines = (CertificateItemInline,)
    readonly_fields = ("today", "public_page", "source", "source_on", "shown_bmp_end")
    fieldsets = (
        (None, {"fields": ("number", "issuer", "scheme", "today")}),
        (
            gettext_lazy("Pemegang"),
            {
                "description": gettext_lazy(
                    "Cari usahanya dengan NIB atau nama. Selama kosong, sertifikat ini belum dipakai untuk mencocokkan."
                ),
                "fields": ("business", "holder_name", "holder_nib", "holder_address", "holder_province"),
            },
        ),
        (gettext_lazy("Masa berlaku"), {"fields": ("issued_on", "valid_until", "shown_bmp_end")}),
        (
            gettext_lazy("Dibekukan, dicabut, atau diganti"),
            {
                "description": gettext_lazy("Diubah dengan tautan di atas, masing-masing dengan alasan dan bukti."),
                "fields": ("frozen_from", "frozen_until", "revoked_on", "superseded_on", "superseded_by"),
            },
        ),
        (gettext_lazy("Pencatatan"), {"fields": ("public_page", "source", "source_on")}),
    )

    def get_queryset(self, request):
        """With the products, whose BMP may end on another day."""
        return super().get_queryset(request).prefetch_related("items")

    def get_readonly_fields(self, request, obj=None):
        """Once a certificate is there its dates change by deeds, each with reason and proof."""
        return (*self.readonly_fields, *(LIFE if obj else LIFE[2:]))

    def get_urls(self):
        """The deeds and the printed cards of one certificate."""
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/catat/<slug:slug>/", wrap(self.deed_view), name="certificate_deed"),
            path("<int:pk>/cetak/<slug:what>/", wrap(self.print_view), name="certificate_print"),
        ]
        return own + super().get_urls()

    @admin.display(description=gettext_lazy("BMP berlaku sampai"))
    def shown_bmp_end(self, certificate):
        """The last days of its BMP values, which may differ from the certificate's own (Permenperin 35/2025 Ps 45)."""
        ends = (
            {item.bmp_valid_until for item in certificate.items.all() if item.bmp is not None} if certificate.pk else ()
        )
        return ", ".join(written_day(end) for end in sorted(ends, key=lambda end: end or date.max)) or "–"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The form, and above it the certificate on any day with what may be recorded next."""
        found = self.get_object(request, object_id)
        context = self._life(request, found) if found else {}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def _life(self, request, certificate):
        today = timezone.localdate()
        on = asked_day(request.GET.get("pada")) or today
        may = self.has_change_permission(request, certificate)
        possible = possible_deeds(certificate, today) if may else []
        return {
            "on": on,
            "today": today,
            "verdict": Verdict(certificate, certificate.status_on(on)),
            "deeds": certificate.deeds.select_related("by", "evidence").order_by("-pk"),
            "possible": [(slug, kind.label) for slug, kind in SLUGS.items() if kind in possible],
            "old_values": old_values(certificate, certificate.items.all()),
            "prints": PRINTS if certificate.status_on(today) in CertificateStatus.valid else {},
            "scans": scans_of(certificate),
            "has_proof": bool(certificate.number) or bool(scans_of(certificate)),
        }

    def deed_view(self, request, pk, slug):
        """Record one deed, with its reason and proof."""
        certificate = get_object_or_404(Certificate.objects.select_related("business"), pk=pk)
        if not self.has_change_permission(request, certificate):
            raise PermissionDenied
        if slug not in SLUGS:
            raise Http404
        form = DeedForm(
            request.POST or None, request.FILES or None, kind=SLUGS[slug], certificate=certificate,
            calendar=Calendar.load(), today=timezone.localdate(),
        )  # fmt: skip
        if request.method == "POST" and form.is_valid() and self._recorded(request, form):
            return redirect("admin:certification_certificate_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(SLUGS[slug].label),
            "opts": self.opts,
            "certificate": certificate,
            "form": form,
            "is_revoking": SLUGS[slug] == DeedKind.REVOKE,
        }
        return TemplateResponse(request, "admin/certification/deed.html", context)

    def _recorded(self, request, form):
        try:
            deed = change(
                certificate=form.certificate, change=form.change(), once=form.cleaned_data["once"], by=request.user,
                **form.proof(request.user),
            )  # fmt: skip
        except ValidationError as error:
            refuse(form, error)
            return False
        messages.success(request, told(deed))
        return True

    def print_view(self, request, pk, what):
        """Stickers or the card as PDF; only while the certificate is valid."""
        certificate = get_object_or_404(Certificate.objects.prefetch_related("items"), pk=pk)
        if not self.has_view_permission(request, certificate) or what not in PRINTS:
            raise Http404
        today = timezone.localdate()
        if certificate.status_on(today) not in CertificateStatus.valid:
            raise Http404
        return HttpResponse(printed(what, certificate, on=today), content_type="application/pdf")

    @admin.display(description=gettext_lazy("keadaan hari ini"))
    def today(self, certificate):
        """Derived from the dates."""
        return certificate.status_on(timezone.localdate()).label if certificate.pk else "–"

    @admin.display(description=gettext_lazy("halaman cek"))
    def public_page(self, certificate):
        """What a buyer sees, and the QR code that leads there."""
        if certificate.pk is None:
            return "–"
        qr = reverse("certification:qr", kwargs={"token": certificate.token})
        links = ((certificate.get_absolute_url(), _("Yang dibaca pembeli")), (qr, _("Kode QR (SVG)")))
        return format_html_join(" · ", '<a href="{}">{}</a>', links)

    def save_model(self, request, obj, form, change):
        """Another holder is linked by the service, which moves the products along."""
        chosen, moves = obj.business, change and "business" in form.changed_data
        if moves:
            obj.business_id = form.initial["business"]
        super().save_model(request, obj, form, change)
        if moves:
            link_holder(certificate=obj, business=chosen)
            obj.business = chosen

    def save_related(self, request, form, formsets, change):
        """Items that came without a product get the holder's."""
        super().save_related(request, form, formsets, change)
        give_products(CertificateItem.objects.filter(certificate=form.instance))
        match_signed()


@admin.register(CertificateItem)
class CertificateItemAdmin(RecordAdmin):
    """Certified products of all certificates."""

    work = Work.CERTIFICATES
    help = gettext_lazy("Produk pada sertifikat, dengan nilai TKDN dan BMP.")
    form = OneLiveItemForm
    list_display = ("product_name", "certificate", "brand", "kbli_code", "shown_tkdn", "shown_bmp")
    list_select_related = ("certificate",)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("product_name",)
    autocomplete_fields = ("certificate", "product")

    @admin.display(description=gettext_lazy("TKDN"))
    def shown_tkdn(self, item):
        """With its two decimals."""
        return percent(item.tkdn)

    @admin.display(description=gettext_lazy("BMP"))
    def shown_bmp(self, item):
        """With its two decimals."""
        return percent(item.bmp)


def asked_day(text):
    """The day in a page's address, or None where it is none."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def scans_of(certificate):
    """Scans of certificates that the holder gave, the newest first."""
    if certificate.business_id is None:
        return []
    kept = certificate.business.documents.filter(kind=DocumentKind.CERTIFICATE_SCAN, removed_at__isnull=True)
    return list(kept.order_by("-pk")[:6])


def told(deed):
    """What a deed has changed, and what follows from it."""
    words = {"what": deed.get_kind_display(), "day": written_day(deed.day), "certificate": deed.certificate}
    if deed.kind != DeedKind.REVOKE:
        return _("Tercatat pada %(certificate)s: %(what)s per %(day)s.") % words
    words["until"] = written_day(barred_until([deed.certificate], deed.day))
    return (
        _(
            "Tercatat: %(certificate)s dicabut per %(day)s. Usahanya baru dapat mengajukan lagi mulai %(until)s "
            "(Permenperin 35/2025 Pasal 68)."
        )
        % words
    )


@admin.site.card("certification.view_certificate")
def certificates_waiting(day):
    """Certificates whose holder is not linked: they serve no package yet."""
    return Card(
        title=_("Sertifikat menunggu pemegang"),
        count=Certificate.objects.without_business().count(),
        url=reverse("admin:certification_certificate_changelist") + "?pemegang=menunggu",
        note=_("Hubungkan ke usahanya supaya ikut dicocokkan dengan paket."),
    )
