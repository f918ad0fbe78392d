"""The portal's settings with what tests need: quick hashing, plain static files, tasks at once."""

import os

from tkdnportal import settings as portal
from tkdnportal.settings import *  # noqa: F403 - a settings module is read by its names

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = portal.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
WHITENOISE_AUTOREFRESH = True

# Each test process clears a cache of its own, not its neighbour's.
PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
CACHES = {"default": portal.CACHES["default"] | {"OPTIONS": {"db": str(PROCESS)}}}
