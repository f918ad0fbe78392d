"""What matching reads of the certified products: first what decides, of all; then what is told, of those told of."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

OFFERS = """
-- Highest TKDN first, then the older record: the order of products that are alike in everything else.
-- An empty range of days has no bounds and becomes one that ends before any day asked about.
SELECT s.category, i.id, i.terms, i.tkdn,
       GREATEST(lower(i.live_during), '0001-01-01'), COALESCE(upper(i.live_during), '0001-01-01'),
       c.frozen_from, c.frozen_until, COALESCE(c.superseded_on, '9999-12-31'), b.id IS NOT NULL,
       COALESCE(p.price, 0)
  FROM certification_certificateitem i
  JOIN unnest(%(versions)s::text[], %(codes)s::text[], %(categories)s::text[]) AS s(version, code, category)
    ON s.version = i.kbli_version AND s.code = i.kbli_code
  JOIN certification_certificate c ON c.id = i.certificate_id
  LEFT JOIN umkm_business b ON b.id = c.business_id AND b.merged_into_id IS NULL
  LEFT JOIN umkm_product p ON p.id = i.product_id
 WHERE COALESCE(c.issued_on, '-infinity') <= %(on)s
   AND (s.category = ANY(%(whole)s::text[]) OR i.terms && %(terms)s::varchar[])
 ORDER BY i.tkdn DESC, i.id
"""

DETAILS = """
SELECT i.id, i.product_name, i.brand, i.kbli_code, i.tkdn, i.bmp, i.bmp_valid_until, i.terms,
       c.id, c.number, c.holder_name, c.issued_on, c.valid_until, c.frozen_from, c.frozen_until, c.revoked_on,
       c.superseded_on, b.id, b.name, g.code, g.kind, g.name, p.price
  FROM certification_certificateitem i
  JOIN certification_certificate c ON c.id = i.certificate_id
  LEFT JOIN umkm_business b ON b.id = c.business_id AND b.merged_into_id IS NULL
  LEFT JOIN umkm_regency g ON g.code = b.regency_id
  LEFT JOIN umkm_product p ON p.id = i.product_id
 WHERE i.id = ANY(%(ids)s::bigint[])
"""


class Offer(NamedTuple):
    """A certified product with what decides; it is live from `live_from` until the day before `live_until`."""

    category: str
    item_id: int
    terms: list[str]
    tkdn: Decimal
    live_from: date
    live_until: date
    frozen_from: date | None
    frozen_until: date | None
    superseded_on: date
    registered: bool
    price: int


class Details(NamedTuple):
    """A certified product with everything an answer tells of it."""

    item_id: int
    product_name: str
    brand: str
    kbli_code: str
    tkdn: Decimal
    bmp: Decimal | None
    bmp_valid_until: date | None
    terms: list[str]
    certificate_id: int
    number: str | None
    holder_name: str
    issued_on: date | None
    valid_until: date
    frozen_from: date | None
    frozen_until: date | None
    revoked_on: date | None
    superseded_on: date | None
    business_id: int | None
    business_name: str | None
    regency_code: str | None
    regency_kind: str | None
    regency_name: str | None
    price: int | None


def offers(questions, serving, on):
    """The products any of the questions may meet, once per category served; none whose certificate is issued later."""
    rows = list(zip(*serving, strict=True)) or [(), (), ()]
    versions, codes, categories = map(list, rows)
    values = {
        "versions": versions, "codes": codes, "categories": categories, "on": on,
        "whole": sorted({question.category for question in questions if not question.specific}),
        "terms": sorted({term for question in questions for term in question.specific | question.others}),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(OFFERS, values)
        return [Offer._make(row) for row in cursor.fetchall()]


def details(item_ids):
    """{item id: its `Details`}."""
    with connection.cursor() as cursor:
        cursor.execute(DETAILS, {"ids": sorted(item_ids)})
        return {row[0]: Details._make(row) for row in cursor.fetchall()}
