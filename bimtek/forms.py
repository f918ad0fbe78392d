"""What the staff's desk asks before a plan is computed or compared."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bimtek.models import UnlockPlan
from bimtek.models.plan import MOST_SEATS
from procurement.models import Package


class PlanForm(forms.Form):
    """A year and how many businesses can be helped."""

    year = forms.IntegerField(label=gettext_lazy("Tahun anggaran"))
    seats = forms.IntegerField(
        label=gettext_lazy("Jumlah tempat"),
        help_text=gettext_lazy("Berapa usaha yang dapat didampingi sampai bersertifikat."),
    )

    def __init__(self, *args, today, **kwargs):
        """`today` gives the year that is offered."""
        super().__init__(*args, initial={"year": today.year, "seats": settings.UNLOCK_SEATS}, **kwargs)

    def clean_seats(self):
        """As many as a plan may have."""
        seats = self.cleaned_data["seats"]
        if not 1 <= seats <= MOST_SEATS:
            values = {"seats": seats, "most": MOST_SEATS}
            raise forms.ValidationError(_("Jumlah tempat %(seats)d: tulis angka antara 1 dan %(most)d.") % values)
        return seats

    def clean_year(self):
        """A year without packages has nothing to open."""
        year = self.cleaned_data["year"]
        if not 2000 <= year <= 2100 or not Package.objects.current().for_year(year).exists():
            raise forms.ValidationError(
                _("Tidak ada paket tahun %(year)d. Impor dulu paketnya, atau pilih tahun lain.") % {"year": year}
            )
        return year


class CompareForm(forms.Form):
    """Which plan to put beside this one."""

    dengan = forms.ModelChoiceField(label=gettext_lazy("Bandingkan dengan"), queryset=UnlockPlan.objects.none())

    def __init__(self, *args, plan, **kwargs):
        """Any other finished plan of the same year."""
        super().__init__(*args, **kwargs)
        self.fields["dengan"].queryset = UnlockPlan.objects.finished().filter(year=plan.year).exclude(pk=plan.pk)
