"""Imports on the staff's desk: hand in a file, look at what it would change, decide, mend what was refused."""

import codecs
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Sum
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin
from tkdnportal.paging import UncountedPaginator
from umkm.import_forms import UploadForm, largest, too_large
from umkm.importers import uploads
from umkm.importers.kinds import kind_of, known_kinds
from umkm.importers.preview import changed_since
from umkm.importers.progress import progress_of
from umkm.importers.sheets import rejects_xlsx, template_csv, template_xlsx
from umkm.models import ImportKind, ImportRow, ImportRun, ImportState, ImportUpload
from umkm.models.uploads import with_state
from umkm.tasks import work_on_import

RECENT_DAYS = 30
"""Refused rows of imports younger than this wait on the home page (the portal's own choice)."""

ROOM_FOR_FIELDS = 1024 * 1024
"""What a form may weigh beside its file."""

LONG_WAIT = timedelta(minutes=2)
"""After so long without a worker the queue may have lost the task, and the clerk is offered to start again."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
MAY_IMPORT = "umkm.add_importupload"


class RefusedLatelyFilter(admin.SimpleListFilter):
    """Runs of the last days whose refused rows wait to be mended."""

    title = gettext_lazy("baris ditolak")
    parameter_name = "ditolak"

    def lookups(self, request, model_admin):
        """One choice, the one behind the home page's number."""
        return [("baru", _("dalam %(days)s hari terakhir") % {"days": RECENT_DAYS})]

    def queryset(self, request, queryset):
        """As the card counts them."""
        return refused_lately(queryset, timezone.localdate()) if self.value() == "baru" else queryset


class StateFilter(admin.SimpleListFilter):
    """How far a run is."""

    title = gettext_lazy("keadaan")
    parameter_name = "keadaan"

    def lookups(self, request, model_admin):
        """Every state."""
        return ImportState.choices

    def queryset(self, request, queryset):
        """By the derived state."""
        return queryset.filter(state=self.value()) if self.value() in ImportState.values else queryset


def refused_lately(runs, day):
    """Runs of the `RECENT_DAYS` before `day` that refused rows."""
    return runs.filter(refused__gt=0, started_at__date__gte=day - timedelta(days=RECENT_DAYS))


@admin.site.card("umkm.view_importrun")
def refused_rows(day):
    """Rows that did not come in and wait to be mended in their file."""
    found = refused_lately(ImportRun.objects.order_by(), day).aggregate(rows=Sum("refused"), runs=Count("pk"))
    return Card(
        title=_("Baris impor ditolak"),
        count=found["rows"] or 0,
        url=reverse("admin:umkm_importrun_changelist") + "?" + urlencode({"ditolak": "baru"}),
        note=_("Dari %(runs)s berkas dalam %(days)s hari terakhir. Perbaiki barisnya, lalu impor lagi.")
        % {"runs": found["runs"], "days": RECENT_DAYS},
    )


DECISIONS = {
    "confirm": (uploads.confirm, True, gettext_lazy("Disetujui. Isi berkas sedang dimasukkan.")),
    "discard": (uploads.discard, False, gettext_lazy("Berkas dibuang. Tidak ada data yang berubah.")),
    "look": (lambda *, upload, by: uploads.look_again(upload=upload), True, gettext_lazy("Berkas diperiksa ulang.")),
    "again": (
        lambda *, upload, by: uploads.start_again(upload=upload), True, gettext_lazy("Berkas dibaca lagi dari awal.")
    ),
}  # fmt: skip
"""What a clerk may press: what it does, whether a worker is needed then, and the sentence."""


