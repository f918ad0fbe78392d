"""What a person says about an action."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bimtek.action_kinds import ActionKind, Result
from bimtek.models import DeclineReason
from certification.application_forms import DAY_INPUTS
from tkdnportal.templatetags.portal import day as written_day


class DecisionForm(forms.Form):
    """Done, put off until a later day, or declined by the owner with the reason."""

    kind = forms.ChoiceField(choices=ActionKind, widget=forms.HiddenInput)
    result = forms.ChoiceField(
        label=gettext_lazy("Apa hasilnya?"),
        choices=Result,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih salah satu hasil.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Tanya lagi pada"),
        required=False,
        input_formats=DAY_INPUTS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("Wajib bila ditunda. Bila pemilik menolak: kosongkan supaya tidak dihubungi lagi."),
        error_messages={"invalid": gettext_lazy("Tanggal ini tidak dikenal. Tulis seperti 24-11-2026.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Alasan pemilik menolak"), required=False, choices=[("", "–"), *DeclineReason.choices]
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan (boleh kosong)"), required=False, max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args, today, **kwargs):
        """`today`: the day of the decision; what is put off is put off beyond it."""
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        """Each result with what it needs, and without what it has no use for."""
        cleaned = super().clean()
        result, until = cleaned.get("result"), cleaned.get("until")
        if result == Result.SNOOZED and not until and "until" not in self.errors:
            self.add_error("until", _("Isi tanggal kapan ditanyakan lagi."))
        if result != Result.DONE and until and until <= self.today:
            values = {"day": written_day(until), "today": written_day(self.today)}
            self.add_error("until", _("%(day)s bukan sesudah hari ini, %(today)s. Pilih hari sesudahnya.") % values)
        if result == Result.DECLINED and not cleaned.get("reason"):
            self.add_error("reason", _("Pilih alasan pemilik menolak."))
        return cleaned

    @property
    def decision(self):
        """What `bimtek.action_services.decide` wants to know."""
        cleaned = self.cleaned_data
        result = cleaned["result"]
        return {
            "kind": cleaned["kind"],
            "result": result,
            "until": None if result == Result.DONE else cleaned["until"],
            "reason": cleaned["reason"] if result == Result.DECLINED else "",
            "note": cleaned["note"],
        }
