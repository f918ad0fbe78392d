"""What stands between a right password and the portal."""

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage


class EmailCodeStage(EmailVerificationStage):
    """Asks for the code sent by e-mail, but not of people whose address the office wrote down."""

    def handle(self):
        """Ask whoever signed up with an address and has not typed its code yet."""
        if self.login.user and not self._waits_for_code():
            return None, True
        return super().handle()

    def _waits_for_code(self):
        return EmailAddress.objects.filter(user=self.login.user, verified=False).exists()
