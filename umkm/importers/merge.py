"""The set-based half of the import of businesses: rows wait in a temporary table, then join the register at once.

Each statement is one step; `merge` runs them in their order inside the caller's transaction.
"""

import csv
import io
import json
from dataclasses import fields
from itertools import islice

from django.db import connection
from django.utils.translation import gettext as _

from umkm.importers.rows import Row

BATCH = 5000

INCOMING = """
CREATE TEMPORARY TABLE incoming (
    line integer NOT NULL, nib text, name text, owner_name text, nik_encrypted text, nik_hash text, npwp text,
    phone text, email text, address text, regency_id text, district_id text, capital bigint, annual_sales bigint,
    workers integer, registered_on date, identity_key text, activities jsonb, products jsonb,
    target bigint, by_nib bigint, by_nik bigint, is_new boolean NOT NULL DEFAULT false,
    nib_of_double boolean NOT NULL DEFAULT false, nik_of_double boolean NOT NULL DEFAULT false,
    of_double boolean NOT NULL DEFAULT false
) ON COMMIT DROP
"""

# What changed must be remembered beside `incoming`: updating its wide rows a second time would cost more.
CHANGED = "CREATE TEMPORARY TABLE changed (business_id bigint NOT NULL) ON COMMIT DROP"

# Two imports at once would both find a business missing and both make it; this lock lets readers through and
# makes writers wait for the seconds the merge takes.
LOCK = "LOCK TABLE umkm_business IN SHARE ROW EXCLUSIVE MODE"

# Every audited row ends a subtransaction, and each of those walks all foreign keys still to be checked: left to the
# end, 20,000 rows of them make the import more than three times as slow, and more rows more.
CHECK_AT_ONCE = "SET CONSTRAINTS ALL IMMEDIATE"

# By NIB, else by NIK, else by identity key. A row with a NIB meets by its key only a business without one, since
# another NIB is another business; a row without NIB may also meet a business that has got its NIB meanwhile.
# What belongs to a double that was merged is news of the kept record.
MATCH = """
UPDATE incoming SET by_nib = found.by_nib, by_nik = found.by_nik,
    target = coalesce(found.by_nib, found.by_nik, found.by_key),
    nib_of_double = found.nib_of_double, nik_of_double = found.nik_of_double,
    of_double = CASE WHEN found.by_nib IS NOT NULL THEN found.nib_of_double
                     WHEN found.by_nik IS NOT NULL THEN found.nik_of_double ELSE found.key_of_double END
FROM (
    SELECT i.line, coalesce(n.merged_into_id, n.id) AS by_nib, coalesce(k.merged_into_id, k.id) AS by_nik,
        coalesce(CASE WHEN y.merged_into_id IS NULL THEN y.id WHEN i.nib IS NULL OR u.nib IS NULL THEN u.id END, z.id)
            AS by_key,
        n.merged_into_id IS NOT NULL AS nib_of_double, k.merged_into_id IS NOT NULL AS nik_of_double,
        y.merged_into_id IS NOT NULL OR (y.id IS NULL AND z.of_double IS TRUE) AS key_of_double
    FROM incoming i
    LEFT JOIN umkm_business n ON n.nib = i.nib
    LEFT JOIN umkm_business k ON k.nik_hash = i.nik_hash
    LEFT JOIN umkm_business y ON y.identity_key = i.identity_key AND y.nib IS NULL AND y.identity_key <> ''
    LEFT JOIN umkm_business u ON u.id = y.merged_into_id
    LEFT JOIN (
        SELECT identity_key, min(coalesce(merged_into_id, id)) AS id, bool_and(merged_into_id IS NOT NULL) AS of_double
        FROM umkm_business WHERE nib IS NOT NULL AND identity_key <> '' GROUP BY identity_key
    ) z ON i.nib IS NULL AND z.identity_key = i.identity_key
) found
WHERE found.line = incoming.line AND coalesce(found.by_nib, found.by_nik, found.by_key) IS NOT NULL
"""

# A NIB that is known and a NIK that is known of another; a NIK known under another NIB; the same name and place
# under another NIK.
REFUSE_CONTRADICTIONS = """
DELETE FROM incoming i USING umkm_business b
WHERE b.id = coalesce(i.by_nik, i.target) AND CASE
    WHEN i.by_nib IS NOT NULL THEN i.by_nik <> i.by_nib
    WHEN i.by_nik IS NOT NULL THEN i.nib IS NOT NULL AND b.nib IS NOT NULL
    ELSE i.nik_hash IS NOT NULL AND b.nik_hash IS NOT NULL
END
RETURNING i.line, CASE WHEN i.by_nik IS NULL THEN 'same_name' ELSE 'other_nib' END, b.name, b.nib
"""

