"""What officers hand to the office: packages nobody can serve, and requests for offers to pass on."""

from django.contrib import admin
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certification.triage_words import sentence_of
from procurement.coachable import nearest
from procurement.models import NoSupplier, Offer
from tkdnportal.admin import Card, Work
from tkdnportal.asking_first import asks_first
from tkdnportal.desk import ReadOnly, RecordAdmin
from tkdnportal.templatetags.portal import percent, rupiah, rupiah_short

NEAR_MISSES_SHOWN = 5


def makers_to_coach(package, on):
    """Uncertified makers of what `package` asks for, with where they stand on day `on`, as text of a record's page."""
    rows = (
        (
            reverse("admin:umkm_business_change", args=[one.business.pk]),
            one.business.name,
            one.business.regency,
            one.product_name,
            one.triaged.stage.label,
            sentence_of(one.triaged).action,
        )
        for one in nearest(package, on)
    )
    return format_html_join("", '<div><a href="{}">{}</a></div><p>{}: {} – {}. {}</p>', rows) or _(
        "Belum ada usaha di daftar yang membuat barang ini. Cari lewat kabupaten/kota, lalu daftarkan."
    )


class WaitingFilter(admin.SimpleListFilter):
    """Work that waits, unless everything is asked for."""

    title = gettext_lazy("antrean")
    parameter_name = "antrean"

    def lookups(self, request, model_admin):
        """What is not shown without asking."""
        return [("semua", _("semua, juga yang selesai"))]

    def choices(self, changelist):
        """The queue first."""
        [_all, *others] = super().choices(changelist)
        return [_all | {"display": _("yang menunggu")}, *others]

    def queryset(self, request, queryset):
        """The queue by the model's own words."""
        return queryset if self.value() == "semua" else queryset.waiting()


@admin.register(NoSupplier)
class NoSupplierAdmin(ReadOnly, RecordAdmin):
    """Each leads to the nearest misses and to whom to coach; it leaves the queue once somebody can serve it."""

    work = Work.MONEY
    help = gettext_lazy("Paket yang dinyatakan pejabat belum ada pemasoknya: siapa yang dapat dibantu?")
    list_display = ("package", "agency", "short_ceiling", "declared_on", "near_misses", "standing")
    list_filter = (WaitingFilter,)
    list_select_related = ("package__agency", "package__outcome", "evidence")
    search_fields = ("package__rup_code__startswith", "package__name")
    sortable_by = ()
    fields = (
        "package", "agency", "short_ceiling", "declared_on", "officer", "note", "evidence_link", "nearest_misses",
        "to_coach", "withdrawn_on",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request):
        """Without the frozen text, which only one record's page reads."""
        return super().get_queryset(request).select_related(*self.list_select_related).defer("evidence__content")

    @admin.display(description=gettext_lazy("satuan kerja"))
    def agency(self, record):
        """Whose package."""
        return record.package.agency

    @admin.display(description=gettext_lazy("pagu"))
    def short_ceiling(self, record):
        """At a glance."""
        return rupiah_short(record.package.ceiling)

    @admin.display(description=gettext_lazy("hampir cocok"))
    def near_misses(self, record):
        """How many, as matching last said."""
        outcome = getattr(record.package, "outcome", None)
        return outcome.near_misses if outcome else "–"

    @admin.display(description=gettext_lazy("keadaan paket"))
    def standing(self, record):
        """What matching last said of the package."""
        outcome = getattr(record.package, "outcome", None)
        return outcome.get_state_display() if outcome else _("belum dihitung")

    @admin.display(description=gettext_lazy("bukti"))
    def evidence_link(self, record):
        """The frozen answer."""
        return format_html('<a href="{}">{}</a>', record.evidence.get_absolute_url(), record.evidence.code)

    @admin.display(description=gettext_lazy("yang hampir cocok saat itu"))
    def nearest_misses(self, record):
        """The first of the frozen near misses with their obstacles."""
        misses = record.evidence.answer["near_misses"][:NEAR_MISSES_SHOWN]
        rows = (
            (miss["product_name"], miss["business_name"], " ".join(reason["text"] for reason in miss["obstacles"]))
            for miss in misses
        )
        return format_html_join("", "<p><strong>{}</strong>, {}: {}</p>", rows) or _("tidak ada")

    @admin.display(description=gettext_lazy("usaha terdekat untuk dibantu"))
    def to_coach(self, record):
        """Uncertified makers of what is asked, with where they stand today."""
        return makers_to_coach(record.package, timezone.localdate())


