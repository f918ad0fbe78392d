"""One question a page: each form is one page, and its cleaned data is the answer as the draft keeps it (JSON)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from umkm import identifiers
from umkm.identifiers import Invalid
from umkm.models import District, Regency


class ReadField(forms.CharField):
    """Text read by one of the register's readers, which say what is wrong and what to do."""

    def __init__(self, *, reader, **kwargs):
        """`reader`: text to value; raises Invalid."""
        super().__init__(max_length=200, **kwargs)
        self.reader = reader

    def clean(self, value):
        """The value as the register keeps it."""
        text = super().clean(value)
        try:
            return self.reader(text)
        except Invalid as problem:
            raise ValidationError(str(problem), code="invalid") from problem


def _text(**attrs):
    return forms.TextInput(attrs=attrs)


def digits(**attrs):
    """A field that opens the number pad of a phone."""
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"} | attrs)


class StepForm(forms.Form):
    """What all pages share: the draft they belong to, so that a page can build on earlier answers."""

    def __init__(self, *args, draft, **kwargs):
        """`draft`: the registration, which may not be saved yet."""
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.prepare()

    def prepare(self):
        """Adapt the fields to earlier answers."""

    def earlier(self, slug, name, default=""):
        """An earlier answer."""
        return self.draft.answers.get(slug, {}).get(name, default)


class NameForm(StepForm):
    """The business's name."""

    name = forms.CharField(
        label=gettext_lazy("Nama usaha"),
        max_length=200,
        help_text=gettext_lazy("Seperti pada NIB atau label produk, misalnya Keripik Sari Rasa."),
        widget=_text(autocomplete="organization"),
        error_messages={"required": gettext_lazy("Isi nama usaha. Belum punya nama? Tulis nama Anda.")},
    )


class OwnerForm(StepForm):
    """The owner's name."""

    owner_name = forms.CharField(
        label=gettext_lazy("Nama pemilik"),
        max_length=150,
        help_text=gettext_lazy("Seperti pada KTP."),
        widget=_text(autocomplete="name"),
        error_messages={"required": gettext_lazy("Isi nama pemilik seperti pada KTP.")},
    )


class NibForm(StepForm):
    """The number from OSS, or that there is none yet."""

    nib = ReadField(
        label=gettext_lazy("NIB"),
        reader=identifiers.nib,
        required=False,
        help_text=gettext_lazy("13 angka, dari oss.go.id."),
        widget=digits(),
    )
    none_yet = forms.BooleanField(label=gettext_lazy("Belum punya NIB"), required=False)

    def clean(self):
        """Either a number or the box, never both and never neither."""
        cleaned = super().clean()
        number, none_yet = cleaned.get("nib"), cleaned.get("none_yet")
        if "nib" not in self.errors and bool(number) == bool(none_yet):
            message = (
                _("Isi NIB, atau centang “Belum punya NIB”.")
                if not number
                else _("Anda mengisi NIB dan mencentang “Belum punya NIB”. Pilih salah satu.")
            )
            self.add_error("nib", message)
        return cleaned


class NikForm(StepForm):
    """The owner's identity number; once given it is never shown again."""

    nik = ReadField(
        label=gettext_lazy("NIK pemilik"),
        reader=identifiers.nik,
        help_text=gettext_lazy("16 angka pada KTP. Disimpan tersandi dan tidak ditampilkan kepada umum."),
        widget=digits(),
        error_messages={"required": gettext_lazy("Isi NIK, 16 angka pada KTP.")},
    )

    def prepare(self):
        """Who has given it may leave the field empty."""
        if self.draft.nik:
            self.fields["nik"].required = False
            self.fields["nik"].help_text = _(
                "NIK berakhiran %(end)s sudah tersimpan. Kosongkan bila tidak berubah."
            ) % {"end": self.draft.nik[-4:]}

    def clean_nik(self):
        """An empty field keeps what was given."""
        return self.cleaned_data["nik"] or self.draft.nik


class NpwpForm(StepForm):
    """The tax number, if there is one."""

    npwp = ReadField(
        label=gettext_lazy("NPWP (boleh dikosongkan)"),
        reader=identifiers.npwp,
        required=False,
        help_text=gettext_lazy("15 atau 16 angka. NPWP perorangan kini sama dengan NIK."),
        widget=digits(),
    )

    def clean_npwp(self):
        """An NPWP that is the owner's NIK is already kept, encrypted (PMK 112/2022)."""
        number = self.cleaned_data["npwp"]
        if not identifiers.is_nik(number):
            return number
        if number != self.draft.nik:
            raise ValidationError(_("NPWP ini NIK orang lain. Isi NPWP pemilik, atau kosongkan."), code="other_person")
        self.cleaned_data["is_nik"] = True
        return ""


class PhoneForm(StepForm):
    """Where the office can call."""

    phone = ReadField(
        label=gettext_lazy("Nomor telepon usaha"),
        reader=identifiers.phone,
        help_text=gettext_lazy("Yang dapat dihubungi petugas, misalnya 0812 3456 7890."),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": gettext_lazy("Isi nomor telepon, misalnya 0812 3456 7890.")},
    )


class RegencyForm(StepForm):
    """Which kabupaten or kota."""

    regency = forms.ModelChoiceField(
        label=gettext_lazy("Kabupaten atau kota tempat usaha"),
        queryset=Regency.objects.all(),
        empty_label=gettext_lazy("Pilih"),
        error_messages={"required": gettext_lazy("Pilih kabupaten atau kota dari daftar.")},
    )

    def clean_regency(self):
        """Its code."""
        return self.cleaned_data["regency"].pk


class DistrictForm(StepForm):
    """Which kecamatan of the chosen place."""

    district = forms.ModelChoiceField(
        label=gettext_lazy("Kecamatan"),
        queryset=District.objects.none(),
        empty_label=gettext_lazy("Pilih"),
        error_messages={
            "required": gettext_lazy("Pilih kecamatan dari daftar."),
            "invalid_choice": gettext_lazy(
                "Kecamatan itu tidak ada di kabupaten/kota pilihan Anda. Pilih dari daftar."
            ),
        },
    )

    def prepare(self):
        """Only those of the chosen place."""
        code = self.earlier("kabupaten", "regency")
        self.fields["district"].queryset = District.objects.filter(regency_id=code).order_by("name")

    def clean_district(self):
        """Its code."""
        return self.cleaned_data["district"].pk


class AddressForm(StepForm):
    """Street and village."""

    address = forms.CharField(
        label=gettext_lazy("Alamat tempat usaha"),
        max_length=300,
        help_text=gettext_lazy("Jalan, nomor, RT/RW, desa atau kelurahan."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        error_messages={"required": gettext_lazy("Isi alamat: jalan, nomor, RT/RW, desa atau kelurahan.")},
    )
