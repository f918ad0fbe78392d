"""Forms of a pledge: set a package aside until a day, and take that back with a reason."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.models import Pledge
from procurement.pledges import last_day
from procurement.shortlist_forms import DAY
from tkdnportal.refusals import RefusableForm
from tkdnportal.templatetags.portal import day


class PledgeForm(RefusableForm):
    """Until when makers may get ready, and what they should know."""

    class Meta:
        model = Pledge
        fields = ("ready_by", "note")
        widgets = {"ready_by": DAY, "note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, today, **kwargs):
        """`today`: a maker needs at least a day from it."""
        super().__init__(*args, **kwargs)
        self.today, self.last = today, last_day(self.instance.package)
        self.instance.made_on = today
        self.fields["ready_by"].help_text = _("Paling lambat %(day)s, sehari sebelum kontrak dimulai.") % {
            "day": day(self.last)
        }

    def clean_ready_by(self):
        """After today and before the contract."""
        chosen = self.cleaned_data["ready_by"]
        if chosen <= self.today:
            raise forms.ValidationError(_("Beri pembuat waktu: pilih hari sesudah hari ini."))
        if chosen > self.last:
            text = _("%(chosen)s terlalu lambat untuk paket ini. Pilih hari sampai %(last)s.")
            raise forms.ValidationError(text % {"chosen": day(chosen), "last": day(self.last)})
        return chosen


class WithdrawForm(forms.Form):
    """Why a pledge is taken back; makers who prepared for it read the reason."""

    alasan = forms.CharField(
        label=gettext_lazy("Alasan ditarik"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Misalnya kebutuhan berubah atau paket digabung. Tersimpan bersama nama Anda."),
        error_messages={"required": gettext_lazy("Tulis mengapa niat belanja ini ditarik.")},
    )  # fmt: skip
