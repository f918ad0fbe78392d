"""Sign-in, sign-up and lost passwords as the portal words them: a phone number or an e-mail address, in one field."""

from datetime import timedelta

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import phones
from accounts.lost_password import PhoneResetProcess
from accounts.models import User

CONTACT = gettext_lazy("Nomor HP atau alamat e-mail")
CODE_LIVES = timedelta(minutes=15)


class MobileField(forms.CharField):
    """An Indonesian mobile number in any spelling; its value is +62…"""

    def __init__(self, **kwargs):
        attrs = {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=30, **kwargs)

    def clean(self, value):
        """The number as +62…; says which spelling is understood."""
        text = super().clean(value)
        found = phones.mobile(text)
        if text and not found:
            raise ValidationError(
                _("%(text)s bukan nomor HP Indonesia. Tulis seperti 0812 3456 7890.") % {"text": text}, code="phone"
            )
        return found


class ContactField(forms.CharField):
    """A mobile number or an e-mail address; its value is +62… or the address in small letters."""

    def __init__(self, **kwargs):
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        kwargs = {"label": CONTACT, "widget": forms.TextInput(attrs=attrs), "max_length": 254} | kwargs
        super().__init__(**kwargs)

    def clean(self, value):
        """What is meant; a text with @ is an address."""
        text = super().clean(value)
        if "@" not in text:
            return MobileField().clean(text)
        try:
            validate_email(text)
        except ValidationError as problem:
            raise ValidationError(
                _("%(text)s bukan alamat e-mail. Tulis seperti nama@contoh.id.") % {"text": text}, code="email"
            ) from problem
        return text.lower()


def _plain(form):
    """No placeholder that repeats a label; one password field, which the page can show."""
    form.fields.pop("password2", None)
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def _password_help():
    least = " ".join(password_validators_help_texts()[:1])
    return format_lazy(_("{least} Beberapa kata dengan spasi boleh, asal mudah Anda ingat."), least=least)


class LoginForm(allauth.LoginForm):
    """Number or address, and password; `ACCOUNT_SESSION_REMEMBER` keeps a phone from asking again each day."""

    def __init__(self, *args, **kwargs):
        """Plain labels, no placeholder that repeats them; the page itself says what to do when the password is lost."""
        super().__init__(*args, **kwargs)
        self.fields["login"] = ContactField()
        self.fields["password"].label = _("Kata sandi")
        self.fields["password"].help_text = ""
        _plain(self)
        self.order_fields(["login", "password"])


class SignUpForm(allauth.SignupForm):
    """A new owner: name, number or address, password, and the consent that the law wants recorded."""

    full_name = forms.CharField(
        label=gettext_lazy("Nama lengkap Anda"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = ContactField(
        help_text=gettext_lazy("Kode pemeriksaan dikirim ke sini. Nomor HP ditulis seperti 0812 3456 7890.")
    )
    accept = forms.BooleanField(
        label=gettext_lazy("Saya sudah membaca dan menyetujui syarat pemakaian dan pemberitahuan data pribadi."),
        error_messages={"required": gettext_lazy("Centang tanda setuju. Tanpa itu akun tidak dapat dibuat.")},
    )
    field_order = ("full_name", "contact", "password1", "accept")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # One field asks for both; `clean` tells them apart.
        del self.fields["phone"], self.fields["email"]
        self.fields["password1"].label = _("Buat kata sandi")
        self.fields["password1"].help_text = _password_help()
        _plain(self)

    def clean(self):
        """Tell number from address, then let allauth look whether it has an account; the page never tells."""
        contact = self.cleaned_data.get("contact", "")
        is_address = "@" in contact
        self.cleaned_data |= {"phone": None if is_address else contact, "email": contact if is_address else None}
        self._forget_unconfirmed(contact)
        if is_address:
            self.cleaned_data["email"] = self.validate_unique_email(contact)
        return super().clean()

    def try_save(self, request):
        """As allauth's; of two sign-ups with one number at the same moment, the second is an account that exists."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)

    def _forget_unconfirmed(self, contact):
        """Whoever began an account with this number and never typed its code cannot keep its owner out."""
        begun = User.objects.never_confirmed().filter(joined_at__lt=timezone.localtime() - CODE_LIVES)
        begun.filter(email=contact).delete()
        begun.filter(phone=contact).delete()


class LostPasswordForm(allauth.ResetPasswordForm):
    """Where to send the code that lets one make a new password."""

    email = ContactField()

    def clean_email(self):
        """People with this number or address; allauth looks for addresses only."""
        contact = self.cleaned_data["email"]
        if "@" in contact:
            return super().clean_email()
        self.users = list(User.objects.filter(phone=contact, is_active=True))
        return contact

    def save(self, request, **kwargs):
        """Send the code by mail or to the phone."""
        contact = self.cleaned_data["email"]
        if "@" in contact:
            return super().save(request, **kwargs)
        PhoneResetProcess.initiate(request=request, user=self.users[0] if self.users else None, email=contact)
        return contact


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    """One new password, which the page can show, instead of the same one twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Kata sandi baru")
        self.fields["password1"].help_text = _password_help()
        _plain(self)


class ChangePhoneForm(allauth.ChangePhoneForm):
    """The new number; it counts once its code is typed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("Nomor HP baru")


class ReauthenticateForm(allauth.ReauthenticateForm):
    """The password once more, before what guards the account is changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Kata sandi")
        self.fields["password"].help_text = ""
        _plain(self)