@admin.register(Offer)
class OfferAdmin(ReadOnly, RecordAdmin):
    """Requests for suppliers whose owners have not allowed buyers to call: the office passes them on."""

    work = Work.MONEY
    help = gettext_lazy("Permintaan penawaran yang perlu disampaikan Dinas kepada pemasok.")
    list_display = ("supplier", "product", "package", "asked_on", "deadline", "sent_at")
    list_filter = (WaitingFilter,)
    list_select_related = ("entry__package", "entry__item__certificate__business")
    sortable_by = ()
    fields = ("supplier", "product", "package", "asked_by", "asked_on", "deadline", "channel", "text", "sent_at")
    readonly_fields = fields
    actions = ("pass_on", "put_back")

    def get_queryset(self, request):
        """With what the columns tell."""
        return super().get_queryset(request).select_related(*self.list_select_related)

    @admin.display(description=gettext_lazy("pemasok"))
    def supplier(self, offer):
        """Whom to tell."""
        return offer.entry.item.certificate.business

    @admin.display(description=gettext_lazy("produk"))
    def product(self, offer):
        """Of which product."""
        return f"{offer.entry.item.product_name} ({percent(offer.entry.item.tkdn)})"

    @admin.display(description=gettext_lazy("paket"))
    def package(self, offer):
        """For which package, and how dear."""
        return f"{offer.entry.package} ({rupiah(offer.entry.package.ceiling)})"

    def has_pass_on_permission(self, request):
        """Those who may change offers."""
        return request.user.has_perm("procurement.change_offer")

    @asks_first(
        description=gettext_lazy("Sudah disampaikan kepada pemasok"),
        consequence=gettext_lazy(
            "Pejabat pengadaan akan membaca bahwa pemasoknya sudah tahu. Keliru? Saring “semua, juga yang "
            "selesai”, pilih lagi, lalu “Ternyata belum disampaikan”."
        ),
        reach=lambda offers: offers.waiting(),
        permissions=["pass_on"],
    )
    def pass_on(self, request, waiting):
        """Note that the office has told the suppliers; those told before keep their day."""
        told = waiting.update(sent_at=timezone.localtime())
        text = ngettext(
            "%(count)s permintaan dicatat sudah disampaikan.",
            "%(count)s permintaan dicatat sudah disampaikan.",
            told,
        )
        self.message_user(request, text % {"count": told})

    @asks_first(
        description=gettext_lazy("Ternyata belum disampaikan"),
        consequence=gettext_lazy("Permintaannya kembali ke antrean. Yang sudah dijawab pemasok tidak berubah."),
        reach=lambda offers: offers.passed_on(),
        permissions=["pass_on"],
    )
    def put_back(self, request, passed_on):
        """Undo `pass_on`; an answer proves that the supplier was told."""
        back = passed_on.update(sent_at=None)
        text = ngettext(
            "%(count)s permintaan menunggu disampaikan lagi.",
            "%(count)s permintaan menunggu disampaikan lagi.",
            back,
        )
        self.message_user(request, text % {"count": back})


@admin.site.card("procurement.view_nosupplier")
def packages_without_supplier(day):
    """Packages officers declared to be without a supplier, while that is still so."""
    waiting = NoSupplier.objects.waiting()
    amount = waiting.aggregate(count=Count("pk"), rupiah=Sum("package__ceiling", default=0))
    return Card(
        title=_("Belum ada pemasok"),
        count=amount["count"],
        url=reverse("admin:procurement_nosupplier_changelist"),
        note=_("Pejabat menunggu pemasok untuk %(money)s. Cari siapa yang dapat dibantu bersertifikat.")
        % {"money": rupiah_short(amount["rupiah"])},
    )


@admin.site.card("procurement.view_offer")
def offers_to_pass_on(day):
    """Requests for offers that go through the office."""
    return Card(
        title=_("Permintaan penawaran untuk disampaikan"),
        count=Offer.objects.waiting().count(),
        url=reverse("admin:procurement_offer_changelist"),
        note=_("Hubungi pemasoknya, lalu tandai sudah disampaikan."),
    )
