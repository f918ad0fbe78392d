"""System checks: a weak or contradictory setting is named at start, with the sentence that mends it."""

from django.conf import settings
from django.core.checks import Error, register

SHORTEST_KEY = 32
LEAST_CHECK_DAYS = 366
"""The database itself deletes no younger check of a certificate."""


@register()
def keys_are_strong(app_configs, **kwargs):
    """Keys that protect identity numbers must be long enough to withstand guessing."""
    errors = []
    if len(settings.SECRET_KEY) < 50:
        errors.append(_too_short("SECRET_KEY", 50, "tkdnportal.E001"))
    if any(len(key) < SHORTEST_KEY for key in settings.FIELD_KEYS):
        errors.append(_too_short("FIELD_KEYS", SHORTEST_KEY, "tkdnportal.E002"))
    if len(settings.HASH_KEY) < SHORTEST_KEY:
        errors.append(_too_short("HASH_KEY", SHORTEST_KEY, "tkdnportal.E003"))
    return errors


@register()
def the_database_is_postgresql(app_configs, **kwargs):
    """The rules live in PostgreSQL: no other database can hold them."""
    engine = settings.DATABASES["default"]["ENGINE"]
    if engine == "django.db.backends.postgresql":
        return []
    return [
        Error(
            f"DATABASE_URL names {engine}; the portal's rules need PostgreSQL.",
            hint="Set DATABASE_URL to postgres://USER:PASSWORD@HOST:5432/NAME.",
            id="tkdnportal.E004",
        )
    ]


@register()
def numbers_make_sense(app_configs, **kwargs):
    """MIN_SUPPLIERS and COACHING_RADIUS_KM start at one; PORTAL_PROVINCE is a two-digit Kemendagri code."""
    errors = []
    if settings.MIN_SUPPLIERS < 1:
        errors.append(Error(f"MIN_SUPPLIERS is {settings.MIN_SUPPLIERS}; it must be 1 or more.", id="tkdnportal.E005"))
    if not (settings.PORTAL_PROVINCE.isdigit() and len(settings.PORTAL_PROVINCE) == 2):
        errors.append(
            Error(f"PORTAL_PROVINCE is “{settings.PORTAL_PROVINCE}”; write two digits, as 18.", id="tkdnportal.E006")
        )
    if settings.CHECK_RETENTION_DAYS < LEAST_CHECK_DAYS:
        text = f"CHECK_RETENTION_DAYS is {settings.CHECK_RETENTION_DAYS}; it must be {LEAST_CHECK_DAYS} or more."
        errors.append(Error(text, hint="Nobody may delete younger checks (docs/adr/0008).", id="tkdnportal.E010"))
    if settings.DOCUMENT_RETENTION_DAYS < 1:
        text = f"DOCUMENT_RETENTION_DAYS is {settings.DOCUMENT_RETENTION_DAYS}; it must be 1 or more."
        errors.append(Error(text, id="tkdnportal.E011"))
    if settings.COACHING_RADIUS_KM < 1:
        text = f"COACHING_RADIUS_KM is {settings.COACHING_RADIUS_KM}; it must be 1 or more."
        errors.append(Error(text, id="tkdnportal.E012"))
    return errors


@register()
def messages_can_leave(app_configs, **kwargs):
    """MESSAGE_GATEWAY must be a known way, and a gateway over HTTP needs its address."""
    ways = ("console", "counter", "http")
    if settings.MESSAGE_GATEWAY not in ways:
        text = f"MESSAGE_GATEWAY is “{settings.MESSAGE_GATEWAY}”; it must be one of {', '.join(ways)}."
        return [Error(text, id="tkdnportal.E007")]
    if settings.MESSAGE_GATEWAY == "http" and not settings.MESSAGE_GATEWAY_URL.startswith(("https://", "http://")):
        text = "MESSAGE_GATEWAY is http, but MESSAGE_GATEWAY_URL is not an address."
        return [Error(text, hint="Set MESSAGE_GATEWAY_URL to https://…", id="tkdnportal.E008")]
    return []


@register()
def the_second_factor_is_decided(app_configs, **kwargs):
    """STAFF_MFA must be a known word, for a misspelt one would leave the door open."""
    words = ("required", "offered", "off")
    if settings.STAFF_MFA in words:
        return []
    return [Error(f"STAFF_MFA is “{settings.STAFF_MFA}”; it must be one of {', '.join(words)}.", id="tkdnportal.E013")]


def _too_short(name, length, error_id):
    return Error(
        f"{name} is too short to be safe.",
        hint=f"Set it to {length} random characters or more, as `python -c 'import secrets; "
        "print(secrets.token_urlsafe(50))'` prints them.",
        id=error_id,
    )
