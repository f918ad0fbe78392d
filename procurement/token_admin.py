"""Keys for agencies' programs on the staff's desk: issued, shown once, revoked for a reason."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement import tokens
from procurement.models import AgencyToken, Posting
from tkdnportal.admin import Work
from tkdnportal.desk import RecordAdmin
from tkdnportal.refusals import RefusableForm


class TokenForm(RefusableForm):
    """For whom, and until when."""

    def clean(self):
        """The officer is posted where the token is to look; the database keeps the rest."""
        cleaned = super().clean()
        officer, agency = cleaned.get("officer"), cleaned.get("agency")
        if officer and agency and not Posting.objects.filter(user=officer, agency=agency).exists():
            text = _("%(officer)s tidak ditempatkan di %(agency)s. Tambahkan penempatannya pada satuan kerja itu dulu.")
            raise ValidationError({"officer": text % {"officer": officer, "agency": agency}})
        return cleaned


class RevokeForm(forms.Form):
    """Why a token ends."""

    because = forms.CharField(label=gettext_lazy("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


@admin.register(AgencyToken)
class AgencyTokenAdmin(RecordAdmin):
    """A token is never changed: whoever needs another gets another."""

    work = Work.MONEY
    help = gettext_lazy("Kunci bagi program satuan kerja untuk membaca API atas nama seorang pejabat.")
    form = TokenForm
    list_display = ("name", "agency", "officer", "prefix", "expires_on", "last_used_on", "revoked_at")
    list_select_related = ("agency", "officer")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    search_fields = ("name", "agency__name", "prefix__startswith")
    sortable_by = ()
    autocomplete_fields = ("agency",)
    fields = ("agency", "officer", "name", "expires_on")
    facts = ("prefix", "issued_on", "issued_by", "last_used_on", "revoked_at", "revoked_by", "revoked_because")

    def get_fields(self, request, obj=None):
        """A token that stands also tells what became of it, and leads who may revoke it to its end."""
        if obj is None:
            return self.fields
        end = ["revoking"] if self.has_add_permission(request) else []
        return (*self.fields, *self.facts, *end)

    def get_readonly_fields(self, request, obj=None):
        """Everything, once it is issued."""
        return self.get_fields(request, obj) if obj else ()

    def has_change_permission(self, request, obj=None):
        """Nobody; revoking has its own page."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody: who was let in, until when and why not any more, is kept."""
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only officers to choose from, by name: staff may not open the list of people."""
        if db_field.name == "officer":
            kwargs["queryset"] = db_field.related_model.objects.filter(postings__isnull=False).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """Issue it; its text lives as long as this request."""
        obj.text = tokens.issue(obj, by=request.user, on=timezone.localdate())

    def response_add(self, request, obj, post_url_continue=None):
        """The one page that ever shows it."""
        context = {"title": _("Token baru"), "token": obj, "text": obj.text}
        response = self._page(request, "issued.html", context)
        add_never_cache_headers(response)
        return response

    def get_urls(self):
        """The page that revokes, before Django's own."""
        page = self.admin_site.admin_view(self.revoke)
        return [path("<path:object_id>/cabut/", page, name="procurement_agencytoken_revoke"), *super().get_urls()]

    def revoke(self, request, object_id):
        """Ask why, and end it."""
        token = self.get_object(request, unquote(object_id))
        if token is None:
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = RevokeForm(request.POST or None)
        if token.revoked_at is None and form.is_valid():
            tokens.revoke(token, by=request.user, at=timezone.localtime(), **form.cleaned_data)
            told = _("Token %(name)s dicabut. Program yang memakainya ditolak mulai sekarang.")
            messages.success(request, told % {"name": token})
            return redirect("admin:procurement_agencytoken_change", token.pk)
        return self._page(request, "revoke.html", {"title": _("Cabut token"), "token": token, "form": form})

    @admin.display(description=gettext_lazy("cabut"))
    def revoking(self, token):
        """The way to its end."""
        if token.revoked_at:
            return _("sudah dicabut")
        url = reverse("admin:procurement_agencytoken_revoke", args=[token.pk])
        return format_html('<a href="{}">{}</a>', url, _("Cabut token ini"))

    def _page(self, request, template, context):
        common = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/procurement/agencytoken/{template}", common | context)
