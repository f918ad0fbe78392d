"""Reports of inconsistency on the staff's desk: read, passed on to the ministry, answered, closed."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.models import Report, ReportState
from tkdnportal.admin import Card, Work
from tkdnportal.desk import RecordAdmin
from tkdnportal.refusals import RefusableForm
from umkm.documents import keep_checked
from umkm.models import DocumentKind
from umkm.uploads import FilesField

SEEN = ("certificate", "business", "seen", "seen_on", "place")
"""What was reported; once it is there it stays as it was told."""
STEPS = (
    ("sent_on", "sent_reference"),
    ("answered_on", "answer"),
    ("closed_on", "closing_reason"),
)


class ReportForm(RefusableForm):
    """With a photo where the clerk has one."""

    photo = FilesField(
        kind=DocumentKind.REPORT_EVIDENCE, most=1, required=False, label=gettext_lazy("Foto bukti (boleh kosong)")
    )

    class Meta:
        model = Report
        exclude = ()
        widgets = {
            name: forms.Textarea(attrs={"rows": 3}) for name in ("seen", "answer", "closing_reason")
        }  # fmt: skip


class StateFilter(admin.SimpleListFilter):
    """How far a report is; what waits for the office comes first."""

    title = gettext_lazy("keadaan")
    parameter_name = "keadaan"

    def lookups(self, request, model_admin):
        """All states."""
        return ReportState.choices

    def queryset(self, request, queryset):
        """Derived from the days, as everywhere."""
        return queryset.filter(state=self.value()) if self.value() in ReportState.values else queryset


@admin.register(Report)
class ReportAdmin(RecordAdmin):
    """Nobody outside the office sees them."""

    work = Work.CERTIFICATES
    help = gettext_lazy("Barang atau sertifikat yang tidak cocok, dilaporkan petugas dan masyarakat untuk pengawasan.")
    form = ReportForm
    list_display = ("__str__", "shown_state", "seen_on", "place", "shown_source", "at")
    list_filter = (StateFilter,)
    list_select_related = ("certificate", "business", "by")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("certificate__number", "business__name", "business__nib__startswith")
    autocomplete_fields = ("certificate", "business")

    def get_queryset(self, request):
        """With their state."""
        return super().get_queryset(request).with_state().select_related("certificate", "business")

    def get_fieldsets(self, request, obj=None):
        """First what was seen; the steps come once it is recorded."""
        told = (None, {"fields": (*SEEN, *(("shown_evidence", "shown_source", "at") if obj else ("photo",)))})
        if obj is None:
            return [told]
        titles = (_("Dikirim ke Kementerian"), _("Dijawab Kementerian"), _("Ditutup"))
        return [told, *((title, {"fields": fields}) for title, fields in zip(titles, STEPS, strict=True))]

    def get_readonly_fields(self, request, obj=None):
        """What was told stays."""
        return (*SEEN, "shown_evidence", "shown_source", "at") if obj else ()

    def save_model(self, request, obj, form, change):
        """A new one is from the clerk who writes it; a photo belongs to the report alone."""
        if not change:
            obj.by = request.user
            files = form.cleaned_data.get("photo")
            if files:
                obj.evidence = keep_checked(
                    checked=files[0], kind=DocumentKind.REPORT_EVIDENCE, business=None, by=request.user
                )
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("keadaan"))
    def shown_state(self, report):
        """In words."""
        return report.state_now.label

    @admin.display(description=gettext_lazy("dari"))
    def shown_source(self, report):
        """A colleague, or the public, of whom nothing is known."""
        return report.by or _("masyarakat")

    @admin.display(description=gettext_lazy("foto bukti"))
    def shown_evidence(self, report):
        """A small picture that opens the photo."""
        if report.evidence is None:
            return "–"
        url = report.evidence.get_absolute_url()
        return format_html(
            '<a href="{}"><img class="file-preview" src="{}?ukuran=kecil" alt="{}"></a>', url, url, _("Buka foto bukti")
        )


@admin.site.card("certification.view_report")
def reports_waiting(day):
    """Reports nobody has passed on or closed."""
    return Card(
        title=_("Laporan ketidaksesuaian terbuka"),
        count=Report.objects.waiting().count(),
        url=reverse("admin:certification_report_changelist") + "?keadaan=OPEN",
        note=_("Periksa, lalu teruskan ke Kementerian (Permenperin 35/2025 Pasal 62) atau tutup dengan alasan."),
    )
