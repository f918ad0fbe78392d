"""The pages of the second factor where allauth's own do not suffice."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import Http404

from accounts import factors


class FactorPage(IndexView):
    """Whether it stands, and what one may do about it."""

    def get_context_data(self, **kwargs):
        """Also whether this person may set one up."""
        return super().get_context_data(**kwargs) | {"is_offered": factors.is_offered(self.request.user)}


class SetUpView(ActivateTOTPView):
    """Whoever types the first code has shown the phone; they are not asked again in this session."""

    def dispatch(self, request, *args, **kwargs):
        """Not for owners: they would lose it with the phone they sign in with."""
        if request.user.is_authenticated and not factors.is_offered(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        """Note the code as used, so that nobody who saw it signs in with it."""
        response = super().form_valid(form)
        factor = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        factor.wrap().validate_code(form.cleaned_data["code"])
        record_authentication(self.request, self.request.user, "mfa", id=factor.pk, type=factor.type)
        return response
