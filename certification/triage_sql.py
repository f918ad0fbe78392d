"""The one query behind triage. Each table is read once and joined as a set; one business uses the indexes instead."""

import re

from certification.models import AccountStatus, EventKind
from certification.statuses import EXPIRING_DAYS
from certification.tkdn import SMALL_INDUSTRY_CAPITAL
from umkm.path import GOODS_DIVISIONS, NEEDS_STANDARD_CERTIFICATE

FARTHEST_LAST = [AccountStatus.PROBLEM, *(status for status in AccountStatus if status != AccountStatus.PROBLEM)]
"""Accounts by how far they got; a problem counts only when no other account is known, as in `certification.path`."""

TRIAGE = """
WITH activity AS (
    SELECT business_id, kbli_version AS version, kbli_code AS code,
           left(kbli_code, 2) BETWEEN %(first)s AND %(last)s AS goods,
           risk = ANY(%(risky)s) AND standard_certificate_verified IS NOT TRUE AS unverified
      FROM umkm_activity
     WHERE %(businesses)s::bigint[] IS NULL OR business_id = ANY(%(businesses)s::bigint[])
), serves AS MATERIALIZED (
    SELECT c.version, c.code, r.category
      FROM (SELECT DISTINCT version, code FROM activity WHERE goods) c
     CROSS JOIN LATERAL (
            SELECT category, rank() OVER (ORDER BY length(prefix) DESC) AS place
              FROM umkm_categoryrule WHERE version = c.version AND starts_with(c.code, prefix)) r
     WHERE r.place = 1
), licence AS (
    SELECT business_id, bool_or(goods) AS goods, bool_or(goods AND NOT unverified) AS standard,
           COALESCE(string_agg(code, ', ' ORDER BY code) FILTER (WHERE goods), string_agg(code, ', ' ORDER BY code))
               AS codes,
           COALESCE(array_agg(version || code) FILTER (WHERE goods), '{}') AS keys
      FROM activity GROUP BY business_id
), covers AS (
    SELECT business_id, array_agg(category) AS categories
      FROM activity JOIN serves USING (version, code) WHERE goods GROUP BY business_id
), made AS (
    SELECT p.business_id, p.kbli_code, p.name,
           left(p.kbli_code, 2) BETWEEN %(first)s AND %(last)s AS goods,
           p.categories <@ ARRAY['OTHER'::varchar] OR COALESCE(p.categories && c.categories, false)
               OR COALESCE(p.kbli_version || p.kbli_code = ANY(l.keys), false) AS covered
      FROM umkm_product p
      LEFT JOIN covers c USING (business_id)
      LEFT JOIN licence l USING (business_id)
     WHERE %(businesses)s::bigint[] IS NULL OR p.business_id = ANY(%(businesses)s::bigint[])
), products AS (
    SELECT business_id, bool_or(goods) AS goods, bool_or(kbli_code <> '') AS coded, bool_or(covered) AS covered,
           min(name) FILTER (WHERE NOT covered OR goods) AS name,
           string_agg(DISTINCT NULLIF(kbli_code, ''), ', ') AS codes
      FROM made GROUP BY business_id
), work AS (
    SELECT business_id, (ARRAY['CATERING', 'REPACKING', 'TRADE', 'NATURAL', 'SERVICE'])[min(
           CASE WHEN left(code, 2) = '56' THEN 1
                WHEN code = '82920' THEN 2
                WHEN left(code, 2) BETWEEN '45' AND '47' THEN 3
                WHEN left(code, 2) < '10' THEN 4
                ELSE 5 END)] AS instead
      FROM (SELECT business_id, code FROM activity UNION ALL
            SELECT business_id, kbli_code FROM made WHERE kbli_code <> '') AS known
     GROUP BY business_id
), account AS (
    SELECT DISTINCT ON (business_id) business_id, status, as_of
      FROM certification_siinasaccount
     WHERE %(businesses)s::bigint[] IS NULL OR business_id = ANY(%(businesses)s::bigint[])
     ORDER BY business_id, array_position(%(farthest)s::varchar[], status) DESC, as_of DESC
), dated AS (
    SELECT business_id, valid_until, frozen_until, revoked_on,
           LEAST(valid_until, superseded_on - 1, revoked_on - 1) AS last_day,
           issued_on > %(on)s AS later,
           COALESCE(frozen_from <= %(on)s AND COALESCE(frozen_until >= %(on)s, true), false) AS frozen
      FROM certification_certificate
     WHERE business_id IS NOT NULL AND (%(businesses)s::bigint[] IS NULL OR business_id = ANY(%(businesses)s::bigint[]))
), held AS (
    SELECT business_id,
           max(valid_until) FILTER (WHERE last_day >= %(on)s AND later IS NOT TRUE AND NOT frozen) AS valid_until,
           bool_or(last_day >= %(on)s AND later IS NOT TRUE AND frozen) AS frozen,
           NULLIF(max(COALESCE(frozen_until, 'infinity'))
                  FILTER (WHERE last_day >= %(on)s AND later IS NOT TRUE AND frozen), 'infinity') AS frozen_until,
           (max(revoked_on) FILTER (WHERE revoked_on <= %(on)s) + interval '1 year')::date AS barred_until,
           max(last_day) FILTER (WHERE last_day < %(on)s) AS ended
      FROM dated GROUP BY business_id
), chain AS (
    SELECT DISTINCT ON (e.application_id) a.business_id, e.kind, e.day
      FROM certification_applicationevent e
      JOIN certification_application a ON a.id = e.application_id
     WHERE e.day <= %(on)s AND e.kind <> 'VOID'
       AND NOT EXISTS (SELECT FROM certification_applicationevent s WHERE s.strikes_id = e.id)
       AND (%(businesses)s::bigint[] IS NULL OR a.business_id = ANY(%(businesses)s::bigint[]))
     ORDER BY e.application_id, e.position DESC
), applied AS (
    SELECT business_id,
           (array_agg(kind ORDER BY kind <> 'RETURNED', day, kind))[1] AS kind,
           (array_agg(day ORDER BY kind <> 'RETURNED', day, kind))[1] AS day
      FROM chain WHERE kind = ANY(%(running)s) GROUP BY business_id
), facts AS (
    SELECT b.id AS business_id, b.regency_id, b.created_at, b.nib, b.capital,
           a.status, a.as_of, h.valid_until, h.frozen, h.frozen_until, h.ended,
           CASE WHEN h.barred_until > %(on)s THEN h.barred_until END AS barred_until,
           x.kind AS applied, x.day AS applied_on,
           w.instead, COALESCE(l.codes, p.codes, '') AS codes,
           COALESCE(p.name, '') AS product, p.business_id IS NOT NULL AS makes_something,
           CASE WHEN NOT COALESCE(l.goods, false) AND NOT COALESCE(p.goods, false)
                     AND (l.business_id IS NOT NULL OR COALESCE(p.coded, false)) THEN 'NOT_INDUSTRY'
                WHEN l.business_id IS NULL THEN 'NO_KBLI'
                WHEN NOT l.goods OR NOT COALESCE(p.covered, true) THEN 'WRONG_KBLI'
                WHEN b.nib IS NULL THEN 'NO_NIB'
                WHEN NOT l.standard THEN 'STANDARD_UNVERIFIED'
                WHEN b.capital > %(limit)s AND a.status IS DISTINCT FROM 'IK_VALIDATED' THEN 'TOO_LARGE'
                WHEN COALESCE(a.status, 'NONE') = 'NONE' THEN 'NO_SIINAS'
                WHEN a.status NOT IN ('ACTIVE', 'IK_VALIDATED') THEN 'SIINAS_UNFINISHED'
                WHEN a.status = 'ACTIVE' THEN 'NOT_VALIDATED' END AS obstacle
      FROM umkm_business b
      LEFT JOIN licence l ON l.business_id = b.id
      LEFT JOIN products p ON p.business_id = b.id
      LEFT JOIN work w ON w.business_id = b.id
      LEFT JOIN account a ON a.business_id = b.id
      LEFT JOIN held h ON h.business_id = b.id
      LEFT JOIN applied x ON x.business_id = b.id
     WHERE b.merged_into_id IS NULL AND (%(businesses)s::bigint[] IS NULL OR b.id = ANY(%(businesses)s::bigint[]))
), staged AS (
    SELECT *, CASE WHEN valid_until > %(on)s + %(soon)s::int THEN 'CERTIFIED'
                   WHEN valid_until IS NOT NULL THEN 'EXPIRING'
                   WHEN frozen THEN 'FROZEN'
                   WHEN barred_until IS NOT NULL THEN 'BARRED'
                   WHEN applied = 'RETURNED' THEN 'RETURNED'
                   WHEN applied IS NOT NULL THEN 'APPLIED'
                   WHEN obstacle IS NOT NULL THEN obstacle
                   WHEN ended IS NOT NULL THEN 'EXPIRED'
                   ELSE 'READY' END AS stage
      FROM facts
)
SELECT business_id, regency_id, created_at, stage, obstacle, codes, product, nib, capital, barred_until,
       COALESCE(applied, '') AS applied,
       CASE WHEN valid_until IS NOT NULL THEN 8
            WHEN applied IS NOT NULL THEN 7
            WHEN obstacle IS NULL THEN 6
            ELSE CASE obstacle WHEN 'NOT_INDUSTRY' THEN 0 WHEN 'NO_KBLI' THEN makes_something::int
                               WHEN 'WRONG_KBLI' THEN 1 WHEN 'NO_NIB' THEN 2 WHEN 'STANDARD_UNVERIFIED' THEN 3
                               WHEN 'NOT_VALIDATED' THEN 5 ELSE 4 END END AS reach,
       CASE stage WHEN 'NOT_INDUSTRY' THEN instead WHEN 'SIINAS_UNFINISHED' THEN status ELSE '' END AS why,
       CASE stage WHEN 'CERTIFIED' THEN valid_until WHEN 'EXPIRING' THEN valid_until WHEN 'FROZEN' THEN frozen_until
                  WHEN 'EXPIRED' THEN ended WHEN 'APPLIED' THEN applied_on WHEN 'RETURNED' THEN applied_on
                  WHEN 'SIINAS_UNFINISHED' THEN as_of WHEN 'NOT_VALIDATED' THEN as_of END AS day
  FROM staged
"""
"""`applied` is the open application that is most urgent: a returned one, else the oldest.
`work` names what a business without a goods code does: KBLI 2020 divisions 56, 45–47, 01–09; 82920 is packing."""


def triage_sql(on, businesses=None):
    """(SQL, parameters) of the triage on day `on`; only of the `businesses` with these ids when they are given.

    Columns: those of `Triaged`, the business's `regency_id`, and when it was recorded (`created_at`).
    """
    values = {
        "on": on,
        "businesses": businesses,
        "first": f"{GOODS_DIVISIONS[0]:02}",
        "last": f"{GOODS_DIVISIONS[-1]:02}",
        "risky": [str(risk) for risk in NEEDS_STANDARD_CERTIFICATE],
        "farthest": [str(status) for status in FARTHEST_LAST],
        "limit": SMALL_INDUSTRY_CAPITAL,
        "soon": EXPIRING_DAYS,
        "running": list(EventKind.open),
    }
    return _positional(TRIAGE, values)


def _positional(sql, values):
    """The same query with nameless placeholders, the only ones the ORM can put inside its own."""
    return re.sub(r"%\(\w+\)s", "%s", sql), [values[name] for name in re.findall(r"%\((\w+)\)s", sql)]
