"""The statements that find pairs of records, each one step over the whole register inside one transaction.

No step compares every record with every other: records meet only through something they share, and what too many share
brings nobody together. `docs/doubles.md` explains the blocks and why the trigram block loses nothing.
"""

from umkm.models import Evidence

SHARED_BY = 10
"""A telephone number, e-mail address or NPWP on more records than this is a helper's or an office's: no evidence."""
CROWD = 300
"""A piece of a name, or an owner's name, that more records of one place share brings nobody together; the other blocks
still do. Keeps the work in step with the number of records."""
RARE_OWNER = 3
"""Up to so many records of a kabupaten/kota under one owner's name, the name tells people apart."""
ALIKE = 0.5
"""Likeness (pg_trgm, 0 to 1) from which two names say something."""
CLOSE = 0.7
"""Likeness of a name with a slip of the finger; the trigram block finds every pair of one place above it."""
UNLIKE = 0.3
"""Likeness below which two names are different names."""

ROOM = "SET LOCAL work_mem = '64MB'"
"""Sorting a register's trigrams on disk would take twice as long; the room is given back with the transaction."""

KEYS = """
CREATE TEMPORARY TABLE double_keys (
    id bigint PRIMARY KEY, name_key text NOT NULL, owner_key text NOT NULL, address_key text NOT NULL
) ON COMMIT DROP
"""

RECORDS = f"""
CREATE TEMPORARY TABLE double_records ON COMMIT DROP AS
SELECT b.id, b.nib, b.nik_hash, b.regency_id AS regency, b.district_id AS district,
       coalesce(b.district_id, b.regency_id) AS place,
       CASE WHEN count(*) OVER (PARTITION BY b.phone) <= {SHARED_BY} THEN nullif(b.phone, '') END AS phone,
       CASE WHEN count(*) OVER (PARTITION BY lower(b.email)) <= {SHARED_BY} THEN nullif(lower(b.email), '') END
           AS email,
       nullif(b.npwp, '') AS npwp, count(*) OVER (PARTITION BY b.npwp) <= {SHARED_BY} AS npwp_tells,
       nullif(k.name_key, '') AS name_key, nullif(k.owner_key, '') AS owner_key,
       nullif(k.address_key, '') AS address_key,
       count(*) OVER (PARTITION BY b.regency_id, k.owner_key) AS namesakes
  FROM double_keys k JOIN umkm_business b ON b.id = k.id
"""  # noqa: S608 - own numbers only, here and below

MADE = """
CREATE TEMPORARY TABLE double_made ON COMMIT DROP AS
SELECT p.business_id AS id, array_agg(DISTINCT term) AS terms
  FROM umkm_product p CROSS JOIN LATERAL unnest(p.terms) AS term
 WHERE term <> ALL(%(generic)s::varchar[])
 GROUP BY p.business_id
"""

# Two sets with a Jaccard likeness of at least t share one of the first n - ceil(t n) + 1 of their members, whatever
# the order, as long as both are in the same one; with the rarest first, few records meet in vain. A trigram's place in
# that order stands for the trigram, since numbers are sorted and compared faster than texts.
GRAMS = f"""
CREATE TEMPORARY TABLE double_grams ON COMMIT DROP AS
WITH pieces AS (
    SELECT r.id, r.place, cardinality(t.grams) AS size, gram
      FROM double_records r CROSS JOIN LATERAL (SELECT show_trgm(r.name_key) AS grams OFFSET 0) t
     CROSS JOIN LATERAL unnest(t.grams) AS gram
), known AS (
    SELECT gram, row_number() OVER (ORDER BY count(*), gram)::int AS rarity FROM pieces GROUP BY gram
), placed AS (
    SELECT p.id, p.place, p.size, k.rarity, row_number() OVER (PARTITION BY p.id ORDER BY k.rarity) AS spot
      FROM pieces p JOIN known k USING (gram)
), first_ones AS (
    SELECT id, place, size, rarity, count(*) OVER (PARTITION BY place, rarity) AS crowd
      FROM placed WHERE spot <= size - ceil({CLOSE} * size) + 1
)
SELECT id, place, size, rarity FROM first_ones WHERE crowd BETWEEN 2 AND {CROWD}
"""  # noqa: S608

SETTLE = "ANALYZE double_records, double_made, double_grams"
"""The planner knows nothing of new tables by itself."""

