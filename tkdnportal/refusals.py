"""When the database refuses what a form accepted, people read a sentence on the form instead of an error page.

Some rules live only in the database, because only there they hold when two clerks save at once. The rule is asked once,
by saving; what it answers becomes the form's error, with the numbers of that moment.
"""

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils.translation import gettext as _


def refusal_of(error):
    """What PostgreSQL says of the rule that was broken (`constraint_name`, `message_detail`), or None."""
    return getattr(error.__cause__, "diag", None)


def sentence_of(rule):
    """The sentence of the rule named `rule`: a model's constraint, or a trigger told of in the model's `refusals`.

    A general one for a rule that carries none.
    """
    for model in apps.get_models():
        if rule in getattr(model, "refusals", {}):
            return model.refusals[rule]
        for constraint in model._meta.constraints:
            if constraint.name == rule:
                return constraint.violation_error_message
    return _(
        "Isian ini bertabrakan dengan data yang baru saja disimpan orang lain (aturan “%(rule)s”). "
        "Buka ulang halaman ini, lalu periksa isiannya."
    ) % {"rule": rule}


class RefusableForm(forms.ModelForm):
    """A form that can be shown again with what the database refused."""

    refusal = None

    def clean(self):
        """Say why the last attempt to save was refused."""
        cleaned = super().clean()
        if self.refusal is not None:
            raise ValidationError(self.explain(self.refusal) or sentence_of(self.refusal.constraint_name))
        return cleaned

    def explain(self, refusal):
        """A sentence with the numbers for a rule this form knows; None leaves it to the constraint's own."""
        return


class SaysRefusals:
    """A ModelAdmin that turns the database's refusals into form errors; its form is a RefusableForm."""

    form = RefusableForm

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Save, or show the form again with the database's answer; nothing of a refused attempt stays."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            request.refusal = refusal_of(error)
            if request.refusal is None:
                raise
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form, told of the refusal if there was one."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def save_related(self, request, form, formsets, change):
        """Save the rows below too, then ask the rules that wait for the end of the transaction."""
        super().save_related(request, form, formsets, change)
        connection.check_constraints()
