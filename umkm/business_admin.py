"""The register on the staff's desk: one business with what it does and makes, and the list of all."""

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tkdnportal.admin import Work
from tkdnportal.desk import RecordAdmin, short_money
from tkdnportal.field_help import ExplainsFields
from umkm.bulk_admin import BulkActions
from umkm.business_forms import BusinessForm, CategoriesForm
from umkm.categories import Category
from umkm.export_admin import Exporting
from umkm.kept import OpensKept
from umkm.models import Activity, Business, Membership, Note, Product
from umkm.reveal_admin import Revealing
from umkm.saved_filter_admin import SavedFilters

MASKED = {"phone": "masked_phone", "email": "masked_email", "npwp": "masked_npwp"}
"""What stands in the form's place of a contact for those who only look."""


class ActivityInline(ExplainsFields, admin.StackedInline):
    """KBLI entries on the NIB."""

    model = Activity
    extra = 0
    fields = (("kbli_version", "kbli_code"), ("risk", "standard_certificate_verified"))


class ProductInline(ExplainsFields, admin.StackedInline):
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
    """Who owns the business on the portal; helpers need a consent, which has a page of its own."""

    model = Membership
    verbose_name = gettext_lazy("pemilik di portal")
    verbose_name_plural = gettext_lazy("pemilik di portal")
    extra = 0
    fields = ("user", "since")
    autocomplete_fields = ("user",)

    def get_queryset(self, request):
        """Owners whose right stands."""
        return super().get_queryset(request).active().owners()


class NoteInline(admin.StackedInline):
    """What clerks wrote for one another; one more can be added, none changed."""

    model = Note
    extra = 1
    fields = ("text", "signed")
    readonly_fields = ("signed",)
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 50})}}

    def has_change_permission(self, request, obj=None):
        """Nobody: a note stays as it was written."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody."""
        return False

    def get_queryset(self, request):
        """With the names, in one query."""
        return super().get_queryset(request).select_related("by")

    @admin.display(description=gettext_lazy("oleh"))
    def signed(self, note):
        """Who and when; a new note is signed when it is saved."""
        if note.pk is None:
            return "–"
        return f"{note.by}, {date_format(timezone.localtime(note.at), 'j M Y H:i')}"


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
class BusinessAdmin(Revealing, BulkActions, SavedFilters, Exporting, OpensKept, RecordAdmin):
    """The register."""

    work = Work.REGISTER
    help = gettext_lazy("Cari menurut NIB, nama usaha, atau nama pemilik.")
    form = BusinessForm
    list_display = ("shown_nib", "name", "regency", "district", "masked_phone", "short_capital", "source")
    list_display_links = ("shown_nib", "name")
    list_filter = (NibFilter, ProductCategoryFilter, "source", "regency")
    list_select_related = ("regency", "district")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("nib__startswith", "name", "owner_name")
    search_help_text = gettext_lazy("NIB dari depan, atau sedikitnya tiga huruf dari nama usaha atau pemilik.")
    autocomplete_fields = ("regency", "district")
    inlines = (ActivityInline, ProductInline, MembershipInline, NoteInline)
    readonly_fields = ("nik_kept", "reveals", "source", "created_at", *MASKED.values())
    fieldsets = (
        (None, {"fields": ("nib", "name", "owner_name", "nik_kept", "npwp")}),
        (
            gettext_lazy("Kontak dan tempat"),
            {"fields": ("phone", "email", "drop", "reveals", "address", "regency", "district")},
        ),
        (gettext_lazy("Ukuran usaha"), {"fields": ("capital", "annual_sales", "workers")}),
        (gettext_lazy("Pencatatan"), {"fields": ("registered_on", "source", "created_at")}),
    )

    short_capital = short_money("capital", gettext_lazy("modal"))

    @admin.display(description=gettext_lazy("NIB"))
    def shown_nib(self, business):
        """The number, or words that say it is missing."""
        return business.nib or _("belum ada")

    def get_fieldsets(self, request, obj=None):
        """Without what only a stored record has, or only who may change it; then contacts are masked words."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return [_with(fieldset, {"drop": None, "reveals": None}) for fieldset in fieldsets]
        if not self.has_change_permission(request, obj):
            return [_with(fieldset, MASKED | {"drop": None, "reveals": None}) for fieldset in fieldsets]
        return fieldsets

    def save_formset(self, request, form, formset, change):
        """A note is signed by who writes it."""
        if formset.model is Note:
            for note in formset.save(commit=False):
                note.by = request.user
                note.save()
            return
        super().save_formset(request, form, formset, change)


def _with(fieldset, instead):
    """The fieldset with some fields replaced, or left out where the replacement is None."""
    title, options = fieldset
    names = [instead.get(name, name) for name in options["fields"]]
    return title, {**options, "fields": [name for name in names if name]}
