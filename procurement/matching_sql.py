"""The one query behind matching: every package asked for against every certified product, as a set.

A pair is looked at when the product's KBLI serves the package's category and either their words meet or the package
names no product at all. `fits` says that nothing stands in the way but the tier, which needs the whole pool and is
decided in `procurement.preference`. All fitting pairs come back; of the others the `NEAR_MISSES` nearest per package.
"""

import json
from decimal import Decimal
from typing import NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

NEAR_MISSES = 20
"""So many near misses are shown per package; the count of candidates is never cut."""

PAIRS = """
WITH asked AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(asked)s::jsonb) AS a(
           package_id bigint, category text, contract_day date, delivery_day date, minimum_tkdn numeric, ceiling bigint,
           specific text[], others text[], hints text[])
), serving AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(serving)s::jsonb) AS s(version text, code text, category text)
), wanted AS MATERIALIZED (
    SELECT package_id, category, term, 1 AS specific, 0 AS hint FROM asked, unnest(specific) AS term
    UNION ALL
    SELECT package_id, category, term, 0, (term = ANY(hints))::int FROM asked, unnest(others) AS term
), offered AS MATERIALIZED (
    SELECT i.id AS item_id, s.category, term::text
      FROM certification_certificateitem i
      JOIN serving s ON s.version = i.kbli_version AND s.code = i.kbli_code
     CROSS JOIN LATERAL unnest(i.terms) AS term
     WHERE i.terms && %(terms)s::varchar[]
), met AS MATERIALIZED (
    SELECT w.package_id, o.item_id, sum(specific) AS specific, count(*) - sum(specific) AS others
      FROM wanted w JOIN offered o USING (category, term)
     GROUP BY w.package_id, o.item_id
    HAVING sum(specific) + sum(hint) > 0
), pair AS (
    SELECT a.package_id, m.item_id, m.specific > 0 AS words,
           m.specific::numeric / cardinality(a.specific) + %(bonus)s * m.others AS relevance
      FROM asked a JOIN met m USING (package_id)
     WHERE a.specific <> '{}'
    UNION ALL
    SELECT a.package_id, i.id, true, %(unnamed)s + %(bonus)s * COALESCE(m.others, 0)
      FROM asked a
      JOIN serving s USING (category)
      JOIN certification_certificateitem i ON i.kbli_version = s.version AND i.kbli_code = s.code
      LEFT JOIN met m ON m.package_id = a.package_id AND m.item_id = i.id
     WHERE a.specific = '{}'
), judged AS (
    SELECT a.package_id, i.id AS item_id, i.tkdn, words, ROUND(LEAST(1, relevance), 2) AS relevance,
           i.live_during @> daterange(a.contract_day, a.delivery_day, '[]')
               AND (c.frozen_from IS NULL OR NOT (
                   a.contract_day BETWEEN c.frozen_from AND COALESCE(c.frozen_until, 'infinity')
                   OR a.delivery_day BETWEEN c.frozen_from AND COALESCE(c.frozen_until, 'infinity'))) AS valid,
           c.business_id IS NOT NULL AS registered,
           i.tkdn >= COALESCE(a.minimum_tkdn, 0) AS enough,
           COALESCE(p.price, 0) <= a.ceiling AS affordable
      FROM pair
      JOIN asked a USING (package_id)
      JOIN certification_certificateitem i ON i.id = pair.item_id
      JOIN certification_certificate c ON c.id = i.certificate_id
      LEFT JOIN umkm_product p ON p.id = i.product_id
     WHERE COALESCE(c.issued_on, '-infinity') <= %(on)s
       AND COALESCE(c.superseded_on, 'infinity') > a.contract_day
), ranked AS (
    SELECT package_id, item_id, relevance, words, words AND valid AND registered AND enough AND affordable AS fits,
           row_number() OVER (
               PARTITION BY package_id, words AND valid AND registered AND enough AND affordable
               ORDER BY valid::int + registered::int + enough::int + affordable::int + words::int DESC,
                        registered DESC, relevance DESC, tkdn DESC, item_id) AS place
      FROM judged
     WHERE words OR (valid AND registered AND enough AND affordable)
)
SELECT r.package_id, r.fits, r.words, r.relevance,
       i.id, i.product_name, i.brand, i.kbli_code, i.tkdn, i.bmp, i.bmp_valid_until, i.terms,
       c.id, c.number, c.holder_name, c.issued_on, c.valid_until, c.frozen_from, c.frozen_until, c.revoked_on,
       c.superseded_on, b.id, b.name, g.code, g.kind, g.name, p.price
  FROM ranked r
  JOIN certification_certificateitem i ON i.id = r.item_id
  JOIN certification_certificate c ON c.id = i.certificate_id
  LEFT JOIN umkm_business b ON b.id = c.business_id
  LEFT JOIN umkm_regency g ON g.code = b.regency_id
  LEFT JOIN umkm_product p ON p.id = i.product_id
 WHERE r.fits OR r.place <= %(near_misses)s
 ORDER BY r.package_id, r.fits DESC, r.place
"""

UNNAMED = Decimal("0.30")
"""Relevance of a product to a package that names no product, only its category."""

BONUS = Decimal("0.05")
"""Added to the relevance for every further word in common."""


class Pair(NamedTuple):
    """One package and one certified product, as the query returns them."""

    package_id: int
    fits: bool
    words: bool
    relevance: object
    item_id: int
    product_name: str
    brand: str
    kbli_code: str
    tkdn: object
    bmp: object
    bmp_valid_until: object
    terms: list
    certificate_id: int
    number: str | None
    holder_name: str
    issued_on: object
    valid_until: object
    frozen_from: object
    frozen_until: object
    revoked_on: object
    superseded_on: object
    business_id: int | None
    business_name: str | None
    regency_code: str | None
    regency_kind: str | None
    regency_name: str | None
    price: int | None


def pairs(asked, serving, on):
    """Every pair worth telling of: `asked` are dicts as `asked` in `PAIRS` names them, `serving` as `serving_codes`.

    Certificates issued after `on` are not known yet and never come back.
    """
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, parameters(asked, serving, on))
        return [Pair._make(row) for row in cursor.fetchall()]


def parameters(asked, serving, on):
    """What `PAIRS` is asked with."""
    return {
        "asked": json.dumps(asked, cls=DjangoJSONEncoder),
        "serving": json.dumps([dict(zip(("version", "code", "category"), row, strict=True)) for row in serving]),
        "terms": sorted({term for question in asked for term in (*question["specific"], *question["others"])}),
        "on": on,
        "unnamed": UNNAMED,
        "bonus": BONUS,
        "near_misses": NEAR_MISSES,
    }
