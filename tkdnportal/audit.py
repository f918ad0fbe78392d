"""The audit trail in words: who changed what and when, read from the rows that the database's triggers write."""

from dataclasses import dataclass
from datetime import datetime

import pghistory.core
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tkdnportal.paging import UncountedPaginator
from tkdnportal.personal import masked_email, masked_number, masked_phone

PER_PAGE = 50
SECRET = {"nik_encrypted": "NIK", "nik_hash": "NIK", "token": gettext_lazy("tautan publik")}
"""Fields whose change is told, but never their value."""
MASKED = {"npwp": masked_number, "phone": masked_phone, "email": masked_email, "email_on_nib": masked_email}
"""Fields whose value is told as a list would show it; whoever needs the whole of it says why, on the form."""
UNTOLD = {"id", "identity_key", "live_during"}
"""Fields that follow from others."""
DEEDS = {"insert": gettext_lazy("Dicatat"), "update": gettext_lazy("Diubah"), "delete": gettext_lazy("Dihapus")}


@dataclass(frozen=True)
class Entry:
    """One change: `changes` are (field, before, after); a secret field has neither value."""

    at: datetime
    who: str
    deed: str
    kind: str
    label: str
    changes: tuple


def event_model_of(model):
    """The table of a model's changes, or None when the model is not tracked."""
    return next(iter(pghistory.core.event_models(tracks_model=model)), None)


def tracked_models():
    """Every model with a trail, by its plural name."""
    found = {event.pgh_tracked_model for event in pghistory.core.event_models()}
    return sorted((model for model in found if event_model_of(model)), key=lambda m: str(m._meta.verbose_name_plural))


def page_of(event_model, number, **conditions):
    """One page of changes, newest first; three queries however long the trail is."""
    page = UncountedPaginator(_newest(event_model, conditions), PER_PAGE).get_page(number)
    page.object_list = _entries(event_model, page.object_list, _names(page.object_list))
    return page


def together(trails, *, limit):
    """The latest `limit` changes of several tables in one list; `trails` are (model, conditions on its changes).

    Two queries a table, and one for the names.
    """
    found = [(event_model_of(model), conditions) for model, conditions in trails]
    read = [(table, list(_newest(table, conditions)[:limit])) for table, conditions in found]
    names = _names([event for _table, events in read for event in events])
    entries = [entry for table, events in read for entry in _entries(table, events, names)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]


def _newest(event_model, conditions):
    """Changes with their context, newest first, each with the id of the one before it."""
    earlier = event_model.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    return (
        event_model.objects.filter(**conditions)
        .select_related("pgh_context")
        .annotate(previous=Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1]))
        .order_by("-pgh_id")
    )


def _entries(event_model, events, names):
    previous = event_model.objects.in_bulk([event.previous for event in events if event.previous])
    return [
        Entry(
            at=event.pgh_created_at,
            who=_who(event, names),
            deed=DEEDS.get(event.pgh_label, event.pgh_label),
            kind=capfirst(event_model.pgh_tracked_model._meta.verbose_name),
            label=_label(event),
            changes=tuple(_changes(event, previous.get(event.previous))),
        )
        for event in events
    ]


def _user_of(event):
    return (event.pgh_context.metadata or {}).get("user") if event.pgh_context else None


def _who(event, names):
    """The name; a helper's says that it was one who acted."""
    name = names[_user_of(event)]
    is_helper = event.pgh_context and "helper_of" in (event.pgh_context.metadata or {})
    return _("pendamping %(name)s") % {"name": name} if is_helper else name


def _names(events):
    """User ids → names; None stands for imports and tasks."""
    ids = {_user_of(event) for event in events} - {None}
    people = get_user_model().objects.in_bulk(ids)
    unknown = _("Pengguna yang sudah dihapus")
    return {pk: str(people.get(pk, unknown)) for pk in ids} | {None: _("Impor atau tugas otomatis")}


def _label(event):
    for name in ("name", "number", "product_name", "full_name", "kbli_code", "file_name"):
        if getattr(event, name, None):
            return str(getattr(event, name))
    return str(event.pgh_obj_id)


def _changes(event, before):
    """What differs from the event before; a record that is new or gone differs in nothing worth listing."""
    if before is None or event.pgh_label != "update":
        return
    told = set()
    for field in type(event).pgh_tracked_model._meta.concrete_fields:
        name = field.attname
        if name in UNTOLD or not hasattr(event, name) or getattr(event, name) == getattr(before, name):
            continue
        if name not in SECRET:
            yield capfirst(field.verbose_name), shown(field, before), shown(field, event)
        elif SECRET[name] not in told:
            told.add(SECRET[name])
            yield capfirst(SECRET[name]), "", ""


def shown(field, event):
    """A value as people read it."""
    value = getattr(event, field.attname)
    if field.choices:
        value = dict(field.flatchoices).get(value, value)
    if value in (None, "", []):
        return _("kosong")
    if field.name in MASKED:
        return MASKED[field.name](value)
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, datetime):
        return date_format(value, "j M Y H:i")
    if isinstance(field, models.DateField):
        return date_format(value, "j M Y")
    if isinstance(field, models.BigIntegerField):
        return number_format(value, force_grouping=True)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
