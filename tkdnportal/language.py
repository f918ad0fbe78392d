"""Which language a page speaks: Indonesian, unless the reader chose otherwise."""

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class ChosenLanguage(LocaleMiddleware):
    """Django's middleware without its guess from the browser: many phones in Lampung are set to English by the shop."""

    def process_request(self, request):
        """The language of the cookie that `accounts:language` sets, else the portal's own."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
