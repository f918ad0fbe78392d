"""The search of certified products, and the owner's desk."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone

from certification.application_views import source_for
from certification.applications import in_process, standings
from certification.caseload import caseload
from certification.forms import SupplierSearchForm
from certification.path import path_of
from certification.search import search_items, suggestions
from certification.step_pages import page_of_step
from certification.suppliers import is_public
from certification.triage import Stage, stage_of
from certification.triage_words import sentence_of
from umkm.access import Role, open_case
from umkm.claims import TOLD_DAYS
from umkm.desk_blocks import blocks_of, tasks_of
from umkm.forms import FilterForm
from umkm.kept import opens_kept
from umkm.owner.papers import PAPERS, kept
from umkm.paging import page_of
from umkm.verification import returned


def suppliers(request):
    """Certified products of registered businesses that are valid today, narrowed by the address's parameters."""
    today = timezone.localdate()
    form = SupplierSearchForm(request.GET)
    context = {"form": form, "on": today}
    if form.is_valid():
        context |= _found(form, today)
    return render(request, "certification/suppliers.html", context)


def _found(form, today):
    """A page of results; where the first page is empty, changed questions that have some."""
    query = form.query()
    page = page_of(search_items(query, today), form.page_number)
    for item in page.rows:
        item.status = item.certificate.status_on(today)
    nothing = not page.rows and not page.previous
    return {"query": query, "page": page, "suggestions": suggestions(query, today) if nothing else []}


@login_required
def own_businesses(request):
    """What the user acts for, by its next step, and how their claims stand; an owner's only business opens at once."""
    today = timezone.localdate()
    claims = list(request.user.claims.told_on(today, kept=TOLD_DAYS).select_related("business"))
    entries = caseload(request.user, today)
    own = [entry for entry in entries if entry.membership.kind == Role.OWNER]
    if entries == own and len(own) == 1 and not any(claim.must_be_read for claim in claims):
        return redirect(own[0].business)
    context = {"entries": own, "helped": page_of(_helped(entries), _page_number(request)), "claims": claims}
    return render(request, "certification/own_businesses.html", context)


def _helped(entries):
    return [entry for entry in entries if entry.membership.kind == Role.HELPER]


def _page_number(request):
    form = FilterForm(request.GET)
    return form.page_number if form.is_valid() else 1


@login_required
@opens_kept
def business(request, pk):
    """Where the business stands on its path, its one next step, and what waits; strangers find nothing here."""
    case = open_case(request, pk)
    found = case.business
    today = timezone.localdate()
    people = list(found.memberships.active().select_related("user").order_by("since", "pk"))
    context = {"business": found, "on": today, "people": people}
    context |= {"is_own": case.membership is not None, "returned": returned(found)}
    context |= _standing(found, today)
    context |= {"tasks": tasks_of(found, today), "blocks": blocks_of(found, today), "papers": _given(found)}
    context |= {"is_public": is_public(found, today), "may_record": source_for(request) is not None}
    return render(request, "certification/business.html", context)


def _standing(found, today):
    """The path with its next step, the stage with its sentence, and the certificates with their status."""
    certificates = list(found.certificates.prefetch_related("items").order_by("-valid_until"))
    for certificate in certificates:
        certificate.status = certificate.status_on(today)
    triaged, applied = stage_of(found, today), standings(found.applications.all(), today)
    path = path_of(
        business=found,
        activities=list(found.activities.order_by("kbli_code")),
        accounts=list(found.siinas_accounts.all()),
        certificates=certificates,
        on=today,
        uncovered=triaged.product if triaged.obstacle == Stage.WRONG_KBLI else "",
        standings=applied,
    )
    standing = {"path": path, "certificates": certificates, "triaged": triaged, "sentence": sentence_of(triaged)}
    standing["standings"] = in_process(applied)
    if path.next_step:
        standing["step_page"] = page_of_step(path.next_step.code, found)
    return standing


def _given(found):
    """The kinds of documents already given, each with its number, in the order of an application."""
    counts = {}
    for document in kept(found).filter(removed_at__isnull=True):
        counts[document.kind] = counts.get(document.kind, 0) + 1
    return [(paper, counts[paper.kind]) for paper in PAPERS if paper.kind in counts]
