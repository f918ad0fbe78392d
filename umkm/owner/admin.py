"""What owners allow, on the staff's desk: looked at before a number is shared or a message sent."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from tkdnportal.admin import Work
from tkdnportal.desk import ReadOnly, RecordAdmin
from umkm.models import Consent


@admin.register(Consent)
class ConsentAdmin(ReadOnly, RecordAdmin):
    """Only owners give and withdraw: nobody consents for them."""

    work = Work.REGISTER
    help = _("Izin yang diberikan pemilik usaha, dan kapan dicabut. Hanya pemilik yang memberi dan mencabutnya.")
    list_display = ("business", "purpose", "given_at", "withdrawn_at", "given_by")
    list_filter = ("purpose", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("business", "given_by")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("business__name__istartswith",)
    search_help_text = _("Awal nama usaha.")
