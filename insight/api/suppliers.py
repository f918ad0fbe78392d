"""Certified products, and the check of one certificate."""

from decimal import Decimal

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router
from ninja.errors import HttpError

from certification.check_views import MISSES
from certification.checks import record, verdicts_on
from certification.forms import Order
from certification.models import AskedBy, Certificate
from certification.search import SearchQuery, search_items
from insight.api.pages import PageAsked, Words, absolute, paged
from insight.api.schemas import Checked, Problem, SupplierPage
from tkdnportal.throttle import client_of
from umkm.categories import Category

router = Router(tags=["suppliers"])


class SuppliersAsked(PageAsked):
    """What to search for; everything may be left out."""

    q: Words = Field("", description="Words of a product, in Indonesian; typing errors are forgiven.")
    category: Category | None = Field(None, description="Only products that can serve this budget category.")
    regency: str = Field(
        "",
        pattern=r"^([0-9]{2}\.[0-9]{2})?$",
        description="Kemendagri code of the kabupaten or kota.",
    )
    tkdn_min: Decimal | None = Field(None, ge=0, le=100, description="Least TKDN in per cent.")
    order: Order = Order.RELEVANCE


@router.get("suppliers", response={200: SupplierPage, 422: Problem, 429: Problem}, summary="Certified products")
def suppliers(request, asked: Query[SuppliersAsked]):
    """Products whose certificate is valid today and whose maker is in the register, nearest to the question first."""
    today = timezone.localdate()
    query = SearchQuery(
        q=asked.q,
        category=asked.category or "",
        regency=asked.regency,
        tkdn_min=asked.tkdn_min,
        order=asked.order.value,
    )
    return {"on": today} | paged(request, search_items(query, today), asked.page, lambda item: _supplier(item, today))


@router.get(
    "certificates/{path:number}",
    response={200: Checked, 404: Problem, 422: Problem, 429: Problem},
    summary="Is a certificate real?",
)
def certificate(request, number: Path[Words]):
    """Every certificate of this number (spacing and case do not matter), as it is today. Each check is recorded."""
    at, client = timezone.localtime(), client_of(request)
    if MISSES.is_reached(client, at):
        raise HttpError(429, _("Terlalu banyak nomor yang tidak dikenal. Tunggu beberapa menit."))
    verdicts = verdicts_on(at.date(), Certificate.objects.numbered([number]))
    record(how=AskedBy.NUMBER, asked=number, verdicts=verdicts, at=at)
    if not verdicts:
        MISSES.count(client, at)
        raise Http404(_("Tidak ada sertifikat dengan nomor “%(number)s”.") % {"number": number[:100]})
    return {"on": at.date(), "asked": number, "certificates": [_checked(verdict) for verdict in verdicts]}


def _supplier(item, today):
    business = item.certificate.business
    return _goods(item) | {
        "item_id": item.pk,
        "kbli_version": item.kbli_version,
        "business": {
            "id": business.pk,
            "name": business.name,
            "regency": {"code": business.regency_id, "name": str(business.regency)},
        },
        "certificate": _reference(item.certificate) | {"status": item.certificate.status_on(today)},
        "matched_terms": item.matched_terms,
    }


def _goods(item):
    return {
        "product": item.product_name,
        "specification": item.specification,
        "type": item.type,
        "brand": item.brand,
        "hs_code": item.hs_code,
        "kbli_code": item.kbli_code,
        "tkdn": str(item.tkdn),
        "bmp": None if item.bmp is None else str(item.bmp),
    }


def _reference(found):
    return {
        "number": found.number,
        "scheme": found.scheme,
        "issued_on": found.issued_on,
        "valid_until": found.valid_until,
        "check_url": absolute(found.get_absolute_url()),
    }


def _checked(verdict):
    found = verdict.certificate
    return _reference(found) | {
        "issuer": found.issuer,
        "holder": found.holder_name,
        "place": verdict.place,
        "status": verdict.status,
        "is_valid": verdict.is_valid,
        "meaning": verdict.meaning,
        "source": verdict.source,
        "items": [_goods(item) for item in found.items.all()],
    }
