"""Contact and place of a business, as its owner writes them."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tkdnportal.refusals import RefusableForm
from umkm import identifiers
from umkm.models import Business, District
from umkm.owner.fields import TypedField


class DataForm(RefusableForm):
    """What an owner may change; NIB, NIK, KBLI and capital are evidence, which the office checks and records."""

    phone = TypedField(
        read=identifiers.phone,
        label=_("Nomor telepon"),
        help_text=_("Misalnya 0812 3456 7890. Dinas memakainya untuk menghubungi Anda."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    class Meta:
        model = Business
        fields = ("owner_name", "phone", "email", "address", "district", "workers")
        labels = {
            "owner_name": _("Nama pemilik"),
            "email": _("E-mail"),
            "address": _("Alamat tempat usaha"),
            "district": _("Kecamatan"),
            "workers": _("Jumlah orang yang bekerja"),
        }
        help_texts = {
            "owner_name": _("Seperti tertulis di KTP."),
            "address": _("Jalan, nomor, dan desa atau kelurahan."),
            "district": _("Kecamatan tersusun menurut kabupaten/kota."),
            "workers": _("Termasuk Anda sendiri."),
        }
        error_messages = {
            "owner_name": {"required": _("Isi nama pemilik, seperti tertulis di KTP.")},
            "address": {"required": _("Isi alamat tempat usaha: jalan, nomor, dan desa atau kelurahan.")},
            "email": {"invalid": _("“%(value)s” bukan alamat e-mail. Tulis seperti nama@contoh.id.")},
        }

    def __init__(self, *args, **kwargs):
        """Districts stand under their kabupaten/kota, so that one choice gives both."""
        super().__init__(*args, **kwargs)
        for name in ("owner_name", "address"):
            self.fields[name].required = True
        self.fields["owner_name"].widget.attrs["autocomplete"] = "name"
        self.fields["district"].choices = [("", _("Pilih kecamatan")), *_grouped_districts()]

    def clean(self):
        """One way to be reached; the kabupaten/kota follows the district."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("phone") and not cleaned.get("email"):
            raise ValidationError(_("Isi nomor telepon atau e-mail, supaya Dinas dapat menghubungi Anda."))
        if cleaned.get("district"):
            self.instance.regency = cleaned["district"].regency
        return cleaned


def _grouped_districts():
    districts = District.objects.select_related("regency").order_by("regency_id", "name")
    for regency, its_own in groupby(districts, key=lambda district: district.regency):
        yield str(regency), [(district.pk, district.name) for district in its_own]