# The first line of a business goes in; of rows without NIB the name, place and owner tell, but never two NIBs. Where a
# merged double has a line of its own, the kept record's line goes in, or every older file would undo what staff chose.
REFUSE_DUPLICATES = """
WITH seen AS (
    SELECT line,
        CASE WHEN nib IS NOT NULL THEN min(line) OVER (PARTITION BY nib) END AS by_nib,
        CASE WHEN nik_hash IS NOT NULL THEN min(line) OVER (PARTITION BY nik_hash) END AS by_nik,
        CASE WHEN target IS NOT NULL THEN first_value(line) OVER (PARTITION BY target ORDER BY of_double, line) END
            AS by_target,
        CASE WHEN nib IS NULL THEN min(line) OVER (PARTITION BY identity_key)
             ELSE min(line) FILTER (WHERE nib IS NULL) OVER (PARTITION BY identity_key) END AS by_key
    FROM incoming
)
DELETE FROM incoming i USING seen s
WHERE s.line = i.line AND (least(s.by_nib, s.by_nik, s.by_key) < i.line OR s.by_target <> i.line)
RETURNING i.line,
    CASE WHEN s.by_nib < i.line THEN 'nib' WHEN s.by_nik < i.line THEN 'nik' ELSE 'nama_usaha' END,
    least(nullif(s.by_nib, i.line), nullif(s.by_nik, i.line), nullif(s.by_target, i.line), nullif(s.by_key, i.line)),
    NULL
"""

NUMBER_NEW = """
UPDATE incoming SET is_new = true, target = nextval(pg_get_serial_sequence('umkm_business', 'id'))
WHERE target IS NULL
"""

CREATE = """
INSERT INTO umkm_business (id, nib, name, owner_name, nik_encrypted, nik_hash, npwp, phone, email, address,
    regency_id, district_id, capital, annual_sales, workers, registered_on, source, identity_key)
SELECT target, nib, name, coalesce(owner_name, ''), coalesce(nik_encrypted, ''), nik_hash, coalesce(npwp, ''),
    coalesce(phone, ''), coalesce(email, ''), coalesce(address, ''), regency_id, district_id, capital, annual_sales,
    workers, registered_on, 'IMPORT', identity_key
FROM incoming WHERE is_new ORDER BY target
"""

# An empty cell never blanks a field, and a row that says nothing new touches nothing, so no event is written.
# The identity key stays the first description's, or an older file read again would make a double. The token of the
# NIK changes with every encryption and is taken only with a new NIK. A kecamatan of the old place cannot stay. A NIB or
# NIK that stayed with a merged double stays there.
UPDATE = """
WITH told AS (
    SELECT b.id, CASE WHEN i.nib_of_double THEN b.nib ELSE coalesce(i.nib, b.nib) END AS nib, i.name,
        coalesce(i.owner_name, b.owner_name) AS owner_name,
        CASE WHEN own.nik_hash IS DISTINCT FROM b.nik_hash THEN i.nik_encrypted ELSE b.nik_encrypted END
            AS nik_encrypted,
        own.nik_hash, coalesce(i.npwp, b.npwp) AS npwp,
        coalesce(i.phone, b.phone) AS phone, coalesce(i.email, b.email) AS email,
        coalesce(i.address, b.address) AS address, i.regency_id,
        coalesce(i.district_id, CASE WHEN b.regency_id = i.regency_id THEN b.district_id END) AS district_id,
        coalesce(i.capital, b.capital) AS capital, coalesce(i.annual_sales, b.annual_sales) AS annual_sales,
        coalesce(i.workers, b.workers) AS workers, coalesce(i.registered_on, b.registered_on) AS registered_on
    FROM incoming i JOIN umkm_business b ON b.id = i.target
    CROSS JOIN LATERAL (SELECT CASE
        WHEN i.nik_of_double THEN b.nik_hash
        WHEN i.nib_of_double THEN coalesce(b.nik_hash, i.nik_hash)
        ELSE coalesce(i.nik_hash, b.nik_hash) END AS nik_hash) own
    WHERE NOT i.is_new
), updated AS (
    UPDATE umkm_business b SET nib = t.nib, name = t.name, owner_name = t.owner_name,
        nik_encrypted = t.nik_encrypted, nik_hash = t.nik_hash, npwp = t.npwp, phone = t.phone, email = t.email,
        address = t.address, regency_id = t.regency_id, district_id = t.district_id, capital = t.capital,
        annual_sales = t.annual_sales, workers = t.workers, registered_on = t.registered_on
    FROM told t WHERE b.id = t.id AND
        (b.nib, b.name, b.owner_name, b.nik_hash, b.npwp, b.phone, b.email, b.address, b.regency_id, b.district_id,
         b.capital, b.annual_sales, b.workers, b.registered_on)
        IS DISTINCT FROM
        (t.nib, t.name, t.owner_name, t.nik_hash, t.npwp, t.phone, t.email, t.address, t.regency_id, t.district_id,
         t.capital, t.annual_sales, t.workers, t.registered_on)
    RETURNING b.id
)
INSERT INTO changed SELECT id FROM updated
"""

