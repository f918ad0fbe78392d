"""The owner's page that tells beforehand what BMP an independent verifier could find; nothing of it is kept."""

from decimal import Decimal

from django import forms
from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.bmp import FACTORS, MOST, bmp
from certification.models import Calculation
from certification.reckoning import MANDATORY
from certification.tkdn import Production
from certification.tkdn_pages.words import PRODUCTIONS
from umkm.owner.doors import own_business, signed_in

JAVA = ("31", "32", "33", "34", "35", "36")
"""Provinces on Java by their Kemendagri codes (Kepmendagri 300.2.2-2138/2025)."""
MANY_WORKERS = 50


class BmpForm(forms.Form):
    """The fifteen factors; what does not apply stays empty."""

    production = forms.ChoiceField(
        label=gettext_lazy("Siapa yang membuat barangnya?"), choices=PRODUCTIONS, initial=Production.OWN_FACTORY
    )

    def __init__(self, *args, **kwargs):
        """One field for each factor."""
        super().__init__(*args, **kwargs)
        for factor in FACTORS:
            choices = [("", _("tidak ada, atau tidak tahu"))]
            choices += [(str(points), f"{words} (+{points.normalize():f})") for points, words in factor.criteria]
            self.fields[factor.code] = forms.TypedChoiceField(
                label=factor.title, choices=choices, required=False, coerce=Decimal, empty_value=None
            )

    @property
    def points(self):
        """Those of the criteria that were chosen."""
        return {code: given for code, given in self.cleaned_data.items() if isinstance(given, Decimal)}


def known_of(business):
    """What the register already answers, as form data."""
    known = {"production": Production.OWN_FACTORY}
    if settings.PORTAL_PROVINCE not in JAVA:
        known["location"] = "4"
    if business.workers is not None:
        known["labour"] = "4" if business.workers >= MANY_WORKERS else "2"
    return known


@signed_in
def estimate(request, pk):
    """The form with what the register knows, and the sum; the answers live in the address."""
    business = own_business(request, pk)
    form = BmpForm(request.GET if "production" in request.GET else known_of(business))
    context = {"business": business, "form": form, "most": MOST, "is_counted": form.is_valid()}
    if context["is_counted"]:
        context["bmp"] = bmp(form.points, form.cleaned_data["production"])
        context["sums"] = _sums(business, context["bmp"])
    return render(request, "certification/tkdn/bmp.html", context)


def _sums(business, value):
    """(product, TKDN, TKDN with BMP, whether that makes it one that buyers must choose) of each counted product."""
    if value is None:
        return []
    counted = Calculation.objects.of(business).current().filter(value__isnull=False).select_related("product")
    return [
        (each.product, each.value, each.value + value, each.value + value >= MANDATORY)
        for each in counted.order_by("product__name", "pk")[:10]
    ]
