"""A lost phone: an administrator takes a person's second factor away, for a reason that is written down."""

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import factors
from accounts.factor_forms import ResetForm


def factor_of(user):
    """The app that makes this person's codes, or None."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()


class ResetsFactors:
    """A ModelAdmin of people with a page that takes a second factor away."""

    def get_urls(self):
        """The page before Django's own."""
        page = self.admin_site.admin_view(self.reset_factor)
        return [path("<path:object_id>/verifikasi/", page, name="accounts_user_reset_factor"), *super().get_urls()]

    def reset_factor(self, request, object_id):
        """Ask why, write it down, and take it away; one's own is for another administrator or the command."""
        person = self.get_object(request, unquote(object_id))
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        form = ResetForm(request.POST or None)
        can_reset = person != request.user and factor_of(person) is not None
        if can_reset and form.is_valid():
            factors.reset(user=person, by=request.user, reason=form.cleaned_data["reason"])
            told = _("Verifikasi dua langkah %(name)s dihapus. Saat masuk lagi, ia dapat memasang yang baru.")
            messages.success(request, told % {"name": person})
            return redirect("admin:accounts_user_change", person.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Hapus verifikasi dua langkah"),
            "opts": self.opts,
            "person": person,
            "is_self": person == request.user,
            "can_reset": can_reset,
            "form": form,
        }
        return TemplateResponse(request, "admin/accounts/user/reset_factor.html", context)

    @admin.display(description=gettext_lazy("verifikasi dua langkah"))
    def second_factor(self, person):
        """Since when, and the way to take it away."""
        factor = factor_of(person)
        if factor is None:
            return _("belum dipasang")
        since = _("dipasang %(day)s") % {"day": date_format(localtime(factor.created_at), "j M Y")}
        url = reverse("admin:accounts_user_reset_factor", args=[person.pk])
        return format_html('{} · <a href="{}">{}</a>', since, url, _("HP hilang? Hapus"))
