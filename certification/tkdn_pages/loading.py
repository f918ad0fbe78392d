"""Who opens which calculation, and what its pages show of it."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from certification.advice import Part, advise
from certification.models import Calculation, ComponentEvidence, ComponentShare, Scheme, TemplateUse
from certification.reckoning import asked, tell, workers_pct
from certification.sentra_templates import differences
from certification.tkdn import Component as Counted
from certification.tkdn import Origin, Production
from certification.tkdn_pages.next_step import next_step
from certification.tkdn_pages.numbers import amount_of
from certification.tkdn_pages.words import (
    MENDS,
    ORIGINS,
    PART_TITLES,
    PROCESSES,
    PRODUCTIONS,
    QUESTION_TITLES,
    advice_text,
)
from tkdnportal.templatetags.portal import rupiah
from umkm.models import DocumentKind
from umkm.owner.doors import own_business

KEPT_EVIDENCE = Prefetch(
    "evidence", ComponentEvidence.objects.filter(document__removed_at__isnull=True).select_related("document")
)

SHARES = Prefetch("shares", ComponentShare.objects.select_related("allotment__invoice__buyer"))

SLUGS = {
    "pembuat": "production",
    "cara": "process",
    "pekerja": "workers",
    "alat": "domestic_investment",
    "modal": "capital",
}
"""Questions by their page's address, in the order they are asked."""

SLUG_OF = {name: slug for slug, name in SLUGS.items()}


def own_calculation(request, pk, number):
    """A calculation of the business the visitor acts for, to read; else 404."""
    business = own_business(request, pk)
    return get_object_or_404(Calculation.objects.of(business).select_related("product__business"), pk=number)


def locked_calculation(request, pk, number):
    """The same to change: its row is locked until what was sent is saved; old rules are read-only."""
    open_ones = Calculation.objects.of(own_business(request, pk)).filter(scheme=Scheme.P35_2025)
    rows = open_ones.select_related("product__business").select_for_update(of=("self",), no_key=True)
    return get_object_or_404(rows, pk=number)


def loaded_calculation(request, pk, number):
    """To change where something was sent, to read otherwise."""
    load = locked_calculation if request.method == "POST" else own_calculation
    return load(request, pk, number)


def components_of(calculation):
    """All components in their order, each with its kept evidence and its parts of a cooperative's: three queries."""
    return list(calculation.components.prefetch_related(KEPT_EVIDENCE, SHARES))


def missing_proof(component):
    """Kinds of documents the component's origin asks for and that are not there."""
    there = component.proved_kinds()
    return [DocumentKind(kind) for kind in ORIGINS[Origin(component.origin)].kinds if kind not in there]


def told_context(told):
    """What the result fragment shows: the value in words, or what keeps it from being one."""
    parts = [(part, PART_TITLES[part.name]) for part in told.parts]
    questions = [(SLUG_OF[name], QUESTION_TITLES[name]) for name in told.unanswered]
    return {"told": told, "parts": parts, "open_questions": questions, "mend": MENDS.get(told.reason, "")}


def result_context(calculation, components, on):
    """The result with its components, advice, and what to do next."""
    told = tell(calculation, components, on)
    context = {"calculation": calculation, "product": calculation.product, "business": calculation.product.business}
    context |= told_context(told) | {"answers": answers(calculation), "count": len(components)}
    context["taken"] = taken_from(calculation, components)
    unproven = [(component, missing) for component in components if (missing := missing_proof(component))]
    context["unproven"] = len(unproven)
    context["next"] = next_step(calculation, told, components, unproven, SLUG_OF)
    if told.is_valued or told.reason == "ALL_IMPORTED":
        context["advice"] = advice_for(calculation, components, on)
    return context


def taken_from(calculation, components):
    """The template a calculation began as, with what is different by now; None for one that began empty."""
    use = TemplateUse.objects.filter(calculation=calculation).select_related("template__sentra").first()
    if use is None:
        return None
    return {"use": use, "differences": differences(list(use.template.components.all()), components)}


def advice_for(calculation, components, on):
    """Each piece of advice with its sentence and the component it is about."""
    rows = asked(calculation, components, on)["components"]
    parts = [_part(component, row) for component, row in zip(components, rows, strict=True)]
    conditions = (Production(calculation.production), workers_pct(calculation), calculation.domestic_investment)
    found = advise(parts, *conditions)
    return [(one, components[one.index], advice_text(one, components[one.index])) for one in found]


def _part(component, row):
    origin = Origin(row["origin"])
    certified = component.certificate_tkdn if origin == Origin.CERTIFIED else None
    counted = Counted(component.name, component.quantity, component.unit_price, origin, certified)
    lapsed = component.certificate_tkdn if component.origin == Origin.CERTIFIED and certified is None else None
    return Part(counted, lapsed)


def answers(calculation):
    """Every question with its page and what was answered, as people said it; empty where it is open."""
    said = {
        "production": dict(PRODUCTIONS).get(calculation.production, ""),
        "process": dict(PROCESSES).get(calculation.process, ""),
        "workers": _workers(calculation),
        "domestic_investment": {True: _("Ya."), False: _("Tidak.")}.get(calculation.domestic_investment, ""),
        "capital": "" if calculation.capital is None else rupiah(calculation.capital),
    }
    return [(SLUG_OF[name], title, said[name]) for name, title in QUESTION_TITLES.items()]


def _workers(calculation):
    if calculation.workers is None:
        return ""
    counted = {"all": calculation.workers, "some": calculation.indonesian_workers}
    return _("%(all)s orang, %(some)s di antaranya WNI.") % counted


def rows_of(components, on):
    """Components as the list shows them: origin in words, whether the certificate ended, and which proof is missing."""
    return [
        {
            "component": component,
            "amount": amount_of(component),
            "origin": ORIGINS[Origin(component.origin)].label,
            "has_lapsed": component.has_lapsed(on),
            "missing": missing_proof(component),
        }
        for component in components
    ]


def with_calculations(products):
    """The queryset of products, each with `reckoned`, its calculations, the newest first: one more query for all."""
    return products.prefetch_related(Prefetch("calculations", to_attr="reckoned"))
