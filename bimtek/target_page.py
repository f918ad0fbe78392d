"""The page that answers what a target needs."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bimtek.models import TargetBasis
from bimtek.target import Target, reckon
from certification.application_forms import DAY_INPUTS
from procurement.models import Package
from tkdnportal.templatetags.portal import day as written_day
from umkm.categories import Category


class TargetForm(forms.Form):
    """A category, a share of its planned budget, and the day on which the certificates must be there."""

    kategori = forms.ChoiceField(
        label=gettext_lazy("Kategori"),
        choices=[(each.value, each.label) for each in Category if each != Category.OTHER],
    )
    persen = forms.IntegerField(
        label=gettext_lazy("Berapa persen rencana belanja harus terlayani"),
        min_value=1,
        max_value=100,
        error_messages={
            "min_value": gettext_lazy("Tulis angka antara 1 dan 100."),
            "max_value": gettext_lazy("Tulis angka antara 1 dan 100."),
        },
    )
    sampai = forms.DateField(
        label=gettext_lazy("Sertifikat harus ada pada"),
        input_formats=DAY_INPUTS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Tanggal ini tidak dikenal. Tulis seperti 24-11-2026.")},
    )

    def __init__(self, *args, today, **kwargs):
        """`today`: the day of asking."""
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_sampai(self):
        """A day to come, in a year whose packages are known."""
        day = self.cleaned_data["sampai"]
        if day <= self.today:
            raise ValidationError(
                _("%(day)s sudah lewat atau hari ini. Pilih hari sesudahnya.") % {"day": written_day(day)}
            )
        if not Package.objects.current().for_year(day.year).exists():
            raise ValidationError(
                _("Tidak ada paket tahun %(year)d. Impor dulu paketnya, atau pilih tahun lain.") % {"year": day.year}
            )
        return day


def page_of_target(asked, today):
    """The form with what was asked, and its answer from what the worker reckoned last, if it has."""
    form = TargetForm(asked or None, today=today, initial={"persen": 80})
    if not form.is_valid():
        return {"form": form}
    cleaned = form.cleaned_data
    target = Target(cleaned["kategori"], cleaned["persen"], cleaned["sampai"])
    year = target.day.year
    basis, waiting = TargetBasis.objects.newest(year), TargetBasis.objects.waiting().filter(year=year).first()
    return {
        "form": form, "year": year, "basis": basis, "waiting": waiting, "category": Category(target.category).label,
        "found": reckon(target, basis, today) if basis else None,
    }  # fmt: skip
