"""The form with which a clerk hands in a file."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from umkm.models import Regency


class UploadForm(forms.Form):
    """What the file holds, the file, and where its businesses are when it does not say."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Isi berkas"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih dahulu apa isi berkas itu.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Berkas"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.json"}),
        error_messages={
            "required": gettext_lazy("Pilih berkas CSV atau XLSX dari komputer Anda."),
            "empty": gettext_lazy("Berkas itu kosong. Simpan ulang dari Excel, lalu unggah lagi."),
        },
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Tempat semua usaha"),
        queryset=Regency.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("tertulis di berkas"),
        help_text=gettext_lazy(
            "Isi hanya bila berkas usaha tidak punya kolom kabupaten, kecamatan, atau kode_wilayah."
        ),
    )

    def __init__(self, *args, kinds, **kwargs):
        """`kinds` are those that the clerk may import."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]

    def clean_file(self):
        """No larger than the office's limit."""
        file = self.cleaned_data["file"]
        if file.size > largest():
            raise forms.ValidationError(too_large())
        return file


def largest():
    """Bytes of the largest file taken in."""
    return settings.IMPORT_LARGEST_MB * 1024 * 1024


def too_large():
    """What to do about a file above the limit."""
    return _("Berkas itu lebih dari %(limit)s MB. Bagi menjadi beberapa berkas, lalu unggah satu per satu.") % {
        "limit": settings.IMPORT_LARGEST_MB
    }
