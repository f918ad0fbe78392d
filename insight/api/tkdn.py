"""The TKDN calculation for other people's programs; the same rules as the page and the command (`docs/tkdn.md`)."""

import json
from decimal import Decimal

from django.utils.translation import gettext as _
from ninja import Router
from ninja.errors import HttpError

from certification.calculation import calculate
from insight.api.schemas import Problem

router = Router(tags=["tkdn"])
LARGEST = 512 * 1024
"""Bytes of a question: 500 components with long names fit."""

EXAMPLE = {
    "scheme": "P35_2025",
    "production": "OWN_FACTORY",
    "indonesian_workers_pct": "100",
    "domestic_investment": True,
    "process": "MANUFACTURE",
    "capital": 400000000,
    "components": [
        {"name": "kain", "quantity": "1", "unit_price": "30000", "origin": "CERTIFIED", "certificate_tkdn": "52.00"},
        {"name": "benang", "quantity": "1", "unit_price": "2000", "origin": "DOMESTIC"},
        {"name": "tinta", "quantity": "1", "unit_price": "8000", "origin": "IMPORT"},
    ],
}


@router.post(
    "tkdn/calculate",
    response={200: dict, 400: Problem, 413: Problem, 429: Problem},
    summary="Calculate a TKDN value",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"example": EXAMPLE}}}},
)
def tkdn(request):
    """Answers 200 with `status` OK and the value, REFUSED and the reason, or INVALID and the fields to mend."""
    if len(request.body) > LARGEST:
        raise HttpError(413, _("Permintaan lebih besar dari 512 KB. Kurangi jumlah komponen."))
    try:
        # Decimals stay decimals even where they come as JSON numbers.
        asked = json.loads(request.body, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise HttpError(400, _("Isi permintaan bukan JSON: %(error)s") % {"error": error}) from error
    return calculate(asked)