ADD_ACTIVITIES = """
WITH added AS (
    INSERT INTO umkm_activity (business_id, kbli_version, kbli_code, risk)
    SELECT i.target, a.value ->> 0, a.value ->> 1, '' FROM incoming i, jsonb_array_elements(i.activities) a
    ON CONFLICT ON CONSTRAINT activity_once_per_business DO NOTHING
    RETURNING business_id
)
INSERT INTO changed SELECT business_id FROM added
"""

ADD_PRODUCTS = """
WITH added AS (
    INSERT INTO umkm_product (business_id, name, description, kbli_version, kbli_code, categories, unit, terms)
    SELECT i.target, p.name, '', p.kbli_version, p.kbli_code, p.categories, '', p.terms
    FROM incoming i, jsonb_to_recordset(i.products)
        AS p(name text, kbli_version text, kbli_code text, categories text[], terms text[])
    ON CONFLICT (business_id, upper(name)) DO NOTHING
    RETURNING business_id
)
INSERT INTO changed SELECT business_id FROM added
"""

COUNT = """
SELECT count(*) FILTER (WHERE is_new),
    count(*) FILTER (WHERE NOT is_new AND c.business_id IS NOT NULL),
    count(*) FILTER (WHERE NOT is_new AND c.business_id IS NULL)
FROM incoming LEFT JOIN (SELECT DISTINCT business_id FROM changed) c ON c.business_id = target
"""


def stage(rows):
    """Write `rows` into a new temporary table as they come, a batch at a time; needs an open transaction."""
    names = [field.name for field in fields(Row)]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.incoming, pg_temp.changed")
        cursor.execute(INCOMING)
        cursor.execute(CHANGED)
        copy = f"COPY incoming ({', '.join(names)}) FROM STDIN (FORMAT csv)"
        while batch := list(islice(rows, BATCH)):
            cursor.copy_expert(copy, _csv_of(batch, names))
        cursor.execute("ANALYZE incoming")


def _csv_of(rows, names):
    out = io.StringIO()
    csv.writer(out).writerows([_copied(getattr(row, name)) for name in names] for row in rows)
    out.seek(0)
    return out


def _copied(value):
    return json.dumps(value) if isinstance(value, list) else value


def merge():
    """Join the staged rows to the register: ((created, updated, unchanged), {line: (column, reason)} refused)."""
    with connection.cursor() as cursor:
        cursor.execute(CHECK_AT_ONCE)
        cursor.execute(LOCK)
        cursor.execute(MATCH)
        refused = {line: _contradiction(*found) for line, *found in _returned(cursor, REFUSE_CONTRADICTIONS)}
        refused |= {line: _duplicate(*found) for line, *found in _returned(cursor, REFUSE_DUPLICATES)}
        for step in (NUMBER_NEW, CREATE, UPDATE, ADD_ACTIVITIES, ADD_PRODUCTS, COUNT):
            cursor.execute(step)
        return cursor.fetchone(), refused


def _returned(cursor, statement):
    cursor.execute(statement)
    return cursor.fetchall()


def _contradiction(kind, name, nib):
    if kind == "same_name":
        reason = _(
            "Usaha “%(name)s” dengan tempat dan pemilik yang sama sudah tercatat dengan NIK lain; periksa NIK-nya."
        )
    elif nib:
        reason = _("NIK di baris ini sudah tercatat pada “%(name)s” dengan NIB %(nib)s; periksa NIB dan NIK-nya.")
    else:
        reason = _("NIK di baris ini sudah tercatat pada usaha lain, “%(name)s”; periksa NIB dan NIK-nya.")
    return "nik", reason % {"name": name, "nib": nib}


def _duplicate(column, first_line, _none):
    reason = _("Usaha ini sudah ada di baris %(line)s berkas yang sama; hapus salah satunya.")
    return column, reason % {"line": first_line}