CANDIDATES = f"""
CREATE TEMPORARY TABLE double_candidates ON COMMIT DROP AS
SELECT a.id AS first, b.id AS second FROM double_records a JOIN double_records b ON b.phone = a.phone AND a.id < b.id
UNION
SELECT a.id, b.id FROM double_records a JOIN double_records b ON b.email = a.email AND a.id < b.id
UNION
SELECT a.id, b.id FROM double_records a JOIN double_records b
    ON b.npwp = a.npwp AND a.npwp_tells AND a.id < b.id
UNION
SELECT a.id, b.id FROM double_records a JOIN double_records b
    ON b.owner_key = a.owner_key AND b.name_key = a.name_key AND a.id < b.id
 WHERE a.namesakes <= {CROWD} AND b.namesakes <= {CROWD}
UNION
SELECT a.id, b.id FROM double_records a JOIN double_records b
    ON b.owner_key = a.owner_key AND b.regency = a.regency AND a.id < b.id
  JOIN double_made x ON x.id = a.id JOIN double_made y ON y.id = b.id AND y.terms && x.terms
 WHERE a.namesakes <= {CROWD}
UNION
SELECT a.id, b.id
  FROM (SELECT DISTINCT a.id AS first, b.id AS second FROM double_grams a JOIN double_grams b
            ON b.place = a.place AND b.rarity = a.rarity AND a.id < b.id
           AND b.size BETWEEN {CLOSE} * a.size AND a.size / {CLOSE}) AS met
  JOIN double_records a ON a.id = met.first JOIN double_records b ON b.id = met.second
 WHERE similarity(a.name_key, b.name_key) >= {CLOSE}
"""  # noqa: S608

CONDITIONS = {
    Evidence.SAME_NPWP: "a.npwp = b.npwp AND a.npwp_tells",
    Evidence.SAME_PHONE: "a.phone = b.phone",
    Evidence.SAME_EMAIL: "a.email = b.email",
    Evidence.SAME_NAME: "a.name_key = b.name_key",
    Evidence.CLOSE_NAME: f"a.name_key <> b.name_key AND name_likeness >= {CLOSE}",
    Evidence.ALIKE_NAME: f"name_likeness >= {ALIKE} AND name_likeness < {CLOSE}",
    Evidence.SAME_OWNER: f"a.owner_key = b.owner_key AND a.namesakes <= {RARE_OWNER}",
    Evidence.COMMON_OWNER: f"a.owner_key = b.owner_key AND a.namesakes > {RARE_OWNER}",
    Evidence.ALIKE_OWNER: f"a.owner_key <> b.owner_key AND owner_likeness >= {ALIKE}",
    Evidence.SAME_ADDRESS: f"a.regency = b.regency AND similarity(a.address_key, b.address_key) >= {CLOSE}",
    Evidence.SAME_DISTRICT: "a.district = b.district",
    Evidence.SAME_PRODUCT: "x.terms && y.terms",
    Evidence.OTHER_NIB: "a.nib <> b.nib",
    Evidence.OTHER_NIK: "a.nik_hash <> b.nik_hash",
    Evidence.OTHER_NPWP: "a.npwp <> b.npwp",
    Evidence.OTHER_OWNER: f"owner_likeness < {UNLIKE}",
    Evidence.OTHER_NAME: f"name_likeness < {UNLIKE}",
    Evidence.OTHER_REGENCY: "a.regency <> b.regency",
}
"""When a piece of evidence is there; what is unknown on either side is evidence of nothing."""


def scored_sql(weights):
    """The pairs worth asking about, with `evidence` and `confidence`; `weights`: points of every Evidence."""
    evidence = ", ".join(f"CASE WHEN {condition} THEN '{name}' END" for name, condition in CONDITIONS.items())
    points = " + ".join(
        f"CASE WHEN {condition} THEN {weights[name]} ELSE 0 END" for name, condition in CONDITIONS.items()
    )
    return f"""
CREATE TEMPORARY TABLE double_scored ON COMMIT DROP AS
SELECT c.first, c.second, array_remove(ARRAY[{evidence}], NULL) AS evidence, least({points}, 100) AS confidence
  FROM double_candidates c JOIN double_records a ON a.id = c.first JOIN double_records b ON b.id = c.second
  LEFT JOIN double_made x ON x.id = a.id LEFT JOIN double_made y ON y.id = b.id
 CROSS JOIN LATERAL (SELECT similarity(a.name_key, b.name_key) AS name_likeness,
                            similarity(a.owner_key, b.owner_key) AS owner_likeness OFFSET 0) AS likeness
 WHERE {points} >= %(threshold)s
"""  # noqa: S608 - own text and numbers only


LOCK = "LOCK TABLE umkm_doublepair IN SHARE ROW EXCLUSIVE MODE"
"""Two searches at once would both find a pair missing and both write it."""

STORE = """
INSERT INTO umkm_doublepair (first_id, second_id, confidence, evidence, state)
SELECT s.first, s.second, s.confidence, s.evidence, 'OPEN' FROM double_scored s
ON CONFLICT ON CONSTRAINT double_pair_once DO UPDATE
   SET confidence = EXCLUDED.confidence, evidence = EXCLUDED.evidence
 WHERE umkm_doublepair.state = 'OPEN' AND (umkm_doublepair.confidence, umkm_doublepair.evidence)
       IS DISTINCT FROM (EXCLUDED.confidence, EXCLUDED.evidence)
"""

# A pair of a record that was merged since stays: undoing that merge asks about it again.
FORGET = """
DELETE FROM umkm_doublepair p USING umkm_business a, umkm_business b
 WHERE p.state = 'OPEN' AND a.id = p.first_id AND b.id = p.second_id
   AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL
   AND NOT EXISTS (SELECT FROM double_scored s WHERE s.first = p.first_id AND s.second = p.second_id)
"""
