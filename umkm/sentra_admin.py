"""Sentra on the staff's desk: members, the raw material their cooperative bought, and what the register suggests."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tkdnportal.admin import Work
from tkdnportal.desk import RecordAdmin, short_money
from tkdnportal.refusals import RefusableForm
from umkm.documents import keep_checked
from umkm.models import District, DocumentKind, MaterialAllotment, MaterialInvoice, Sentra, SentraMember
from umkm.sentra_candidates import candidates, found_sentra
from umkm.sentra_words import measured
from umkm.uploads import FilesField


class MemberInline(admin.StackedInline):
    """The businesses of a sentra."""

    model = SentraMember
    extra = 1
    autocomplete_fields = ("business",)
    fields = (("business", "joined_on", "left_on"),)


@admin.register(Sentra)
class SentraAdmin(RecordAdmin):
    """Sentra with their members; the suggestions have a page of their own."""

    work = Work.COACHING
    help = gettext_lazy("Pembuat satu produk di satu tempat, anggotanya, dan calon sentra dari data.")
    list_display = ("name", "product", "district", "regency", "members", "cooperative")
    list_filter = ("category", ("cooperative", admin.EmptyFieldListFilter))
    list_select_related = ("district__regency", "cooperative")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("name", "product")
    autocomplete_fields = ("district", "cooperative")
    fields = ("name", ("product", "category"), ("district", "village"), "cooperative")
    inlines = (MemberInline,)
    change_list_template = "admin/umkm/sentra/change_list.html"

    def get_queryset(self, request):
        """With how many members each has."""
        now = Count("memberships", filter=Q(memberships__left_on__isnull=True))
        return super().get_queryset(request).annotate(members=now)

    def get_urls(self):
        """The suggestions, and founding one of them."""
        wrap = self.admin_site.admin_view
        own = [
            path("calon/", wrap(self.candidates_view), name="sentra_candidates"),
            path("calon/buat/", wrap(require_POST(self.found_view)), name="sentra_found"),
        ]
        return own + super().get_urls()

    @admin.display(description=gettext_lazy("kabupaten/kota"))
    def regency(self, sentra):
        """Of its kecamatan."""
        return sentra.district.regency

    @admin.display(description=gettext_lazy("anggota"))
    def members(self, sentra):
        """Those who have not left."""
        return sentra.members

    def candidates_view(self, request):
        """Clusters of makers that are no sentra yet."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Calon sentra"),
            "opts": self.opts,
            "candidates": candidates(),
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/umkm/sentra/candidates.html", context)

    def found_view(self, request):
        """Make a sentra of one suggestion, with all its makers."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        district = get_object_or_404(District, pk=request.POST.get("district", ""))
        sentra = found_sentra(term=request.POST.get("term", ""), district=district, on=timezone.localdate())
        if sentra is None:
            raise Http404
        told = _("%(sentra)s tercatat dengan %(count)s anggota. Periksa anggotanya, lalu isi koperasi bila ada.")
        messages.success(request, told % {"sentra": sentra, "count": sentra.memberships.count()})
        return redirect("admin:umkm_sentra_change", sentra.pk)


class InvoiceForm(RefusableForm):
    """An invoice with its photo; the cooperative of the sentra is its buyer."""

    photo = FilesField(
        kind=DocumentKind.PURCHASE_PROOF, most=1, required=False, label=gettext_lazy("Foto atau PDF nota"),
        help_text=gettext_lazy("Anggota yang mendapat bagian dapat membukanya sebagai bukti beli bahan."),
    )  # fmt: skip

    class Meta:
        model = MaterialInvoice
        fields = ("sentra", "number", "seller", "bought_on", "material", "quantity", "unit", "amount")

    def clean_sentra(self):
        """Only a cooperative buys for others."""
        sentra = self.cleaned_data["sentra"]
        if sentra.cooperative is None:
            raise forms.ValidationError(
                _("%(sentra)s belum punya koperasi. Isi koperasinya dulu pada halaman sentra.") % {"sentra": sentra}
            )
        self.instance.buyer = sentra.cooperative
        return sentra

    def clean_bought_on(self):
        """Not later than today."""
        day = self.cleaned_data["bought_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Tanggal ini belum tiba; periksa tanggal pada nota."))
        return day


class AllotmentInline(admin.StackedInline):
    """Who got how much; the database keeps the sum within the invoice."""

    model = MaterialAllotment
    extra = 3
    fields = (("member", "quantity"),)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only members of the invoice's sentra."""
        number = request.resolver_match.kwargs.get("object_id", "")
        if db_field.name == "member":
            members = SentraMember.objects.filter(sentra__invoices=number if number.isdigit() else None)
            kwargs["queryset"] = members.select_related("business")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request, obj=None):
        """The invoice first, then its allotments: only then is it known whose members may get some."""
        return obj is not None and super().has_add_permission(request, obj)


@admin.register(MaterialInvoice)
class MaterialInvoiceAdmin(RecordAdmin):
    """Raw material bought by cooperatives, and what each member got of it."""

    work = Work.COACHING
    help = gettext_lazy("Nota beli bahan koperasi dan bagian tiap anggota, sebagai bukti hitungan TKDN mereka.")
    form = InvoiceForm
    list_display = ("number", "sentra", "material", "shown_quantity", "shown_left", "short_amount", "bought_on")
    list_filter = (("scan", admin.EmptyFieldListFilter),)
    list_select_related = ("sentra",)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("number", "seller", "material", "sentra__name")
    autocomplete_fields = ("sentra",)
    inlines = (AllotmentInline,)

    short_amount = short_money("amount", gettext_lazy("harga"))

    def get_queryset(self, request):
        """With what is allotted."""
        return super().get_queryset(request).annotate(given=Sum("allotments__quantity"))

    def get_readonly_fields(self, request, obj=None):
        """An invoice stays with its sentra."""
        return ("sentra", "buyer", "shown_left", "shown_scan") if obj else ()

    def get_fields(self, request, obj=None):
        """What is asked; of a known one also what is left and its photo."""
        asked = ["sentra", ("number", "seller", "bought_on"), ("material", "quantity", "unit"), "amount"]
        return [*asked, "buyer", "shown_left", "shown_scan", "photo"] if obj else [*asked, "photo"]

    @admin.display(description=gettext_lazy("jumlah"))
    def shown_quantity(self, invoice):
        """With its unit."""
        return measured(invoice.quantity, invoice.unit)

    @admin.display(description=gettext_lazy("belum dibagikan"))
    def shown_left(self, invoice):
        """What no member has got yet."""
        return measured(invoice.quantity - (invoice.given or 0), invoice.unit)

    @admin.display(description=gettext_lazy("foto nota"))
    def shown_scan(self, invoice):
        """The photo, to open."""
        if invoice.scan is None:
            return _("belum ada")
        return format_html('<a href="{}">{}</a>', invoice.scan.get_absolute_url(), invoice.scan.name)

    def save_model(self, request, obj, form, change):
        """Keep the photo as the cooperative's own document."""
        if not change:
            obj.by = request.user
        for checked in form.cleaned_data.get("photo") or ():
            obj.scan = keep_checked(
                checked=checked, kind=DocumentKind.PURCHASE_PROOF, business=obj.buyer, by=request.user
            )
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        """On to the allotments."""
        messages.info(request, _("Nota tercatat. Sekarang isi bagian tiap anggota di bawah."))
        return redirect(reverse("admin:umkm_materialinvoice_change", args=[obj.pk]))
