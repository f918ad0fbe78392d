"""Exports on the staff's desk: the list as it is filtered, as a file, and the log of what was taken out."""

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from umkm.business_forms import PurposeForm
from umkm.exports import COLUMNS, USUAL, TooLong, export
from umkm.models import FileFormat

CONTENT_TYPES = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExportForm(PurposeForm):
    """Which columns in which format; contacts in full only for a reason."""

    format = forms.ChoiceField(
        label=gettext_lazy("Bentuk berkas"), choices=FileFormat, widget=forms.RadioSelect, initial=FileFormat.XLSX
    )
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Kolom"),
        choices=[(name, name) for name in COLUMNS],
        initial=USUAL,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nama kolom sama dengan berkas impor. NIK tidak pernah diekspor."),
    )
    with_contacts = forms.BooleanField(
        label=gettext_lazy("Telepon dan e-mail lengkap"),
        required=False,
        help_text=gettext_lazy("Tanpa centang keduanya disamarkan. Dengan centang, pilih alasannya di bawah."),
    )
    field_order = ("format", "columns", "with_contacts", "purpose", "text")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].required = False

    def clean(self):
        """Contacts in full need a purpose."""
        cleaned = super().clean()
        if cleaned.get("with_contacts") and not cleaned.get("purpose"):
            self.add_error("purpose", _("Pilih alasan bila berkas memuat telepon dan e-mail lengkap."))
        return cleaned


class Exporting:
    """A ModelAdmin of businesses whose list can be taken out as a file, exactly as it is filtered."""

    def get_urls(self):
        """The page before Django's own."""
        view = self.admin_site.admin_view(self.export_view)
        return [path("ekspor/", view, name="umkm_business_export"), *super().get_urls()]

    def export_view(self, request):
        """Ask what goes into the file, count it only now, then hand it over."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            changelist = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return redirect(f"{reverse('admin:umkm_business_changelist')}?e=1")
        form = ExportForm(request.POST or None)
        if form.is_valid():
            try:
                return self._file(request, changelist, form.cleaned_data)
            except TooLong as problem:
                form.add_error("format", str(problem))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Ekspor daftar usaha"),
            "form": form,
            "cl": changelist,
            "filters": list(_chosen(changelist)),
            "count": changelist.queryset.count(),
            "query": request.GET.urlencode(),
        }
        return TemplateResponse(request, "admin/umkm/business/export.html", context)

    def _file(self, request, changelist, answers):
        at = timezone.localtime()
        answers["query"] = request.GET.urlencode()
        file = export(businesses=changelist.queryset, by=request.user, at=at, request=answers)
        name = f"register-ikm-{at:%Y%m%d-%H%M}.{answers['format'].lower()}"
        response = FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[answers["format"]])
        response["Cache-Control"] = "no-store"
        return response


def _chosen(changelist):
    """Each filter in use, as (title, choice) in words."""
    for spec in changelist.filter_specs:
        for choice in spec.choices(changelist):
            if choice["selected"] and set(spec.expected_parameters()) & set(
                changelist.params | changelist.filter_params
            ):
                yield spec.title, choice["display"]
