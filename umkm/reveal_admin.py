"""Personal data on the staff's desk: shown once, for a reason, and written down; and found by NIK without a trace."""

import re

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tkdnportal.crypto import Undecryptable, decrypt, keyed_hash
from tkdnportal.personal import NIK_DIGITS, masked_email, masked_number, masked_phone
from umkm.business_forms import NikForm, RevealForm
from umkm.models import Business, Datum, Disclosure

READERS = {
    Datum.NIK: lambda business: decrypt(business.nik_encrypted) if business.nik_encrypted else "",
    Datum.NPWP: lambda business: business.npwp,
    Datum.PHONE: lambda business: business.phone,
    Datum.EMAIL: lambda business: business.email,
}
KEPT_IN = {Datum.NIK: "nik_encrypted", Datum.NPWP: "npwp", Datum.PHONE: "phone", Datum.EMAIL: "email"}


def known_data(business):
    """The data of `business` that could be shown."""
    return [datum for datum in Datum if getattr(business, KEPT_IN[datum])]


class Revealing:
    """A ModelAdmin of businesses that shows personal data only for a reason."""

    def get_urls(self):
        """The two pages before Django's own."""
        own = [
            path("cari-nik/", self.admin_site.admin_view(self.find_by_nik), name="umkm_business_find_by_nik"),
            path("<path:object_id>/tampilkan/", self.admin_site.admin_view(self.reveal), name="umkm_business_reveal"),
        ]
        return own + super().get_urls()

    @method_decorator(never_cache)
    def reveal(self, request, object_id):
        """Ask why, write it down, show the datum once; only who may change a record needs it in full."""
        business = self.get_object(request, unquote(object_id))
        if business is None:
            raise Http404
        if not self.has_change_permission(request, business):
            raise PermissionDenied
        form = RevealForm(request.POST or None, known=known_data(business), initial=request.GET.dict())
        shown = ""
        if form.is_valid():
            shown = self._disclose(request, business, **form.cleaned_data)
        context = {"form": form, "business": business, "shown": shown, "title": _("Tampilkan data pribadi")}
        if shown:
            context["shown_label"] = Datum(form.cleaned_data["datum"]).label
        return self._page(request, "reveal.html", context)

    def _disclose(self, request, business, datum, purpose, text):
        try:
            value = READERS[datum](business)
        except Undecryptable:
            messages.error(request, _("Data ini tidak bisa dibuka: kunci FIELD_KEYS yang lama hilang. Hubungi admin."))
            return ""
        Disclosure.objects.create(business=business, datum=datum, by=request.user, purpose=purpose, text=text)
        return value

    @method_decorator(sensitive_post_parameters("nik"))
    def find_by_nik(self, request):
        """The record of an identity number, by its keyed hash."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = NikForm(request.POST or None)
        if form.is_valid():
            found = Business.objects.filter(nik_hash=keyed_hash(form.cleaned_data["nik"])).first()
            if found:
                return redirect("admin:umkm_business_change", found.pk)
            form.add_error("nik", _("Tidak ada usaha dengan NIK ini. Periksa angkanya, atau cari menurut nama."))
        return self._page(request, "find_by_nik.html", {"form": form, "title": _("Cari menurut NIK")})

    def changelist_view(self, request, extra_context=None):
        """The list; an identity number typed into its search box is sent where no address can hold it."""
        if re.search(NIK_DIGITS, request.GET.get("q", "")):
            messages.warning(request, _("Jangan tulis NIK di kotak cari: alamat halaman tersimpan di komputer."))
            return redirect("admin:umkm_business_find_by_nik")
        return super().changelist_view(request, extra_context)

    def _page(self, request, template, context):
        common = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/umkm/business/{template}", common | context)

    @admin.display(description=gettext_lazy("Tampilkan"))
    def reveals(self, business):
        """A link for each datum that is kept."""
        if business.pk is None:
            return "–"
        url = reverse("admin:umkm_business_reveal", args=[business.pk])
        links = ((url, datum, datum.label) for datum in known_data(business))
        return format_html_join(" · ", '<a href="{}?datum={}">{}</a>', links) or _("belum ada data")

    @admin.display(description=gettext_lazy("telepon"))
    def masked_phone(self, business):
        """Enough to recognise a number, too little to copy one from a list."""
        return masked_phone(business.phone)

    @admin.display(description=gettext_lazy("e-mail"))
    def masked_email(self, business):
        """Its first letter and its host."""
        return masked_email(business.email)

    @admin.display(description="NPWP")
    def masked_npwp(self, business):
        """Its first and last digits."""
        return masked_number(business.npwp)

    @admin.display(description="NIK")
    def nik_kept(self, business):
        """Whether the identity number is kept; never the number itself."""
        return _("tersimpan") if business.nik_hash else _("belum ada")
