"""What owners and staff tell about an application: that it was sent, and what happened to it."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.application_reasons import WORDS, Reason
from certification.applications import certified_item, future, objections_to_applying, objections_to_event
from certification.models import Application, EventKind, EventSource
from umkm.documents import keep_checked
from umkm.models import DocumentKind
from umkm.uploads import FilesField

DAY_INPUTS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")


class HappeningForm(forms.Form):
    """What every record needs: the day, and proof where there is some. `once` recognises a form posted twice."""

    day = forms.DateField(
        input_formats=DAY_INPUTS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Isi tanggalnya."),
            "invalid": gettext_lazy("Tanggal ini tidak dikenal. Tulis seperti 24-11-2026."),
        },
    )
    evidence = FilesField(
        kind=DocumentKind.APPLICATION_PROOF, most=1, required=False,
        label=gettext_lazy("Foto layar atau surat (boleh kosong)"),
    )  # fmt: skip
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, today, **kwargs):
        """`today`: nothing that happened lies after it."""
        kwargs["initial"] = {"once": uuid.uuid4(), "day": today} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    def say(self, objections):
        """Show every objection above the form."""
        for sentence in objections:
            self.add_error(None, sentence)

    def kept_evidence(self, business, by):
        """The uploaded file as a document of `business`, or None."""
        files = self.cleaned_data["evidence"]
        if not files:
            return None
        return keep_checked(checked=files[0], kind=DocumentKind.APPLICATION_PROOF, business=business, by=by)


class ReportForm(HappeningForm):
    """An application has been sent in SIINas."""

    field_order = ("product", "again", "day", "siinas_number", "evidence", "once")

    product = forms.ModelChoiceField(
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        label=gettext_lazy("Produk yang diajukan"),
        error_messages={"required": gettext_lazy("Pilih produk yang Anda ajukan.")},
    )
    again = forms.BooleanField(
        required=False, label=gettext_lazy("Ini perpanjangan atau hitung ulang sertifikat yang sudah ada")
    )
    siinas_number = forms.CharField(
        max_length=60,
        required=False,
        label=gettext_lazy("Nomor permohonan di SIINas"),
        help_text=gettext_lazy("Boleh kosong bila belum ada."),
    )

    def __init__(self, *args, business, **kwargs):
        """`business`: whose products can be chosen."""
        super().__init__(*args, **kwargs)
        self.business = business
        self.fields["day"].label = _("Hari permohonan dikirim di SIINas")
        self.fields["product"].queryset = business.products.order_by("name")

    def clean(self):
        """Ask the rules; a form that is only posted again meets its own application and is let through."""
        cleaned = super().clean()
        if self.errors or Application.objects.filter(events__once=cleaned["once"], business=self.business).exists():
            return cleaned
        if cleaned["day"] > self.today:
            self.add_error("day", future(cleaned["day"], self.today))
            return cleaned
        certificates = list(self.business.certificates.prefetch_related("items"))
        self.say(
            objections_to_applying(
                product=cleaned["product"],
                again=cleaned["again"],
                certificates=certificates,
                running=cleaned["product"].applications.filter(closed_on__isnull=True).first(),
                day=cleaned["day"],
            )
        )
        # Asked only where it plays a part: without a running certificate an application is simply a new one.
        cleaned["again"] = bool(certified_item(cleaned["product"], certificates, cleaned["day"]))
        return cleaned


class EventForm(HappeningForm):
    """One thing that happened; the fields are those its kind needs."""

    field_order = ("reasons", "day", "certificate_number", "note", "evidence", "once")

    DAYS = {
        EventKind.RETURNED: gettext_lazy("Hari permohonan dikembalikan"),
        EventKind.RESUBMITTED: gettext_lazy("Hari perbaikan dikirim di SIINas"),
        EventKind.COMPLETE: gettext_lazy("Hari permohonan dinyatakan lengkap"),
        EventKind.SIGNED: gettext_lazy("Hari permohonan disetujui"),
        EventKind.REFUSED: gettext_lazy("Hari permohonan ditolak"),
        EventKind.AUTO_REJECTED: gettext_lazy("Hari SIINas menolak otomatis"),
        EventKind.WITHDRAWN: gettext_lazy("Hari permohonan ditarik"),
    }

    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Apa alasannya?"),
        help_text=gettext_lazy("Pilih semua yang disebut Kementerian."),
        choices=[(reason.value, WORDS[reason].owner) for reason in Reason],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih sedikitnya satu alasan.")},
    )
    certificate_number = forms.CharField(
        max_length=100,
        required=False,
        label=gettext_lazy("Nomor sertifikat"),
        help_text=gettext_lazy("Seperti tertulis pada sertifikat. Besar kecil huruf dan spasi tidak berpengaruh."),
    )
    note = forms.CharField(
        max_length=500, required=False, label=gettext_lazy("Catatan"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, kind, standing, source, calendar, **kwargs):
        """`kind` is to follow `standing`, as `source` says."""
        super().__init__(*args, **kwargs)
        self.kind, self.standing, self.source, self.calendar = kind, standing, source, calendar
        self.fields["day"].label = self.DAYS[kind]
        if kind not in EventKind.reasoned:
            del self.fields["reasons"]
        elif source == EventSource.STAFF:
            self.fields["reasons"].choices = Reason.choices
        if kind == EventKind.SIGNED:
            self.fields["evidence"].label = _("Foto atau PDF sertifikat")
        else:
            del self.fields["certificate_number"]

    def clean(self):
        """Ask the rules; a form that is only posted again is let through."""
        cleaned = super().clean()
        if "day" not in cleaned or "once" not in cleaned:
            return cleaned
        application = self.standing.application
        if application.events.filter(once=cleaned["once"]).exists():
            return cleaned
        self.say(
            objections_to_event(
                standing=self.standing, kind=self.kind, day=cleaned["day"], today=self.today, source=self.source,
                calendar=self.calendar,
            )
        )  # fmt: skip
        if Reason.OTHER in cleaned.get("reasons", ()) and not cleaned["note"]:
            self.add_error("note", _("Tulis apa alasan lainnya."))
        return cleaned

    def event(self, by):
        """What `application_services.record` takes."""
        cleaned = self.cleaned_data
        application, standing = self.standing.application, self.standing
        note = cleaned["note"] or (_("Menggantikan dugaan menurut kalender.") if standing.is_presumed else "")
        return {
            "application": application, "kind": self.kind, "day": cleaned["day"], "note": note,
            "reasons": cleaned.get("reasons", []), "certificate_number": cleaned.get("certificate_number", ""),
            "evidence": self.kept_evidence(application.business, by), "once": cleaned["once"], "by": by,
            "source": self.source, "strikes": standing.event if standing.is_presumed else None,
        }  # fmt: skip


class StrikeForm(HappeningForm):
    """Staff take back the last record: it was wrong, and why."""

    note = forms.CharField(
        max_length=500,
        label=gettext_lazy("Mengapa catatan ini dibatalkan?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis mengapa catatan ini dibatalkan.")},
    )

    def __init__(self, *args, event, **kwargs):
        """`event` is struck; the day is its own, so it is not asked."""
        super().__init__(*args, **kwargs)
        self.struck = event
        del self.fields["day"]

    def event(self, by):
        """What `application_services.record` takes."""
        application, cleaned = self.struck.application, self.cleaned_data
        return {
            "application": application, "kind": EventKind.VOID, "day": self.struck.day, "note": cleaned["note"],
            "evidence": self.kept_evidence(application.business, by), "once": cleaned["once"], "by": by,
            "source": EventSource.STAFF, "strikes": self.struck,
        }  # fmt: skip


def refuse(form, error):
    """Show a ValidationError of a service above `form`."""
    form.add_error(None, ValidationError(error.messages))
