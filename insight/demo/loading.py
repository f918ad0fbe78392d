"""Many rows at once: `COPY` into the real tables, so that every constraint and audit trigger still works."""

import csv
from io import StringIO

from django.db import connection
from django.db.models import NOT_PROVIDED
from psycopg2 import sql

BATCH = 5_000
NULL = "\\N"


def reserve_ids(model, count):
    """`count` identities of the model's table, never given to anyone else."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )  # fmt: skip
        return [row[0] for row in cursor.fetchall()]


def copy_in(model, objects, progress):
    """Write unsaved objects of one model, all with an identity of their own or none; `progress(n)` after every batch.

    Each field's `pre_save` runs, so the terms of products are kept; columns with a default in the database keep it.
    """
    fields = [field for field in model._meta.concrete_fields if field.db_default is NOT_PROVIDED]
    if objects[0].pk is None:
        fields.remove(model._meta.pk)
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL {})").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
        sql.Literal(NULL),
    )
    with connection.cursor() as cursor:
        for start in range(0, len(objects), BATCH):
            batch = objects[start : start + BATCH]
            cursor.copy_expert(statement, _as_csv(fields, batch))
            progress(len(batch))


def _as_csv(fields, objects):
    file = StringIO()
    writer = csv.writer(file)
    for made in objects:
        values = (field.get_db_prep_save(field.pre_save(made, add=True), connection) for field in fields)
        writer.writerow([_cell(value) for value in values])
    file.seek(0)
    return file


def _cell(value):
    """A value as PostgreSQL reads it from CSV."""
    if value is None:
        return NULL
    if isinstance(value, list):
        return "{" + ",".join(f'"{part}"' for part in value) + "}"
    return value
