"""The queue of differences with the ministry's list: both sides beside each other, and one press to decide."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from certification.differences import TAKEN_FROM_LIST, keep_own, kinds_of, suggestions_for, take_list
from certification.models import DifferenceKind, ListedItem
from certification.services import link_holder
from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin
from tkdnportal.templatetags.portal import day as written_day
from tkdnportal.templatetags.portal import percent
from umkm.models import Business


class KeepForm(forms.Form):
    """Why the portal's own stays."""

    reason = forms.CharField(
        max_length=500, error_messages={"required": gettext_lazy("Tulis mengapa catatan kita yang dipakai.")}
    )


class KindFilter(admin.SimpleListFilter):
    """One kind of difference; without a choice all of them."""

    title = gettext_lazy("perbedaan")
    parameter_name = "perbedaan"

    def lookups(self, request, model_admin):
        """Every kind."""
        return DifferenceKind.choices

    def queryset(self, request, queryset):
        """Derived, as everywhere; settled ones never show."""
        return queryset.differing(*([self.value()] if self.value() in DifferenceKind.values else []))


@admin.register(ListedItem)
class ListedItemAdmin(ReadOnly, RecordAdmin):
    """What the list says is never edited; staff decide what the portal says."""

    work = Work.CERTIFICATES
    help = gettext_lazy("Apa yang berbeda antara daftar Kementerian dan catatan kita, untuk diputuskan satu per satu.")
    list_display = ("__str__", "shown_kinds", "shown_list", "shown_own", "seen_in")
    list_filter = (KindFilter,)
    list_select_related = ("item__certificate", "seen_in")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("product_name", "holder_name", "number__startswith")
    change_form_template = "admin/certification/difference.html"
    fields = ("number", "holder_name", "product_name", "seen_in")

    def get_queryset(self, request):
        """With what differs."""
        return super().get_queryset(request).with_differences()

    def get_urls(self):
        """The queue, and what may be decided on one of it."""
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/putuskan/<slug:kind>/", wrap(require_POST(self.decide_view)), name="difference_decide"),
            path("<int:pk>/pemegang/", wrap(require_POST(self.link_view)), name="difference_link"),
        ]
        return own + super().get_urls()

    @admin.display(description=gettext_lazy("perbedaan"))
    def shown_kinds(self, listed):
        """All that is open."""
        return ", ".join(str(kind.label) for kind in kinds_of(listed)) or _("tidak ada")

    @admin.display(description=gettext_lazy("menurut daftar"))
    def shown_list(self, listed):
        """Value and end."""
        return facts(listed.tkdn, listed.bmp, listed.valid_until)

    @admin.display(description=gettext_lazy("menurut kita"))
    def shown_own(self, listed):
        """Value and end."""
        item = listed.item
        return facts(item.tkdn, item.bmp, item.certificate.valid_until) if item else _("tidak ada")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Both sides, the suggestions for a holder, and earlier decisions."""
        found = self.get_object(request, object_id)
        context = {}
        if found:
            may = request.user.has_perm("certification.change_certificate")
            context = {
                "listed": found,
                "kinds": [(kind, kind in TAKEN_FROM_LIST) for kind in kinds_of(found)],
                "may_decide": may,
                "suggestions": suggestions_for(found),
                "decisions": found.decisions.select_related("by"),
                "list_says": self.shown_list(found),
                "own_says": self.shown_own(found),
            }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def decide_view(self, request, pk, kind):
        """Take the list's, or keep our own with a reason."""
        listed = self._listed(request, pk)
        if kind not in DifferenceKind.values:
            raise Http404
        try:
            if "keep" in request.POST:
                form = KeepForm(request.POST)
                if not form.is_valid():
                    raise ValidationError(form.errors["reason"])
                keep_own(listed=listed, kind=kind, reason=form.cleaned_data["reason"], by=request.user)
                told = _("Catatan kita dipertahankan untuk %(product)s, sampai daftar Kementerian berubah.")
            else:
                take_list(listed=listed, kind=DifferenceKind(kind))
                told = _("Catatan kita untuk %(product)s sekarang sama dengan daftar Kementerian.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("admin:certification_listeditem_change", pk)
        messages.success(request, told % {"product": listed.product_name})
        return self._next(pk)

    def link_view(self, request, pk):
        """Link the holder's business, which the clerk recognised among the suggestions."""
        listed = self._listed(request, pk)
        business = get_object_or_404(Business.objects.unmerged(), pk=request.POST.get("business") or None)
        if listed.item is None or listed.item.certificate.business_id:
            messages.error(request, _("Sertifikat ini sudah punya pemegang. Tidak ada yang diubah."))
            return redirect("admin:certification_listeditem_change", pk)
        link_holder(certificate=listed.item.certificate, business=business)
        words = {"certificate": listed.item.certificate, "business": business}
        messages.success(request, _("Sertifikat %(certificate)s sekarang milik %(business)s.") % words)
        return self._next(pk)

    def _listed(self, request, pk):
        if not request.user.has_perm("certification.change_certificate"):
            raise PermissionDenied
        return get_object_or_404(ListedItem.objects.select_related("item__certificate"), pk=pk)

    def _next(self, pk):
        """The same page while something is open on it, else the queue."""
        if ListedItem.objects.differing().filter(pk=pk).exists():
            return redirect("admin:certification_listeditem_change", pk)
        return redirect("admin:certification_listeditem_changelist")


def facts(tkdn, bmp, end):
    """Values and end date in one line."""
    words = {"tkdn": percent(tkdn), "bmp": percent(bmp), "end": written_day(end)}
    if bmp is None:
        return _("TKDN %(tkdn)s, sampai %(end)s") % words
    return _("TKDN %(tkdn)s, BMP %(bmp)s, sampai %(end)s") % words


@admin.site.card("certification.view_listeditem")
def differences_waiting(day):
    """Products on which the list and the portal differ."""
    return Card(
        title=_("Perbedaan dengan daftar Kementerian"),
        count=ListedItem.objects.differing().count(),
        url=reverse("admin:certification_listeditem_changelist"),
        note=_("Pakai nilai daftar, atau pertahankan catatan kita dengan alasan."),
    )
