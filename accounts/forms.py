"""Sign-in as the portal words it."""

from allauth.account.forms import LoginForm as AllauthLoginForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):
    """E-mail address and password; `ACCOUNT_SESSION_REMEMBER` keeps a phone from asking again each day."""

    def __init__(self, *args, **kwargs):
        """Plain labels, no placeholder that repeats them; the page itself says what to do when the password is lost."""
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Alamat e-mail")
        self.fields["password"].label = _("Kata sandi")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
