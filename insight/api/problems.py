"""Errors as problem details (RFC 9457): what is wrong, with which value, and what to do."""

import json

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError, Throttled, ValidationError

from insight.api import tokens

MEDIA_TYPE = "application/problem+json"


def problem(status, title, detail="", **more):
    """A response with `status`; `title` names the kind of problem, `detail` this one."""
    body = {"type": "about:blank", "title": str(title), "status": status}
    if detail:
        body["detail"] = str(detail)
    return HttpResponse(
        json.dumps(body | more, ensure_ascii=False), status=status, content_type=MEDIA_TYPE, charset="utf-8"
    )


def register(api):
    """Let `api` answer each kind of error as a problem."""
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Throttled, _too_many)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(tokens.BadToken, _bad_token)


def _invalid(_request, error):
    errors = [{"field": _field(each["loc"]), "message": each["msg"]} for each in error.errors]
    return problem(422, _("Permintaan tidak dapat dijawab"), _("Perbaiki yang disebut dalam “errors”."), errors=errors)


def _field(place):
    """`("query", "filters", "page")` → `page`: the name the client wrote."""
    return str(place[-1])


def _too_many(_request, error):
    response = problem(
        429, _("Terlalu sering bertanya"), _("Tunggu %(wait)d detik, lalu ulangi.") % {"wait": error.wait}
    )
    response["Retry-After"] = error.wait
    return response


def _http_error(_request, error):
    return problem(error.status_code, str(error))


def _bad_token(_request, _error):
    response = problem(401, *tokens.refusal())
    response["WWW-Authenticate"] = 'Bearer realm="api", error="invalid_token"'
    return response


def _not_found(_request, error):
    return problem(404, _("Tidak ditemukan"), str(error))


def unknown_address(request, rest):
    """For any address below the API that it does not have."""
    text = _("Alamat “%(rest)s” tidak ada. Daftar alamat: /api/v1/docs.") % {"rest": rest[:100]}
    return problem(404, _("Tidak ditemukan"), text)
