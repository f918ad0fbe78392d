"""Freezing an answer, and the pages of frozen ones: open to everyone who has the code."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.forms import SupplierSearchForm
from certification.qr import svg_of_address
from procurement.evidence import NotAllowed, declare_no_supplier, freeze_package, freeze_search
from procurement.evidence_document import document_of
from procurement.evidence_forms import FreezeForm, NoSupplierForm
from procurement.models import Agency, NoSupplier, SearchEvidence
from procurement.officers import officers_only, own_package
from procurement.pdf import address_of, pdf_of
from umkm.forms import FilterForm
from umkm.paging import page_of


@officers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request):
    """What is about to be frozen, and for whom; posting freezes the answer of that moment."""
    asked = _asked(request)
    agencies = Agency.objects.filter(postings__user=request.user)
    if asked["package"]:
        agencies = agencies.filter(pk=asked["package"].agency_id)
    form = FreezeForm(request.POST or None, agencies=agencies, initial={"satker": agencies.first()})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_frozen(request, asked, form.cleaned_data))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return render(request, "procurement/evidence/freeze.html", asked | {"form": form})


def _asked(request):
    """The package, or the search with its words, out of the page's address."""
    rup_code = request.GET.get("paket")
    if rup_code is not None:
        return {"package": own_package(request.user, rup_code), "search": None, "words": []}
    search = SupplierSearchForm(request.GET)
    if not search.is_valid():
        raise BadRequest("The search in the address cannot be read.")
    return {"package": None, "search": search, "words": _words(search)}


def _words(search):
    """[[label, value]] of the filters in use, as they stand on the form."""
    shown = []
    for name, value in search.cleaned_data.items():
        if name == "halaman" or value in (None, ""):
            continue
        choices = dict(getattr(search.fields[name], "choices", ()) if isinstance(value, str) else ())
        shown.append([str(search.fields[name].label), str(choices.get(value, value))])
    return shown


def _frozen(request, asked, chosen):
    by = {"officer": request.user, "at": timezone.localtime(), "form_key": chosen["kunci"]}
    if asked["package"]:
        return freeze_package(package=asked["package"], **by)
    return freeze_search(query=asked["search"].query(), asked=asked["words"], agency=chosen["satker"], **by)


@never_cache
@require_safe
def evidence(request, code):
    """The frozen answer, checked against its hash at this very moment."""
    found = _with_code(code)
    context = {"evidence": found, "document": document_of(found), "address": address_of(found)}
    return render(request, "procurement/evidence/evidence.html", context | _for_officials(request.user, found))


def _for_officials(user, found):
    """What only the officer who froze it and staff see: the name, and what can be done with it."""
    is_own = found.officer_id == user.pk
    context = {"is_own": is_own, "sees_officer": is_own or user.has_perm("procurement.view_searchevidence")}
    if is_own and found.proves_no_supplier:
        context["standing"] = NoSupplier.objects.standing().filter(package=found.package).first()
        context["form"] = NoSupplierForm()
    return context


@never_cache
@require_safe
def pdf(request, code):
    """The document as a file to print and to attach."""
    found = _with_code(code)
    response = HttpResponse(pdf_of(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="bukti-{found.code}.pdf"'
    return response


@require_safe
def qr(request, code):
    """The code that leads to the evidence's page."""
    return HttpResponse(svg_of_address(address_of(_with_code(code))), content_type="image/svg+xml")


@officers_only
@require_safe
def mine(request):
    """Everything the officer froze, newest first."""
    form = FilterForm(request.GET)
    own = SearchEvidence.objects.of_officer(request.user).select_related("agency").defer("content")
    page = page_of(own, form.page_number if form.is_valid() else 1)
    return render(request, "procurement/evidence/mine.html", {"page": page})


@officers_only
@require_POST
def declare(request, code):
    """State that nobody can serve the package; pressing twice states it once."""
    found = get_object_or_404(SearchEvidence.objects.of_officer(request.user).with_code(code), package__isnull=False)
    own_package(request.user, found.package.rup_code)
    form = NoSupplierForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Catatan paling panjang 500 huruf. Pendekkan, lalu kirim lagi."))
        return redirect(found)
    try:
        declare_no_supplier(
            evidence=found, officer=request.user, note=form.cleaned_data["note"], on=timezone.localdate()
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Paket ini sekarang ada di antrean Dinas “Belum ada pemasok”, beserta bukti dan catatan Anda.")
        )
    return redirect(found)


@officers_only
@require_POST
def withdraw(request, rup_code):
    """Take the statement back; it stays in the records, and Dinas no longer looks."""
    package = own_package(request.user, rup_code)
    NoSupplier.objects.standing().filter(package=package).update(withdrawn_on=timezone.localdate())
    messages.success(request, _("Pernyataan ditarik. Dinas tidak lagi mencarikan pemasok untuk paket ini."))
    return redirect(package)


def _with_code(code):
    return get_object_or_404(SearchEvidence.objects.with_code(code).select_related("package", "agency", "officer"))
