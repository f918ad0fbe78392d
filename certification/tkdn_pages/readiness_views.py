"""Readiness of a product before its application is sent, the sheet to type from, and the product's details."""

from django.contrib import messages
from django.db.models.functions import Lower
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.application_views import source_for
from certification.readiness import lights
from certification.readiness_facts import facts_of
from certification.readiness_past import Past, to_look_at_again, told_reasons
from certification.tkdn_pages.detail_forms import DetailForm
from certification.tkdn_pages.readiness_pages import packet_of, rows_of, sheet_of
from umkm.models import ProductDetail
from umkm.owner.doors import own_business, signed_in, typed_before
from umkm.owner.product_views import own_product

MOST_PRODUCTS = 50
"""Products to choose from at once; a workshop with more finds the others on its list of products."""


@signed_in
def readiness(request, pk):
    """The lights of one product: of the one chosen, else of the first."""
    business = own_business(request, pk)
    products = list(business.products.order_by(Lower("name"), "pk")[:MOST_PRODUCTS])
    if not products:
        return render(request, "certification/readiness.html", {"business": business})
    product = _chosen(request, products)
    on = timezone.localdate()
    facts = facts_of(business.products.filter(pk=product.pk), on)[0]
    context = {"business": business, "product": product, "products": products, "on": on}
    packet = packet_of(facts)
    context |= {"packet": packet, "packet_there": sum(is_there for _paper, is_there in packet)}
    context |= {"calculation": facts.calculation, "common": told_reasons(on)}
    context["may_record"] = source_for(request) is not None
    return render(request, "certification/readiness.html", {**context, **_sorted(facts, on)})


def _sorted(facts, on):
    """The lights by what is left to do, the first and the documents apart, with what sent applications back before."""
    found, earlier = lights(facts, on), Past.of(facts.business, on).reasons_of(facts.product)
    rows = rows_of(found, facts, earlier)
    left, done = [row for row in rows if not row.light.is_ready], [row for row in rows if row.light.is_ready]
    return {
        "left": left,
        "first": left[0] if left else None,
        "later": [row for row in left[1:] if not row.light.is_paper],
        "papers": [row for row in left[1:] if row.light.is_paper],
        "done": done,
        "done_count": len(done),
        "again": to_look_at_again(found, earlier),
    }


def _chosen(request, products):
    wanted = request.GET.get("produk")
    if wanted is None:
        return products[0]
    found = next((product for product in products if str(product.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


@signed_in
def sheet(request, pk, product_pk):
    """One page to print: the fields in the order of SIINas, filled in as far as the register knows them."""
    product, on = own_product(request, pk, product_pk), timezone.localdate()
    facts = facts_of(product.business.products.filter(pk=product_pk), on)[0]
    context = {"business": product.business, "product": product, "sections": sheet_of(facts), "on": on}
    return render(request, "certification/readiness_sheet.html", context)


@signed_in
def detail(request, pk, product_pk):
    """Type, brand, specification, goods group, HS code."""
    product = own_product(request, pk, product_pk)
    known = ProductDetail.objects.filter(product=product).first() or ProductDetail(product=product)
    initial = {} if request.method == "POST" else typed_before(request)
    form = DetailForm(request.POST or None, instance=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in DetailForm.Meta.fields}
        ProductDetail.objects.update_or_create(product=product, defaults=values)
        messages.success(request, _("Rincian “%(product)s” tercatat.") % {"product": product})
        return redirect(reverse("tkdn:ready", args=[pk]) + f"?produk={product_pk}")
    context = {"business": product.business, "product": product, "form": form}
    return render(request, "certification/tkdn/detail.html", context)
