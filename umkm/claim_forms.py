"""The forms of claims and of helpers, on phones."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from umkm import identifiers
from umkm.claims import DIGITS
from umkm.models import ClaimState, DocumentKind, Proof
from umkm.uploads import FilesField


class ClaimForm(forms.Form):
    """Which record, and how to prove it."""

    nib = forms.CharField(
        label=_("NIB usaha Anda"),
        max_length=40,
        help_text=_("13 angka pada lembar NIB dari OSS."),
        error_messages={"required": _("Isi 13 angka NIB Anda.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    how = forms.ChoiceField(
        label=_("Bagaimana Anda membuktikannya?"),
        choices=[
            (Proof.CODE.value, _("Kirim kode ke nomor ponsel yang tercatat di Dinas")),
            (Proof.EVIDENCE.value, _("Kirim foto bukti, petugas yang memeriksa")),
        ],
        error_messages={"required": _("Pilih satu cara.")},
        widget=forms.RadioSelect,
    )

    def clean_nib(self):
        """The 13 digits, however they were typed."""
        try:
            return identifiers.nib(self.cleaned_data["nib"])
        except identifiers.Invalid as problem:
            raise ValidationError(str(problem)) from problem


class ClaimCodeForm(forms.Form):
    """The code of a message."""

    code = forms.RegexField(
        rf"^[0-9]{{{DIGITS}}}$",
        label=_("Kode dari pesan"),
        error_messages={"required": _("Isi kode dari pesan."), "invalid": _("Kode terdiri atas 6 angka.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": DIGITS}),
    )


class EvidenceForm(forms.Form):
    """What shows a clerk that the record is the claimant's."""

    files = FilesField(
        kind=DocumentKind.CLAIM_EVIDENCE,
        label=_("Foto bukti"),
        most=4,
        help_text=_("Foto lembar NIB, KTP Anda, dan Anda di tempat usaha. Hanya petugas Dinas yang melihatnya."),
        error_messages={"required": _("Pilih atau ambil sedikitnya satu foto.")},
    )
    note = forms.CharField(
        label=_("Keterangan"),
        max_length=1000,
        required=False,
        help_text=_("Boleh kosong. Misalnya: nomor ponsel yang tercatat sudah tidak dipakai."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, state, **kwargs):
        """A question may be answered in words alone; before that a photo is needed."""
        super().__init__(*args, **kwargs)
        if state == ClaimState.ASKED:
            self.fields["files"].required = False
            self.fields["note"].label = _("Jawaban Anda")

    def clean(self):
        """Something must have been given."""
        given = super().clean()
        if not self.errors and not given.get("files") and not given.get("note"):
            raise ValidationError(_("Tulis jawaban atau pilih foto yang diminta petugas."))
        return given


class HelperCodeForm(forms.Form):
    """The code an owner gave to a helper."""

    code = forms.CharField(
        label=_("Kode dari pemilik usaha"),
        max_length=20,
        help_text=_("Delapan huruf dan angka, misalnya KJ7M-4RTP."),
        error_messages={"required": _("Isi kode yang diberikan pemilik usaha.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
