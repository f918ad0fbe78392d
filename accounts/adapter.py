"""How the portal uses django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """The office creates accounts; owners cannot sign up by themselves yet."""

    def is_open_for_signup(self, request):
        """Whether a visitor may make an account."""
        return False
