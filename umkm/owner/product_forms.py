"""A product as its owner describes it, and its photos."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tkdnportal.refusals import RefusableForm
from umkm.categories import Category
from umkm.models import DocumentKind, Product
from umkm.owner import fields
from umkm.owner.suggesting import suggest
from umkm.uploads import FilesField

AMOUNT = {"inputmode": "numeric", "autocomplete": "off"}


class ProductForm(RefusableForm):
    """Name, category, price, unit and capacity; the category follows from the words where none is chosen."""

    category = forms.ChoiceField(
        label=_("Kategori"),
        choices=[("", _("Pilihkan dari nama produk")), *Category.choices],
        required=False,
        help_text=_("Belanja pemerintah dibagi menurut kategori ini."),
    )
    price = fields.TypedField(
        read=fields.price,
        label=_("Harga satuan (Rp)"),
        help_text=_("Misalnya 25.000. Boleh kosong dulu."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs=AMOUNT),
    )
    monthly_capacity = fields.TypedField(
        read=fields.monthly_capacity,
        label=_("Paling banyak berapa sebulan?"),
        help_text=_("Jumlah yang sanggup Anda buat dalam satu bulan, misalnya 500."),
        required=False,
        max_length=15,
        widget=forms.TextInput(attrs=AMOUNT),
    )
    suggestion = None
    """What the words said, where they chose the category."""

    class Meta:
        model = Product
        fields = ("name", "description", "category", "price", "unit", "monthly_capacity")
        labels = {"name": _("Nama produk"), "description": _("Keterangan"), "unit": _("Satuan")}
        help_texts = {
            "name": _("Misalnya “Keripik pisang cokelat 250 gram”."),
            "description": _("Bahan, ukuran, atau keunggulannya. Boleh kosong."),
            "unit": _("Harga itu untuk apa? Misalnya buah, kg, atau kotak."),
        }
        error_messages = {"name": {"required": _("Isi nama produk, misalnya “Keripik pisang cokelat 250 gram”.")}}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        """The primary category of a known product is chosen already."""
        super().__init__(*args, **kwargs)
        if self.instance.categories:
            self.initial.setdefault("category", self.instance.categories[0])

    def clean(self):
        """Settle the categories: the one chosen comes first, others that the words name follow."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        chosen, found = cleaned.get("category"), suggest(f"{cleaned['name']} {cleaned['description']}")
        if chosen:
            self._choose(chosen, found)
        elif found.categories:
            self.suggestion = found
            self.instance.categories = list(found.categories)
        else:
            message = _("Nama “%(name)s” belum kami kenal. Pilih kategori yang paling dekat.")
            self.add_error("category", ValidationError(message, params={"name": cleaned["name"]}))
        return cleaned

    def _choose(self, chosen, found):
        """An unchanged choice leaves the further categories as they are recorded."""
        if chosen == next(iter(self.instance.categories), None):
            return
        others = found.categories if chosen in found.categories else ()
        self.instance.categories = [chosen, *(other for other in others if other != chosen)]


class PhotoForm(forms.Form):
    """New photos of a product."""

    photos = FilesField(
        kind=DocumentKind.PRODUCT_PHOTO,
        label=_("Tambah foto"),
        help_text=_("Ambil dengan kamera atau pilih dari galeri; boleh beberapa sekaligus. Foto besar kami kecilkan."),
        error_messages={"required": _("Pilih dahulu fotonya, lalu kirim.")},
    )
