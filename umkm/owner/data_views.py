"""The owner's page for contact and place."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from umkm.owner.data_forms import DataForm
from umkm.owner.doors import own_business, signed_in, typed_before
from umkm.owner.saving import saved


@signed_in
def data(request, pk):
    """Change contact and place; what only the office may change is shown with the way to have it changed."""
    business = own_business(request, pk)
    if request.method == "POST":
        form = DataForm(request.POST, instance=own_business(request, pk))
        if form.is_valid() and saved(form):
            messages.success(request, _("Data usaha Anda sudah diperbarui."))
            return redirect("umkm:business", pk=pk)
    else:
        form = DataForm(instance=business, initial=typed_before(request))
    context = {"business": business, "form": form, "activities": business.activities.order_by("pk")}
    return render(request, "umkm/owner/data.html", context)
