"""Kept files on the staff's desk: what is there, for what, and what was erased when and why."""

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tkdnportal.admin import Work
from tkdnportal.desk import ReadOnly, RecordAdmin
from tkdnportal.templatetags.portal import day as written_day
from umkm.models import Document, DocumentKind
from umkm.models.document import WITHOUT_BUSINESS

SHOWN_TOGETHER = 12
"""Files of one requirement on the page of one of them."""


class KeptFilter(admin.SimpleListFilter):
    """Whether a file counts, was removed by people, or is gone."""

    title = gettext_lazy("keadaan")
    parameter_name = "keadaan"

    CONDITIONS = {
        "ada": {"removed_at__isnull": True},
        "dihapus": {"removed_at__isnull": False, "erased_at__isnull": True},
        "hilang": {"erased_at__isnull": False},
    }

    def lookups(self, request, model_admin):
        """From use to memory."""
        return [
            ("ada", _("dipakai")),
            ("dihapus", _("dihapus orang, masih disimpan")),
            ("hilang", _("isinya sudah dihapus")),
        ]

    def queryset(self, request, queryset):
        """By the two moments of a document's end."""
        return queryset.filter(**self.CONDITIONS.get(self.value(), {}))


@admin.register(Document)
class DocumentAdmin(ReadOnly, RecordAdmin):
    """Looked at only: owners give and remove them, the portal erases them."""

    work = Work.REGISTER
    help = gettext_lazy("Foto, surat, dan bukti dari pemilik. Yang sudah dihapus tercatat kapan dan mengapa.")
    list_display = ("shown_preview", "kind", "business", "shown_size", "uploaded_at", "shown_end")
    list_display_links = ("kind",)
    list_filter = (KeptFilter, "kind")
    list_select_related = ("business",)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("business__nib__startswith", "business__name")
    search_help_text = gettext_lazy("NIB dari depan, atau nama usaha.")
    fields = (
        "business", "product", "kind", "name", "shown_preview", "together", "content_type", "shown_size",
        "uploaded_by", "uploaded_at", "shown_end",
    )  # fmt: skip

    def get_queryset(self, request):
        """Without evidence that only those may read who decide the claim or report."""
        return super().get_queryset(request).exclude(kind__in=WITHOUT_BUSINESS)

    @admin.display(description=gettext_lazy("lihat"))
    def shown_preview(self, document):
        """A small picture that opens the photo; a link for a PDF or film, and for an identity card."""
        return "–" if document.erased_at else preview_of(document)

    @admin.display(description=gettext_lazy("berkas lain untuk syarat ini"))
    def together(self, document):
        """The other photos and pages of the same requirement, side by side."""
        others = Document.objects.filter(
            business=document.business_id, kind=document.kind, product=document.product_id, removed_at__isnull=True
        ).exclude(pk=document.pk)
        shown = [preview_of(other) for other in others.order_by("-pk")[:SHOWN_TOGETHER]]
        return format_html(" ".join(["{}"] * len(shown)), *shown) if shown else "–"

    @admin.display(description=gettext_lazy("ukuran"))
    def shown_size(self, document):
        """As people read it."""
        return filesizeformat(document.size)

    @admin.display(description=gettext_lazy("akhirnya"))
    def shown_end(self, document):
        """When and why it went, or that it is in use."""
        if document.erased_at:
            return _("isinya dihapus %(day)s: %(why)s") % {
                "day": written(document.erased_at), "why": document.get_erased_why_display(),
            }  # fmt: skip
        if document.removed_at:
            return _("dihapus orang %(day)s, isinya masih disimpan") % {"day": written(document.removed_at)}
        return _("dipakai")


def written(moment):
    """The day of a moment, in the words of the page."""
    return written_day(timezone.localtime(moment).date())


def preview_of(document):
    """A picture of the file that opens it, or its name as a link."""
    url = document.get_absolute_url()
    if document.preview and document.kind != DocumentKind.WORKER_ID:
        picture = '<a href="{}"><img class="file-preview" src="{}?ukuran=kecil" alt="{}" loading="lazy"></a>'
        return format_html(picture, url, url, _("Buka %(document)s") % {"document": document})
    return format_html('<a href="{}">{}</a>', url, document.name)
