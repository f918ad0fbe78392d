"""What changes a calculation: each locks its row first, so that two tabs and two people take turns."""

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from certification.calculation import MOST_COMPONENTS
from certification.models import Calculation, Component, ComponentEvidence, ComponentShare
from certification.reckoning import remember
from umkm.documents import keep_checked
from umkm.models import Product

COPIED = ("production", "workers", "indonesian_workers", "domestic_investment", "process", "capital")
COPIED_OF_COMPONENT = (
    "position", "name", "quantity", "unit", "unit_price", "origin",
    "certificate_number", "certificate_tkdn", "certificate_valid_until",
)  # fmt: skip


class NotAllowed(Exception):
    """The calculation stays as it is; the text says why and what to do."""


@transaction.atomic
def start(*, product, by, on):
    """A new calculation of `product`; one that is still empty is used first, as when a slow phone asks twice."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    empty = product.calculations.filter(revision=0, components__isnull=True).first()
    if empty:
        return empty
    is_current = not product.calculations.current().exists()
    return Calculation.objects.create(product=product, started_on=on, by=by, is_current=is_current)


@transaction.atomic
def copy(*, calculation, by, on):
    """The same answers and components as a new calculation, to try something without losing what is."""
    Product.objects.select_for_update().get(pk=calculation.product_id)
    answers = {name: getattr(calculation, name) for name in COPIED}
    made = Calculation.objects.create(product=calculation.product, started_on=on, by=by, revision=1, **answers)
    for component in calculation.components.prefetch_related("evidence", "shares"):
        same = {name: getattr(component, name) for name in COPIED_OF_COMPONENT}
        twin = Component.objects.create(calculation=made, **same)
        ComponentEvidence.objects.bulk_create(
            [ComponentEvidence(component=twin, document_id=proof.document_id) for proof in component.evidence.all()]
        )
        ComponentShare.objects.bulk_create(
            [ComponentShare(component=twin, allotment_id=share.allotment_id) for share in component.shares.all()]
        )
    remember(made, on)
    return made


@transaction.atomic
def use(*, calculation):
    """Make `calculation` the one its product is sent with."""
    Product.objects.select_for_update().get(pk=calculation.product_id)
    Calculation.objects.filter(product=calculation.product_id).current().update(is_current=False)
    Calculation.objects.filter(pk=calculation.pk).update(is_current=True)


@transaction.atomic
def discard(*, calculation):
    """Delete `calculation`; the newest of the product's others is used instead where it was the current one."""
    Product.objects.select_for_update().get(pk=calculation.product_id)
    was_current = calculation.is_current
    calculation.delete()
    heir = Calculation.objects.filter(product=calculation.product_id).first() if was_current else None
    if heir:
        Calculation.objects.filter(pk=heir.pk).update(is_current=True)


def next_position(calculation):
    """The place of one more component; the row of `calculation` is locked by the caller. Raises NotAllowed."""
    there = calculation.components.aggregate(last=Max("position"), count=Count("pk"))
    if there["count"] >= MOST_COMPONENTS:
        message = _("Satu hitungan paling banyak %(most)s bahan. Gabungkan bahan kecil yang sejenis.")
        raise NotAllowed(message % {"most": MOST_COMPONENTS})
    return (there["last"] or 0) + 1


def move_component(*, component, step):
    """One place up (`naik`) or down (`turun`); at the end of the list nothing happens."""
    order = list(component.calculation.components.values_list("pk", flat=True))
    at = order.index(component.pk)
    order.insert(max(at - 1, 0) if step == "naik" else at + 1, order.pop(at))
    placed = [Component(pk=pk, position=position) for position, pk in enumerate(order, 1)]
    Component.objects.bulk_update(placed, ["position"])


@transaction.atomic
def set_evidence(*, component, documents, new, by, allotments=()):
    """The proof of `component` is exactly these kept `documents`, `allotments`, and the `new` files, by kind."""
    business = component.calculation.product.business
    wanted = {document.pk for document in documents}
    for kind, files in new.items():
        for checked in files:
            wanted.add(keep_checked(checked=checked, kind=kind, business=business, by=by).pk)
    component.evidence.exclude(document__in=wanted).delete()
    ComponentEvidence.objects.bulk_create(
        [ComponentEvidence(component=component, document_id=pk) for pk in wanted], ignore_conflicts=True
    )
    component.shares.exclude(allotment__in=allotments).delete()
    ComponentShare.objects.bulk_create(
        [ComponentShare(component=component, allotment=allotment) for allotment in allotments], ignore_conflicts=True
    )
