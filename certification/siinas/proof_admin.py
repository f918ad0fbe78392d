"""The queue of proofs that owners sent: one after the other, by keyboard or by button."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from certification.application_forms import refuse
from certification.models import SiinasProof
from certification.siinas import services
from certification.siinas.forms import DecisionForm
from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin

LIST = "admin:certification_siinasproof_changelist"
PAGE = "admin:certification_siinasproof_change"


def waiting():
    """Proofs nobody decided yet, longest waiting first."""
    return SiinasProof.objects.filter(decision="").order_by("sent_at", "pk")


def neighbours(proof):
    """The waiting ones before and after `proof`, None where there is none."""
    same = Q(sent_at=proof.sent_at)
    before = waiting().filter(Q(sent_at__lt=proof.sent_at) | same & Q(pk__lt=proof.pk))
    after = waiting().filter(Q(sent_at__gt=proof.sent_at) | same & Q(pk__gt=proof.pk))
    return before.last(), after.first()


@admin.register(SiinasProof)
class SiinasProofAdmin(ReadOnly, RecordAdmin):
    """Proofs that wait for a clerk."""

    work = Work.CERTIFICATES
    help = gettext_lazy("Bukti akun SIINas dari pemilik, yang paling lama menunggu di depan.")
    list_display = ("business", "place", "status", "day", "sent_at", "sent_by")
    list_filter = ("status", "account__business__regency")
    list_select_related = ("account__business", "sent_by")
    sortable_by = ()
    search_fields = ("account__business__nib__startswith", "account__business__name")
    search_help_text = gettext_lazy("NIB dari depan, atau nama usaha.")

    def get_queryset(self, request):
        """Only those that wait."""
        return waiting()

    def get_ordering(self, request):
        """Longest waiting first."""
        return ("sent_at", "pk")

    def get_urls(self):
        """The two buttons before Django's own pages."""
        accept = self.admin_site.admin_view(require_POST(self.accept_view))
        back = self.admin_site.admin_view(require_POST(self.return_view))
        return [
            path("<int:pk>/terima/", accept, name="siinas_proof_accept"),
            path("<int:pk>/kembalikan/", back, name="siinas_proof_return"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("usaha"))
    def business(self, proof):
        """Whose it is."""
        return proof.account.business

    @admin.display(description=gettext_lazy("lokasi pabrik"))
    def place(self, proof):
        """Which account of it."""
        return proof.account.factory_location

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One proof beside what the register knows."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        proof = self.get_object(request, unquote(object_id))
        if proof is None:
            messages.info(request, _("Bukti itu tidak lagi menunggu: rekan Anda sudah memutusnya."))
            return redirect(LIST)
        return self._page(request, proof, DecisionForm())

    def accept_view(self, request, pk):
        """The proof is right: the account reaches its status, and the next proof opens."""
        proof, following = self._asked(request, pk)
        try:
            services.accept(proof=proof, by=request.user, at=timezone.localtime(), on=timezone.localdate())
        except services.NotAllowed as refusal:
            messages.error(request, str(refusal))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            told = {"name": proof.account.business, "status": proof.get_status_display()}
            messages.success(request, _("%(name)s: %(status)s.") % told)
        return redirect(following)

    def return_view(self, request, pk):
        """The proof goes back with what to mend."""
        proof, following = self._asked(request, pk)
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self._page(request, proof, form)
        try:
            services.send_back(proof=proof, by=request.user, at=timezone.localtime(), **form.cleaned_data)
        except services.NotAllowed as refusal:
            messages.error(request, str(refusal))
        except ValidationError as error:
            refuse(form, error)
            return self._page(request, proof, form)
        else:
            messages.success(
                request, _("%(name)s: bukti dikembalikan ke pemilik.") % {"name": proof.account.business}
            )  # fmt: skip
        return redirect(following)

    def _asked(self, request, pk):
        """The proof to decide, and the address of the one after it."""
        if not request.user.has_perm("certification.change_siinasproof"):
            raise PermissionDenied
        proof = get_object_or_404(SiinasProof.objects.select_related("account__business"), pk=pk)
        before, after = neighbours(proof)
        following = after or before
        return proof, reverse(PAGE, args=[following.pk]) if following else reverse(LIST)

    def _page(self, request, proof, form):
        before, after = neighbours(proof)
        account = proof.account
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": str(account.business),
            "proof": proof, "account": account, "business": account.business, "form": form,
            "before": before and reverse(PAGE, args=[before.pk]), "after": after and reverse(PAGE, args=[after.pk]),
            "list": reverse(LIST), "may_decide": request.user.has_perm("certification.change_siinasproof"),
            "past": account.proofs.exclude(decision="").select_related("decided_by").order_by("-pk")[:5],
            "changes": account.changes.select_related("by", "evidence", "run")[:5],
        }  # fmt: skip
        return TemplateResponse(request, "admin/siinas/proof.html", context)


@admin.site.card("certification.view_siinasproof")
def proofs_waiting(day):
    """Proofs of SIINas accounts to look at."""
    return Card(
        title=_("Bukti akun SIINas menunggu"),
        count=waiting().count(),
        url=reverse(LIST),
        note=_("Cocokkan bukti dengan data usaha, lalu terima atau kembalikan."),
    )
