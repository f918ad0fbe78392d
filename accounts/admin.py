"""People and roles on the staff's desk; administrators only."""

from allauth.account.admin import EmailAddressAdmin  # noqa: F401 - registers what is taken back below
from allauth.account.models import EmailAddress
from allauth.mfa.admin import AuthenticatorAdmin  # noqa: F401 - as above: its form would show the keys
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.factor_admin import ResetsFactors
from accounts.models import CounterMessage, User
from tkdnportal.admin import Work
from tkdnportal.desk import ReadOnly, RecordAdmin
from tkdnportal.refusals import RefusableForm


class NewPersonForm(RefusableForm, AdminUserCreationForm):
    """A person with an e-mail address or a phone number; there is no user name."""

    class Meta:
        model = User
        fields = ("full_name", "email", "phone")


class PersonForm(RefusableForm, UserChangeForm):
    """The person's own facts; the password has a page of its own."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes = {}


class NewPasswordForm(AdminPasswordChangeForm):
    """Django's form, whose warning is a list inside a paragraph, which no page may have."""

    @property
    def usable_password_help_text(self):
        """The same words, in a span; Django's script for old browsers looks for its id."""
        warning = _("Bila dimatikan, kata sandinya yang sekarang hilang.")
        words = AdminUserCreationForm.usable_password_help_text
        return format_html('{} <span id="id_unusable_warning">{}</span>', words, warning)


@admin.register(User)
class PersonAdmin(ResetsFactors, RecordAdmin, UserAdmin):
    """People who sign in, and their roles."""

    work = Work.PEOPLE
    help = _("Buat akun, beri peran, ganti kata sandi.")
    form = PersonForm
    add_form = NewPersonForm
    change_password_form = NewPasswordForm
    list_display = ("full_name", "email", "phone", "is_staff", "is_active")
    list_filter = ("groups", "is_staff", "is_active")
    search_fields = ("full_name", "email", "phone")
    ordering = ("full_name", "pk")
    readonly_fields = ("second_factor", "last_login", "joined_at")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("full_name", "email", "phone", "password")}),
        (
            _("Peran"),
            {
                "description": _("Centang “petugas Dinas” hanya bagi orang yang bekerja di meja petugas."),
                "fields": ("groups", "is_staff", "is_active", "is_superuser"),
            },
        ),
        (_("Pencatatan"), {"fields": ("second_factor", "last_login", "joined_at")}),
    )
    add_fieldsets = (
        (None, {"fields": ("full_name", "email", "phone", "usable_password", "password1", "password2")}),
        (_("Peran"), {"fields": ("groups", "is_staff")}),
    )


admin.site.unregister([Group, EmailAddress, Authenticator])


@admin.register(Group)
class RoleAdmin(ReadOnly, GroupAdmin):
    """Roles as the code gives them: `accounts.roles` writes their rights after each migration."""

    work = Work.PEOPLE
    help = _("Peran dan haknya; haknya ditetapkan oleh portal.")


@admin.register(CounterMessage)
class CounterMessageAdmin(ReadOnly, RecordAdmin):
    """Messages to tell people who cannot be sent one."""

    work = Work.REGISTER
    help = _("Sampaikan kodenya hanya kepada pemilik nomor itu. Pesan terhapus sendiri setelah satu hari.")
    list_display = ("phone", "text", "created_at")
    list_display_links = None
    search_fields = ("phone__endswith",)
    search_help_text = _("Angka terakhir nomor telepon.")
    ordering = ("-pk",)
    sortable_by = ()
