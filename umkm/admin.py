"""The register on the staff's desk: imports, products and reference tables; businesses have `umkm.business_admin`."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tkdnportal.admin import Work
from tkdnportal.desk import RecordAdmin, short_money
from umkm.business_admin import BusinessAdmin  # noqa: F401 - registers itself
from umkm.business_forms import CategoriesForm
from umkm.categories import Category
from umkm.claim_admin import ClaimAdmin  # noqa: F401 - registers itself
from umkm.consent_admin import MembershipAdmin  # noqa: F401 - registers itself
from umkm.district_form import DistrictForm
from umkm.document_admin import DocumentAdmin  # noqa: F401 - registers itself
from umkm.import_admin import ImportRunAdmin
from umkm.models import CategoryRule, District, ImportRun, Kbli, Product, Regency
from umkm.owner.admin import ConsentAdmin  # noqa: F401 - registers itself
from umkm.sentra_admin import SentraAdmin  # noqa: F401 - registers itself, and the invoices there
from umkm.verification_admin import QueueAdmin  # noqa: F401 - registers itself
from umkm.written_admin import VerificationAdmin  # noqa: F401 - registers itself, and the others there

admin.site.register(ImportRun, ImportRunAdmin)


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


class PointFilter(admin.EmptyFieldListFilter):
    """Kecamatan whose point is known, or not."""

    def __init__(self, *args, **kwargs):
        """Under the name of the column."""
        super().__init__(*args, **kwargs)
        self.title = _("titik")


@admin.register(Regency)
class RegencyAdmin(PlaceAdmin):
    """Kabupaten and kota."""

    help = gettext_lazy("15 kabupaten/kota dengan kode Kemendagri.")
    list_display = ("code", "kind", "name")
    search_fields = ("name", "code__startswith")


@admin.register(District)
class DistrictAdmin(PlaceAdmin):
    """Kecamatan."""

    help = gettext_lazy("Kecamatan dengan kode Kemendagri dan titiknya, supaya jaraknya dapat dihitung.")
    form = DistrictForm
    list_display = ("code", "name", "regency", "shown_point")
    list_filter = ("regency", ("latitude", PointFilter))
    list_select_related = ("regency",)
    search_fields = ("name", "code__startswith")
    autocomplete_fields = ("regency",)

    def get_fields(self, request, obj=None):
        """The point as one text to write, or to read for who may not change it."""
        return ("code", "name", "regency", "point" if self._may_write(request, obj) else "shown_point")

    def get_readonly_fields(self, request, obj=None):
        """The code of a kecamatan that is there, and the point as text."""
        return (*super().get_readonly_fields(request, obj), "shown_point")

    def _may_write(self, request, obj):
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    @admin.display(description=gettext_lazy("titik"))
    def shown_point(self, district):
        """Latitude and longitude, or that nobody knows."""
        if district.latitude is None:
            return _("titik belum diketahui")
        return f"{district.latitude}, {district.longitude}"


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
