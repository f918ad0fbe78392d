"""The search of certified products and the check of a number as forms; their fields are the pages' query parameters."""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from certification.search import SearchQuery
from umkm.categories import Category
from umkm.forms import FilterForm
from umkm.models import Regency


class Order(TextChoices):
    """How results are ordered: the values of `urut`."""

    RELEVANCE = "relevance", _("Paling cocok")
    TKDN = "tkdn", _("TKDN tertinggi")
    NEWEST = "newest", _("Terbaru terbit")


class SupplierSearchForm(FilterForm):
    """Words, category, place, least TKDN and order."""

    q = forms.CharField(label=_("Produk yang dicari"), max_length=200, required=False)
    kategori = forms.ChoiceField(
        label=_("Kategori"), choices=[("", _("Semua kategori")), *Category.choices], required=False
    )
    wilayah = forms.ModelChoiceField(
        label=_("Kabupaten/kota"), queryset=Regency.objects.all(), empty_label=_("Seluruh Lampung"), required=False
    )
    tkdn_min = forms.DecimalField(
        label=_("TKDN paling sedikit (%)"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    urut = forms.ChoiceField(label=_("Urutan"), choices=Order.choices, required=False)

    def query(self):
        """What to search for; call it on a valid form."""
        asked = self.cleaned_data
        return SearchQuery(
            q=asked["q"],
            category=asked["kategori"],
            regency=asked["wilayah"].pk if asked["wilayah"] else "",
            tkdn_min=asked["tkdn_min"],
            order=asked["urut"] or Order.RELEVANCE.value,
        )


class CheckForm(forms.Form):
    """The number of a certificate, as it stands on the paper."""

    nomor = forms.CharField(
        label=_("Nomor sertifikat"),
        max_length=100,
        help_text=_("Seperti tertulis pada sertifikat, misalnya 3822/SJ-IND.8/E-TKDN/6/2024."),
        error_messages={"required": _("Isi nomor yang tertulis pada kertas sertifikat.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
