"""Who acts for whom, on the staff's desk; and the consent an owner signed on paper."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from tkdnportal.admin import Work
from tkdnportal.asking_first import asks_first
from tkdnportal.desk import RecordAdmin
from tkdnportal.refusals import RefusableForm
from umkm import consent, identifiers
from umkm.documents import keep_checked
from umkm.models import DocumentKind, Membership
from umkm.uploads import FilesField

format_html_lazy = lazy(format_html, str)


class PaperConsentForm(RefusableForm):
    """A helper whose owner signed on paper; the signed paper is kept as evidence (UU 27/2022 Ps 22, 24)."""

    contact = forms.CharField(
        label=gettext_lazy("E-mail atau nomor ponsel pendamping"),
        max_length=100,
        help_text=gettext_lazy("Yang dipakainya untuk masuk ke portal."),
    )
    scan = FilesField(
        kind=DocumentKind.CONSENT,
        label=gettext_lazy("Foto surat persetujuan"),
        most=1,
        help_text=format_html_lazy(
            '<a href="{}">{}</a>',
            reverse_lazy("umkm:consent_paper"),
            gettext_lazy("Bertanda tangan pemilik, dengan teks persetujuan yang sekarang: cetak di sini."),
        ),
    )

    class Meta:
        model = Membership
        fields = ("business",)

    def clean_contact(self):
        """The person behind the address or number."""
        typed = self.cleaned_data["contact"].strip()
        try:
            phone = identifiers.phone(typed) if "@" not in typed else ""
        except identifiers.Invalid as problem:
            raise ValidationError(str(problem)) from problem
        known = User.objects.filter(Q(email=typed.lower()) | Q(phone=phone, phone__startswith="+"), is_active=True)
        person = known.first()
        if person is None:
            raise ValidationError(
                _("Belum ada akun dengan %(contact)s. Minta pendamping mendaftar dahulu.") % {"contact": typed}
            )
        return person

    def clean(self):
        """Nobody is written down twice."""
        given = super().clean()
        person, business = given.get("contact"), given.get("business")
        if person and business and business.memberships.active().filter(user=person).exists():
            raise ValidationError(consent.acts_already(person))
        return given


@admin.register(Membership)
class MembershipAdmin(RecordAdmin):
    """Owners and helpers of all businesses; what is added here is a consent on paper."""

    work = Work.REGISTER
    help = gettext_lazy("Siapa bertindak untuk usaha mana. Tambah: persetujuan di atas kertas untuk pendamping.")
    form = PaperConsentForm
    list_display = ("user", "business", "kind", "since", "given_by", "withdrawn_at")
    list_filter = ("kind", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("user", "business", "given_by")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("business__nib__startswith", "business__name")
    search_help_text = gettext_lazy("NIB dari depan, atau sedikitnya tiga huruf dari nama usaha.")
    autocomplete_fields = ("business",)
    actions = ("withdraw_consent",)

    def has_change_permission(self, request, obj=None):
        """Nobody: a consent is given or withdrawn, never edited."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody: what was given must stay provable."""
        return False

    def has_withdraw_permission(self, request):
        """Who keeps the register withdraws for an owner who asks the office to."""
        return request.user.has_perm("umkm.change_membership")

    def get_fields(self, request, obj=None):
        """What is recorded; for a new one, what is asked."""
        if obj is None:
            return ("business", "contact", "scan")
        return ("user", "business", "kind", "since", "given_by", "given_at", "wording", "paper", "withdrawn_at")

    def save_model(self, request, obj, form, change):
        """The paper, then the consent."""
        at, given = timezone.localtime(), form.cleaned_data
        (checked,) = given["scan"]
        paper = keep_checked(checked=checked, kind=DocumentKind.CONSENT, business=given["business"], by=request.user)
        made = consent.record_paper(
            user=given["contact"], business=given["business"], paper=paper, by=request.user, at=at
        )
        obj.pk = made.pk
        obj.refresh_from_db()

    @asks_first(
        description=gettext_lazy("Cabut hak pendamping yang dipilih"),
        consequence=gettext_lazy(
            "Berlaku seketika. Tidak dapat dibatalkan di sini: hanya pemilik yang dapat mengizinkan lagi, dengan kode "
            "baru atau surat bertanda tangan."
        ),
        reach=lambda memberships: memberships.helpers().active(),
        permissions=["withdraw"],
    )
    def withdraw_consent(self, request, helpers):
        """With effect at once; owners are not touched."""
        at = timezone.localtime()
        count = sum(membership.withdraw(at=at) for membership in helpers)
        told = ngettext("Hak %(count)s pendamping dicabut.", "Hak %(count)s pendamping dicabut.", count)
        messages.success(request, told % {"count": count})
