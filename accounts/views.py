"""The way from sign-in to the right desk, and the choice of language."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from accounts import notices
from accounts.roles import Role

ONE_YEAR = 365 * 24 * 3600


@login_required
def desk(request):
    """Send each person to the desk of their role: staff to the admin, officers to procurement, others to theirs."""
    if request.user.is_staff:
        return redirect("admin:index")
    if request.user.has_role(Role.OFFICER):
        return redirect("procurement:desk")
    return redirect("umkm:desk")


def notice(request):
    """The terms and what happens with personal data, for everyone to read before they sign up."""
    context = {"version": notices.VERSION, "years": settings.RETENTION_YEARS, "contact": settings.PRIVACY_CONTACT}
    return render(request, "accounts/notice.html", context)


@require_POST
def language(request):
    """Remember the language and return to the page it was chosen on."""
    target = request.POST.get("next") or "/"
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    chosen = request.POST.get("language", "")
    if check_for_language(chosen) and chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=ONE_YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        if request.user.is_authenticated:
            # Letters of the portal go out when nobody's cookie is at hand.
            request.user.language = chosen
            request.user.save(update_fields=["language"])
    return response
