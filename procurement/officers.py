"""Doors of the officer's pages: who is no officer, or of another agency, finds nothing there."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.roles import Role
from procurement.models import Package


def officers_only(view):
    """Decorator: a visitor signs in first; for anyone but a procurement officer the page does not exist."""

    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.has_role(Role.OFFICER):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def own_package(user, rup_code):
    """The current package of one of the officer's agencies; 404 for any other."""
    own = Package.objects.current().of_officer(user).select_related("agency__regency", "budget", "regency")
    return get_object_or_404(own, rup_code=rup_code)


def is_own(user, package):
    """Whether `user` is an officer of the package's agency, so that its page offers what only they can do."""
    if not (user.is_authenticated and user.has_role(Role.OFFICER)):
        return False
    return user.postings.filter(agency=package.agency_id).exists()
