"""The pages about goods and size: products, their KBLI code, photos, capital, sales, workers."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from umkm.categories import Category
from umkm.identifiers import Invalid
from umkm.importers import values
from umkm.models import DocumentKind, Kbli, KbliVersion
from umkm.registration.forms import ReadField, StepForm, digits
from umkm.uploads import FilesField

MOST_UNITS = 2_147_483_647
"""The largest whole number the register keeps for a monthly capacity."""


def _above_zero(text):
    amount = values.rupiah(text)
    if amount == 0:
        raise Invalid(_("Isi angka lebih dari 0, atau kosongkan bila belum tahu."))
    return amount


def _units(text):
    amount = _above_zero(text)
    if amount and amount > MOST_UNITS:
        raise Invalid(_("%(text)s terlalu besar. Isi jumlah barang dalam sebulan.") % {"text": text})
    return amount


class ProductForm(StepForm):
    """One product."""

    name = forms.CharField(
        label=gettext_lazy("Nama produk"),
        max_length=200,
        help_text=gettext_lazy("Misalnya keripik pisang cokelat 200 gram."),
        error_messages={"required": gettext_lazy("Isi nama produk.")},
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Termasuk jenis apa?"),
        choices=Category,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih satu jenis. Tidak ada yang cocok? Pilih “Barang lain”.")},
    )
    price = ReadField(
        label=gettext_lazy("Harga satuan, rupiah (boleh dikosongkan)"),
        reader=_above_zero,
        required=False,
        widget=digits(),
    )
    unit = forms.CharField(
        label=gettext_lazy("Satuan (boleh dikosongkan)"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Misalnya bungkus, buah, kg, atau lembar."),
    )
    capacity = ReadField(
        label=gettext_lazy("Berapa sanggup dibuat sebulan? (boleh dikosongkan)"),
        reader=_units,
        required=False,
        help_text=gettext_lazy("Angka saja, dalam satuan di atas."),
        widget=digits(),
    )

    def __init__(self, *args, number, **kwargs):
        """`number`: which product of the draft this is."""
        self.number = number
        super().__init__(*args, **kwargs)

    def clean_name(self):
        """Two products of one business never share a name (constraint `product_name_once_per_business`)."""
        name = " ".join(self.cleaned_data["name"].split())
        others = (one for one in self.draft.answers.get("produk", []) if one["number"] != self.number)
        if any(one["name"].upper() == name.upper() for one in others):
            raise ValidationError(
                _("Produk “%(name)s” sudah ada. Ubah yang itu, atau pakai nama lain.") % {"name": name}
            )
        return name


class KbliForm(StepForm):
    """What the business does, as the code on its NIB; nobody has to know it."""

    UNKNOWN = "tidak-tahu"

    code = forms.ChoiceField(
        label=gettext_lazy("Kegiatan mana yang paling cocok?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih satu kegiatan, atau “Tidak tahu”."),
            "invalid_choice": gettext_lazy(
                "Kode itu tidak ada dalam daftar KBLI. Pilih dari daftar, atau “Tidak tahu”."
            ),
        },
    )

    def __init__(self, *args, found, **kwargs):
        """`found`: (code, title) of the search, best first."""
        self.found = found
        super().__init__(*args, **kwargs)

    def prepare(self):
        """What the search found, what was chosen before or is sent now, and "I do not know"."""
        chosen = [self.earlier("kegiatan", "code"), self.data.get("code", "")]
        listed = dict(self.found)
        known = Kbli.objects.filter(version=KbliVersion.V2020, code__in=[code for code in chosen if code not in listed])
        listed |= dict(known.values_list("code", "title"))
        choices = [(code, f"{code} – {title}") for code, title in listed.items()]
        self.fields["code"].choices = [*choices, (self.UNKNOWN, _("Tidak tahu, petugas boleh membantu"))]


class CapitalBand(TextChoices):
    """Capital without land and building, by the classes of PP 7/2021 Ps 35."""

    MICRO = "1M", gettext_lazy("Sampai Rp 1 miliar")
    SMALL = "5M", gettext_lazy("Lebih dari Rp 1 miliar sampai Rp 5 miliar")
    LARGER = "LEBIH", gettext_lazy("Lebih dari Rp 5 miliar (tulis jumlahnya di atas)")
    UNKNOWN = "TIDAK_TAHU", gettext_lazy("Tidak tahu")


class SalesBand(TextChoices):
    """Annual sales, by the classes of PP 7/2021 Ps 35."""

    MICRO = "2M", gettext_lazy("Sampai Rp 2 miliar")
    SMALL = "15M", gettext_lazy("Lebih dari Rp 2 miliar sampai Rp 15 miliar")
    MEDIUM = "50M", gettext_lazy("Lebih dari Rp 15 miliar")
    UNKNOWN = "TIDAK_TAHU", gettext_lazy("Tidak tahu")


class WorkersBand(TextChoices):
    """Workers, by the classes of the statistics office (BPS)."""

    MICRO = "1-4", gettext_lazy("1 sampai 4 orang")
    SMALL = "5-19", gettext_lazy("5 sampai 19 orang")
    MEDIUM = "20-99", gettext_lazy("20 sampai 99 orang")
    LARGE = "100", gettext_lazy("100 orang atau lebih")


class SizeForm(StepForm):
    """A number as exact as the owner knows it: the figure, or else a range."""

    needs_figure = frozenset()
    """Ranges that do not do without the figure."""

    def clean(self):
        """A figure makes the range needless; one of the two is needed."""
        cleaned = super().clean()
        if "exact" in self.errors:
            return cleaned
        if cleaned.get("exact") is not None:
            cleaned["band"] = ""
        elif not cleaned.get("band"):
            self.add_error("exact", _("Tulis jumlahnya, atau pilih satu kisaran."))
        elif cleaned["band"] in self.needs_figure:
            self.add_error("exact", _("Untuk kisaran ini, tulis jumlahnya."))
        return cleaned


def _exact(label, reader, help_text):
    return ReadField(label=label, reader=reader, required=False, help_text=help_text, widget=digits())


def _band(choices):
    label = gettext_lazy("Tidak tahu persis? Pilih kisaran")
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=False)


class CapitalForm(SizeForm):
    """Capital without land and building decides whether this is small industry (Permenperin 35/2025 Ps 1(9))."""

    needs_figure = frozenset({CapitalBand.LARGER})
    exact = _exact(
        gettext_lazy("Modal usaha, rupiah"),
        values.rupiah,
        gettext_lazy("Mesin, alat, bahan, dan uang usaha. Tanah dan bangunan tidak dihitung."),
    )
    band = _band(CapitalBand)


class SalesForm(SizeForm):
    """Annual sales."""

    exact = _exact(
        gettext_lazy("Penjualan setahun, rupiah"),
        values.rupiah,
        gettext_lazy("Seluruh penjualan dalam setahun, bukan untung."),
    )
    band = _band(SalesBand)


class WorkersForm(SizeForm):
    """How many people work here."""

    exact = _exact(
        gettext_lazy("Jumlah tenaga kerja"),
        values.people,
        gettext_lazy("Termasuk Anda sendiri dan keluarga yang ikut bekerja."),
    )
    band = _band(WorkersBand)


class PhotosForm(StepForm):
    """Photos of the products."""

    photos = FilesField(
        kind=DocumentKind.PRODUCT_PHOTO,
        label=gettext_lazy("Foto produk (boleh nanti)"),
        required=False,
        help_text=gettext_lazy("Boleh beberapa sekaligus, langsung dari kamera atau dari galeri."),
    )
    product = forms.TypedChoiceField(label=gettext_lazy("Foto produk yang mana?"), coerce=int)

    def prepare(self):
        """Which product is only asked where there are several."""
        products = [(one["number"], one["name"]) for one in self.draft.answers.get("produk", [])]
        self.fields["product"].choices = products
        if len(products) < 2:
            self.fields["product"].required = False
            self.fields["product"].widget = forms.HiddenInput()
            self.fields["product"].empty_value = products[0][0] if products else 1
