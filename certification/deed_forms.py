"""Forms of the deeds on a certificate: the day, the reason, the proof, and what each deed needs besides."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.application_forms import DAY_INPUTS, HappeningForm
from certification.applications import future
from certification.lifecycle import Change, objection_to, too_long
from certification.models import Certificate, DeedKind
from umkm.documents import keep_checked
from umkm.models import DocumentKind
from umkm.uploads import FilesField


def day_field(label, **options):
    """A day as the browser's own calendar asks for it."""
    return forms.DateField(
        label=label,
        input_formats=DAY_INPUTS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Isi tanggalnya."),
            "invalid": gettext_lazy("Tanggal ini tidak dikenal. Tulis seperti 24-11-2026."),
        },
        **options,
    )


class DeedForm(HappeningForm):
    """One deed; the fields that other kinds need are left out."""

    field_order = (
        "successor", "issued_on", "valid_until", "bmp_valid_until", "day", "until", "reason", "reference", "evidence",
        "once",
    )  # fmt: skip
    OWN = {
        DeedKind.SUPERSEDE: {"successor"},
        DeedKind.FREEZE: {"until"},
        DeedKind.CORRECT: {"issued_on", "valid_until", "bmp_valid_until"},
    }
    DAYS = {
        DeedKind.SUPERSEDE: gettext_lazy("Hari nilai baru mulai berlaku"),
        DeedKind.FREEZE: gettext_lazy("Hari pertama dibekukan"),
        DeedKind.LIFT: gettext_lazy("Hari pembekuan dicabut (hari itu sudah berlaku lagi)"),
        DeedKind.REVOKE: gettext_lazy("Hari sertifikat dicabut"),
        DeedKind.CORRECT: gettext_lazy("Hari tanggalnya diperiksa pada kertas"),
    }

    successor = forms.ModelChoiceField(
        queryset=Certificate.objects.none(),
        label=gettext_lazy("Sertifikat dengan nilai baru"),
        empty_label=gettext_lazy("Pilih sertifikat pengganti"),
        help_text=gettext_lazy("Nilai baru mencabut nilai lama (Permenperin 35/2025 Pasal 50)."),
        error_messages={"required": gettext_lazy("Pilih sertifikat yang menggantikan sertifikat ini.")},
    )
    until = day_field(
        gettext_lazy("Hari terakhir dibekukan"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila suratnya tidak menyebut: dihitung lima hari kerja (Pasal 68)."),
    )
    issued_on = day_field(gettext_lazy("Terbit"), required=False)
    valid_until = day_field(
        gettext_lazy("Nilai TKDN berlaku sampai"),
        help_text=gettext_lazy("Tanggal yang tercetak pada sertifikat selalu menang atas hitungan aturan."),
    )
    bmp_valid_until = day_field(
        gettext_lazy("Nilai BMP berlaku sampai"),
        required=False,
        help_text=gettext_lazy("Hanya bila sertifikat memuat nilai BMP; kosong berarti tidak diubah."),
    )
    reason = forms.CharField(
        max_length=500, label=gettext_lazy("Alasan"), widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis alasannya.")},
    )  # fmt: skip
    reference = forms.CharField(
        max_length=300, required=False, label=gettext_lazy("Nomor surat atau alamat pengumuman"),
    )  # fmt: skip
    evidence = FilesField(
        kind=DocumentKind.CERTIFICATE_PROOF, most=1, required=False,
        label=gettext_lazy("Foto atau PDF suratnya"),
        help_text=gettext_lazy("Wajib, kecuali pemegangnya belum terhubung ke usaha: isi nomor suratnya saja."),
    )  # fmt: skip

    def __init__(self, *args, kind, certificate, calendar, **kwargs):
        """`kind` is to happen to `certificate`."""
        dates = {"issued_on": certificate.issued_on, "valid_until": certificate.valid_until}
        super().__init__(*args, initial=dates, **kwargs)
        self.kind, self.certificate, self.calendar = kind, certificate, calendar
        self.fields["day"].label = self.DAYS[kind]
        for name in {"successor", "until", "issued_on", "valid_until", "bmp_valid_until"} - self.OWN.get(kind, set()):
            del self.fields[name]
        if "successor" in self.fields:
            self.fields["successor"].queryset = possible_successors(certificate)

    def clean(self):
        """Ask the rules; a form that is only posted again is let through to find its own deed."""
        cleaned = super().clean()
        if not self.errors and not self.certificate.deeds.filter(once=cleaned["once"]).exists():
            self._ask()
        return cleaned

    def _ask(self):
        cleaned, change = self.cleaned_data, self.change()
        if change.day > self.today:
            self.add_error("day", future(change.day, self.today))
        proven = bool(cleaned["evidence"]) or (self.certificate.business is None and cleaned["reference"])
        if not proven:
            self.add_error("evidence", self._wanted_proof())
        objection = objection_to(self.certificate, change)
        if self.kind == DeedKind.FREEZE and not objection:
            objection = too_long(change, self.calendar)
        if objection:
            raise ValidationError(objection)

    def _wanted_proof(self):
        if self.certificate.business is None:
            return _("Pemegangnya belum terhubung ke usaha, jadi berkas belum dapat disimpan. Isi nomor suratnya.")
        return _("Sertakan foto atau PDF suratnya.")

    def change(self):
        """What `certification.lifecycle.change` takes."""
        cleaned = self.cleaned_data
        dates = {name: cleaned.get(name) for name in ("issued_on", "valid_until", "bmp_valid_until")}
        return Change(
            self.kind, cleaned["day"], until=cleaned.get("until"), successor=cleaned.get("successor"),
            dates=dates if self.kind == DeedKind.CORRECT else None,
        )  # fmt: skip

    def proof(self, by):
        """The reason, the letter and the kept file."""
        cleaned, document = self.cleaned_data, None
        if cleaned["evidence"] and self.certificate.business:
            document = keep_checked(
                checked=cleaned["evidence"][0], kind=DocumentKind.CERTIFICATE_PROOF,
                business=self.certificate.business, by=by,
            )  # fmt: skip
        return {"reason": cleaned["reason"], "reference": cleaned["reference"], "evidence": document}


def possible_successors(certificate):
    """Other certificates of the same holder, the newest first."""
    others = Certificate.objects.exclude(pk=certificate.pk).order_by("-issued_on", "-pk")
    if certificate.business_id:
        return others.filter(business=certificate.business_id)
    return others.filter(business__isnull=True, holder_name__iexact=certificate.holder_name)
