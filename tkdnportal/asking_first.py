"""Actions of the desk's lists that show what they will do before they do it."""

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse

EXAMPLES = 5
"""Records named on the page; more would not be read."""


def asks_first(*, description, consequence, reach, permissions):
    """Decorator: an action of a ModelAdmin runs once its page was answered, while it still reaches as many rows.

    `reach` narrows the ticked rows to those that will change; `consequence` says what follows and how it is undone.
    """

    def decorate(deed):
        def act(model_admin, request, chosen):
            rows = reach(chosen)
            count = rows.count()
            if count and request.POST.get("seen") == str(count):
                return deed(model_admin, request, rows)
            words = {"title": description, "consequence": consequence, "action": deed.__name__}
            return _page(model_admin, request, chosen, rows[:EXAMPLES], count, words)

        act.__name__ = deed.__name__
        return admin.action(description=description, permissions=permissions)(act)

    return decorate


def _page(model_admin, request, chosen, examples, count, words):
    context = {
        **model_admin.admin_site.each_context(request),
        **words,
        "opts": model_admin.opts,
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "count": count,
        "others": chosen.count() - count,
        "examples": examples,
        "moved": "seen" in request.POST,
        "back": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/ask_first.html", context)
