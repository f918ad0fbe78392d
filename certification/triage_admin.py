"""Stages on the staff's desk: the register's own admin, grown by what certification knows."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from certification.readiness_facts import readiness_lines, ready_businesses
from certification.triage import Reach, Stage, at_stage, stage_of, that_reach
from certification.triage_words import sentence_of
from umkm.business_admin import BusinessAdmin
from umkm.models import Business, WaitingBusiness
from umkm.verification_admin import QueueAdmin
from umkm.verification_findings import Finding


class StageFilter(admin.SimpleListFilter):
    """Where businesses stand today."""

    title = _("tahap")
    parameter_name = "tahap"

    def lookups(self, request, model_admin):
        """Every stage, in the order of the path."""
        return Stage.choices

    def queryset(self, request, queryset):
        """By the same query as everywhere."""
        if self.value() not in Stage.values:
            return queryset
        return at_stage(queryset, self.value(), timezone.localdate())


class ReachFilter(admin.SimpleListFilter):
    """The businesses behind one bar of the dashboard's funnel."""

    title = _("sudah sampai")
    parameter_name = "sampai"

    def lookups(self, request, model_admin):
        """Every bar but the first, which holds all."""
        return [(reach.name, reach.label) for reach in Reach if reach != Reach.ALL]

    def queryset(self, request, queryset):
        """As the bar counts them."""
        if self.value() not in Reach.names:
            return queryset
        return that_reach(queryset, Reach[self.value()], timezone.localdate())


class ReadyFilter(admin.SimpleListFilter):
    """Businesses with a product whose application could be sent today."""

    title = _("kesiapan")
    parameter_name = "siap"

    def lookups(self, request, model_admin):
        """One choice."""
        return [("ya", _("siap diajukan"))]

    def queryset(self, request, queryset):
        """By the rule the owners see."""
        return ready_businesses(queryset, timezone.localdate()) if self.value() == "ya" else queryset


@admin.site.grown(Business)
class TriagedBusinessAdmin(BusinessAdmin):
    """The register, which imports nothing of certification, with the stage of each business."""

    list_filter = (StageFilter, ReachFilter, ReadyFilter, *BusinessAdmin.list_filter)
    readonly_fields = ("stage", "applications", "recording", "readiness", *BusinessAdmin.readonly_fields)

    def get_fieldsets(self, request, obj=None):
        """The stage last; who may not change the business is not led to record what was sent."""
        recording = ["recording"] if self.has_change_permission(request, obj) else []
        shown = ("stage", "applications", *recording, "readiness")
        return (*super().get_fieldsets(request, obj), (_("Tahap hari ini"), {"fields": shown}))

    @admin.display(description=_("tahap"))
    def stage(self, business):
        """The stage with its reason and next step; a dash for one not saved yet."""
        if business.pk is None:
            return "–"
        triaged = stage_of(business, timezone.localdate())
        sentence = sentence_of(triaged)
        return format_html_join(
            "", "<p>{}</p>", ((capfirst(triaged.stage.label),), (sentence.reason,), (sentence.action,))
        )

    @admin.display(description=_("permohonan"))
    def applications(self, business):
        """The page of all applications of this business; a dash for one not saved yet."""
        return _link("applications:list", business, _("Semua permohonan"))

    @admin.display(description=_("permohonan baru"))
    def recording(self, business):
        """The page where an application is recorded that was sent; a dash for a business not saved yet."""
        return _link("applications:sent", business, _("Catat permohonan yang sudah dikirim"))

    @admin.display(description=_("kesiapan permohonan"))
    def readiness(self, business):
        """Per product what the owner sees as not ready, with the reason of refusal it prevents."""
        if business.pk is None:
            return "–"
        on = timezone.localdate()
        return format_html_join("", "<p><strong>{}</strong>: {}</p>", readiness_lines(business, on)) or "–"


@admin.site.grown(WaitingBusiness)
class TriagedQueueAdmin(QueueAdmin):
    """The queue of verifications, with the stage among what the rules say."""

    def findings(self, business, day):
        """The stage first; it is fine once no fact is missing."""
        triaged = stage_of(business, day)
        stage = Finding(
            _("Tahap hari ini"), triaged.obstacle is None,
            f"{capfirst(triaged.stage.label)}. {sentence_of(triaged).reason}",
        )  # fmt: skip
        return [stage, *super().findings(business, day)]


def _link(page, business, words):
    if business.pk is None:
        return "–"
    return format_html('<a href="{}">{}</a>', reverse(page, args=[business.pk]), words)
