"""The calculator of price preference."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from procurement.officers import officers_only
from procurement.preference_forms import PreferenceForm
from procurement.price_preference import LEAST_CEILING


@officers_only
@require_safe
def calculator(request):
    """Offers by final price; the whole question is the page's address, so that it can be kept and shown."""
    form = PreferenceForm(request.GET or None)
    context = {"form": form, "least": LEAST_CEILING}
    if form.is_bound and form.is_valid():
        context["evaluated"] = form.evaluated()
        context["applies"] = form.cleaned_data["pagu"] > LEAST_CEILING
    return render(request, "procurement/price_preference.html", context)