class ImportRunAdmin(ReadOnly, RecordAdmin):
    """What came in from files, and the way in."""

    work = Work.REGISTER
    help = gettext_lazy("Impor berkas CSV atau XLSX; lihat berkas yang pernah diimpor dan baris yang ditolak.")
    list_display = ("__str__", "shown_state", "started_at", "by", "read", "created", "updated", "unchanged", "refused")
    list_filter = (StateFilter, "kind", RefusedLatelyFilter, "started_at", ("by", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("by", "upload")
    sortable_by = ()
    search_fields = ("file_name",)
    fields = ("kind", "file_name", "file_hash", "by", "started_at", "finished_at")
    add_form_template = "admin/umkm/importrun/add_form.html"
    change_form_template = "admin/umkm/importrun/change_form.html"

    class Media:
        js = ("js/import_progress.js",)

    def get_queryset(self, request):
        """Runs with their state."""
        return with_state(super().get_queryset(request))

    def has_add_permission(self, request, *args):
        """Who may hand in a file."""
        return request.user.has_perm(MAY_IMPORT)

    @admin.display(description=gettext_lazy("keadaan"))
    def shown_state(self, run):
        """The state as a tag."""
        return format_html('<span class="tag tag-{}">{}</span>', run.state.lower(), ImportState(run.state).label)

    def get_urls(self):
        """The template, a run's decisions and its refused rows."""
        view = self.admin_site.admin_view
        return [
            path("templat/<str:kind>.<str:ending>", view(self.template_view), name="umkm_importrun_template"),
            path("<int:pk>/keputusan/", view(self.decide_view), name="umkm_importrun_decide"),
            path("<int:pk>/ditolak.<str:ending>", view(self.rejects_view), name="umkm_importrun_rejects"),
            *super().get_urls(),
        ]

    @method_decorator(csrf_exempt)
    def add_view(self, request, form_url="", extra_context=None):
        """Refuse a body above the limit before anything of it is kept; only then may the token in it be looked for."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if int(request.META.get("CONTENT_LENGTH") or 0) > largest() + ROOM_FOR_FIELDS:
            _throw_away(request)
            return self._form_page(request, UploadForm(kinds=_kinds_for(request.user)), refusal=too_large())
        return self._upload(request)

    @method_decorator(csrf_protect)
    def _upload(self, request):
        kinds = _kinds_for(request.user)
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = UploadForm(*given, kinds=kinds)
        if not form.is_valid():
            return self._form_page(request, form)
        upload, other = uploads.keep_upload(**form.cleaned_data, by=request.user)
        if other:
            messages.warning(request, _same_file(other, still_open=upload is None))
        if upload:
            work_on_import.delay_on_commit(upload.pk)
        return HttpResponseRedirect(_page_of(upload.pk if upload else other.pk))

    def _form_page(self, request, form, refusal=""):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Impor berkas"), "opts": self.opts, "form": form, "refusal": refusal, "media": self.media,
            "kinds": _kinds_for(request.user), "limit": settings.IMPORT_LARGEST_MB, "kept": settings.IMPORT_KEPT_DAYS,
        }  # fmt: skip
        return TemplateResponse(request, self.add_form_template, context, status=413 if refusal else 200)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """How far the run is and what to do; the counts; one page of the refused rows."""
        runs = with_state(ImportRun.objects.select_related("upload__confirmed_by", "upload__discarded_by"))
        run = get_object_or_404(runs, pk=object_id if object_id.isdigit() else None)
        rows = UncountedPaginator(ImportRow.objects.filter(run=run), self.list_per_page).get_page(request.GET.get("p"))
        context = {"run": run, "rows": rows, "may_decide": request.user.has_perm(MAY_IMPORT), **_of_upload(run)}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @method_decorator(require_POST)
    def decide_view(self, request, pk):
        """Do what was pressed, once; tell when it was too late for it, or when the register moved under the preview."""
        upload = self._upload_of(request, pk)
        pressed = request.POST.get("action")
        if pressed not in DECISIONS:
            raise Http404
        if pressed == "confirm" and not request.POST.get("seen_change") and _register_moved(upload):
            messages.warning(request, _("Data berubah setelah pratinjau dibuat. Periksa ulang sebelum menyetujui."))
            return HttpResponseRedirect(_page_of(pk))
        act, needs_worker, sentence = DECISIONS[pressed]
        if not act(upload=upload, by=request.user):
            messages.warning(request, _("Impor ini sudah diputuskan sebelumnya; keadaannya tertulis di bawah."))
        else:
            messages.success(request, sentence)
            if needs_worker:
                work_on_import.delay_on_commit(pk)
        return HttpResponseRedirect(_page_of(pk))

    def rejects_view(self, request, pk, ending):
        """The refused rows in the columns of the file, to mend and import again."""
        upload = self._upload_of(request, pk)
        if not upload.rejects or ending not in ("csv", "xlsx"):
            raise Http404
        file = upload.rejects.open("rb")
        name = f"{upload.run.file_name.rsplit('.', 1)[0]}.ditolak.{ending}"
        if ending == "csv":
            return FileResponse(file, as_attachment=True, filename=name, content_type=CSV)
        with file:
            book = rejects_xlsx(codecs.iterdecode(file, "utf-8-sig"))
        return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)

    def template_view(self, request, kind, ending):
        """An empty file with the right columns and one example row."""
        if kind not in ImportKind.values or ending not in ("csv", "xlsx"):
            raise Http404
        if kind not in _kinds_for(request.user):
            raise PermissionDenied
        name = f"templat-{ImportKind(kind).label}.{ending}"
        if ending == "xlsx":
            return FileResponse(template_xlsx(kind_of(kind)), as_attachment=True, filename=name, content_type=XLSX)
        attachment = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(template_csv(kind_of(kind)), content_type=CSV, headers=attachment)

    def _upload_of(self, request, pk):
        if not request.user.has_perm(MAY_IMPORT):
            raise PermissionDenied
        return get_object_or_404(ImportUpload.objects.select_related("run"), pk=pk)


def _kinds_for(user):
    """The kinds whose records `user` may change."""
    if not user.has_perm(MAY_IMPORT):
        return []
    options = {kind: kind_of(kind).model._meta for kind in known_kinds()}
    return [kind for kind, opts in options.items() if user.has_perm(f"{opts.app_label}.change_{opts.model_name}")]


def _throw_away(request):
    """Read what the browser still sends, in pieces and not without end, or it would never read the answer."""
    left = 2 * largest()
    while left > 0 and (piece := request.read(64 * 1024)):
        left -= len(piece)


def _page_of(pk):
    return reverse("admin:umkm_importrun_change", args=[pk])


def _same_file(run, *, still_open):
    if still_open:
        sentence = _("Berkas yang sama sudah diunggah %(who)s pada %(when)s dan belum selesai. Inilah impornya.")
    else:
        sentence = _(
            "Berkas yang sama pernah diimpor %(who)s pada %(when)s. Baris yang tidak berubah tidak akan ditulis lagi."
        )
    when = f"{timezone.localtime(run.started_at):%d/%m/%Y %H:%M}"
    return sentence % {"who": run.by or _("perintah impor"), "when": when}


def _register_moved(upload):
    """Whether the preview that waits for a decision may no longer be what would happen."""
    waits = upload.previewed_at is not None and upload.confirmed_at is None
    return waits and changed_since(kind_of(upload.run.kind), upload.seen)


def _of_upload(run):
    """What the page says of a run that came through the browser."""
    if not hasattr(run, "upload"):
        return {}
    rows, total = progress_of(run.pk)
    return {
        "upload": run.upload,
        "state": ImportState(run.state).label.capitalize(),
        "done_rows": rows,
        "total_rows": total,
        "moved": run.state == ImportState.READY and _register_moved(run.upload),
        "waits_long": run.state == ImportState.WAITING and _since(run) > LONG_WAIT,
        "at_work": run.state in (ImportState.WAITING, ImportState.RUNNING),
    }


def _since(run):
    """How long ago the last thing was asked of a worker."""
    return timezone.now() - (run.upload.confirmed_at or run.started_at)  # noqa: TID251 - a view reads the clock
