"""The dashboard's filter as a form; its fields are the page's query parameters."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from umkm.categories import Category
from umkm.forms import FilterForm
from umkm.models import Regency


class FunnelForm(FilterForm):
    """Place and category of products."""

    wilayah = forms.ModelChoiceField(
        label=_("Kabupaten/kota"), queryset=Regency.objects.all(), empty_label=_("Seluruh Lampung"), required=False
    )
    kategori = forms.ChoiceField(
        label=_("Kategori produk"), choices=[("", _("Semua kategori")), *Category.choices], required=False
    )

    @property
    def regency(self):
        """Code of the place asked for, or empty; call it on a valid form."""
        return self.cleaned_data["wilayah"].pk if self.cleaned_data["wilayah"] else ""

    @property
    def category(self):
        """The category asked for, or empty; call it on a valid form."""
        return self.cleaned_data["kategori"]

    def in_admin(self):
        """The same filter as parameters of the staff's list, with `&` at its end, so that one more can follow."""
        asked = {"regency__code__exact": self.regency, "kategori": self.category}
        return "".join(urlencode({name: value}) + "&" for name, value in asked.items() if value)
