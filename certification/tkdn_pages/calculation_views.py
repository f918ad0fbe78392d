"""Calculations of a business: the list, a new one, the questions, the result, and which one is used."""

from django.contrib import messages
from django.db.models.functions import Lower
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.reckoning import remember, unanswered
from certification.tkdn_pages import saving
from certification.tkdn_pages.loading import (
    SLUG_OF,
    SLUGS,
    components_of,
    loaded_calculation,
    locked_calculation,
    own_calculation,
    result_context,
    rows_of,
    with_calculations,
)
from certification.tkdn_pages.question_forms import QUESTION_FORMS
from certification.tkdn_pages.words import QUESTION_TITLES
from umkm.forms import FilterForm
from umkm.owner.doors import action_of, own_business, signed_in, typed_before
from umkm.owner.product_views import own_product
from umkm.paging import page_of


@signed_in
def calculations(request, pk):
    """Each product with its values; where there is none, how to begin."""
    business = own_business(request, pk)
    page = page_of(with_calculations(business.products.order_by(Lower("name"), "pk")), page_number(request))
    return render(request, "certification/tkdn/list.html", {"business": business, "page": page})


@action_of("tkdn:list", "pk")
def start(request, pk, product_pk):
    """A new calculation, and its first question."""
    product = own_product(request, pk, product_pk)
    made = saving.start(product=product, by=request.user, on=timezone.localdate())
    return redirect("tkdn:question", pk=pk, number=made.pk, slug=next(iter(SLUGS)))


@signed_in
def result(request, pk, number):
    """The value with its parts, what it means, the cheapest next point, and the components."""
    calculation, on = own_calculation(request, pk, number), timezone.localdate()
    components = components_of(calculation)
    page = page_of(components, page_number(request))
    context = result_context(calculation, components, on) | {"page": page, "rows": rows_of(page.rows, on)}
    return render(request, "certification/tkdn/result.html", context)


@signed_in
def question(request, pk, number, slug):
    """One question; the answer is kept, and the next open one follows."""
    if slug not in SLUGS:
        raise Http404
    name, calculation = SLUGS[slug], loaded_calculation(request, pk, number)
    initial = {} if request.method == "POST" else typed_before(request)
    form = QUESTION_FORMS[name](request.POST or None, instance=calculation, initial=initial)
    if request.method == "POST" and form.is_valid():
        if is_stale(form):
            return shown_again(request)
        form.instance.revision += 1
        form.save()
        remember(calculation, timezone.localdate())
        return redirect(next_page(calculation))
    context = {"form": form, "title": QUESTION_TITLES[name], "name": name, "calculation": calculation}
    context |= {"product": calculation.product, "business": calculation.product.business}
    context |= {"at": list(SLUGS).index(slug) + 1, "of": len(SLUGS)}
    return render(request, "certification/tkdn/question.html", context)


@action_of("tkdn:result", "pk", "number")
def use(request, pk, number):
    """This one is sent, not the others of the product."""
    calculation = locked_calculation(request, pk, number)
    saving.use(calculation=calculation)
    messages.success(request, _("Hitungan ini yang dipakai untuk “%(product)s”.") % {"product": calculation.product})
    return redirect("tkdn:result", pk=pk, number=number)


@action_of("tkdn:result", "pk", "number")
def copy(request, pk, number):
    """Try something on a copy."""
    calculation = locked_calculation(request, pk, number)
    made = saving.copy(calculation=calculation, by=request.user, on=timezone.localdate())
    messages.success(request, _("Ini salinannya. Ubah sesuka Anda; hitungan yang lama tetap ada."))
    return redirect("tkdn:result", pk=pk, number=made.pk)


@signed_in
def discard(request, pk, number):
    """Ask, then delete."""
    calculation = loaded_calculation(request, pk, number)
    if request.method == "POST":
        saving.discard(calculation=calculation)
        messages.success(request, _("Hitungan untuk “%(product)s” sudah dihapus.") % {"product": calculation.product})
        return redirect("tkdn:list", pk=pk)
    context = {"calculation": calculation, "product": calculation.product, "business": calculation.product.business}
    return render(request, "certification/tkdn/discard.html", context)


def next_page(calculation):
    """Where to go on: the next open question, the first component, or the result."""
    where = {"pk": calculation.product.business_id, "number": calculation.pk}
    left = unanswered(calculation)
    if left:
        return reverse("tkdn:question", kwargs=where | {"slug": SLUG_OF[left[0]]})
    if calculation.reason or calculation.components.exists():
        return reverse("tkdn:result", kwargs=where)
    return reverse("tkdn:component_add", kwargs=where)


def is_stale(form):
    """Whether the record changed after the page was shown, and what was sent would overwrite that.

    The same answer sent twice overwrites nothing.
    """
    seen, recorded = form.cleaned_data.get("revision"), form.initial["revision"]
    return seen not in (None, recorded) and bool(set(form.changed_data) - {"revision"})


def shown_again(request):
    """Back to the page with what is recorded now; nothing was changed."""
    messages.warning(
        request,
        _("Isian ini baru saja diubah di tempat lain. Di bawah ini yang tercatat sekarang; ubah bila perlu."),
    )
    return redirect(request.path)


def page_number(request):
    """The page a list was asked for; the first where none is named."""
    form = FilterForm(request.GET)
    return form.page_number if form.is_valid() else 1
