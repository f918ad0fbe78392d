"""The queue of verifications on the staff's desk: one record after the other, by keyboard or by button."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin
from umkm import verification
from umkm.bulk_admin import clerks
from umkm.models import Business, Decision, ReturnReason, WaitingBusiness
from umkm.verification_findings import findings

KEPT = "_changelist_filters"
"""Where Django keeps the filter of the list one came from."""


class ClerkFilter(admin.SimpleListFilter):
    """In whose hands a record is."""

    title = gettext_lazy("petugas")
    parameter_name = "petugas"

    def lookups(self, request, model_admin):
        """Mine first."""
        return [("saya", _("punya saya")), ("belum", _("belum diambil")), ("rekan", _("ditangani rekan"))]

    def queryset(self, request, queryset):
        """By the clerk of the open verification."""
        if self.value() == "saya":
            return queryset.filter(clerk_id=request.user.pk)
        if self.value() == "belum":
            return queryset.filter(clerk_id=None)
        return (
            queryset.exclude(clerk_id=None).exclude(clerk_id=request.user.pk) if self.value() == "rekan" else queryset
        )


class DecisionForm(forms.Form):
    """What was decided; a record that goes back says what to mend."""

    decision = forms.ChoiceField(choices=Decision)
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Apa yang perlu diperbaiki pemilik?"),
        choices=ReturnReason,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("Penjelasan untuk pemilik"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Wajib bila memilih “Lihat penjelasan petugas”. Tulis singkat, tanpa istilah kantor."),
    )


@admin.register(WaitingBusiness)
class QueueAdmin(ReadOnly, RecordAdmin):
    """Businesses that wait for a clerk, longest waiting first."""

    work = Work.REGISTER
    help = gettext_lazy("Usaha yang mendaftar sendiri atau datanya diubah pemilik, yang paling lama menunggu di depan.")
    list_display = ("name", "shown_nib", "regency", "since", "clerk", "source")
    list_filter = (ClerkFilter, "source", "regency")
    list_select_related = ("regency",)
    sortable_by = ()
    search_fields = ("nib__startswith", "name", "owner_name")
    search_help_text = gettext_lazy("NIB dari depan, atau sedikitnya tiga huruf dari nama usaha atau pemilik.")

    def get_queryset(self, request):
        """Only those that wait."""
        return verification.waiting(WaitingBusiness.objects.all()).order_by("waits_since", "pk")

    def get_ordering(self, request):
        """Longest waiting first."""
        return ("waits_since", "pk")

    def get_urls(self):
        """The two buttons before Django's own pages."""
        hands = self.admin_site.admin_view(require_POST(self.hands_view))
        decide = self.admin_site.admin_view(require_POST(self.decide_view))
        return [
            path("<int:pk>/tangani/", hands, name="umkm_waitingbusiness_hands"),
            path("<int:pk>/putuskan/", decide, name="umkm_waitingbusiness_decide"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One record with all that helps to decide."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        business = self.get_object(request, unquote(object_id))
        if business is None:
            messages.info(request, _("Usaha itu tidak lagi menunggu verifikasi."))
            return redirect(self._list(request.GET.get(KEPT, "")))
        return self._page(request, business, request.GET.get(KEPT, ""), DecisionForm())

    def hands_view(self, request, pk):
        """Take it, give it to a colleague, or put it back."""
        self._check_may_decide(request)
        deeds = {"take": self._take, "release": self._release, "hand_over": self._hand_over}
        business = Business.objects.filter(pk=pk).first()
        deed = deeds.get(request.POST.get("deed"))
        if business and deed:
            try:
                messages.success(request, deed(request, business))
            except verification.NotAllowed as refusal:
                messages.error(request, str(refusal))
        return redirect(self._address(pk, request.POST.get(KEPT, "")))

    def decide_view(self, request, pk):
        """Write the decision down and open the next record."""
        self._check_may_decide(request)
        kept = request.POST.get(KEPT, "")
        business = self.get_object(request, str(pk))
        if business is None:
            messages.error(request, _("Usaha itu tidak lagi menunggu: rekan Anda sudah memutusnya."))
            return redirect(self._list(kept))
        before, after = verification.neighbours(self._queue(request, kept), business)
        form = DecisionForm(request.POST)
        if form.is_valid() and self._decided(request, business, form):
            following = after or before
            return redirect(self._address(following.pk, kept) if following else self._list(kept))
        return self._page(request, business, kept, form)

    def _decided(self, request, business, form):
        try:
            verification.decide(business=business, by=request.user, at=timezone.localtime(), **form.cleaned_data)
        except verification.NotAllowed as refusal:
            messages.error(request, str(refusal))
            return True
        except ValidationError as problem:
            form.add_error(None, problem.messages)
            return False
        decision = Decision(form.cleaned_data["decision"]).label
        messages.success(request, _("%(name)s: %(decision)s.") % {"name": business.name, "decision": decision})
        return True

    def _take(self, request, business):
        verification.take(business=business, by=request.user)
        return _("%(name)s sekarang Anda tangani.") % {"name": business.name}

    def _release(self, request, business):
        verification.release(business=business, by=request.user)
        return _("%(name)s kembali ke antrean, dan bisa diambil siapa saja.") % {"name": business.name}

    def _hand_over(self, request, business):
        to = clerks().filter(pk=int(request.POST["to"]) if request.POST.get("to", "").isdigit() else None).first()
        if to is None:
            raise verification.NotAllowed(_("Pilih dulu rekan yang menerima."))
        verification.hand_over(business=business, by=request.user, to=to)
        return _("%(name)s diserahkan kepada %(clerk)s.") % {"name": business.name, "clerk": to}

    def _page(self, request, business, kept, form):
        before, after = verification.neighbours(self._queue(request, kept), business)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": business.name,
            "business": business,
            "form": form,
            "findings": self.findings(business, timezone.localdate()),
            "documents": business.documents.filter(removed_at=None).order_by("-pk")[:20],
            "past": business.verifications.exclude(decision="").select_related("decided_by").order_by("-pk")[:5],
            "notes": business.notes.select_related("by")[:5],
            "before": before and self._address(before.pk, kept),
            "after": after and self._address(after.pk, kept),
            "list": self._list(kept),
            "kept": kept,
            "kept_name": KEPT,
            "may_decide": request.user.has_perm("umkm.change_verification"),
            "may_take": business.clerk_id is None,
            "is_mine": business.clerk_id == request.user.pk,
            "colleagues": clerks().exclude(pk=request.user.pk),
        }
        return TemplateResponse(request, "admin/umkm/business/verify.html", context)

    def findings(self, business, day):
        """What the rules of the register say of `business` on `day`; an app above adds its own."""
        return findings(business)

    def _queue(self, request, kept):
        """The queue as the clerk has filtered it; whole if that filter makes no sense."""
        request.GET = QueryDict(kept)
        return self.get_changelist_instance(request).queryset

    def _address(self, pk, kept):
        return _with_filter(reverse("admin:umkm_waitingbusiness_change", args=[pk]), {KEPT: kept} if kept else {})

    def _list(self, kept):
        return reverse("admin:umkm_waitingbusiness_changelist") + (f"?{QueryDict(kept).urlencode()}" if kept else "")

    def _check_may_decide(self, request):
        if not request.user.has_perm("umkm.change_verification"):
            raise PermissionDenied

    @admin.display(description=gettext_lazy("NIB"))
    def shown_nib(self, business):
        """The number, or words that say it is missing."""
        return business.nib or _("belum ada")

    @admin.display(description=gettext_lazy("menunggu sejak"))
    def since(self, business):
        """When it began to wait."""
        return business.waits_since

    @admin.display(description=gettext_lazy("petugas"))
    def clerk(self, business):
        """Who has it."""
        return business.clerk_name or "–"


def _with_filter(url, parameters):
    query = QueryDict(mutable=True)
    query.update(parameters)
    return f"{url}?{query.urlencode()}" if query else url


@admin.site.card("umkm.view_waitingbusiness")
def businesses_waiting(day):
    """Registrations and changed records that wait for a clerk."""
    return Card(
        title=_("Usaha menunggu verifikasi"),
        count=verification.waiting(Business.objects.order_by()).count(),
        url=reverse("admin:umkm_waitingbusiness_changelist"),
        note=_("Periksa satu per satu; yang paling lama menunggu di depan."),
    )
