"""Pledges on the staff's desk: which purchases wait, and for how many makers who could be ready in time."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from procurement.models import Pledge, PledgeState
from procurement.office_admin import makers_to_coach
from procurement.pledge_makers import waiting_pledges
from procurement.pledges import NO_PROMISE
from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin
from tkdnportal.templatetags.portal import rupiah_short


class StandingFilter(admin.SimpleListFilter):
    """Pledges that stand, unless everything is asked for."""

    title = gettext_lazy("keadaan")
    parameter_name = "keadaan"

    def lookups(self, request, model_admin):
        """What is not shown without asking."""
        return [("semua", _("semua, juga yang berakhir"))]

    def choices(self, changelist):
        """The standing ones first."""
        [_all, *others] = super().choices(changelist)
        return [_all | {"display": _("yang berlaku")}, *others]

    def queryset(self, request, queryset):
        """By the state the list already knows."""
        return queryset if self.value() == "semua" else queryset.filter(state=PledgeState.STANDING)


@admin.register(Pledge)
class PledgeAdmin(ReadOnly, RecordAdmin):
    """Officers make and withdraw them; staff see whom to help so that the money stays here."""

    work = Work.MONEY
    help = gettext_lazy("Paket yang disisihkan untuk pembuat bersertifikat: adakah yang siap tepat waktu?")
    list_display = ("package", "ready_in_time", "ready_later", "ready_by", "short_ceiling", "agency", "state_now")
    list_filter = (StandingFilter,)
    list_select_related = ("package__agency", "officer", "kept_makers")
    list_per_page = 25
    search_fields = ("package__rup_code__startswith", "package__name")
    sortable_by = ()
    fields = (
        "package", "agency", "short_ceiling", "officer", "made_on", "ready_by", "note", "state_now",
        "ready_in_time", "ready_later", "counted_on", "to_coach",
        "withdrawn_on", "withdrawn_by", "withdrawal_reason", "promise",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request):
        """With the state of today."""
        found = super().get_queryset(request).select_related(*self.list_select_related)
        return found.with_state_on(timezone.localdate())

    @admin.display(description=gettext_lazy("satuan kerja"))
    def agency(self, pledge):
        """Whose package."""
        return pledge.package.agency

    @admin.display(description=gettext_lazy("pagu"))
    def short_ceiling(self, pledge):
        """At a glance."""
        return rupiah_short(pledge.package.ceiling)

    @admin.display(description=gettext_lazy("keadaan"))
    def state_now(self, pledge):
        """Told from the facts of today."""
        return pledge.state_label

    @admin.display(description=gettext_lazy("siap tepat waktu"))
    def ready_in_time(self, pledge):
        """How many could be certified by the day; red when there is none."""
        makers = _kept(pledge)
        if makers is None:
            return "–" if pledge.state != PledgeState.STANDING else _("sedang dihitung")
        if makers.in_time:
            return makers.in_time
        return format_html('<span class="tag tag-failed">{}</span>', _("tidak ada"))

    @admin.display(description=gettext_lazy("siap sesudahnya"))
    def ready_later(self, pledge):
        """How many could be certified, but too late."""
        makers = _kept(pledge)
        return "–" if makers is None else makers.later

    @admin.display(description=gettext_lazy("dihitung per"))
    def counted_on(self, pledge):
        """The day the makers were counted on."""
        makers = _kept(pledge)
        return makers and makers.on

    @admin.display(description=gettext_lazy("usaha terdekat untuk dibantu"))
    def to_coach(self, pledge):
        """Uncertified makers of what is asked, with where they stand today."""
        return makers_to_coach(pledge.package, timezone.localdate())

    @admin.display(description=gettext_lazy("yang harus diketahui pembuat"))
    def promise(self, pledge):
        """What staff tell makers with it."""
        return NO_PROMISE


def _kept(pledge):
    """The makers counted last for a pledge that stands; None where nobody counted yet."""
    return getattr(pledge, "kept_makers", None) if pledge.state == PledgeState.STANDING else None


@admin.site.card("procurement.view_pledge")
def pledges_waiting(day):
    """Purchases that wait for makers, and whether there are any."""
    found = waiting_pledges(day)
    note = _("%(rupiah)s menunggu pembuat bersertifikat.") % {"rupiah": rupiah_short(found.rupiah)}
    if found.without_makers:
        lacking = ngettext(
            "Untuk %(count)s paket belum ada pembuat yang dapat siap tepat waktu.",
            "Untuk %(count)s paket belum ada pembuat yang dapat siap tepat waktu.",
            found.without_makers,
        )
        note = f"{note} {lacking % {'count': found.without_makers}}"
    return Card(
        title=_("Niat belanja yang menunggu"),
        count=found.count,
        url=reverse("admin:procurement_pledge_changelist"),
        note=note,
    )
