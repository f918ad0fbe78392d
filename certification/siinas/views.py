"""The owner's pages of SIINas accounts: the first question, the guide screen by screen, and what happened."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from certification.application_forms import refuse
from certification.models import AccountStatus, SiinasAccount, SiinasProof
from certification.siinas import services
from certification.siinas.forms import MailForm, StatusForm
from certification.siinas.guide import BY_SLUG, SCREENS, fields_of, mend_url, neighbours, next_screen
from certification.siinas.problems import HELP
from certification.siinas.rules import is_stale
from certification.siinas.states import ProofDecision, StatusSource
from umkm.access import change_case
from umkm.owner.doors import action_of, own_business, signed_in, typed_before

REPORTS = {
    "daftar": (AccountStatus.REQUESTED, gettext_lazy("Saya sudah mendaftar di SIINas")),
    "kata-sandi": (AccountStatus.CREDENTIALS_SENT, gettext_lazy("Saya sudah menerima kata sandi")),
    "mengisi": (AccountStatus.PROFILE_INCOMPLETE, gettext_lazy("Saya sedang mengisi profil")),
    "selesai": (AccountStatus.ACTIVE, gettext_lazy("Profil selesai, ini buktinya")),
    "tervalidasi": (AccountStatus.IK_VALIDATED, gettext_lazy("Sudah divalidasi sebagai industri kecil, ini buktinya")),
    "masalah": (AccountStatus.PROBLEM, gettext_lazy("Ada masalah")),
}
"""What an owner can say, by the last part of the page's address."""


@dataclass(frozen=True)
class Row:
    """One account on the owner's page."""

    account: SiinasAccount
    waiting: SiinasProof | None
    returned: SiinasProof | None
    is_stale: bool
    once: uuid.UUID

    @property
    def reports(self):
        """What can be said of it now; a proof that waits is not sent twice."""
        known = self.account.status
        sayable = {slug: title for slug, (status, title) in REPORTS.items() if status != known}
        if self.waiting or known in AccountStatus.verified:
            sayable = {slug: title for slug, title in sayable.items() if slug in ("tervalidasi", "masalah")}
        if self.waiting:
            sayable.pop("tervalidasi", None)
        return sayable.items()

    @property
    def screen(self):
        """Where the guide goes on."""
        return next_screen(self.account)

    @property
    def ticked(self):
        """How many parts of the guide are filled in."""
        return len(self.account.filled)

    @property
    def help(self):
        """What to do about the account's problem, or None."""
        return HELP.get(self.account.problem)


def rows_of(business, day):
    """Every account of `business` with the newest proof; as many queries for one as for many."""
    accounts = business.siinas_accounts.order_by("pk").prefetch_related("proofs")
    return [_row(account, day) for account in accounts]


def _row(account, day):
    proofs = sorted(account.proofs.all(), key=lambda proof: proof.pk)
    newest = proofs[-1] if proofs else None
    waiting = newest if newest and not newest.decision else None
    returned = newest if newest and newest.decision == ProofDecision.RETURNED else None
    return Row(account, waiting, returned, is_stale(account, day), uuid.uuid4())


@signed_in
@never_cache
def accounts(request, pk):
    """Where each account stands and what comes next; without one, the first question."""
    business, today = own_business(request, pk), timezone.localdate()
    rows = rows_of(business, today)
    if not rows:
        return redirect("siinas:add", pk=pk)
    context = {"business": business, "rows": rows, "on": today, "parts": len(SCREENS)}
    return render(request, "certification/siinas/accounts.html", context)


@signed_in
@never_cache
def add(request, pk):
    """The first question for a place that has no record yet."""
    return _mail_page(request, pk, own_business(request, pk), None)


@signed_in
@never_cache
def mail(request, pk, number):
    """The same question again, when the answer has changed."""
    account = _account(request, pk, number)
    return _mail_page(request, pk, account.business, account)


def _mail_page(request, pk, business, account):
    form = MailForm(request.POST or None, business=business, account=account, initial=typed_before(request))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            change_case(request, pk)
            kept = form.kept(timezone.localdate())
        if kept.email_is_open:
            return redirect("siinas:guide", pk=pk, number=kept.pk, slug=next_screen(kept).slug)
        return redirect("siinas:oss", pk=pk, number=kept.pk)
    context = {"business": business, "form": form, "account": account}
    return render(request, "certification/siinas/mail.html", context)


