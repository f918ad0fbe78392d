"""What belongs to a record follows it into the kept one: every table that points to businesses, also of later apps.

A row that cannot move because the kept record has its like stays where it is, and what points at it moves to that like.
"""

from django.apps import apps
from django.db import IntegrityError, InternalError, connection, models, transaction
from django.db.models import Count, F
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pghistory.models import Event

from umkm.models import Business, DoublePair, Merge

ABOUT_RECORDS = (DoublePair, Merge)
"""Tables that tell about records and not about businesses: their rows stay."""


def move_all(goes, stays):
    """Move every row that points at `goes` to `stays`: {"moved": steps for `move_back`, "stayed": [label, pk]}."""
    done = {"moved": [], "stayed": []}
    _move(goes, stays, done)
    return done


def counts(first, second):
    """(name of a kind of rows, how many of the first record, of the second) where either has some."""
    found = []
    for link in _links_to(Business):
        rows = link.model._base_manager.filter(**{f"{link.name}__in": (first.pk, second.pk)}).order_by()
        number = dict(rows.values_list(link.attname).annotate(Count("pk")))
        if number:
            kind = capfirst(link.model._meta.verbose_name_plural)
            found.append((kind, number.get(first.pk, 0), number.get(second.pk, 0)))
    return found


def _move(source, target, done):
    for link in _links_to(type(source)):
        rows = link.model._base_manager.filter(**{link.name: source.pk}).order_by("pk")
        for row in rows:
            if _try_to_point(row, link, getattr(target, link.target_field.attname)):
                done["moved"].append([link.model._meta.label, row.pk, link.name, source.pk, target.pk])
                continue
            done["stayed"].append([link.model._meta.label, row.pk])
            like = _like_of(row, link, target)
            if like is not None:
                _move(row, like, done)


def _links_to(model):
    """The foreign keys of all tables that point at a model; the audit trail is history and keeps what it says."""
    relations = model._meta.get_fields(include_hidden=True)
    return [
        relation.field
        for relation in relations
        if (relation.one_to_many or relation.one_to_one) and relation.auto_created and not relation.concrete
        and not issubclass(relation.related_model, (Event, *ABOUT_RECORDS))
    ]  # fmt: skip


def _try_to_point(row, link, pk):
    """Whether the row now points there; the database alone knows every rule against it."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{link.attname: pk})
            connection.check_constraints()
    except (IntegrityError, InternalError):
        return False
    return True


def _like_of(row, link, target):
    """The row of `target` that a unique rule says is the same as `row`, or None."""
    for rule in type(row)._meta.constraints:
        if isinstance(rule, models.UniqueConstraint):
            found = _by_rule(rule, row, link, target)
            if found is not None:
                return found
    return None


def _by_rule(rule, row, link, target):
    expressions = {f"like_{spot}": expression for spot, expression in enumerate(rule.expressions)}
    expressions |= {f"like_{name}": F(name) for name in rule.fields}
    own = {name: one for name, one in expressions.items() if one != F(link.name)}
    if len(own) == len(expressions):
        return None  # the rule is not about whose row it is
    rows = type(row)._base_manager.annotate(**own)
    alike = rows.filter(rule.condition) if rule.condition else rows
    wanted = rows.values(*own).get(pk=row.pk)
    return alike.filter(**wanted, **{link.name: target.pk}).first()


def move_back(moved):
    """Point the rows back, the last first; a sentence for each that is gone, was moved on, or may not move."""
    left = []
    for label, pk, name, source, target in reversed(moved):
        model = apps.get_model(label)
        link = model._meta.get_field(name)
        row = model._base_manager.filter(pk=pk, **{name: target}).first()
        if row is None:
            left.append(_("%(kind)s nomor %(pk)s: sudah dihapus atau dipindahkan setelah penggabungan.")
                        % {"kind": capfirst(model._meta.verbose_name), "pk": pk})  # fmt: skip
        elif not _try_to_point(row, link, source):
            left.append(_("%(kind)s “%(row)s”: tetap di catatan yang dipakai, karena bertabrakan dengan data baru.")
                        % {"kind": capfirst(model._meta.verbose_name), "row": row})  # fmt: skip
    return left
