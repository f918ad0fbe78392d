"""Doing one thing to many businesses on the staff's desk: choose, see what it would do, confirm, take back."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.roles import Role
from umkm import bulk
from umkm.categories import BUDGET_CATEGORIES
from umkm.models import Business, Deed, District


class MatchingActionForm(helpers.ActionForm):
    """Actions reach the ticked rows, or every row the filter finds, on all pages; how many is counted only then."""

    select_across = forms.BooleanField(label=gettext_lazy("Semua yang cocok dengan saringan"), required=False)


def clerks():
    """Those who can be given work: active staff of the office."""
    return User.objects.filter(is_active=True, is_staff=True, groups__name=Role.STAFF).order_by("full_name")


def _places():
    found = District.objects.select_related("regency").order_by("regency__name", "name")
    return [(one.pk, f"{one.regency.name}: {one.name}") for one in found]


CHOICES = {
    Deed.DISTRICT: _places,
    Deed.CATEGORY: lambda: [(category.value, category.label) for category in BUDGET_CATEGORIES],
    Deed.ASSIGN: lambda: [(str(user.pk), str(user)) for user in clerks()],
}


class ValueForm(forms.Form):
    """What a deed needs to know: a kecamatan, a category or a colleague."""

    value = forms.ChoiceField(label=gettext_lazy("Pilih"))

    def __init__(self, *args, deed, **kwargs):
        super().__init__(*args, **kwargs)
        if deed in CHOICES:
            self.fields["value"].choices = [("", "–"), *CHOICES[deed]()]
        else:
            del self.fields["value"]


def _action(deed):
    """An action of the admin whose page asks before it does anything."""

    def act(model_admin, request, businesses):
        return model_admin.confirm(request, Deed(deed), Business.objects.filter(pk__in=businesses.values("pk")))

    act.__name__ = f"bulk_{deed.lower()}"
    return admin.action(description=capfirst(Deed(deed).label), permissions=["change"])(act)


class BulkActions:
    """A ModelAdmin of businesses with deeds for many at once."""

    action_form = MatchingActionForm
    actions = tuple(_action(deed) for deed in Deed)

    def changelist_view(self, request, extra_context=None):
        """Django asks for a ticked row even where all that match are meant; row 0 stands in for it."""
        if request.method == "POST" and request.POST.get("select_across"):
            request.POST = request.POST.copy()
            request.POST.setlistdefault(helpers.ACTION_CHECKBOX_NAME, ["0"])
        return super().changelist_view(request, extra_context)

    def confirm(self, request, deed, businesses):
        """Show what would happen; do it once the clerk has seen the number that still holds."""
        form = ValueForm(request.POST if "step" in request.POST else None, deed=deed)
        shown = None
        if form.is_valid() or not form.fields:
            value = form.cleaned_data.get("value", "") if form.fields else ""
            shown = bulk.preview(deed=deed, businesses=businesses, value=value)
            if request.POST.get("step") == "do" and request.POST.get("seen") == str(shown.changes):
                return self._do(request, deed, businesses, value)
        return self._ask(request, deed, businesses, form, shown)

    def _do(self, request, deed, businesses, value):
        change = bulk.apply(deed=deed, businesses=businesses, value=value, by=request.user, at=timezone.localtime())
        url = reverse("admin:umkm_bulkchange_change", args=[change.pk])
        said = ngettext("%(count)s data diubah: %(deed)s.", "%(count)s data diubah: %(deed)s.", change.changed)
        text = said % {"count": change.changed, "deed": deed.label}
        messages.success(request, format_html('{} <a href="{}">{}</a>', text, url, _("Lihat atau batalkan")))
        return redirect(request.get_full_path())

    def _ask(self, request, deed, businesses, form, shown):
        everything = bool(request.POST.get("select_across"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": capfirst(deed.label),
            "form": form,
            "preview": shown,
            "moved": request.POST.get("step") == "do" and shown is not None,
            "count": businesses.count(),
            "action": f"bulk_{deed.lower()}",
            "everything": everything,
            "chosen": [] if everything else request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/umkm/business/bulk.html", context)