@signed_in
def oss(request, pk, number):
    """What to do at OSS first, where the address on the NIB cannot be opened."""
    account = _account(request, pk, number)
    return render(request, "certification/siinas/oss.html", {"business": account.business, "account": account})


@signed_in
@never_cache
def guide(request, pk, number, slug):
    """One screen of SIINas: what to do, the fields to copy, and the tick."""
    account, screen = _account(request, pk, number), _screen(slug)
    before, after = neighbours(screen)
    fields = fields_of(screen, account)
    context = {
        "business": account.business, "account": account, "screen": screen, "before": before, "after": after,
        "fields": fields, "lacking": any(not field.value for field in fields),
        "mend": mend_url(screen, account.business), "place": SCREENS.index(screen) + 1, "parts": len(SCREENS),
        "is_filled": screen.section in account.filled,
    }  # fmt: skip
    return render(request, "certification/siinas/guide.html", context)


@action_of("siinas:guide", "pk", "number", "slug")
def tick(request, pk, number, slug):
    """“Sudah saya isi”, or not yet; an entry that SIINas takes once is compared with the NIB first."""
    account, screen = _account(request, pk, number), _screen(slug)
    done = request.POST.get("isi") != "belum"
    if done and screen.once and request.POST.get("cocok") != "ya":
        messages.error(request, _("Cocokkan dahulu alamatnya dengan NIB, centang, baru tandai sudah diisi."))
        return redirect("siinas:guide", pk=pk, number=number, slug=slug)
    with transaction.atomic():
        change_case(request, pk)
        services.tick(account=account, section=screen.section, done=done)
    after = neighbours(screen)[1] if done else screen
    if after is None:
        return redirect("siinas:report", pk=pk, number=number, slug="selesai")
    return redirect("siinas:guide", pk=pk, number=number, slug=after.slug)


@signed_in
@never_cache
def report(request, pk, number, slug):
    """One thing the owner says of the account; what needs a proof waits for the office."""
    account = _account(request, pk, number)
    if slug not in REPORTS:
        raise Http404
    status, title = REPORTS[slug]
    form = StatusForm(
        request.POST or None, request.FILES or None, account=account, status=status, today=timezone.localdate(),
        initial=typed_before(request),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            change_case(request, pk)
            said = _said(form, request.user)
        if said:
            messages.success(request, _told(said))
            return redirect("siinas:accounts", pk=pk)
    context = {"business": account.business, "account": account, "form": form, "title": title, "status": status}
    return render(request, "certification/siinas/report.html", context)


def _said(form, by):
    """The change or the proof of a valid form, or None with the reason on the form."""
    cleaned, told = (
        form.cleaned_data,
        {"account": form.account, "status": form.status, "once": form.cleaned_data["once"]},
    )
    try:
        if form.status in AccountStatus.verified:
            return services.send_proof(**told, day=cleaned["day"], evidence=form.kept_evidence(by), by=by)
        return services.record(
            **told, as_of=cleaned["day"], by=by, source=StatusSource.OWNER, problem=cleaned.get("problem", ""),
            note=cleaned["note"],
        )  # fmt: skip
    except ValidationError as error:
        refuse(form, error)
        return None


def _told(said):
    if isinstance(said, SiinasProof):
        return _("Bukti sudah dikirim. Petugas memeriksanya; status berubah setelah diterima.")
    return _("Tercatat: %(status)s.") % {"status": said.get_to_status_display()}


@action_of("siinas:accounts", "pk")
def confirm(request, pk, number):
    """“Masih benar”: what is known holds today."""
    account, once = _account(request, pk, number), request.POST.get("once", "")
    with transaction.atomic():
        change_case(request, pk)
        services.confirm(account=account, on=timezone.localdate(), by=request.user, once=_uuid(once))
    messages.success(request, _("Terima kasih. Status dicatat masih benar per hari ini."))
    return redirect("siinas:accounts", pk=pk)


@signed_in
def letter(request, pk, number):
    """The letter to the helpdesk, filled in, to print and sign."""
    account = _account(request, pk, number)
    helped = HELP.get(account.problem)
    if not helped or not helped.letter:
        raise Http404
    context = {"business": account.business, "account": account, "help": helped, "on": timezone.localdate()}
    return render(request, "certification/siinas/letter.html", context)


def _account(request, pk, number):
    business = own_business(request, pk)
    account = get_object_or_404(business.siinas_accounts, pk=number)
    account.business = business
    return account


def _screen(slug):
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _uuid(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()
