"""Claims on the staff's desk: the evidence next to the record, and a decision the claimant can understand."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Min, TextChoices
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tkdnportal.admin import Card, Work
from tkdnportal.desk import RecordAdmin
from tkdnportal.refusals import RefusableForm
from tkdnportal.templatetags.portal import day as written_day
from umkm import claims
from umkm.models import Claim, Membership

WAITING = "menunggu"


class Decision(TextChoices):
    """What a clerk can do with a claim."""

    ACCEPT = "ACCEPT", gettext_lazy("Terima: pemohon menjadi pemilik di portal")
    REPLACE = "REPLACE", gettext_lazy("Terima dan ganti: pemilik dan pendamping yang sekarang tidak berhak lagi")
    ASK = "ASK", gettext_lazy("Tanya: minta bukti atau jawaban lain dari pemohon")
    REFUSE = "REFUSE", gettext_lazy("Tidak terima")


class DecisionForm(RefusableForm):
    """The decision and its words, which the claimant reads."""

    decision = forms.ChoiceField(label=gettext_lazy("Putusan"), choices=Decision, widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("Alasan atau pertanyaan"),
        max_length=500,
        help_text=gettext_lazy("Dibaca pemohon, kecuali bila diterima. Jangan menyebut nama atau nomor orang lain."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Claim
        fields = ()

    def clean(self):
        """The claim is locked meanwhile, so what holds here still holds when it is saved."""
        given = super().clean()
        if not self.instance.is_open:
            raise ValidationError(claims.already_decided(self.instance))
        accepts = given.get("decision") in (Decision.ACCEPT, Decision.REPLACE)
        if accepts and claims.record_of(self.instance) is None:
            raise ValidationError(claims.unknown_nib(self.instance))
        return given


class WaitingFilter(admin.SimpleListFilter):
    """Claims a clerk must decide."""

    title = gettext_lazy("keadaan")
    parameter_name = "keadaan"

    def lookups(self, request, model_admin):
        """One choice, the one behind the home page's number."""
        return [(WAITING, _("menunggu petugas"))]

    def queryset(self, request, queryset):
        """As the card counts them."""
        return queryset.waiting_for_office() if self.value() == WAITING else queryset


