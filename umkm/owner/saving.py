"""Saving a form so that what the database refuses becomes a sentence on it."""

from django.db import IntegrityError, transaction

from tkdnportal.refusals import refusal_of


def saved(form):
    """Save the RefusableForm; False where the database refused, and the form then says why."""
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError as error:
        form.refusal = refusal_of(error)
        if form.refusal is None:
            raise
        form.full_clean()
        return False
    return True
