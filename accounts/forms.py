"""Sign-in as the portal words it."""

from allauth.account.forms import LoginForm as AllauthLoginForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):
    """E-mail address and password; always remembered, so that a phone does not ask again each day."""

    def __init__(self, *args, **kwargs):
        """Plain labels, and no placeholder that repeats them."""
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Alamat e-mail")
        self.fields["password"].label = _("Kata sandi")
        self.fields.pop("remember", None)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
