"""Posting an admin form as a browser would."""

from django.urls import reverse


def filled(response, **changes):
    """What the browser would send back of a form page: the main form and every row below it."""
    context = response.context
    forms = [context["adminform"].form]
    for formset in context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = [str(v) for v in value] if isinstance(value, list) else value
    return data | changes


def save(client, model, record, **changes):
    url = reverse(f"admin:{model}_change", args=[record.pk])
    return client.post(url, filled(client.get(url), **changes))
