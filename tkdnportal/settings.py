"""The portal's settings, read from the environment; `docs/settings.md` lists every variable."""

from decimal import Decimal
from pathlib import Path

import bootstrap_wrapper
import environ
import pghistory
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def required(name, hint):
    """The variable `name`, or a stop with the sentence that mends it."""
    value = env(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"The environment variable {name} is missing: {hint}. "
            'For the embedded default run: eval "$(make -s shell-env)"'
        )
    return value


# Secrets and addresses
SECRET_KEY = required("SECRET_KEY", "set it to 50 random characters or more")
FIELD_KEYS = [
    key for key in required("FIELD_KEYS", "set it to a random key of 32 characters or more").split(",") if key
]
HASH_KEY = required("HASH_KEY", "set it to a random key of 32 characters or more, and never change it")
required("DATABASE_URL", "set it to postgres://USER:PASSWORD@HOST:5432/NAME")
REDIS_URL = required("REDIS_URL", "set it to redis://HOST:6379/0")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")

# Rules of the office
PORTAL_PROVINCE = env("PORTAL_PROVINCE", default="18")
MIN_SUPPLIERS = env.int("MIN_SUPPLIERS", default=1)
# Percent of the budget that should be bought from certified suppliers (docs/dashboards.md)
ABSORPTION_TARGET = env.int("ABSORPTION_TARGET", default=40)
SENTRA_MIN_MAKERS = env.int("SENTRA_MIN_MAKERS", default=5)
# Days after which the status of a SIINas account is asked for again
SIINAS_STALE_DAYS = env.int("SIINAS_STALE_DAYS", default=90)
# Whether the old rules counted each part whole or not at all (certification/old_rules.py); their annex says
OLD_PARTS_ALL_OR_NOTHING = env.bool("OLD_PARTS_ALL_OR_NOTHING", default=True)
# The Open Contracting Partnership assigns a prefix to each publisher; until then the data names itself as unregistered.
OCDS_PREFIX = env("OCDS_PREFIX", default="ocds-xxxxxx")
IMPORT_LARGEST_MB = env.int("IMPORT_LARGEST_MB", default=200)
IMPORT_KEPT_DAYS = env.int("IMPORT_KEPT_DAYS", default=90)
READY_DAYS = env.dict("READY_DAYS", default={})
# Whom to coach next (docs/unlock.md)
UNLOCK_ASSUMED_TKDN = env("UNLOCK_ASSUMED_TKDN", cast=Decimal, default=Decimal(25))
UNLOCK_EFFORT = env.dict("UNLOCK_EFFORT", default={})
UNLOCK_TOLERANCE = env("UNLOCK_TOLERANCE", cast=Decimal, default=Decimal("0.005"))
UNLOCK_SECONDS = env.int("UNLOCK_SECONDS", default=30)
UNLOCK_SEATS = env.int("UNLOCK_SEATS", default=50)
COACHING_RADIUS_KM = env.int("COACHING_RADIUS_KM", default=20)
# Each day's actions and what a target needs (docs/actions.md)
ACTION_PRIOR = tuple(env.list("ACTION_PRIOR", cast=int, default=[1, 1]))
ACTION_FOLLOW_DAYS = env.int("ACTION_FOLLOW_DAYS", default=60)
ACTION_REST_DAYS = env.int("ACTION_REST_DAYS", default=14)
TARGET_LEAST_CASES = env.int("TARGET_LEAST_CASES", default=10)
TARGET_PASS_PERCENT = env.int("TARGET_PASS_PERCENT", default=70)
TARGET_WORKING_DAYS = env.int("TARGET_WORKING_DAYS", default=60)
RETENTION_YEARS = env.int("RETENTION_YEARS", default=5)
DOCUMENT_RETENTION_DAYS = env.int("DOCUMENT_RETENTION_DAYS", default=365)
CHECK_RETENTION_DAYS = env.int("CHECK_RETENTION_DAYS", default=730)
PRIVACY_CONTACT = env("PRIVACY_CONTACT", default="")
# While this file is there, the portal is closed (tkdnportal.maintenance)
MAINTENANCE_FILE = env("MAINTENANCE_FILE", default=str(BASE_DIR / ".portal" / "maintenance"))

INSTALLED_APPS = [
    "tkdnportal.apps.PortalAdminConfig",
    "tkdnportal",
    "accounts",
    "umkm",
    "certification",
    "procurement",
    "bimtek",
    "insight",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "pghistory.admin",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages cost phones a fifth; tokens in them are masked and the length is padded against guessing (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tkdnportal.language.ChosenLanguage",
    "tkdnportal.maintenance.Maintenance",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.factors.SecondFactor",
]

ROOT_URLCONF = "tkdnportal.urls"
WSGI_APPLICATION = "tkdnportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["tkdnportal.templatetags.portal"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "umkm.context_processors.demonstration",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("bootstrap5",)
CRISPY_TEMPLATE_PACK = "bootstrap5"
MESSAGE_TAGS = {messages.ERROR: "danger", messages.DEBUG: "secondary"}

DATABASES = {"default": env.db_url("DATABASE_URL") | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "tkdnportal",
    }
}

