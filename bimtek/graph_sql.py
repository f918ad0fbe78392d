"""What the candidate graph reads of the register: every product that some open package might be about."""

from typing import NamedTuple

from django.db import connection

PRODUCTS = """
SELECT p.id, p.business_id, p.terms, COALESCE(p.price, 0), p.kbli_version, p.kbli_code, p.categories,
       EXISTS (SELECT FROM certification_certificateitem i
                WHERE i.product_id = p.id AND i.live_during @> %(on)s::date)
  FROM umkm_product p
 WHERE p.terms && %(terms)s::varchar[] OR %(whole)s
 ORDER BY p.id
"""


class MadeProduct(NamedTuple):
    """A product of the register; `certified` when a certificate for it runs on the day asked about."""

    product_id: int
    business_id: int
    terms: list[str]
    price: int
    kbli_version: str
    kbli_code: str
    categories: list[str]
    certified: bool


def made_products(questions, on):
    """The products that share a word with a question, all of them when some question names no product; by id."""
    values = {
        "on": on,
        "terms": sorted({term for question in questions for term in question.specific}),
        "whole": any(not question.specific for question in questions),
    }
    with connection.cursor() as cursor:
        cursor.execute(PRODUCTS, values)
        return [MadeProduct._make(row) for row in cursor.fetchall()]
