"""Where a crawl begins: the front page, each address that needs no argument, and each page of the staff's desk."""

from django.contrib import admin
from django.urls import NoReverseMatch, get_resolver, reverse
from people import STAFF

OF_A_LIST = ("changelist", "add")
OF_A_RECORD = ("change", "history", "delete")


def addresses_for(who):
    """The front page first, so that links come before what is merely known to exist."""
    yield "/"
    yield from sorted(_without_arguments(get_resolver(), ""))
    if who in STAFF:
        yield from _desk()


def _without_arguments(resolver, space):
    for name in resolver.reverse_dict:
        if isinstance(name, str):
            try:
                yield reverse(space + name)
            except NoReverseMatch:
                continue
    for name, (_prefix, below) in resolver.namespace_dict.items():
        yield from _without_arguments(below, f"{space}{name}:")


def _desk():
    """List, form, history and deletion of every table the desk shows, with the newest record of each."""
    for model, model_admin in admin.site._registry.items():
        base = f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_"
        yield from _those_there_are([base + page for page in OF_A_LIST])
        of_a_record = [base + page for page in OF_A_RECORD]
        if list(_those_there_are(of_a_record, 0)):  # the audit trail has none, and no order of its own
            newest = model._default_manager.order_by("-pk").values_list("pk", flat=True)[:1]
            for key in newest:
                yield from _those_there_are(of_a_record, key)


def _those_there_are(names, *arguments):
    for name in names:
        try:
            yield reverse(name, args=arguments)
        except NoReverseMatch:
            continue
