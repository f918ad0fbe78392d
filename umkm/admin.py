"""The register on the staff's desk: imports, products and reference tables; businesses have `umkm.business_admin`."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin, short_money
from tkdnportal.paging import UncountedPaginator
from umkm.business_admin import BusinessAdmin  # noqa: F401 - registers itself
from umkm.business_forms import CategoriesForm
from umkm.categories import Category
from umkm.claim_admin import ClaimAdmin  # noqa: F401 - registers itself
from umkm.consent_admin import MembershipAdmin  # noqa: F401 - registers itself
from umkm.document_admin import DocumentAdmin  # noqa: F401 - registers itself
from umkm.models import CategoryRule, District, ImportRow, ImportRun, Kbli, Product, Regency
from umkm.owner.admin import ConsentAdmin  # noqa: F401 - registers itself
from umkm.verification_admin import QueueAdmin  # noqa: F401 - registers itself
from umkm.written_admin import VerificationAdmin  # noqa: F401 - registers itself, and the others there

RECENT_DAYS = 30
"""Refused rows of imports younger than this wait on the home page (the portal's own choice)."""


class RefusedLatelyFilter(admin.SimpleListFilter):
    """Runs of the last days whose refused rows wait to be mended."""

    title = gettext_lazy("baris ditolak")
    parameter_name = "ditolak"

    def lookups(self, request, model_admin):
        """One choice, the one behind the home page's number."""
        return [("baru", _("dalam %(days)s hari terakhir") % {"days": RECENT_DAYS})]

    def queryset(self, request, queryset):
        """As the card counts them."""
        return refused_lately(queryset, timezone.localdate()) if self.value() == "baru" else queryset


def refused_lately(runs, day):
    """Runs of the `RECENT_DAYS` before `day` that refused rows."""
    return runs.filter(refused__gt=0, started_at__date__gte=day - timedelta(days=RECENT_DAYS))


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly, RecordAdmin):
    """What came in from files."""

    work = Work.REGISTER
    help = gettext_lazy("Berkas yang pernah diimpor dan baris yang ditolak.")
    list_display = ("__str__", "started_at", "finished_at", "by", "read", "created", "updated", "unchanged", "refused")
    list_filter = ("kind", RefusedLatelyFilter)
    list_select_related = ("by",)
    change_form_template = "admin/import_run.html"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The counts, and one page of the refused rows below them."""
        rows = ImportRow.objects.filter(run_id=object_id if object_id.isdigit() else None)
        page = UncountedPaginator(rows, self.list_per_page).get_page(request.GET.get("p"))
        return super().change_view(request, object_id, form_url, {"rows": page, **(extra_context or {})})


@admin.site.card("umkm.view_importrun")
def refused_rows(day):
    """Rows that did not come in and wait to be mended in their file."""
    found = refused_lately(ImportRun.objects.order_by(), day).aggregate(rows=Sum("refused"), runs=Count("pk"))
    return Card(
        title=_("Baris impor ditolak"),
        count=found["rows"] or 0,
        url=reverse("admin:umkm_importrun_changelist") + "?" + urlencode({"ditolak": "baru"}),
        note=_("Dari %(runs)s berkas dalam %(days)s hari terakhir. Perbaiki barisnya, lalu impor lagi.")
        % {"runs": found["runs"], "days": RECENT_DAYS},
    )


@admin.register(Kbli)
class KbliAdmin(RecordAdmin):
    """Titles of KBLI codes."""

    help = gettext_lazy("Judul kode KBLI 2020 dan 2025.")
    list_display = ("code", "version", "title")
    list_filter = ("version",)
    search_fields = ("code__startswith", "title")


@admin.register(CategoryRule)
class CategoryRuleAdmin(RecordAdmin):
    """Which KBLI codes serve which category."""

    help = gettext_lazy("Awalan KBLI mana melayani kategori belanja mana.")
    list_display = ("prefix", "version", "category", "is_primary")
    list_filter = ("version", "category")
    search_fields = ("prefix__startswith",)


class PlaceAdmin(RecordAdmin):
    """Places follow the ministry's list: they are corrected here, never removed."""

    def has_delete_permission(self, request, obj=None):
        """Nobody: every record of the register points at them."""
        return False

    def get_readonly_fields(self, request, obj=None):
        """A code names a place for good."""
        return ("code",) if obj else ()


@admin.register(Regency)
class RegencyAdmin(PlaceAdmin):
    """Kabupaten and kota."""

    help = gettext_lazy("15 kabupaten/kota dengan kode Kemendagri.")
    list_display = ("code", "kind", "name")
    search_fields = ("name", "code__startswith")


@admin.register(District)
class DistrictAdmin(PlaceAdmin):
    """Kecamatan."""

    help = gettext_lazy("Kecamatan dengan kode Kemendagri.")
    list_display = ("code", "name", "regency")
    list_filter = ("regency",)
    list_select_related = ("regency",)
    search_fields = ("name", "code__startswith")
    autocomplete_fields = ("regency",)


@admin.register(Product)
class ProductAdmin(RecordAdmin):
    """Products of all businesses, found by name."""

    work = Work.REGISTER
    help = gettext_lazy("Produk semua usaha.")
    form = CategoriesForm
    list_display = ("name", "business", "shown_categories", "short_price", "unit", "monthly_capacity")
    list_select_related = ("business",)
    search_fields = ("name",)
    ordering = ("-pk",)
    sortable_by = ()
    autocomplete_fields = ("business",)

    short_price = short_money("price", gettext_lazy("harga"))

    def get_queryset(self, request):
        """Without what stayed with a merged double: the kept record has its like."""
        return super().get_queryset(request).filter(business__merged_into__isnull=True)

    @admin.display(description=gettext_lazy("kategori"))
    def shown_categories(self, product):
        """Labels, the main category first."""
        return ", ".join(str(Category(code).label) for code in product.categories)


from umkm.doubles_admin import DoublePairAdmin  # noqa: E402, F401 - registers itself, after the register
