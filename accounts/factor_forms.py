"""The forms of allauth.mfa with the portal's words; each asks for one code."""

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AsksForCode:
    """A code is typed on the keypad of digits, and phones may fill it in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = self.label
        field.widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})


class SignInCodeForm(AsksForCode, AuthenticateForm):
    """The code after the password."""

    label = _("Kode 6 angka, atau satu kode cadangan")


class RepeatCodeForm(AsksForCode, ReauthenticateForm):
    """The code of somebody who is signed in."""

    label = _("Kode 6 angka, atau satu kode cadangan")


class FirstCodeForm(AsksForCode, ActivateTOTPForm):
    """The first code of a new app shows that it was set up right."""

    label = _("Kode 6 angka dari aplikasi")


class ResetForm(forms.Form):
    """Why somebody's second factor is taken away."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tulis bagaimana Anda tahu bahwa orang ini yang meminta, misalnya: datang sendiri ke kantor."),
    )
