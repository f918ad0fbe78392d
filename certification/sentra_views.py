"""The page of a sentra, for staff, its members and their helpers; and taking over its template."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from certification.models import SentraTemplate
from certification.sentra_progress import progress_of
from certification.sentra_templates import take_over
from certification.sentra_words import share_text
from certification.tkdn_pages.numbers import amount_of
from certification.triage_words import sentence_of
from umkm.models import Business, MaterialAllotment, Sentra
from umkm.owner.doors import action_of
from umkm.owner.product_views import own_product

SHOWN_NEXT = 10


@login_required
@never_cache
def page(request, pk):
    """Where the sentra stands. Staff see every member; members and helpers see their own, and the others as numbers.

    Where another business stands is its own affair (UU 27/2022 Ps 36); strangers find nothing here.
    """
    found = Sentra.objects.visible_to(request.user).select_related("district__regency", "cooperative")
    sentra, today = get_object_or_404(found, pk=pk), timezone.localdate()
    progress = progress_of(sentra, today)
    sees_all = request.user.has_perm("umkm.view_sentra")
    own = {business.pk for business in Business.objects.acted_for_by(request.user)}
    context = {
        "sentra": sentra,
        "on": today,
        "progress": progress,
        "sees_all": sees_all,
        "following": _worded(progress.next[:SHOWN_NEXT]) if sees_all else [],
        "own": _worded([member for member in progress.members if member.business.pk in own]),
        "templates": _templates(sentra),
        "allotted": _allotted(sentra, own),
    }
    return render(request, "certification/sentra/page.html", context)


def _templates(sentra):
    """The shared calculations, each component with its quantity and price in words."""
    found = list(sentra.templates.prefetch_related("components"))
    for template in found:
        for component in template.components.all():
            component.amount = amount_of(component)
    return found


def _allotted(sentra, own):
    """What the businesses `own` (ids) got of the cooperative's invoices."""
    found = MaterialAllotment.objects.filter(invoice__sentra=sentra, member__business__in=own)
    return [
        {"business": each.member.business, "scan": each.invoice.scan_id, "text": share_text(each)}
        for each in found.select_related("invoice__buyer", "member__business").order_by("-invoice__bought_on", "pk")
    ]


def _worded(members):
    """Each member with the sentence on its stage and, for taking over, its products."""
    products = {}
    businesses = [member.business.pk for member in members]
    for business in Business.objects.filter(pk__in=businesses).prefetch_related("products"):
        products[business.pk] = list(business.products.all())
    return [
        {"member": member, "sentence": sentence_of(member.triaged), "products": products[member.business.pk]}
        for member in members
    ]


@action_of("tkdn:list", "pk")
def take(request, pk, product_pk, template_pk):
    """Begin the calculation of a product as a template of a sentra the business belongs to."""
    product = own_product(request, pk, product_pk)
    offered = SentraTemplate.objects.filter(
        sentra__memberships__business=product.business, sentra__memberships__left_on__isnull=True
    )
    template = get_object_or_404(offered, pk=template_pk)
    made = take_over(template=template, product=product, by=request.user, on=timezone.localdate())
    messages.success(
        request, _("Contoh “%(template)s” sekarang hitungan Anda sendiri. Sesuaikan, lalu jawab yang masih kosong.")
        % {"template": template},
    )  # fmt: skip
    return redirect("tkdn:result", pk=pk, number=made.pk)
