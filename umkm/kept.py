"""Old addresses of a merged double open the record that is used now, and say so."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tkdnportal import audit
from umkm.models import Business, Merge


def kept_sentence(kept):
    """What the visitor of an old address reads."""
    return _("Catatan yang Anda buka ternyata ganda dan sudah digabungkan. Ini catatan yang dipakai: “%(name)s”.") % {
        "name": kept.name
    }


def opens_kept(view):
    """Decorator of a page about one business: a double leads to its kept record, for those who may see that one."""

    @wraps(view)
    def page(request, pk, **parts):
        try:
            return view(request, pk, **parts)
        except Http404:
            kept = Business.objects.visible_to(request.user).filter(doubles=pk).first()
            if kept is None:
                raise
            messages.info(request, kept_sentence(kept))
            return redirect(kept)

    return page


class OpensKept:
    """The register's admin without merged doubles, whose old addresses open the record that is used now."""

    def get_queryset(self, request):
        """Only records that stand."""
        return super().get_queryset(request).unmerged()

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        found = Business.objects.filter(doubles=object_id) if str(object_id).isdigit() else Business.objects.none()
        kept = found.first()
        if kept is None:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        messages.info(request, kept_sentence(kept))
        return redirect("admin:umkm_business_change", kept.pk)

    def _trails(self, record):
        """What was merged into the record belongs to its history too."""
        yield from super()._trails(record)
        yield audit.event_model_of(Merge), {"kept_id": record.pk}