# Celery: the queue lives in Redis; results of tasks live in the database tables they write.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Jakarta"
CELERY_BEAT_SCHEDULE = {
    # An import cannot call the apps above its own; these follow it up.
    "link waiting holders": {"task": "certification.tasks.link_waiting_holders", "schedule": crontab(minute="5-59/10")},
    "forget counter messages": {"task": "accounts.tasks.forget_counter_messages", "schedule": crontab(minute="15")},
    "presume automatic rejections": {
        "task": "certification.tasks.presume_auto_rejections",
        "schedule": crontab(hour=0, minute=20),
    },
    "write the day's digests": {"task": "procurement.tasks.write_digests", "schedule": crontab(hour=6, minute=30)},
    "send waiting digests": {"task": "procurement.tasks.send_waiting_digests", "schedule": crontab(minute=45)},
    "send reminders": {"task": "certification.tasks.send_reminders", "schedule": crontab(minute="*/10")},
    "erase removed documents": {"task": "umkm.tasks.erase_removed_documents", "schedule": crontab(hour=1, minute=40)},
    "erase worker identity cards": {
        "task": "certification.tasks.erase_worker_ids",
        "schedule": crontab(hour=1, minute=50),
    },
    "forget old checks": {
        "task": "certification.tasks.forget_old_checks",
        "schedule": crontab(day_of_month=1, hour=2, minute=10),
    },
    "refresh the year's outcomes": {"task": "procurement.tasks.refresh_outcomes", "schedule": crontab(minute="*/10")},
    "count makers for pledges": {"task": "procurement.tasks.count_makers", "schedule": crontab(hour=3, minute=20)},
    "tell who is ready": {"task": "procurement.tasks.tell_ready", "schedule": crontab(minute="3-59/10")},
    "forget old import files": {"task": "umkm.tasks.forget_import_files", "schedule": crontab(hour=2, minute=30)},
    "find doubles": {"task": "umkm.tasks.find_doubles", "schedule": crontab(hour="1", minute="30")},
    "plan whom to coach": {"task": "bimtek.tasks.plan_tonight", "schedule": crontab(hour=2, minute=20)},
    "reckon the day's actions": {"task": "bimtek.tasks.reckon_actions", "schedule": crontab(hour=3, minute=10)},
    "reckon targets": {"task": "bimtek.tasks.targets_tonight", "schedule": crontab(hour=2, minute=40)},
    "compute plans that wait": {"task": "bimtek.tasks.compute_waiting", "schedule": crontab(minute="7-59/10")},
}

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:desk"
LOGOUT_REDIRECT_URL = "insight:home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
# allauth insists on e-mail here; our form has one field for either, and `accounts.forms` tells them apart.
ACCOUNT_SIGNUP_FIELDS = ["phone", "email*", "password1*"]
ACCOUNT_SIGNUP_REDIRECT_URL = "umkm:registration"
# Whose address needs a code, `accounts.stages` decides: those of staff are written by the office.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 5
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# A code is six digits, typed on a phone; five tries, a quarter of an hour.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PHONE_VERIFICATION_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
# A village may share one address of its network, so the limits by number are the strict ones: messages cost money.
ACCOUNT_RATE_LIMITS = {
    "signup": "20/m/ip,200/d/ip",
    "verify_phone": "1/30s/key,8/d/key,20/m/ip,200/d/ip",
    "confirm_email": "1/30s/key",
    "reset_password": "20/m/ip,3/m/key,8/d/key",
    "change_phone": "5/m/user",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignUpForm",
    "reset_password": "accounts.forms.LostPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "change_phone": "accounts.forms.ChangePhoneForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
# The second factor (docs/operations.md): a code from an app, good for its own half minute only, because allauth
# remembers a used one for no longer.
MFA_ADAPTER = "accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Portal TKDN-IK Lampung"
MFA_TOTP_TOLERANCE = 0
# Addresses of staff are the office's own; who signed up by themselves is not signed in before the code for theirs.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "accounts.factor_forms.SignInCodeForm",
    "reauthenticate": "accounts.factor_forms.RepeatCodeForm",
    "activate_totp": "accounts.factor_forms.FirstCodeForm",
}

STAFF_MFA = env("STAFF_MFA", default="required" if SITE_URL.startswith("https://") else "offered")
OFFICER_MFA = env.bool("OFFICER_MFA", default=False)

# Languages and time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["tkdnportal.formats"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", bootstrap_wrapper.get_bootstrap_dir())]
MEDIA_ROOT = env("MEDIA_ROOT", default=str(BASE_DIR / ".portal" / "media"))
STORAGES = {
    # No public address: every file is served by a view that asks who may read it.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# A server that hangs must not hold the worker for good.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=15)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="portal@localhost")

# Text messages: codes and reminders to telephones (accounts.gateways)
MESSAGE_GATEWAY = env("MESSAGE_GATEWAY", default="console")
MESSAGE_GATEWAY_URL = env("MESSAGE_GATEWAY_URL", default="")
MESSAGE_GATEWAY_TOKEN = env("MESSAGE_GATEWAY_TOKEN", default="")

# Reminders that a certificate ends (docs/reminders.md): hours in TIME_ZONE, the last one excluded
REMINDER_FROM_HOUR = env.int("REMINDER_FROM_HOUR", default=8)
REMINDER_UNTIL_HOUR = env.int("REMINDER_UNTIL_HOUR", default=18)
REMINDER_WORKING_DAYS_ONLY = env.bool("REMINDER_WORKING_DAYS_ONLY", default=False)

# Safety
HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "tkdnportal.errors.stale_form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Browsers' built-in lists take whole domains, which here are the province's to register.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
METRICS_TOKEN = env("METRICS_TOKEN", default="")
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Without this, limits per visitor would count all visitors of the proxy as one.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# The audit trail: triggers write every change, and nothing may change what they wrote.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
PGHISTORY_ADMIN_CLASS = "tkdnportal.desk.AuditAdmin"
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Whatever is logged, by Celery and gunicorn too, goes through this formatter: it takes personal data out.
    "formatters": {
        "line": {"()": "tkdnportal.personal.MaskedFormatter", "fmt": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", default="INFO")},
}
