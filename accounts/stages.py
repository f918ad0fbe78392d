"""What stands between a right password and the portal."""

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage

from accounts.models import User


class EmailCodeStage(EmailVerificationStage):
    """Asks for the code sent by e-mail, but not of people whose address the office wrote down."""

    def handle(self):
        """Ask whoever signed up with an address and has not typed its code yet."""
        if self.login.user and not self._waits_for_code():
            return None, True
        return super().handle()

    def _waits_for_code(self):
        """An unproven address alone says nothing: allauth notes one for anybody who opens its page of addresses."""
        signed_up = User.objects.never_confirmed().filter(pk=self.login.user.pk)
        return signed_up.exists() and EmailAddress.objects.filter(user=self.login.user, verified=False).exists()
