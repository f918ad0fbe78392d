"""A new password by telephone; allauth 65 has this way for e-mail only."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess


class PhoneResetProcess(PasswordResetVerificationProcess):
    """Begins allauth's own way with a code sent to a phone; its later pages need to know only the code.

    What allauth calls `email` is where the code went.
    """

    @classmethod
    def initiate(cls, *, request, user, email):
        """Send the code and remember it in the session; nothing is sent to a number without an account."""
        process = cls(request, state=cls.initial_state(user, email), user=user)
        process.send()
        process.persist()
        return process

    def send(self):
        """A code to the phone."""
        adapter, phone = get_adapter(), self.state["email"]
        if not self.user:
            adapter.send_unknown_account_sms(phone)
            return
        self.state["code"] = adapter.generate_phone_verification_code(user=self.user, phone=phone)
        adapter.send_verification_code_sms(user=self.user, phone=phone, code=self.code)
