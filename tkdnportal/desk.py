"""What every list and form of the staff's desk does alike, and the audit trail as a page."""

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, InlineAdminFormSet
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pghistory.admin import EventsAdmin

from tkdnportal import audit
from tkdnportal.admin import Work
from tkdnportal.field_help import ExplainsFields
from tkdnportal.paging import UncountedChangeList, UncountedPaginator
from tkdnportal.refusals import SaysRefusals
from tkdnportal.templatetags.portal import rupiah, rupiah_short


class RecordAdmin(ExplainsFields, SaysRefusals, admin.ModelAdmin):
    """A list that opens at once at any size, a form that explains refusals, a history in words."""

    work = Work.REFERENCE
    help = ""
    paginator = UncountedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 30

    class Media:
        js = ("js/admin_names.js",)

    def get_changelist(self, request, **kwargs):
        """The list that counts nothing."""
        return UncountedChangeList

    def changelist_view(self, request, extra_context=None):
        """The list, and above it the figure an app has for it; nothing is asked before the page is drawn."""

        def figure():
            return self.admin_site.chart_of(self.model, timezone.localdate())

        return super().changelist_view(request, {"figure_above": figure, **(extra_context or {})})

    def action_checkbox(self, obj):
        """Django's own box, without a template for every row, which took a third of the time of a list."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME, obj.pk, _("Pilih %(record)s") % {"record": obj},
        )  # fmt: skip

    def render_change_form(self, request, context, *args, **kwargs):
        """The form; what it only shows links to no page that would refuse the person."""
        for shown in (context["adminform"], *context["inline_admin_formsets"]):
            _link_only_open_doors(shown, request)
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request, object_id, extra_context=None):
        """What the database's triggers wrote about this record and the rows below it."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        pages = [
            audit.page_of(event_model, request.GET.get("p"), **conditions)
            for event_model, conditions in self._trails(record)
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Riwayat: %(record)s") % {"record": record},
            "object": record,
            "opts": self.opts,
            "module_name": self.opts.verbose_name_plural,
            "pages": [page for page in pages if page.object_list],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def _trails(self, record):
        """The record's own changes, then those of the rows its form edits."""
        own = audit.event_model_of(self.model)
        if own:
            yield own, {"pgh_obj_id": record.pk}
        for inline in self.inlines:
            below = audit.event_model_of(inline.model)
            link = next(field for field in inline.model._meta.fields if field.related_model is self.model)
            if below:
                yield below, {link.attname: record.pk}


def _link_only_open_doors(shown, request):
    """Django links every related record it only shows; those that `request` may not open become plain text.

    `shown` is the form of the admin or one of its sets of inline forms.
    """
    is_inline = isinstance(shown, InlineAdminFormSet)
    model, site = (shown.opts if is_inline else shown.model_admin).model, shown.model_admin.admin_site
    locked = shown.readonly_fields
    if is_inline and not (shown.has_change_permission or shown.has_add_permission):
        locked = flatten_fieldsets(shown.fieldsets)
    plain = {
        field.name: _plain(field)
        for field in model._meta.concrete_fields
        if field.name in locked and field.is_relation and not _may_open(site, field.related_model, request)
    }
    shown.readonly_fields = [plain.get(name, name) for name in shown.readonly_fields]
    shown.fieldsets = [
        (title, options | {"fields": _replaced(options["fields"], plain)}) for title, options in shown.fieldsets
    ]


def _may_open(site, model, request):
    """A model that has no pages has no link either."""
    return not site.is_registered(model) or site.get_model_admin(model).has_view_permission(request)


def _plain(field):
    """A column with the name of the related record, and nothing to follow."""

    @admin.display(description=field.verbose_name)
    def column(record):
        return getattr(record, field.name) or "-"

    column.__name__ = field.name
    return column


def _replaced(names, plain):
    """Names of fields as a fieldset has them: some of them stand together on a line."""
    return [
        plain.get(name, name) if isinstance(name, str) or callable(name) else _replaced(name, plain) for name in names
    ]


class ReadOnly:
    """A ModelAdmin whose rows come from somewhere else: they are looked at, never edited here."""

    def has_add_permission(self, request, *args):
        """Nobody."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody."""
        return False


class AuditAdmin(ReadOnly, EventsAdmin):
    """Every change of one table at a time, newest first; administrators only."""

    work = Work.PEOPLE
    help = gettext_lazy("Siapa mengubah apa dan kapan, termasuk impor.")

    def changelist_view(self, request, extra_context=None):
        """The trail of the table named in `tabel`; the first one without it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        tables = audit.tracked_models()
        chosen = request.GET.get("tabel", tables[0]._meta.label_lower)
        table = next((model for model in tables if model._meta.label_lower == chosen), None)
        if table is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("Jejak perubahan"),
            "opts": self.opts,
            "tables": [(model._meta.label_lower, model._meta.verbose_name_plural) for model in tables],
            "chosen": chosen,
            "page": audit.page_of(audit.event_model_of(table), request.GET.get("p")),
        }
        return TemplateResponse(request, "admin/audit.html", context)

    def get_urls(self):
        """Only the list: an event has no page of its own."""
        return super().get_urls()[:1]


def short_money(name, title):
    """A column with an amount at a glance; the exact rupiah show on hover and to screen readers."""

    @admin.display(description=title, ordering=name)
    def column(_admin, record):
        amount = getattr(record, name)
        if amount is None:
            return "–"
        return format_html('<span class="money" title="{}">{}</span>', rupiah(amount), rupiah_short(amount))

    return column
