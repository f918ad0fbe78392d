"""The owner's page for contact and place."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from umkm.owner.data_forms import DataForm
from umkm.owner.doors import action_of, own_business, signed_in, typed_before
from umkm.owner.saving import saved
from umkm.verification import open_for, returned


@signed_in
def data(request, pk):
    """Change contact and place; what only the office may change is shown with the way to have it changed."""
    business = own_business(request, pk)
    if request.method == "POST":
        form = DataForm(request.POST, instance=own_business(request, pk))
        if form.is_valid() and saved(form):
            if form.has_changed():
                open_for(business=business, opened_at=timezone.localtime())
            messages.success(request, _("Data usaha Anda sudah diperbarui."))
            return redirect("umkm:business", pk=pk)
    else:
        form = DataForm(instance=business, initial=typed_before(request))
    context = {"business": business, "form": form, "activities": business.activities.order_by("pk")}
    return render(request, "umkm/owner/data.html", context)


@action_of("umkm:business", "pk")
def send_again(request, pk):
    """“I have mended it”: a returned business waits for a clerk again; pressed twice, it waits once."""
    business = own_business(request, pk)
    if returned(business):
        open_for(business=business, opened_at=timezone.localtime())
        messages.success(request, _("Terima kasih. Data Anda menunggu diperiksa lagi oleh petugas Dinas."))
    return redirect("umkm:business", pk=pk)
