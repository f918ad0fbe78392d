"""Compute the stored terms of all records again, after the word lists in `umkm/data/` have changed."""

from itertools import islice

from django.apps import apps
from django.core.management.base import BaseCommand

from umkm.words import TermsField

BATCH = 2000


class Command(BaseCommand):
    """Writes only what differs; may be interrupted and run again."""

    help = __doc__

    def handle(self, *args, **options):
        """Every model that keeps terms."""
        for model in apps.get_models():
            for field in model._meta.get_fields():
                # The audit trail copies models but keeps no terms to search by.
                if isinstance(field, TermsField):
                    self.stdout.write(f"{model._meta.label}: {refresh(model, field)}")


def refresh(model, field):
    """Bring `field` of all rows in step with the word lists; returns how many changed."""
    changed = 0
    rows = model._base_manager.only(*field.source, field.name).order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        outdated = [row for row in batch if getattr(row, field.attname) != field.terms_of(row)]
        for row in outdated:
            setattr(row, field.attname, field.terms_of(row))
        changed += model._base_manager.bulk_update(outdated, [field.name])
    return changed
