"""What an officer waits for: makers to be told of, what was told, and the pledges of the officer's agencies."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification.models import Certificate
from certification.suppliers import public_businesses
from procurement import ready_watches
from procurement.models import Package, Pledge, ReadyNotice
from procurement.officers import officers_only
from procurement.pledges import NO_PROMISE
from umkm.categories import BUDGET_CATEGORIES
from umkm.forms import FilterForm
from umkm.models import Business
from umkm.owner.doors import action_of
from umkm.paging import page_of

SHOWN = 100
"""Watches listed at once; nobody waits for more."""


@officers_only
@require_safe
def waiting(request):
    """News first, then what is still waited for, then the packages set aside."""
    today, form = timezone.localdate(), FilterForm(request.GET)
    own = Pledge.objects.of_officer(request.user).with_state_on(today).select_related("package__agency", "kept_makers")
    page = page_of(own.order_by("-made_on", "-pk"), form.page_number if form.is_valid() else 1)
    context = {
        "notices": _unread(request.user).select_related("business__regency", "certificate", "watch__package")[:SHOWN],
        "watches": _watches(request.user, today),
        "page": page,
        "no_promise": NO_PROMISE,
    }
    return render(request, "procurement/waiting/waiting.html", context)


def _unread(user):
    return ReadyNotice.objects.unread().filter(watch__officer=user)


def _watches(user, on):
    """Standing watches, each with `is_named`: whether everyone may know the maker's name."""
    watches = list(user.ready_watches.standing().select_related("business__regency", "package")[:SHOWN])
    ids = {watch.business_id for watch in watches if watch.business_id}
    named = set(public_businesses(on).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    for watch in watches:
        watch.is_named = watch.business_id in named
    return watches


@action_of("procurement:waiting")
@officers_only
def watch(request):
    """Tell me when this maker, or any maker of these goods, is certified; pressed twice, it is asked once."""
    today, asked = timezone.localdate(), request.POST
    if asked.get("usaha"):
        business = _maker(asked["usaha"], today)
        package = Package.objects.current().of_officer(request.user).filter(rup_code=asked.get("paket", "")).first()
        ready_watches.watch_business(officer=request.user, business=business, package=package, on=today)
        messages.success(request, _("Anda dikabari lewat e-mail dan di meja Anda begitu usaha ini bersertifikat."))
    else:
        words, category = _goods(asked)
        ready_watches.watch_goods(officer=request.user, words=words, category=category, on=today)
        messages.success(request, _("Anda dikabari begitu ada pembuat baru barang ini yang bersertifikat."))
    return _back(request)


def _maker(text, on):
    """A business of the register that holds no certificate; nothing else can be waited for."""
    if not (text.isdecimal() and len(text) <= 18):
        raise Http404
    certified = Certificate.objects.valid_on(on).filter(business__isnull=False).values("business")
    return get_object_or_404(Business.objects.filter(merged_into=None).exclude(pk__in=certified), pk=int(text))


def _goods(asked):
    words, category = asked.get("q", "").strip(), asked.get("kategori", "")
    if category not in ("", *BUDGET_CATEGORIES) or not (words or category):
        raise Http404
    return words, category


@action_of("procurement:waiting")
@officers_only
def watch_stop(request, pk):
    """No more news of this."""
    get_object_or_404(request.user.ready_watches, pk=pk)
    ready_watches.stop(officer=request.user, pk=pk, on=timezone.localdate())
    messages.success(request, _("Permintaan kabar dihentikan."))
    return _back(request)


@action_of("procurement:waiting")
@officers_only
def notices_read(request):
    """Put the news away; what was told stays in the record."""
    _unread(request.user).update(read_on=timezone.localdate())
    return redirect("procurement:waiting")


def _back(request):
    """To the page where the button stood."""
    target = request.POST.get("kembali", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return redirect(target)
    return redirect("procurement:waiting")
