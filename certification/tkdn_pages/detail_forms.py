"""What a certificate says of a product: asked only when it is needed."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tkdnportal.refusals import RefusableForm
from umkm.models import ProductDetail


class DetailForm(RefusableForm):
    """Type, brand, specification, goods group and HS code; each may wait."""

    hs_code = forms.CharField(
        label=gettext_lazy("Kode HS (8 angka)"), required=False, max_length=20,
        help_text=gettext_lazy("Cari di insw.go.id dengan nama barangnya. Boleh kosong dulu; Dinas membantu."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    class Meta:
        model = ProductDetail
        fields = ("brand", "type", "specification", "goods_group", "hs_code")
        labels = {
            "brand": gettext_lazy("Merek"),
            "type": gettext_lazy("Tipe"),
            "specification": gettext_lazy("Spesifikasi"),
            "goods_group": gettext_lazy("Kelompok barang"),
        }
        help_texts = {
            "brand": gettext_lazy("Seperti pada kemasan. Tulis “tanpa merek” bila tidak ada."),
            "type": gettext_lazy("Misalnya “Original 250 gram” atau “TP-300”."),
            "specification": gettext_lazy(
                "Bahan, ukuran, isi, atau daya. Misalnya “pisang kepok, 250 gram, kemasan aluminium”."
            ),
            "goods_group": gettext_lazy("Misalnya “makanan dan minuman” atau “alat dan mesin pertanian”."),
        }
        widgets = {"specification": forms.Textarea(attrs={"rows": 3})}

    def clean_hs_code(self):
        """Eight digits, with or without dots; one that fits nothing is named."""
        typed = self.cleaned_data["hs_code"]
        bare = re.sub(r"[.\s]", "", typed)
        if bare and not re.fullmatch(r"[0-9]{8}", bare):
            raise ValidationError(
                _("“%(typed)s” bukan kode HS. Tulis delapan angka, misalnya 2008.99.90.") % {"typed": typed}
            )
        return bare
