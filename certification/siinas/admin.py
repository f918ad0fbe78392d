"""SIINas accounts on the staff's desk: the list, one account with its changes, the board of the kabupaten and kota."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.application_forms import refuse
from certification.models import AccountStatus, SiinasAccount, SiinasChange
from certification.siinas import services
from certification.siinas.forms import StaffStatusForm
from certification.siinas.rules import refuse_passwords
from certification.siinas.states import StatusSource
from tkdnportal import audit
from tkdnportal.admin import Card, Work
from tkdnportal.desk import RecordAdmin
from tkdnportal.refusals import RefusableForm
from umkm.models import Regency

SHOWN_CHANGES = 50


class AccountForm(RefusableForm):
    """Place, mail and note; a status is never edited, but told with its source."""

    def clean_factory_location(self):
        """No place for a password."""
        refuse_passwords(self.cleaned_data["factory_location"])
        return " ".join(self.cleaned_data["factory_location"].split())

    def clean_note(self):
        """No place for a password."""
        refuse_passwords(self.cleaned_data["note"])
        return self.cleaned_data["note"]


class AgeFilter(admin.SimpleListFilter):
    """Accounts whose status may have changed since."""

    title = gettext_lazy("umur keadaan")
    parameter_name = "umur"

    def lookups(self, request, model_admin):
        """One choice: too old."""
        return [("lama", _("lebih dari %(days)s hari lalu") % {"days": settings.SIINAS_STALE_DAYS})]

    def queryset(self, request, queryset):
        """As the card counts them."""
        return queryset.stale_on(timezone.localdate()) if self.value() == "lama" else queryset


@admin.register(SiinasAccount)
class SiinasAccountAdmin(RecordAdmin):
    """SIINas accounts, one a factory location."""

    work = Work.CERTIFICATES
    help = gettext_lazy("Keadaan akun SIINas tiap lokasi pabrik.")
    form = AccountForm
    fields = ("business", "factory_location", "email_on_nib", "email_is_open", "note", "as_of")
    list_display = ("business", "factory_location", "status", "as_of", "source", "verified_on")
    list_filter = (AgeFilter, "status", "business__regency")
    list_select_related = ("business",)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("business__nib__startswith", "business__name")
    search_help_text = gettext_lazy("NIB dari depan, atau nama usaha.")
    autocomplete_fields = ("business",)
    change_form_template = "admin/siinas/account.html"
    change_list_template = "admin/siinas/account_list.html"

    def get_readonly_fields(self, request, obj=None):
        """A known account keeps its business and the day of its last change."""
        return ("business", "as_of") if obj else ()

    def get_urls(self):
        """The board, and the form for a status, before Django's own pages."""
        return [
            path("papan/", self.admin_site.admin_view(self.board_view), name="siinas_board"),
            path("<int:pk>/catat/", self.admin_site.admin_view(self.record_view), name="siinas_record"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One account with what happened to it."""
        changes = SiinasChange.objects.none()
        if object_id.isdecimal():
            told = SiinasChange.objects.filter(account=object_id).order_by("-position")
            changes = told.select_related("by", "evidence", "run")[:SHOWN_CHANGES]
        context = {"changes": changes, "may_record": self.has_change_permission(request)}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def record_view(self, request, pk):
        """A status as the clerk saw it, with its proof."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        account = get_object_or_404(SiinasAccount.objects.select_related("business"), pk=pk)
        form = StaffStatusForm(
            request.POST or None, request.FILES or None, account=account, today=timezone.localdate(),
            initial={"status": account.status, "problem": account.problem},
        )  # fmt: skip
        if request.method == "POST" and form.is_valid() and _recorded(form, request.user):
            messages.success(request, _("Tercatat: %(what)s.") % {"what": AccountStatus(form.wanted).label})
            return redirect("admin:certification_siinasaccount_change", pk)
        context = {
            **self.admin_site.each_context(request), "title": _("Catat status akun SIINas"), "opts": self.opts,
            "account": account, "form": form,
        }  # fmt: skip
        return TemplateResponse(request, "admin/siinas/record.html", context)

    def board_view(self, request):
        """How many accounts of each kabupaten and kota stand where, with the lists behind the numbers."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows, total = board()
        context = {
            **self.admin_site.each_context(request), "title": _("Papan akun SIINas"), "opts": self.opts,
            "statuses": AccountStatus, "rows": rows, "total": total,
        }  # fmt: skip
        return TemplateResponse(request, "admin/siinas/board.html", context)

    def _trails(self, record):
        """The changes that were told belong to the history too."""
        yield from super()._trails(record)
        yield audit.event_model_of(SiinasChange), {"account_id": record.pk}


def board():
    """(rows, total): each row a place with a (number, address of the list) of every status and of all; two queries."""
    counted = SiinasAccount.objects.values_list("business__regency", "status").annotate(Count("pk")).order_by()
    counts = {(place, status): count for place, status, count in counted}
    rows = [(regency, _cells(counts, regency.code)) for regency in Regency.objects.all()]
    return rows, _cells(counts, None)


def _cells(counts, place):
    """The numbers of one place, or of all places where `place` is None; the last one is all statuses."""
    return [
        (
            sum(
                count
                for (where, known), count in counts.items()
                if place in (None, where) and status in (None, known)
            ),
            _list_of(place, status),
        )
        for status in (*AccountStatus.values, None)
    ]  # fmt: skip


def _list_of(place, status):
    asked = {"business__regency__code__exact": place, "status__exact": status}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('admin:certification_siinasaccount_changelist')}?{query}"


def _recorded(form, by):
    """The change of a valid form, or None with the reason on the form."""
    cleaned, account = form.cleaned_data, form.account
    verified = form.wanted in AccountStatus.verified
    try:
        return services.record(
            account=account, status=form.wanted, as_of=cleaned["day"], by=by, source=StatusSource.STAFF,
            problem=cleaned["problem"], note=cleaned["note"], evidence=form.kept_evidence(by),
            verified_on=form.today if verified else None, once=cleaned["once"],
        )  # fmt: skip
    except ValidationError as error:
        refuse(form, error)
        return None


@admin.site.card("certification.view_siinasaccount")
def accounts_stale(day):
    """SIINas accounts not looked at for long."""
    return Card(
        title=_("Akun SIINas perlu diperiksa ulang"),
        count=SiinasAccount.objects.stale_on(day).count(),
        url=reverse("admin:certification_siinasaccount_changelist") + "?umur=lama",
        note=_("Terakhir diketahui lebih dari %(days)s hari lalu. Tanyakan kepada pemiliknya.")
        % {"days": settings.SIINAS_STALE_DAYS},
    )
