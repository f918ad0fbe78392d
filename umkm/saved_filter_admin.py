"""Saved filters beside a list of the staff's desk."""

import re

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tkdnportal.personal import NIK_DIGITS
from tkdnportal.refusals import refusal_of, sentence_of
from umkm.models import SavedFilter

NOT_SAVED = ("p", "e", "all", "_popup", "_to_field")
"""Parts of a list's address that are no filter: which page, which window."""


def filter_of(model_admin, request, text):
    """The filter in the query `text`, without pages, checked to be one of the list of `model_admin`.

    Raises ValidationError for anything the list would not understand.
    """
    query = QueryDict(text, mutable=True)
    for name in NOT_SAVED:
        query.pop(name, None)
    if not query:
        raise ValidationError(_("Saring atau cari dulu, lalu simpan saringannya."))
    if re.search(NIK_DIGITS, query.get("q", "")):
        raise ValidationError(_("Saringan ini memuat NIK, jadi tidak disimpan. Cari menurut nama atau NIB."))
    known = {"q", "o", *_names_of_filters(model_admin, request)}
    if unknown := sorted(set(query) - known):
        raise ValidationError(_("“%(name)s” bukan saringan dari daftar ini.") % {"name": unknown[0]})
    request.GET = query
    try:
        model_admin.get_changelist_instance(request)
    except (IncorrectLookupParameters, SuspiciousOperation, ValueError) as problem:
        raise ValidationError(_("Nilai saringan ini tidak dikenal. Pilih lagi dari daftar.")) from problem
    return query.urlencode()


def _names_of_filters(model_admin, request):
    """The words of the address that the list's filters listen to."""
    for spec in model_admin.get_changelist_instance(_bare(request)).filter_specs:
        yield from spec.expected_parameters()


def _bare(request):
    """The same person asking for the list without any filter."""
    request.GET = QueryDict()
    return request


class SavedFilters:
    """A ModelAdmin whose list shows the clerk's own filters and those shared with the office."""

    def get_urls(self):
        """Keeping and removing, before Django's own pages."""
        keep = self.admin_site.admin_view(require_POST(self.keep_filter))
        drop = self.admin_site.admin_view(require_POST(self.drop_filter))
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("saringan/", keep, name=f"{name}_keep_filter"),
            path("saringan/<int:pk>/hapus/", drop, name=f"{name}_drop_filter"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        """The list with its saved filters beside it."""
        seen = Q(by=request.user) | Q(is_shared=True)
        saved = SavedFilter.objects.filter(seen, list=self.opts.label_lower).select_related("by")
        extra = {"saved_filters": saved, "here": request.GET.urlencode(), **(extra_context or {})}
        return super().changelist_view(request, extra)

    def keep_filter(self, request):
        """Keep the filter that the page shows under a name."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            query = filter_of(self, request, request.POST.get("query", ""))
        except ValidationError as problem:
            messages.error(request, problem.messages[0])
            return redirect(self._list())
        name, is_shared = request.POST.get("name", "").strip(), "is_shared" in request.POST
        kept = SavedFilter(by=request.user, list=self.opts.label_lower, name=name, query=query, is_shared=is_shared)
        self._save_filter(request, kept)
        return redirect(f"{self._list()}?{query}")

    def _save_filter(self, request, kept):
        try:
            kept.full_clean()
            with transaction.atomic():
                kept.save()
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        except IntegrityError as error:  # the same form twice at once
            messages.error(request, sentence_of(refusal_of(error).constraint_name))
        else:
            messages.success(request, _("Saringan “%(name)s” tersimpan di sebelah daftar.") % {"name": kept.name})

    def drop_filter(self, request, pk):
        """Remove one's own; a colleague's is none of one's business."""
        kept = get_object_or_404(SavedFilter, pk=pk, by=request.user, list=self.opts.label_lower)
        kept.delete()
        messages.success(request, _("Saringan “%(name)s” dihapus.") % {"name": kept.name})
        return redirect(self._list())

    def _list(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
