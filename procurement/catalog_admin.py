"""Sellers of the e-Katalog on the staff's desk: who sells without a certificate, and who a seller is."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from certification.triage import stage_of, stages
from certification.triage_words import sentence_of
from procurement.catalog_export import export_sellers
from procurement.catalog_matching import ask_again, decide, possible_businesses
from procurement.models import CatalogDecision, CatalogSeller
from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin, short_money
from tkdnportal.paging import UncountedChangeList
from umkm.models import Business, Regency

MAY_DECIDE = "procurement.change_catalogseller"


class StandingFilter(admin.SimpleListFilter):
    """Who sells without a certificate, unless something else is asked for."""

    title = gettext_lazy("keadaan")
    parameter_name = "keadaan"

    def lookups(self, request, model_admin):
        """All but the one shown without asking."""
        return [
            ("siapa", _("belum dikenal")),
            ("bersertifikat", _("sudah bersertifikat")),
            ("luar", CatalogDecision.ELSEWHERE.label),
        ]

    def choices(self, changelist):
        """“Semua” is what the list is for."""
        first, *others = super().choices(changelist)
        return [first | {"display": _("menjual, belum bersertifikat")}, *others]

    def queryset(self, request, queryset):
        """As of today."""
        today = timezone.localdate()
        wanted = {
            "siapa": queryset.unknown,
            "bersertifikat": lambda: queryset.certified_on(today),
            "luar": lambda: queryset.filter(decision=CatalogDecision.ELSEWHERE),
        }
        return wanted.get(self.value(), lambda: queryset.uncertified_on(today))()


class PlaceFilter(admin.SimpleListFilter):
    """Sellers of one kabupaten/kota, by the register where it knows them."""

    title = gettext_lazy("kabupaten/kota")
    parameter_name = "wilayah"

    def lookups(self, request, model_admin):
        """All of them."""
        return [(regency.code, str(regency)) for regency in Regency.objects.order_by("code")]

    def queryset(self, request, queryset):
        """The place on the list counts while nobody knows the business."""
        return queryset.placed_in(self.value()) if self.value() else queryset


class SellerList(UncountedChangeList):
    """A page of sellers, each with the stage of its business: one query for all."""

    def get_results(self, request):
        """Read the page, then ask triage about its businesses."""
        super().get_results(request)
        today = timezone.localdate()
        found = {seller.business_id for seller in self.result_list} - {None}
        triaged = {each.business_id: each for each in stages(today, sorted(found))} if found else {}
        for seller in self.result_list:
            seller.triaged = triaged.get(seller.business_id)


@admin.register(CatalogSeller)
class CatalogSellerAdmin(ReadOnly, RecordAdmin):
    """By what they sold, the most first; facts come from files, a clerk only says who a seller is."""

    work = Work.MONEY
    help = gettext_lazy("Usaha yang sudah menjual lewat e-Katalog, yang belum bersertifikat di depan.")
    list_display = ("__str__", "shown_business", "place", "shown_goods", "short_sold", "shown_year", "shown_step")
    list_filter = (StandingFilter, PlaceFilter)
    list_select_related = ("business__regency", "regency")
    sortable_by = ()
    search_fields = ("name", "nib__startswith", "business__name")
    search_help_text = gettext_lazy("Nama penjual atau usaha, atau NIB dari depan.")
    change_list_template = "admin/procurement/catalogseller/change_list.html"
    change_form_template = "admin/procurement/catalogseller/change_form.html"
    fields = ("nib", "name", "regency", "business", "decision", "decided_by", "decided_on")

    short_sold = short_money("sold", gettext_lazy("penjualan"))

    def get_queryset(self, request):
        """With what they sold."""
        return CatalogSeller.objects.with_sales().order_by(*self.get_ordering(request))

    def get_ordering(self, request):
        """Who sold most."""
        return ("-sold", "pk")

    def get_changelist(self, request, **kwargs):
        """The list with stages."""
        return SellerList

    def get_urls(self):
        """The export, and what a clerk may say of one seller."""
        wrap = self.admin_site.admin_view
        own = [
            path("ekspor/", wrap(require_POST(self.export_view)), name="catalogseller_export"),
            path("<int:pk>/putuskan/", wrap(require_POST(self.decide_view)), name="catalogseller_decide"),
            path("<int:pk>/tanya-lagi/", wrap(require_POST(self.again_view)), name="catalogseller_again"),
        ]
        return own + super().get_urls()

    @admin.display(description=gettext_lazy("usaha"))
    def shown_business(self, seller):
        """The business, to open."""
        if seller.business is None:
            return _("belum dikenal")
        url = reverse("admin:umkm_business_change", args=[seller.business_id])
        return format_html('<a href="{}">{}</a>', url, seller.business)

    @admin.display(description=gettext_lazy("kabupaten/kota"))
    def place(self, seller):
        """Where the business is, else where the list says."""
        return (seller.business or seller).regency or "–"

    @admin.display(description=gettext_lazy("yang dijual"))
    def shown_goods(self, seller):
        """What sold most."""
        return ", ".join(seller.goods) or "–"

    @admin.display(description=gettext_lazy("terakhir"))
    def shown_year(self, seller):
        """The last year with sales."""
        return seller.last_year or "–"

    @admin.display(description=gettext_lazy("langkah yang kurang"))
    def shown_step(self, seller):
        """Where the business stands on its path."""
        return capfirst(seller.triaged.stage.label) if seller.triaged else "–"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The sales, the business, or who the seller may be."""
        seller = self.get_object(request, object_id)
        context = {}
        if seller:
            may = request.user.has_perm(MAY_DECIDE)
            asked = may and seller.business_id is None and not seller.decision
            stands = seller.business and sentence_of(stage_of(seller.business, timezone.localdate()))
            context = {
                "seller": seller,
                "sales": seller.sales.all(),
                "may_decide": may,
                "standing": stands,
                "is_asked": asked,
                "suggestions": possible_businesses(seller) if asked else [],
            }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def decide_view(self, request, pk):
        """This business, or none of the register."""
        seller = self._seller(request, pk)
        business = None
        if "elsewhere" not in request.POST:
            chosen = request.POST.get("business", "")
            business = get_object_or_404(Business.objects.unmerged(), pk=chosen if chosen.isdigit() else None)
        if not decide(seller=seller, business=business, by=request.user, on=timezone.localdate()):
            messages.error(request, _("Penjual ini baru saja diputuskan orang lain. Tidak ada yang berubah."))
            return redirect("admin:procurement_catalogseller_change", pk)
        words = {"seller": seller, "business": business}
        told = _("%(seller)s sekarang tercatat sebagai usaha %(business)s.") if business else _(
            "%(seller)s tercatat tidak ada di register, dan tidak ditanyakan lagi."
        )  # fmt: skip
        messages.success(request, told % words)
        following = CatalogSeller.objects.unknown().with_sales().order_by("-sold", "pk").first()
        if following:
            return redirect("admin:procurement_catalogseller_change", following.pk)
        return redirect("admin:procurement_catalogseller_changelist")

    def again_view(self, request, pk):
        """Take a decision back."""
        seller = self._seller(request, pk)
        ask_again(seller=seller)
        messages.success(
            request, _("Keputusan tentang %(seller)s dibatalkan; usahanya dicari lagi.") % {"seller": seller}
        )
        return redirect("admin:procurement_catalogseller_change", pk)

    def export_view(self, request):
        """The list as it is filtered, recorded before it is handed over."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        at = timezone.localtime()
        sellers = self.get_changelist_instance(request).queryset
        file = export_sellers(sellers=sellers, by=request.user, at=at, query=request.GET.urlencode())
        response = FileResponse(
            file, as_attachment=True, filename=f"penjual-e-katalog-{at:%Y%m%d-%H%M}.csv",
            content_type="text/csv; charset=utf-8",
        )  # fmt: skip
        response["Cache-Control"] = "no-store"
        return response

    def _seller(self, request, pk):
        if not request.user.has_perm(MAY_DECIDE):
            raise PermissionDenied
        return get_object_or_404(CatalogSeller, pk=pk)


@admin.site.card("procurement.view_catalogseller")
def sellers_without_certificate(day):
    """Businesses of the register that sell to government and hold no valid certificate."""
    return Card(
        title=_("Menjual, belum bersertifikat"),
        count=CatalogSeller.objects.uncertified_on(day).count(),
        url=reverse("admin:procurement_catalogseller_changelist"),
        note=_("Sudah menjual lewat e-Katalog. Dampingi yang penjualannya terbesar lebih dulu."),
    )


@admin.site.card("procurement.change_catalogseller")
def sellers_unknown(day):
    """Sellers that nobody has recognised."""
    return Card(
        title=_("Penjual e-Katalog belum dikenal"),
        count=CatalogSeller.objects.unknown().count(),
        url=reverse("admin:procurement_catalogseller_changelist") + "?keadaan=siapa",
        note=_("Pilih usahanya dari saran, atau nyatakan tidak ada di register."),
    )
