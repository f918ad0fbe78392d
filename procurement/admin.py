"""Agencies, budgets and packages on the staff's desk."""

from django.contrib import admin
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement import catalog_admin, office_admin, pledge_admin, token_admin  # noqa: F401 - register their own lists
from procurement.award_admin import AwardAdmin  # noqa: F401 - registers itself, and the others there
from procurement.models import Agency, Budget, CategorySource, OutcomeState, Package, PackageOutcome, Posting
from procurement.tasks import refresh_outcomes
from tkdnportal.admin import Card, Work
from tkdnportal.desk import RecordAdmin, short_money
from tkdnportal.refusals import RefusableForm
from tkdnportal.templatetags.portal import day as written_day
from tkdnportal.templatetags.portal import rupiah, rupiah_short
from umkm.categories import Category


def planned_on(budget):
    """Rupiah that the current packages of a budget line need."""
    return budget.packages.current().aggregate(total=Sum("ceiling", default=0))["total"]


class PostingInline(admin.StackedInline):
    """Officers of the agency."""

    model = Posting
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Agency)
class AgencyAdmin(RecordAdmin):
    """Units with a budget of their own."""

    work = Work.MONEY
    help = gettext_lazy("Satuan kerja dan pejabat pengadaannya.")
    list_display = ("name", "klpd_name", "code", "level", "regency")
    list_filter = ("level",)
    list_select_related = ("regency",)
    search_fields = ("name", "code__startswith")
    autocomplete_fields = ("regency",)
    inlines = (PostingInline,)


class BudgetForm(RefusableForm):
    """Says how much the packages of the line already need."""

    def explain(self, refusal):
        """A line never falls below its packages."""
        if refusal.constraint_name != "budget_line_covers_its_packages":
            return None
        return _(
            "Jumlah %(amount)s lebih kecil daripada pagu paket pada baris ini, yaitu %(planned)s. "
            "Isi sedikitnya %(planned)s, atau kurangi dulu pagu paketnya."
        ) % {"amount": rupiah(self.cleaned_data["amount"]), "planned": rupiah(planned_on(self.instance))}


@admin.register(Budget)
class BudgetAdmin(RecordAdmin):
    """What each agency sets aside."""

    work = Work.MONEY
    help = gettext_lazy("Anggaran tiap satker menurut tahun dan kategori.")
    form = BudgetForm
    list_display = ("agency", "year", "category", "short_amount", "as_of", "source")
    list_filter = ("category", "source")
    list_select_related = ("agency",)
    search_fields = ("agency__name", "=year")
    autocomplete_fields = ("agency",)
    readonly_fields = ("planned", "source")

    short_amount = short_money("amount", gettext_lazy("jumlah"))

    @admin.display(description=gettext_lazy("pagu paket pada baris ini"))
    def planned(self, budget):
        """Rupiah already planned."""
        return rupiah(planned_on(budget)) if budget.pk else "–"


class PackageForm(RefusableForm):
    """Says what the budget line holds when a package does not fit it."""

    def explain(self, refusal):
        """The two rules of a package and its budget line."""
        budget = self.cleaned_data.get("budget")
        if refusal.constraint_name == "package_budget_line_is_its_own":
            return _(
                "Baris anggaran “%(budget)s” bukan untuk satuan kerja, tahun, dan kategori paket ini. "
                "Pilih baris yang sesuai, atau kosongkan."
            ) % {"budget": budget}
        if refusal.constraint_name == "package_fits_its_budget_line":
            others = budget.packages.current().exclude(pk=self.instance.pk)
            left = budget.amount - others.aggregate(total=Sum("ceiling", default=0))["total"]
            return _(
                "Pagu %(ceiling)s melebihi sisa baris anggaran “%(budget)s”, yaitu %(left)s dari %(amount)s. "
                "Isi paling banyak %(left)s, atau tambah dulu anggarannya."
            ) % {
                "ceiling": rupiah(self.cleaned_data["ceiling"]),
                "budget": budget,
                "left": rupiah(left),
                "amount": rupiah(budget.amount),
            }
        return None


class YearFilter(admin.SimpleListFilter):
    """Last year, this year and next: no query over the whole table to find the years."""

    title = gettext_lazy("tahun anggaran")
    parameter_name = "tahun"

    def lookups(self, request, model_admin):
        """The three years that people work on."""
        this = timezone.localdate().year
        return [(str(year), str(year)) for year in (this + 1, this, this - 1)]

    def queryset(self, request, queryset):
        """Any year in the address works, listed or not."""
        value = self.value() or ""
        return queryset.for_year(int(value)) if value.isdigit() and len(value) == 4 else queryset


class CertifiableFilter(admin.SimpleListFilter):
    """Whether a goods certificate can serve the package at all."""

    title = gettext_lazy("dapat bersertifikat")
    parameter_name = "bersertifikat"

    def lookups(self, request, model_admin):
        """Yes or no."""
        return [("ya", _("ya")), ("tidak", _("tidak"))]

    def queryset(self, request, queryset):
        """By the recorded reason."""
        if self.value() not in ("ya", "tidak"):
            return queryset
        return queryset.filter(not_certifiable="") if self.value() == "ya" else queryset.exclude(not_certifiable="")


