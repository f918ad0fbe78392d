"""Contracts, purchases outside, and contracts that wait, on the staff's desk: put right with a reason."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.models import Award, Leakage, WaitingContract
from tkdnportal.admin import Work
from tkdnportal.desk import ReadOnly, RecordAdmin, short_money
from tkdnportal.refusals import RefusableForm


class CorrectionForm(RefusableForm):
    """Whoever changes a purchase says why; the officers who recorded it read it in the history."""

    def clean(self):
        """A change needs its reason, a cancellation its own."""
        cleaned = super().clean()
        changed = set(self.changed_data) - {"change_reason", "cancelled_on", "cancel_reason"}
        if changed and "change_reason" not in self.changed_data:
            self.add_error("change_reason", _("Tulis alasan perubahan ini."))
        if cleaned.get("cancelled_on") and cleaned["cancelled_on"] > timezone.localdate():
            self.add_error("cancelled_on", _("Tanggal ini belum tiba. Catat setelah terjadi."))
        return cleaned


class PurchaseAdmin(RecordAdmin):
    """What purchases of both kinds do alike."""

    work = Work.MONEY
    form = CorrectionForm
    ordering = ("-pk",)
    sortable_by = ()

    short_value = short_money("value", gettext_lazy("nilai"))

    def has_add_permission(self, request):
        """Officers record purchases on the pages of their packages."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nothing is deleted; it is cancelled with a reason."""
        return False

    def has_change_permission(self, request, obj=None):
        """A cancelled purchase stays as it is."""
        return super().has_change_permission(request, obj) and not (obj and obj.cancelled_on)


@admin.register(Award)
class AwardAdmin(PurchaseAdmin):
    """Contracts with holders of a certificate."""

    help = gettext_lazy("Kontrak dengan pemasok bersertifikat, dicatat pejabat atau dari berkas realisasi.")
    list_display = ("holder_name", "product_name", "package", "short_value", "signed_on", "shown_stage", "source")
    list_filter = ("source", ("cancelled_on", admin.EmptyFieldListFilter))
    list_select_related = ("package",)
    search_fields = ("package__rup_code__startswith", "holder_name", "contract_number")
    readonly_fields = (
        "package", "item", "holder_name", "certificate_number", "product_name", "tkdn", "bmp", "tier",
        "override_reason", "officer", "source", "recorded_at",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("package", "item", "holder_name", "product_name", ("certificate_number", "tkdn", "bmp"))}),
        (
            gettext_lazy("Kontrak"),
            {"fields": (("value", "signed_on", "contract_number"), "delivered_on", ("paid_on", "paid_value"))},
        ),
        (gettext_lazy("Perubahan"), {"fields": ("change_reason", ("cancelled_on", "cancel_reason"))}),
        (gettext_lazy("Asal"), {"fields": (("officer", "source", "recorded_at"), ("tier", "override_reason"))}),
    )

    @admin.display(description=gettext_lazy("keadaan"))
    def shown_stage(self, award):
        """How far it has come."""
        return award.stage.label


@admin.register(Leakage)
class LeakageAdmin(PurchaseAdmin):
    """Purchases outside the certified industry."""

    help = gettext_lazy("Pembelian dari penjual tanpa sertifikat, dengan alasannya.")
    list_display = ("shown_reason", "package", "agency", "short_value", "bought_on", "vendor_name", "source")
    list_filter = ("reason", "source", ("cancelled_on", admin.EmptyFieldListFilter))
    list_select_related = ("package", "agency")
    search_fields = ("package__rup_code__startswith", "vendor_name")
    readonly_fields = ("package", "agency", "year", "proof", "suppliers_then", "officer", "source", "recorded_at")
    fields = (
        "package", ("agency", "year", "category"), ("value", "bought_on", "vendor_name"),
        ("reason", "reason_text"), ("evidence", "proof", "suppliers_then"), "change_reason",
        ("cancelled_on", "cancel_reason"), ("officer", "source", "recorded_at"),
    )  # fmt: skip

    @admin.display(description=gettext_lazy("alasan"))
    def shown_reason(self, leakage):
        """Its reason, or that nobody has given one."""
        return leakage.get_reason_display() or _("belum dijelaskan")


@admin.register(WaitingContract)
class WaitingContractAdmin(ReadOnly, RecordAdmin):
    """Realised contracts whose package is not known yet."""

    work = Work.MONEY
    help = gettext_lazy(
        "Kontrak dari berkas realisasi yang paketnya belum ada. Impor RUP-nya, lalu tersambung sendiri."
    )
    list_display = ("package_name", "rup_code", "agency_name", "year", "short_value", "note", "linked_on")
    list_filter = (("linked_on", admin.EmptyFieldListFilter),)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("rup_code__startswith", "package_name")
    exclude = ("facts",)

    short_value = short_money("value", gettext_lazy("nilai"))
