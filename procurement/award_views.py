"""Purchases of a package, for the officers of its agency: contracts, deliveries, payments, and what went elsewhere."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.roles import Role
from procurement import award_forms as forms
from procurement.awards import choices_on, leakages_of, left_of, spent_on, suppliers_on, unexplained
from procurement.matching import default_day
from procurement.models import Award, Leakage, Package
from umkm.document_views import served
from umkm.forms import FilterForm
from umkm.owner.doors import signed_in
from umkm.owner.saving import saved
from umkm.paging import page_of

SHOWN = 40
"""So many products are listed at once; the search finds the rest."""


def officers(view):
    """Decorator: only officers come in; for anyone else there is nothing here."""

    @signed_in
    @never_cache
    def guarded(request, *args, **kwargs):
        if not request.user.has_role(Role.OFFICER):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def own_package(request, rup_code):
    """A package of the officer's agencies; 404 for any other."""
    return get_object_or_404(Package.objects.of_officer(request.user).select_related("agency"), rup_code=rup_code)


def own_award(request, rup_code, pk):
    """A contract of such a package."""
    return get_object_or_404(Award, pk=pk, package=own_package(request, rup_code))


@officers
def purchases(request, rup_code):
    """Everything bought for one package, and what can be done next."""
    package = own_package(request, rup_code)
    awarded, leaked = spent_on(package)
    context = {"package": package, "awarded": awarded, "leaked": leaked, "left": package.ceiling - awarded - leaked}
    lists = {"awards": package.awards.select_related("officer"), "leakages": package.leakages.select_related("officer")}
    return render(request, "procurement/award/purchases.html", context | lists)


@officers
def award_add(request, rup_code):
    """Choose among what is certified on the signing day, and record the contract; sent twice it counts once."""
    package, today = own_package(request, rup_code), timezone.localdate()
    asked = forms.SigningForm(request.GET, usual=default_day(package.year, today))
    day = asked.cleaned_data["tanggal"] if asked.is_valid() else None
    choices = choices_on(package, day) if day else []
    form = forms.AwardForm(
        request.POST or None, instance=_by(request, Award(package=package)), choices=choices, today=today,
        initial={"signed_on": day},
    )  # fmt: skip
    if request.method == "POST" and _kept_once(form, Award):
        messages.success(request, _("Kontrak tercatat."))
        return redirect("procurement:purchases", rup_code)
    context = {"package": package, "asked": asked, "day": day, "form": form, "left": left_of(package)}
    return _page(request, "procurement/award/award_add.html", context | _narrowed(choices, asked, form))


def _narrowed(choices, asked, form):
    """The products to show, and how many there are; the one already chosen always stays."""
    words = (asked.cleaned_data.get("cari") or "").casefold() if asked.is_valid() else ""
    found = [one for one in choices if words in f"{one.supplier.product_name} {one.supplier.business_name}".casefold()]
    chosen = str(form["item"].value() or "")
    shown = found[:SHOWN] + [one for one in choices if str(one.pk) == chosen and one not in found[:SHOWN]]
    needs_reason = any(not one.fits for one in shown)
    return {"choices": shown, "found": len(found), "chosen": chosen, "needs_reason": needs_reason}


@officers
def award_progress(request, rup_code, pk):
    """The goods came, the money went."""
    award = own_award(request, rup_code, pk)
    form = forms.ProgressForm(request.POST or None, instance=award, today=timezone.localdate())
    return _change(request, form, "procurement/award/progress.html", _("Penyerahan dan pembayaran tercatat."))


@officers
def award_correct(request, rup_code, pk):
    """A contract that was typed wrong."""
    award = own_award(request, rup_code, pk)
    form = forms.AwardCorrectionForm(request.POST or None, instance=award, today=timezone.localdate())
    return _change(request, form, "procurement/award/correct.html", _("Kontrak sudah diperbaiki."))


@officers
def award_cancel(request, rup_code, pk):
    """A contract that ended or never was."""
    award = own_award(request, rup_code, pk)
    return _cancel(request, award, forms.CancelForm)


