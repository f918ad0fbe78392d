"""The owner's news: what was told, what to hear of, and an end to it in one tap, signed in or not."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.models import User
from procurement import digest
from procurement.digest_sending import user_of
from procurement.models import DigestEntry, Follow
from umkm.categories import BUDGET_CATEGORIES, Category
from umkm.forms import FilterForm
from umkm.models import Regency
from umkm.owner.doors import action_of, own_business, signed_in
from umkm.paging import page_of

CATEGORIES = [(category, Category(category).label) for category in BUDGET_CATEGORIES]


class FollowForm(forms.Form):
    """What to hear of; nothing ticked means everything that fits the products."""

    kategori = forms.MultipleChoiceField(
        label=gettext_lazy("Kategori"), choices=CATEGORIES, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("Kosongkan semua untuk mengikuti kategori produk Anda."),
    )  # fmt: skip
    wilayah = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Kabupaten/kota"), queryset=Regency.objects.all(), widget=forms.CheckboxSelectMultiple,
        required=False, help_text=gettext_lazy("Kosongkan semua untuk semua tempat."),
    )  # fmt: skip


@signed_in
def follow(request, pk):
    """What was told of this business, and the choice of what is told from now on."""
    business = _owned(request, pk)
    found = Follow.objects.filter(user=request.user, business=business).first()
    initial = {"kategori": found.categories, "wilayah": found.regencies} if found else {}
    form = FollowForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        _save(request.user, business, form.cleaned_data)
        messages.success(request, _("Pilihan disimpan. Kabar berikutnya mengikuti pilihan ini."))
        return redirect("procurement:follow", pk=pk)
    told = DigestEntry.objects.filter(user=request.user, business=business)
    told = told.select_related("digest", "package__agency", "product", "result").order_by("-pk")
    asked = FilterForm(request.GET)
    page = page_of(told, asked.page_number if asked.is_valid() else 1)
    context = {"business": business, "form": form, "page": page, "stopped": found.stopped_at if found else None}
    return render(request, "procurement/follow/follow.html", context)


def _owned(request, pk):
    business = own_business(request, pk)
    if not request.case.is_owned:
        raise PermissionDenied(_("Kabar paket diatur oleh pemilik usaha sendiri."))
    return business


def _save(user, business, asked):
    regencies = [regency.code for regency in asked["wilayah"]]
    chosen = {"categories": asked["kategori"], "regencies": regencies, "stopped_at": None}
    Follow.objects.update_or_create(user=user, business=business, defaults=chosen)


@action_of("procurement:follow", "pk")
def pause(request, pk):
    """Hear nothing more of this business."""
    business = _owned(request, pk)
    at = timezone.now()  # noqa: TID251 - a view may read the clock
    Follow.objects.update_or_create(user=request.user, business=business, defaults={"stopped_at": at})
    messages.success(request, _("Kabar paket berhenti. Simpan pilihan di bawah untuk menerimanya lagi."))
    return redirect("procurement:follow", pk=pk)


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed address is the proof
@never_cache
def digest_stop(request, token):
    """End all digests of the person the address was made for; looking at the page ends nothing, since mail scanners
    open every address they find."""
    user = get_object_or_404(User, pk=_id_in(token))
    if request.method == "POST":
        digest.stop(user=user, at=timezone.now())  # noqa: TID251 - a view may read the clock
    return render(request, "procurement/digest/stop.html", {"is_stopped": request.method == "POST", "token": token})


def _id_in(token):
    found = user_of(token)
    if found is None:
        raise Http404
    return found
