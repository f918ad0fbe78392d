"""Certificates on the staff's desk; SIINas accounts have `certification.siinas.admin`."""

import re

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.application_admin import ApplicationAdmin, HolidayYearAdmin  # noqa: F401 - register themselves
from certification.application_services import match_signed
from certification.check_admin import CertificateCheckAdmin  # noqa: F401 - registers itself
from certification.models import Certificate, CertificateItem, CertificateStatus
from certification.reminder_admin import ReminderAdmin  # noqa: F401 - registers itself
from certification.renewal_admin import RenewalAdmin  # noqa: F401 - registers itself
from certification.services import give_products, link_holder
from certification.siinas.admin import SiinasAccountAdmin  # noqa: F401 - registers itself
from certification.siinas.proof_admin import SiinasProofAdmin  # noqa: F401 - registers itself
from certification.triage_admin import TriagedBusinessAdmin  # noqa: F401 - registers itself
from tkdnportal.admin import Card, Work
from tkdnportal.desk import RecordAdmin
from tkdnportal.refusals import RefusableForm
from tkdnportal.templatetags.portal import day as written_day
from tkdnportal.templatetags.portal import percent


class StatusFilter(admin.SimpleListFilter):
    """What a certificate is today."""

    title = gettext_lazy("keadaan hari ini")
    parameter_name = "keadaan"

    def lookups(self, request, model_admin):
        """Every status."""
        return CertificateStatus.choices

    def queryset(self, request, queryset):
        """Derived from the dates, as everywhere."""
        if self.value() not in CertificateStatus.values:
            return queryset
        return queryset.with_status_on(timezone.localdate()).filter(status=self.value())


class HolderFilter(admin.SimpleListFilter):
    """Whether the holder is a business of the register."""

    title = gettext_lazy("pemegang")
    parameter_name = "pemegang"

    def lookups(self, request, model_admin):
        """Waiting or linked."""
        return [("menunggu", _("belum terhubung ke usaha")), ("terhubung", _("sudah terhubung"))]

    def queryset(self, request, queryset):
        """By the link."""
        if self.value() not in ("menunggu", "terhubung"):
            return queryset
        return queryset.filter(business__isnull=self.value() == "menunggu")


class OneLiveItemForm(RefusableForm):
    """Names the other certificate when a product would be certified twice at once."""

    def explain(self, refusal):
        """The rule lives in the database alone, because the days of an item come from its certificate."""
        if refusal.constraint_name != "certificate_item_one_live_per_product":
            return None
        product_id = re.search(r"=\((\d+),", refusal.message_detail)[1]
        items = CertificateItem.objects.filter(product_id=product_id).select_related("certificate", "product")
        item = items.exclude(certificate=self.instance.pk if isinstance(self.instance, Certificate) else None).first()
        if item is None:
            return _(
                "Satu produk tertulis dua kali pada sertifikat ini. Hapus salah satunya atau pilih produk yang lain."
            )
        return _(
            "Produk “%(product)s” sudah punya sertifikat lain yang berlaku pada masa yang sama: %(certificate)s, "
            "berlaku sampai %(end)s. Isi dulu tanggal sertifikat itu dicabut atau diganti, atau pilih produk yang lain."
        ) % {
            "product": item.product,
            "certificate": item.certificate,
            "end": written_day(item.certificate.valid_until),
        }


class CertificateItemInline(admin.StackedInline):
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
    form = OneLiveItemForm
    list_display = ("__str__", "holder_name", "business", "today", "valid_until", "scheme", "source")
    list_filter = (HolderFilter, StatusFilter, "scheme", "source")
    list_select_related = ("business",)
    ordering = ("-pk",)
    sortable_by = ("valid_until",)
    search_fields = ("number", "holder_name", "holder_nib__startswith")
    search_help_text = gettext_lazy("Nomor sertifikat, nama pemegang, atau NIB pemegang dari depan.")
    autocomplete_fields = ("business", "superseded_by")
    inlines = (CertificateItemInline,)
    readonly_fields = ("today", "public_page", "source", "source_on")
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
        (gettext_lazy("Masa berlaku"), {"fields": ("issued_on", "valid_until")}),
        (
            gettext_lazy("Dibekukan, dicabut, atau diganti"),
            {"fields": ("frozen_from", "frozen_until", "revoked_on", "superseded_on", "superseded_by")},
        ),
        (gettext_lazy("Pencatatan"), {"fields": ("public_page", "source", "source_on")}),
    )

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


@admin.site.card("certification.view_certificate")
def certificates_waiting(day):
    """Certificates whose holder is not linked: they serve no package yet."""
    return Card(
        title=_("Sertifikat menunggu pemegang"),
        count=Certificate.objects.without_business().count(),
        url=reverse("admin:certification_certificate_changelist") + "?pemegang=menunggu",
        note=_("Hubungkan ke usahanya supaya ikut dicocokkan dengan paket."),
    )
