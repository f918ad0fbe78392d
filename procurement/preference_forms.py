"""The calculator of price preference as a form; its fields are the page's address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.price_preference import Bid, evaluate
from umkm.forms import FilterForm

BIDS = 5
MOST_RUPIAH = 10**13


class PreferenceForm(FilterForm):
    """The ceiling and up to five offers: name, price, TKDN."""

    pagu = forms.IntegerField(label=_("Pagu paket (Rp)"), min_value=1, max_value=MOST_RUPIAH)

    def __init__(self, *args, **kwargs):
        """One row of fields per offer."""
        super().__init__(*args, **kwargs)
        for number in range(1, BIDS + 1):
            self._add_bid(number)

    def _add_bid(self, number):
        self.fields[f"nama_{number}"] = forms.CharField(label=_("Nama penawar"), max_length=100, required=False)
        self.fields[f"harga_{number}"] = forms.IntegerField(
            label=_("Harga penawaran (Rp)"), min_value=1, max_value=MOST_RUPIAH, required=False
        )
        self.fields[f"tkdn_{number}"] = forms.DecimalField(
            label=_("TKDN (%), kosong bila tanpa sertifikat"), min_value=0, max_value=100, max_digits=5,
            decimal_places=2, required=False, localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )  # fmt: skip

    @property
    def rows(self):
        """The fields of each offer with its number."""
        return [
            (number, [self[f"{name}_{number}"] for name in ("nama", "harga", "tkdn")]) for number in range(1, BIDS + 1)
        ]

    def clean(self):
        """An offer without a price is none; at least one has a price."""
        cleaned = super().clean()
        for number in range(1, BIDS + 1):
            has_more = cleaned.get(f"nama_{number}") or cleaned.get(f"tkdn_{number}") is not None
            if has_more and cleaned.get(f"harga_{number}") is None and f"harga_{number}" not in self.errors:
                self.add_error(f"harga_{number}", _("Isi harga penawaran ini, atau kosongkan seluruh barisnya."))
        if not self.errors and not self._bids():
            self.add_error("harga_1", _("Isi sedikitnya satu harga penawaran."))
        return cleaned

    def evaluated(self):
        """The offers by final price; call it on a valid form."""
        return evaluate(self._bids(), self.cleaned_data["pagu"])

    def _bids(self):
        told = self.cleaned_data
        return [
            Bid(
                told[f"nama_{number}"] or str(_("Penawar %(number)s") % {"number": number}),
                price,
                told[f"tkdn_{number}"],
            )
            for number in range(1, BIDS + 1)
            if (price := told.get(f"harga_{number}"))
        ]
