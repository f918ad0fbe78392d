"""What somebody saw: the public's short form, and the staff's."""

import re
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.applications import future
from certification.deed_forms import day_field
from certification.models import Report
from umkm.documents import keep_checked
from umkm.models import DocumentKind
from umkm.uploads import FilesField

LONG_NUMBER = re.compile(r"(?:\d[ .-]?){10,}")
"""A NIK or a telephone number: a report needs no person's number."""


class PublicReportForm(forms.ModelForm):
    """What, when, where, and perhaps a photo; nothing about the reporter."""

    evidence = FilesField(
        kind=DocumentKind.REPORT_EVIDENCE, most=1, required=False, label=gettext_lazy("Foto (boleh kosong)")
    )
    seen_on = day_field(gettext_lazy("Kapan Anda melihatnya? (boleh kosong)"), required=False)
    once = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Report
        fields = ("seen", "seen_on", "place")
        widgets = {"seen": forms.Textarea(attrs={"rows": 4})}
        labels = {
            "seen": gettext_lazy("Apa yang tidak cocok?"),
            "place": gettext_lazy("Di mana? (boleh kosong)"),
        }
        help_texts = {
            "seen": gettext_lazy("Misalnya: barangnya buatan luar negeri, atau nilai di kertas berbeda."),
        }
        error_messages = {"seen": {"required": gettext_lazy("Tulis apa yang Anda lihat.")}}

    def __init__(self, *args, today, **kwargs):
        """`today`: nobody has seen anything later."""
        kwargs["initial"] = {"once": uuid.uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_seen(self):
        """Words about the goods, without anybody's number."""
        seen = self.cleaned_data["seen"]
        if LONG_NUMBER.search(seen):
            raise ValidationError(
                _("Ada nomor yang panjang, mungkin NIK atau nomor telepon. Hapus nomor itu, lalu kirim lagi.")
            )
        return seen

    def clean_seen_on(self):
        """A day that has come."""
        day = self.cleaned_data["seen_on"]
        if day and day > self.today:
            raise ValidationError(future(day, self.today))
        return day

    def kept(self, by=None):
        """The photo as a document that belongs to the report alone, or None."""
        files = self.cleaned_data["evidence"]
        if not files:
            return None
        return keep_checked(checked=files[0], kind=DocumentKind.REPORT_EVIDENCE, business=None, by=by)
