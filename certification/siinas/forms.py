"""What owners and staff tell about an account. No field takes a password, and texts that look like one are refused."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.application_forms import DAY_INPUTS
from certification.models import AccountStatus, SiinasAccount
from certification.siinas import states
from certification.siinas.rules import future, needs_word, place_key, refuse_passwords, too_early
from umkm.documents import keep_checked
from umkm.models import DocumentKind
from umkm.uploads import FilesField

YES_NO = ((True, gettext_lazy("Ya, milik saya dan dapat dibuka")), (False, gettext_lazy("Tidak, atau tidak tahu")))


class TextField(forms.CharField):
    """A text that is no place for a password."""

    default_validators = (refuse_passwords,)


class MailForm(forms.Form):
    """The first question: whether the owner can open the address on the NIB, and where goods are made."""

    factory_location = TextField(
        max_length=300,
        label=gettext_lazy("Di mana Anda membuat barang?"),
        help_text=gettext_lazy("Tulis alamat tempat produksi seperti di NIB. Satu akun SIINas untuk satu tempat."),
        error_messages={"required": gettext_lazy("Tulis alamat tempat Anda membuat barang.")},
    )
    email_on_nib = forms.EmailField(
        label=gettext_lazy("E-mail yang tertulis di NIB"),
        help_text=gettext_lazy("Lihat di berkas NIB, di bagian data pelaku usaha. Jangan tulis kata sandinya."),
        error_messages={
            "required": gettext_lazy("Salin e-mail dari NIB Anda."),
            "invalid": gettext_lazy("Ini bukan alamat e-mail. Tulis seperti nama@contoh.id."),
        },
    )
    email_is_open = forms.TypedChoiceField(
        label=gettext_lazy("Apakah e-mail di NIB milik Anda dan masih dapat dibuka?"),
        choices=YES_NO,
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih salah satu jawaban.")},
    )

    def __init__(self, *args, business, account=None, **kwargs):
        """`account` is None for a place that has no record yet."""
        known = {"factory_location": business.address, "email_on_nib": business.email}
        if account:
            known = {name: getattr(account, name) for name in self.base_fields}
        super().__init__(*args, initial=known | kwargs.pop("initial", {}), **kwargs)
        self.business, self.account = business, account
        if account:
            del self.fields["factory_location"]

    def clean_factory_location(self):
        """A place has one account, however it is written."""
        place = " ".join(self.cleaned_data["factory_location"].split())
        others = self.business.siinas_accounts.values_list("factory_location", flat=True)
        if place_key(place) in {place_key(other) for other in others}:
            raise ValidationError(_("Tempat “%(place)s” sudah tercatat di bawah.") % {"place": place})
        return place

    def kept(self, today):
        """The account with the answers, saved."""
        account = self.account or SiinasAccount(business=self.business, as_of=today)
        for name, value in self.cleaned_data.items():
            setattr(account, name, value)
        account.save()
        return account


class StatusForm(forms.Form):
    """A status as of a day, with what it needs; `once` recognises a form posted twice."""

    day = forms.DateField(
        label=gettext_lazy("Sejak hari apa?"),
        input_formats=DAY_INPUTS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Isi tanggalnya."),
            "invalid": gettext_lazy("Tanggal ini tidak dikenal. Tulis seperti 24-11-2026."),
        },
    )
    problem = forms.ChoiceField(
        label=gettext_lazy("Apa masalahnya?"),
        choices=states.Problem,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih masalahnya.")},
    )
    evidence = FilesField(
        kind=DocumentKind.SIINAS_PROOF,
        most=1,
        label=gettext_lazy("Foto atau PDF bukti dari SIINas"),
        error_messages={"required": gettext_lazy("Kirim buktinya: foto layar atau PDF dari SIINas.")},
    )
    note = TextField(
        max_length=300,
        required=False,
        label=gettext_lazy("Catatan (boleh kosong)"),
        help_text=gettext_lazy("Jangan menulis kata sandi di sini."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, account, today, status=None, **kwargs):
        """`status` is what the owner reports; None where the form itself asks, as for staff."""
        kwargs["initial"] = {"once": uuid.uuid4(), "day": today} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.account, self.today, self.status = account, today, status
        self.fields["day"].widget.attrs["max"] = today.isoformat()
        if status and status != AccountStatus.PROBLEM:
            del self.fields["problem"]
        if status and status not in AccountStatus.verified:
            del self.fields["evidence"]

    @property
    def wanted(self):
        """The status the form stands for."""
        return self.status or self.cleaned_data.get("status")

    def clean_day(self):
        """Neither in the future nor before what is known."""
        day = self.cleaned_data["day"]
        objection = future(day, self.today)
        # A proof says nothing against newer news: the clerk's decision is dated, not the picture.
        if not objection and self.wanted not in AccountStatus.verified:
            objection = too_early(self.account, day)
        if objection:
            raise ValidationError(objection)
        return day

    def clean(self):
        """A correction, and a problem of another kind, are told in words."""
        cleaned = super().clean()
        if self.errors or self.account.changes.filter(once=cleaned["once"]).exists():
            return cleaned
        if cleaned.get("problem") == states.Problem.OTHER and not cleaned["note"]:
            self.add_error("note", _("Tulis apa masalahnya."))
        elif self.wanted and needs_word(self.account.status, self.wanted) and not cleaned["note"]:
            self.add_error(
                "note",
                _("Tercatat “%(now)s”. Tulis mengapa itu keliru, supaya petugas paham.")
                % {"now": self.account.get_status_display()},
            )
        return cleaned

    def kept_evidence(self, by):
        """The uploaded proof as a document of the business, or None."""
        files = self.cleaned_data.get("evidence")
        if not files:
            return None
        return keep_checked(checked=files[0], kind=DocumentKind.SIINAS_PROOF, business=self.account.business, by=by)


class StaffStatusForm(StatusForm):
    """What a clerk saw: any status; an active or validated account with its proof."""

    field_order = ("status", "day", "problem", "evidence", "note", "once")

    status = forms.ChoiceField(label=gettext_lazy("Status menurut yang Anda lihat"), choices=AccountStatus)

    def __init__(self, *args, **kwargs):
        """Everything is asked; what the chosen status does not need may stay empty."""
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("Keadaan per")
        self.fields["problem"].required = self.fields["evidence"].required = False
        self.fields["problem"].widget = forms.Select(choices=[("", "–"), *states.Problem.choices])
        self.fields["evidence"].help_text = _("Wajib untuk akun aktif atau tervalidasi.")
        self.fields["note"].help_text = _("Wajib bila status mundur. Jangan menulis kata sandi di sini.")

    def clean(self):
        """Each status with what it needs."""
        cleaned = super().clean()
        status = cleaned.get("status")
        if status == AccountStatus.PROBLEM and not cleaned.get("problem"):
            self.add_error("problem", _("Pilih masalahnya."))
        elif status != AccountStatus.PROBLEM:
            cleaned["problem"] = ""
        proven = cleaned.get("evidence") or status == self.account.status
        if status in AccountStatus.verified and "evidence" in cleaned and not proven:
            self.add_error("evidence", _("Akun aktif atau tervalidasi perlu bukti: foto atau PDF dari SIINas."))
        return cleaned

    def clean_day(self):
        """Staff see the account as it is: never before what is known."""
        day = self.cleaned_data["day"]
        if objection := future(day, self.today) or too_early(self.account, day):
            raise ValidationError(objection)
        return day


class DecisionForm(forms.Form):
    """Why a proof goes back."""

    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Apa yang perlu diperbaiki pemilik?"),
        choices=states.ProofReason,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih sedikitnya satu alasan: pemilik perlu tahu apa yang salah.")},
    )
    text = TextField(
        label=gettext_lazy("Penjelasan untuk pemilik"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Wajib bila memilih “Lihat penjelasan petugas”. Tulis singkat, tanpa istilah kantor."),
    )
