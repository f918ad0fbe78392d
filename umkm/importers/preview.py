"""What a file would change: the import itself, done and taken back, and read from what the audit trail saw meanwhile.

Nothing can differ between the preview and the import, since they are the same statements on the same rules.
"""

from django.db import transaction
from django.db.models import Max

from tkdnportal.audit import event_model_of, page_of, shown

EXAMPLES = 20
"""So many rows of each sort are kept to look at."""


def preview(kind, run, read):
    """(preview, last events known) of what `read()` does with the register; nothing of it stays.

    `read` returns (run, Counts) and has `run` finished. The preview is JSON: `counts`, `created`, `updated`, `added`
    and `refused` rows.
    """
    with transaction.atomic():
        marks = last_events(kind)
        _run, counts = read()
        found = {
            "counts": {name: getattr(counts, name) for name in ("read", "created", "updated", "unchanged", "refused")},
            "created": _created(kind, marks),
            "updated": _updated(kind, marks),
            "added": _added(kind, marks),
            "refused": list(run.refused_rows.values("line", "column", "value", "reason")[:EXAMPLES]),
        }
        transaction.set_rollback(True)
    return found, marks


def last_events(kind):
    """The id of the last change of each table the file touches, by the table's name."""
    return {
        model._meta.label_lower: event_model_of(model).objects.aggregate(last=Max("pgh_id"))["last"] or 0
        for model in kind.watched
    }


def changed_since(kind, marks):
    """Whether anything in those tables changed after `marks` were taken."""
    return any(
        event_model_of(model).objects.filter(pgh_id__gt=marks.get(model._meta.label_lower, 0)).exists()
        for model in kind.watched
    )


def _new_events(model, marks, label):
    return event_model_of(model).objects.filter(pgh_id__gt=marks[model._meta.label_lower], pgh_label=label)


def _created(kind, marks):
    """The first records that would be new: their name, and the fields that tell one from another."""
    first = _new_events(kind.model, marks, "insert").order_by("pgh_id").values("pgh_obj_id")[:EXAMPLES]
    records = kind.model.objects.filter(pk__in=[event["pgh_obj_id"] for event in first]).order_by("pk")
    return [{"name": str(record), "fields": _told(kind, record)} for record in records]


def _told(kind, record):
    fields = [kind.model._meta.get_field(name) for name in kind.shown]
    return [
        [
            str(field.verbose_name),
            str(getattr(record, field.name) or "–") if field.is_relation else shown(field, record),
        ]
        for field in fields
    ]


def _updated(kind, marks):
    """The last records that would change, field by field."""
    found = []
    for model in kind.watched:
        mark = marks[model._meta.label_lower]
        page = page_of(event_model_of(model), 1, pgh_id__gt=mark, pgh_label="update")
        found += [{"kind": entry.kind, "name": entry.label, "changes": entry.changes} for entry in page.object_list]
    return found[:EXAMPLES]


def _added(kind, marks):
    """Rows that would be new below records that are already there: a further product, a further KBLI code."""
    new = _new_events(kind.model, marks, "insert").values("pgh_obj_id")
    found = []
    for model, link in kind.parts:
        events = _new_events(model, marks, "insert").exclude(**{f"{link}_id__in": new}).order_by("pgh_id")
        pks = list(events.values_list("pgh_obj_id", flat=True)[:EXAMPLES])
        rows = model.objects.filter(pk__in=pks).select_related(link).order_by("pk")
        kind_name = str(model._meta.verbose_name)
        found += [{"kind": kind_name, "name": str(row), "to": str(getattr(row, link))} for row in rows]
    return found[:EXAMPLES]