@officers
def leakage_add(request, rup_code):
    """A purchase of the package from someone without a certificate."""
    package, today = own_package(request, rup_code), timezone.localdate()
    form = forms.LeakageForm(
        request.POST or None, request.FILES or None, instance=_by(request, Leakage(package=package)), by=request.user,
        today=today, initial={"bought_on": default_day(package.year, today)},
    )  # fmt: skip
    if request.method == "POST":
        if form.is_valid():
            form.instance.suppliers_then = suppliers_on(package, form.cleaned_data["bought_on"])
        if _kept_once(form, Leakage):
            messages.success(request, _("Pembelian di luar tercatat."))
            return redirect("procurement:purchases", rup_code)
    context = {"package": package, "form": form, "left": left_of(package)}
    if package.category != "OTHER" and not package.not_certifiable:
        context["suppliers"] = suppliers_on(package, default_day(package.year, today))
    return _page(request, "procurement/award/leakage_add.html", context)


@officers
def outside_plan(request):
    """A purchase whose package the portal does not know."""
    today = timezone.localdate()
    form = forms.OutsidePlanForm(
        request.POST or None, request.FILES or None, instance=_by(request, Leakage()), by=request.user,
        today=today, initial={"bought_on": today, "year": today.year},
    )  # fmt: skip
    if request.method == "POST" and _kept_once(form, Leakage):
        messages.success(request, _("Pembelian di luar tercatat."))
        return redirect("procurement:unexplained")
    return _page(request, "procurement/award/leakage_add.html", {"form": form})


@officers
def leakage_change(request, pk):
    """The reason of a purchase that came from a file, or a correction."""
    leakage = get_object_or_404(leakages_of(request.user), pk=pk)
    form = forms.LeakageChangeForm(
        request.POST or None, request.FILES or None, instance=leakage, by=request.user, today=timezone.localdate()
    )
    return _change(request, form, "procurement/award/leakage_change.html", _("Penjelasan tersimpan."))


@officers
def leakage_proof(request, pk):
    """The file that proves a purchase outside, for every officer of its agency."""
    leakage = get_object_or_404(leakages_of(request.user).exclude(proof=None).select_related("proof"), pk=pk)
    return served(request, leakage.proof)


@officers
def leakage_cancel(request, pk):
    """A purchase that never was, or that became a contract."""
    leakage = get_object_or_404(leakages_of(request.user), pk=pk)
    return _cancel(request, leakage, forms.LeakageCancelForm)


@officers
def unexplained_list(request):
    """Purchases of the officer's agencies that wait for a reason, dearest first, and those without a package."""
    form = FilterForm(request.GET)
    number = form.page_number if form.is_valid() else 1
    own = leakages_of(request.user)
    context = {
        "page": page_of(unexplained(own).order_by("-value", "pk"), number),
        "outside": page_of(own.living().filter(package=None).exclude(reason="").order_by("-bought_on", "-pk"), 1),
    }
    return render(request, "procurement/award/unexplained.html", context)


def _by(request, purchase):
    purchase.officer = request.user
    return purchase


def _kept_once(form, model):
    """Whether the form's purchase is recorded now, by this sending or by an earlier one of the same form."""
    key = form.data.get("form_key", "")
    if _is_kept(form, model, key):
        return True
    if form.is_valid() and saved(form):
        return True
    return form.refusal is not None and form.refusal.constraint_name.endswith("_form_counts_once")


def _is_kept(form, model, key):
    try:
        known = form.fields["form_key"].clean(key)
    except ValidationError:
        return False
    return model.objects.filter(form_key=known, officer=form.instance.officer).exists()


def _change(request, form, template, done):
    """Save a change of a purchase, or show its form; a cancelled purchase only shows its page."""
    purchase = form.instance
    if purchase.cancelled_on:
        return redirect(_page_of(purchase))
    if request.method == "POST" and form.is_valid() and saved(form):
        messages.success(request, done)
        return redirect(_page_of(purchase))
    return _page(request, template, {"purchase": purchase, "package": purchase.package, "form": form})


def _cancel(request, purchase, form_class):
    """Take a purchase back with a reason; once is enough."""
    if purchase.cancelled_on:
        return redirect(_page_of(purchase))
    form = form_class(request.POST or None, instance=purchase, today=timezone.localdate())
    if request.method == "POST" and form.is_valid() and saved(form):
        messages.success(request, _("Sudah dibatalkan. Catatannya tetap tersimpan."))
        return redirect(_page_of(purchase))
    return _page(
        request, "procurement/award/cancel.html", {"purchase": purchase, "package": purchase.package, "form": form}
    )


def _page_of(purchase):
    """Where the purchase is listed."""
    if purchase.package_id is None:
        return reverse("procurement:unexplained")
    return reverse("procurement:purchases", args=[purchase.package.rup_code])


def _page(request, template, context):
    return render(request, template, context, status=400 if context["form"].errors else 200)
