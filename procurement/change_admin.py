"""Budget structures, reviews of packages' codes, and what owners were told, on the staff's desk."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.changes import awaited
from procurement.models import BudgetStructure, Digest, DigestEntry, PackageChange
from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin, short_money


@admin.register(BudgetStructure)
class BudgetStructureAdmin(RecordAdmin):
    """What each agency spends in all, and on procurement."""

    work = Work.MONEY
    help = gettext_lazy("Belanja pengadaan tiap satker: pembagi indikator PDN dan usaha kecil.")
    list_display = ("agency", "year", "short_procurement", "short_total", "as_of", "source")
    list_select_related = ("agency",)
    search_fields = ("agency__name", "=year")
    autocomplete_fields = ("agency",)
    readonly_fields = ("source",)

    short_procurement = short_money("procurement", gettext_lazy("belanja pengadaan"))
    short_total = short_money("total", gettext_lazy("total belanja"))


class AwaitedFilter(admin.SimpleListFilter):
    """Whether the package that followed is still missing here."""

    title = gettext_lazy("paket penerus")
    parameter_name = "penerus"

    def lookups(self, request, model_admin):
        """Only what waits is worth a list."""
        return [("ditunggu", _("belum diimpor"))]

    def queryset(self, request, queryset):
        """Reviews whose new package is unknown."""
        return queryset.filter(pk__in=awaited().values("pk")) if self.value() == "ditunggu" else queryset


@admin.register(PackageChange)
class PackageChangeAdmin(ReadOnly, RecordAdmin):
    """Reviews as the data service published them."""

    work = Work.MONEY
    help = gettext_lazy("Kode RUP yang diganti, dipecah, dibatalkan, atau diaktifkan kembali.")
    list_display = ("old_code", "new_code", "kind", "changed_at", "agency_name", "reason")
    list_filter = (AwaitedFilter, "kind")
    search_fields = ("old_code__startswith", "new_code__startswith")
    search_help_text = gettext_lazy("Kode RUP lama atau baru, dari depan.")
    ordering = ("-pk",)
    sortable_by = ()


class DigestEntryInline(ReadOnly, admin.TabularInline):
    """What the digest told."""

    model = DigestEntry
    fields = ("package", "product", "is_certified", "changes")
    readonly_fields = fields
    extra = 0


@admin.register(Digest)
class DigestAdmin(ReadOnly, RecordAdmin):
    """Who was told what, and whether it left."""

    work = Work.MONEY
    help = gettext_lazy("Kabar paket kepada pemilik usaha: apa yang diberitahukan dan kapan terkirim.")
    list_display = ("on", "user", "mail_due", "mailed_at", "text_due", "texted_at")
    list_select_related = ("user",)
    search_fields = ("user__full_name",)
    ordering = ("-pk",)
    sortable_by = ()
    inlines = (DigestEntryInline,)


@admin.site.card("procurement.view_packagechange")
def successors_awaited(day):
    """Packages that were replaced by ones no import has brought yet: their money shows nowhere."""
    return Card(
        title=_("Paket pengganti belum diimpor"),
        count=awaited().count(),
        url=reverse("admin:procurement_packagechange_changelist") + "?penerus=ditunggu",
        note=_("Kode lamanya sudah tidak berlaku. Impor RUP terbaru agar paket penggantinya muncul."),
    )
