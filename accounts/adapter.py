"""How the portal uses django-allauth: who may sign up, and how a code reaches a telephone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import gateways, notices, phones
from accounts.models import User
from accounts.roles import Role


class AccountAdapter(DefaultAccountAdapter):
    """Owners sign up by themselves, with a phone number or an e-mail address; staff are made by administrators."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "phone_password_mismatch": gettext_lazy("Nomor HP atau kata sandi keliru. Periksa keduanya, lalu coba lagi."),
        "email_password_mismatch": gettext_lazy(
            "Alamat e-mail atau kata sandi keliru. Periksa keduanya, lalu coba lagi."
        ),
        "username_password_mismatch": gettext_lazy(
            "Isi nomor HP seperti 0812 3456 7890 atau alamat e-mail seperti nama@contoh.id."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Terlalu banyak percobaan yang keliru. Tunggu 5 menit, lalu coba lagi."
        ),
        "incorrect_code": gettext_lazy("Kode itu keliru. Cocokkan lagi dengan pesan yang paling baru."),
        "phone_taken": gettext_lazy("Nomor HP ini sudah dipakai akun lain. Pakai nomor lain, atau masuk ke akun itu."),
        "same_as_current": gettext_lazy("Ini nomor yang sekarang. Isi nomor yang baru."),
        "rate_limited": gettext_lazy("Kode baru saja dikirim. Tunggu setengah menit, lalu minta lagi."),
    }

    def is_open_for_signup(self, request):
        """Whether a visitor may make an account."""
        return True

    def get_login_stages(self):
        """As allauth's, but an address the office itself has written down needs no code."""
        own = {"allauth.account.stages.EmailVerificationStage": "accounts.stages.EmailCodeStage"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def save_user(self, request, user, form, commit=True):
        """An owner, with the name and the consent the form asked for."""
        user.full_name, user.phone = form.cleaned_data["full_name"], form.cleaned_data["phone"]
        user = super().save_user(request, user, form, commit)
        user.groups.add(Group.objects.get(name=Role.OWNER))
        user.acceptances.create(version=notices.VERSION, accepted_at=timezone.localtime())
        return user

    def clean_phone(self, phone):
        """+62… of a mobile number; a landline cannot receive a code."""
        return phones.mobile(phone)

    def phone_form_field(self, **kwargs):
        """The field allauth shows wherever it asks for a number."""
        from accounts.forms import MobileField

        return MobileField(**kwargs)

    def set_phone(self, user, phone, verified):
        """Keep a new number; the code that proves it may still be under way."""
        user.phone = phone
        user.confirmed_phone = phone if verified else user.confirmed_phone
        user.save(update_fields=["phone", "confirmed_phone"])

    def get_phone(self, user):
        """The number, and whether its code was typed back; None without a number."""
        return (user.phone, user.phone_is_confirmed) if user.phone else None

    def set_phone_verified(self, user, phone):
        """The code for `phone` was right; a number that was there before is told, so that a theft is noticed."""
        replaced = user.confirmed_phone if user.confirmed_phone != phone else None
        self.set_phone(user, phone, True)
        if replaced:
            self._text(replaced, _("Nomor HP akun Portal TKDN-IK Anda baru saja diganti. Bukan Anda? Hubungi Dinas."))

    def get_user_by_phone(self, phone):
        """The person with this number; None without one."""
        return User.objects.filter(phone=phone).first() if phone else None

    def send_verification_code_sms(self, user, phone, code, **kwargs):
        """Send the code, with how long it is good for."""
        text = _("%(code)s adalah kode Portal TKDN-IK Lampung Anda, berlaku 15 menit. Jangan beri tahu siapa pun.")
        self._text(phone, text % {"code": code})

    def send_account_already_exists_sms(self, phone):
        """Somebody signs up with a number that has an account; only its owner may learn so."""
        text = _("Nomor ini sudah punya akun Portal TKDN-IK. Masuk di %(url)s, atau buat kata sandi baru di sana.")
        self._text(phone, text % {"url": f"{settings.SITE_URL}/masuk/"})

    def send_unknown_account_sms(self, phone, **kwargs):
        """Nothing goes to a number without an account: a message costs money and its receiver asked for none."""

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Tries are counted by number as well: allauth itself would count all telephones as one."""
        return super()._get_login_attempts_cache_key(
            request, **{"username": credentials.get("phone", "")} | credentials
        )

    def _text(self, phone, text):
        """A gateway that is down is logged, and the person can ask for the code again."""
        try:
            gateways.send(to=phone, text=text)
        except gateways.NotSent:
            gateways.logger.exception("A message to a phone was not sent")
