"""The register on the staff's desk: businesses with what they do and make, imports, and reference tables."""

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tkdnportal.admin import Work
from tkdnportal.desk import RecordAdmin, masked, short_money
from tkdnportal.refusals import RefusableForm
from umkm.categories import Category
from umkm.import_admin import ImportRunAdmin
from umkm.models import (
    Activity,
    Business,
    CategoryRule,
    District,
    ImportRun,
    Kbli,
    Membership,
    Product,
    Regency,
)


class CategoriesForm(RefusableForm):
    """Ticks for the categories, since the order in the column is that of the list."""

    categories = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Kategori"), choices=Category, widget=forms.CheckboxSelectMultiple
    )


class ActivityInline(admin.StackedInline):
    """KBLI entries on the NIB."""

    model = Activity
    extra = 0
    fields = (("kbli_version", "kbli_code"), ("risk", "standard_certificate_verified"))


class ProductInline(admin.StackedInline):
    """What the business makes."""

    model = Product
    form = CategoriesForm
    extra = 0
    fields = (
        "name",
        "description",
        "categories",
        ("kbli_version", "kbli_code"),
        ("price", "unit", "monthly_capacity"),
    )


class MembershipInline(admin.StackedInline):
    """Who acts for the business on the portal."""

    model = Membership
    extra = 0
    autocomplete_fields = ("user",)


class ProductCategoryFilter(admin.SimpleListFilter):
    """Businesses with a product of one category."""

    title = gettext_lazy("kategori produk")
    parameter_name = "kategori"

    def lookups(self, request, model_admin):
        """The categories."""
        return Category.choices

    def queryset(self, request, queryset):
        """One semi-join, so a business with three such products stands once."""
        if self.value() not in Category.values:
            return queryset
        products = Product.objects.filter(business=OuterRef("pk"), categories__contains=[self.value()])
        return queryset.filter(Exists(products))


class NibFilter(admin.SimpleListFilter):
    """Whether the NIB is known: without one nothing on the path can begin."""

    title = gettext_lazy("NIB")
    parameter_name = "nib_ada"

    def lookups(self, request, model_admin):
        """Known or not."""
        return [("ya", _("sudah ada")), ("tidak", _("belum ada"))]

    def queryset(self, request, queryset):
        """By the presence of the number."""
        if self.value() not in ("ya", "tidak"):
            return queryset
        return queryset.filter(nib__isnull=self.value() == "tidak")


@admin.register(Business)
class BusinessAdmin(RecordAdmin):
    """The register."""

    work = Work.REGISTER
    help = gettext_lazy("Cari menurut NIB, nama usaha, atau nama pemilik.")
    list_display = ("shown_nib", "name", "regency", "district", "masked_phone", "short_capital", "source")
    list_display_links = ("shown_nib", "name")
    list_filter = (NibFilter, ProductCategoryFilter, "source", "regency")
    list_select_related = ("regency", "district")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("nib__startswith", "name", "owner_name")
    search_help_text = gettext_lazy("NIB dari depan, atau sedikitnya tiga huruf dari nama usaha atau pemilik.")
    autocomplete_fields = ("regency", "district")
    inlines = (ActivityInline, ProductInline, MembershipInline)
    readonly_fields = ("nik_kept", "source", "created_at")
    fieldsets = (
        (None, {"fields": ("nib", "name", "owner_name", "nik_kept", "npwp")}),
        (gettext_lazy("Kontak dan tempat"), {"fields": ("phone", "email", "address", "regency", "district")}),
        (gettext_lazy("Ukuran usaha"), {"fields": ("capital", "annual_sales", "workers")}),
        (gettext_lazy("Pencatatan"), {"fields": ("registered_on", "source", "created_at")}),
    )

    short_capital = short_money("capital", gettext_lazy("modal"))

    @admin.display(description=gettext_lazy("NIB"))
    def shown_nib(self, business):
        """The number, or words that say it is missing."""
        return business.nib or _("belum ada")

    @admin.display(description=gettext_lazy("telepon"))
    def masked_phone(self, business):
        """Enough to recognise a number, too little to copy one from a list."""
        return masked(business.phone, first=5, last=3)

    @admin.display(description="NIK")
    def nik_kept(self, business):
        """Whether the identity number is kept; never the number itself."""
        return _("tersimpan") if business.nik_hash else _("belum ada")


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

    @admin.display(description=gettext_lazy("kategori"))
    def shown_categories(self, product):
        """Labels, the main category first."""
        return ", ".join(str(Category(code).label) for code in product.categories)