class OutcomeFilter(admin.SimpleListFilter):
    """What matching last said of current packages."""

    title = gettext_lazy("hasil pencocokan")
    parameter_name = "hasil"

    def lookups(self, request, model_admin):
        """Every state."""
        return OutcomeState.choices

    def queryset(self, request, queryset):
        """Withdrawn packages are not counted on any page, so not listed here."""
        if self.value() not in OutcomeState.values:
            return queryset
        return queryset.current().filter(outcome__state=self.value())


@admin.register(Package)
class PackageAdmin(RecordAdmin):
    """Packages; the category decided here is never overruled by an import."""

    work = Work.MONEY
    help = gettext_lazy("Tentukan kategori paket dan baris anggarannya.")
    form = PackageForm
    list_display = (
        "rup_code",
        "name",
        "agency",
        "year",
        "short_ceiling",
        "category",
        "category_source",
        "outcome_state",
    )
    list_filter = (YearFilter, "category", "category_source", CertifiableFilter, OutcomeFilter)
    list_select_related = ("agency", "outcome")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("rup_code__startswith", "name")
    search_help_text = gettext_lazy("Kode RUP dari depan, atau sedikitnya tiga huruf dari nama paket.")
    autocomplete_fields = ("agency", "budget", "regency")
    readonly_fields = ("category_source", "category_hint", "budget_left", "outcome_state", "source")
    fieldsets = (
        (None, {"fields": ("rup_code", "year", "agency", "name", "description", "specification", "volume")}),
        (
            gettext_lazy("Kategori"),
            {
                "fields": (
                    "category",
                    ("category_source", "category_hint"),
                    "not_certifiable",
                    "minimum_tkdn",
                    "account_codes",
                )
            },
        ),
        (gettext_lazy("Uang"), {"fields": ("ceiling", "budget", "budget_left", "funding_source")}),
        (
            gettext_lazy("Pengadaan"),
            {
                "fields": (
                    ("method", "procurement_type"),
                    ("contract_from", "contract_until", "delivery_until"),
                    ("is_domestic", "is_for_small_business"),
                    "regency",
                )
            },
        ),
        (gettext_lazy("Keadaan"), {"fields": (("is_announced", "is_active"), "outcome_state", "source")}),
    )

    short_ceiling = short_money("ceiling", gettext_lazy("pagu"))

    @admin.display(description=gettext_lazy("hasil pencocokan"))
    def outcome_state(self, package):
        """What matching last said."""
        outcome = getattr(package, "outcome", None)
        return outcome.get_state_display() if outcome else _("belum dihitung")

    @admin.display(description=gettext_lazy("sisa baris anggaran"))
    def budget_left(self, package):
        """What the line still has, and of how much."""
        if package.budget is None:
            return _("belum dipasangkan ke baris anggaran")
        left = package.budget.amount - planned_on(package.budget)
        return _("%(left)s dari %(amount)s") % {"left": rupiah(left), "amount": rupiah(package.budget.amount)}

    def save_model(self, request, obj, form, change):
        """A category chosen by a person carries the person's name and the day."""
        if "category" in form.changed_data:
            obj.category_source = CategorySource.OFFICER
            obj.category_hint = f"{request.user}, {written_day(timezone.localdate())}"[:120]
        super().save_model(request, obj, form, change)
        refresh_outcomes.delay_on_commit()


@admin.site.card("procurement.view_package")
def packages_without_category(day):
    """Packages of the year that no rule could place, and those outside the four categories."""
    outside = Q(category=Category.OTHER)
    found = (
        Package.objects.current()
        .for_year(day.year)
        .filter(outside)
        .aggregate(undecided=Count("pk", filter=Q(category_source=CategorySource.NONE)), outside=Count("pk"))
    )
    return Card(
        title=_("Paket tanpa kategori"),
        count=found["undecided"],
        url=reverse("admin:procurement_package_changelist") + f"?tahun={day.year}&category_source__exact=NONE",
        note=_("Seluruhnya %(outside)s paket %(year)s di luar empat kategori. Periksa apakah tempatnya benar.")
        % {"outside": found["outside"], "year": day.year},
    )


@admin.site.card("procurement.view_package")
def packages_open(day):
    """Packages of the year that no certified supplier can serve."""
    found = (
        PackageOutcome.objects.for_year(day.year)
        .filter(state=OutcomeState.OPEN)
        .aggregate(packages=Count("pk"), rupiah=Sum("package__ceiling", default=0))
    )
    return Card(
        title=_("Paket belum terlayani"),
        count=found["packages"],
        url=reverse("admin:procurement_package_changelist") + f"?tahun={day.year}&hasil={OutcomeState.OPEN}",
        note=_("Bernilai %(money)s pada tahun %(year)s.") % {"money": rupiah_short(found["rupiah"]), "year": day.year},
    )