@admin.register(Claim)
class ClaimAdmin(RecordAdmin):
    """The queue of claims; each is decided once, with words for the claimant."""

    work = Work.REGISTER
    help = gettext_lazy("Pemilik yang menyatakan bahwa satu usaha di register adalah miliknya.")
    form = DecisionForm
    list_display = ("nib", "user", "business", "shown_state", "how", "made_at")
    list_filter = (WaitingFilter, "outcome", "how")
    list_select_related = ("user", "business", "decided_by")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("nib__startswith",)
    search_help_text = gettext_lazy("NIB dari depan.")
    view_on_site = False
    readonly_fields = (
        "nib", "claimant", "shown_state", "note", "code_was_right", "papers", "record", "owners", "others",
        "question", "reason", "decided_by", "decided_on",
    )  # fmt: skip
    facts = (
        (gettext_lazy("Pemohon"), {"fields": ("nib", "claimant", "shown_state", "code_was_right", "note", "papers")}),
        (gettext_lazy("Yang tercatat di register"), {"fields": ("record", "owners", "others")}),
    )
    history_of_claim = (
        (gettext_lazy("Riwayat putusan"), {"fields": ("question", "reason", "decided_by", "decided_on")}),
    )

    def has_add_permission(self, request):
        """Claimants make claims."""
        return False

    def has_delete_permission(self, request, obj=None):
        """A decision stays on record."""
        return False

    def has_change_permission(self, request, obj=None):
        """Who may decide; a decided claim is shown, and who posts late reads that it is decided."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_open or request.method == "POST")

    def get_fieldsets(self, request, obj=None):
        """The decision only where it can be made."""
        if not self.has_change_permission(request, obj):
            return (*self.facts, *self.history_of_claim)
        return (*self.facts, (_("Putusan"), {"fields": ("question", "decision", "words")}))

    def get_object(self, request, object_id, from_field=None):
        """The claim, locked while it is decided: of two clerks the second reads what the first decided."""
        if request.method == "POST":
            Claim.objects.filter(pk=object_id if object_id.isdigit() else None).select_for_update(no_key=True).first()
        found = super().get_object(request, object_id, from_field)
        if found:
            found.can_be_decided = super().has_change_permission(request, found)
        return found

    def save_model(self, request, obj, form, change):
        """Through the same door as everything else."""
        at, words = timezone.localtime(), form.cleaned_data["words"]
        decision = Decision(form.cleaned_data["decision"])
        if decision == Decision.ASK:
            claims.ask(claim=obj, question=words, at=at)
        elif decision == Decision.REFUSE:
            claims.refuse(claim=obj, by=request.user, reason=words, on=at.date())
        else:
            replace = decision == Decision.REPLACE
            claims.accept(claim=obj, by=request.user, reason=words, at=at, replace=replace)

    def response_change(self, request, obj):
        """Back to what still waits, with what is true now."""
        claim = Claim.objects.select_related("user").get(pk=obj.pk)
        words = {"nib": claim.nib, "state": claim.state.label, "name": claim.user}
        messages.success(request, _("Klaim NIB %(nib)s oleh %(name)s sekarang: %(state)s.") % words)
        return redirect(waiting_url())

    @admin.display(description=gettext_lazy("keadaan"))
    def shown_state(self, claim):
        """Derived, so it cannot be a column of the table."""
        return claim.state.label

    @admin.display(description=gettext_lazy("pemohon"))
    def claimant(self, claim):
        """Name and how to reach them."""
        contact = " · ".join(filter(None, (claim.user.phone, claim.user.email)))
        return f"{claim.user} ({contact})"

    @admin.display(description=gettext_lazy("kode ke ponsel"))
    def code_was_right(self, claim):
        """Whether the claimant holds the phone on file."""
        if claim.proved_at:
            return _("benar pada %(day)s") % {"day": written_day(timezone.localdate(claim.proved_at))}
        return _("tidak dibuktikan dengan kode")

    @admin.display(description=gettext_lazy("bukti"))
    def papers(self, claim):
        """Small pictures that open the whole file; only for those who decide."""
        documents = [kept.document for kept in claim.evidence.select_related("document")]
        if not documents or not claim.can_be_decided:
            count = len(documents)
            return ngettext("%(count)s berkas", "%(count)s berkas", count) % {"count": count}
        return format_html(
            '<span class="evidence">{}</span>',
            format_html_join(" ", '<a href="{}">{}</a>', ((d.get_absolute_url(), _picture(d)) for d in documents)),
        )

    @admin.display(description=gettext_lazy("usaha"))
    def record(self, claim):
        """The facts to hold the evidence against."""
        business = claims.record_of(claim)
        if business is None:
            return _("NIB ini belum ada di register.")
        facts = (business.owner_name, business.phone, business.email, business.address, business.regency)
        link = reverse("admin:umkm_business_change", args=[business.pk])
        rest = format_html_join("", "<br>{}", ((fact,) for fact in facts if fact))
        return format_html('<a href="{}">{}</a>{}', link, business.name, rest)

    @admin.display(description=gettext_lazy("yang bertindak sekarang"))
    def owners(self, claim):
        """Who acts for the record now."""
        members = Membership.objects.active().filter(business=claims.record_of(claim)).select_related("user")
        lines = [(f"{each.user} ({each.get_kind_display()}, {written_day(each.since)})",) for each in members]
        return format_html_join("", "{}<br>", lines) or _("belum ada")

    @admin.display(description=gettext_lazy("klaim lain untuk NIB ini"))
    def others(self, claim):
        """Other claims on the same NIB, to decide them together."""
        found = Claim.objects.filter(nib=claim.nib).exclude(pk=claim.pk).select_related("user")[:10]
        lines = [(reverse("admin:umkm_claim_change", args=[c.pk]), c.user, c.state.label) for c in found]
        return format_html_join("", '<a href="{}">{}</a> – {}<br>', lines) or _("tidak ada")


def _picture(document):
    if not document.is_picture:
        return document.name
    return format_html('<img src="{}?ukuran=kecil" alt="{}">', document.get_absolute_url(), document.name)


def waiting_url():
    """The list of claims that wait for a clerk."""
    return reverse("admin:umkm_claim_changelist") + "?" + urlencode({"keadaan": WAITING})


@admin.site.card("umkm.view_claim")
def waiting_claims(day):
    """Owners who wait for the office."""
    found = Claim.objects.order_by().waiting_for_office().aggregate(count=Count("pk"), oldest=Min("made_at"))
    note = _("Cocokkan buktinya dengan yang tercatat, lalu putuskan.")
    if found["count"]:
        days = (day - timezone.localdate(found["oldest"])).days
        oldest = ngettext("Yang paling lama menunggu %(days)s hari.", "Yang paling lama menunggu %(days)s hari.", days)
        note = oldest % {"days": days}
    return Card(title=_("Klaim menunggu keputusan"), count=found["count"], url=waiting_url(), note=note)
