"""What was written down on the staff's desk: decisions, changes of many at once, and personal data given out."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tkdnportal.admin import Work
from tkdnportal.desk import ReadOnly, RecordAdmin
from umkm import bulk
from umkm.models import BulkChange, Business, Disclosure, Export, Verification
from umkm.verification import NotAllowed


@admin.register(Verification)
class VerificationAdmin(ReadOnly, RecordAdmin):
    """Every look at a business and what was decided."""

    work = Work.REGISTER
    help = gettext_lazy("Semua keputusan verifikasi: siapa, kapan, dan alasannya.")
    list_display = ("business", "opened_at", "assigned_to", "decision", "decided_at", "decided_by")
    list_filter = ("decision",)
    list_select_related = ("business", "assigned_to", "decided_by")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("business__name",)


@admin.register(BulkChange)
class BulkChangeAdmin(ReadOnly, RecordAdmin):
    """What was done to many at once, and the way back."""

    work = Work.REGISTER
    help = gettext_lazy("Perubahan pada banyak usaha sekaligus, dan tombol untuk membatalkannya.")
    list_display = ("at", "by", "deed", "shown_value", "changed", "undone_at")
    list_filter = ("deed",)
    list_select_related = ("by", "undone_by")
    ordering = ("-pk",)
    sortable_by = ()
    fields = ("at", "by", "deed", "shown_value", "changed", "undone_at", "undone_by")
    change_form_template = "admin/umkm/business/bulk_change.html"

    def get_urls(self):
        """The button before Django's own pages."""
        view = self.admin_site.admin_view(require_POST(self.undo_view))
        return [path("<int:pk>/batalkan/", view, name="umkm_bulkchange_undo"), *super().get_urls()]

    def undo_view(self, request, pk):
        """Take it back, and say how many rows went back and how many did not."""
        if not request.user.has_perm("umkm.change_business"):
            raise PermissionDenied
        change = get_object_or_404(BulkChange, pk=pk)
        try:
            back = bulk.undo(change=change, by=request.user, at=timezone.localtime())
        except NotAllowed as problem:
            messages.error(request, str(problem))
        else:
            text = _("%(back)s dari %(changed)s data dikembalikan. Yang sudah diubah orang lain sesudahnya dibiarkan.")
            messages.success(request, text % {"back": back, "changed": change.changed})
        return redirect("admin:umkm_bulkchange_change", pk)

    @admin.display(description=gettext_lazy("nilai"))
    def shown_value(self, change):
        """The code in words on its page; the list shows the code, so that it costs no query a row."""
        return change.value or "–"


@admin.register(Disclosure)
class DisclosureAdmin(ReadOnly, RecordAdmin):
    """For administrators: who saw what, and why."""

    work = Work.PEOPLE
    help = gettext_lazy("Siapa menampilkan NIK, NPWP, telepon, atau e-mail, kapan, dan untuk apa.")
    list_display = ("at", "by", "datum", "business_name", "purpose", "text")
    list_filter = ("datum", "purpose")
    list_select_related = ("by",)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("by__full_name", "text")

    def get_queryset(self, request):
        """With the name of the business, which may be gone by now."""
        name = Business.objects.filter(pk=OuterRef("business_id")).values("name")
        return super().get_queryset(request).annotate(business_name=Subquery(name))

    @admin.display(description=gettext_lazy("usaha"))
    def business_name(self, disclosure):
        """Its name, or its number when it was deleted."""
        return disclosure.business_name or _("usaha nomor %(pk)s, sudah dihapus") % {"pk": disclosure.business_id}


@admin.register(Export)
class ExportAdmin(ReadOnly, RecordAdmin):
    """For administrators: which rows left the register, with whom, and why."""

    work = Work.PEOPLE
    help = gettext_lazy("Siapa mengekspor register, dengan saringan dan kolom apa, dan untuk apa.")
    list_display = ("at", "by", "format", "rows", "query", "with_contacts", "purpose", "text")
    list_filter = ("with_contacts", "format")
    list_select_related = ("by",)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("by__full_name", "query")
