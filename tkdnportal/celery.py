"""The Celery application; its settings are Django's, prefixed CELERY_."""

import os
from logging.config import dictConfig

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tkdnportal.settings")

app = Celery("tkdnportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _log_as_django_does(**_options):
    """Celery would give its task loggers a format of its own, which masks nothing."""
    from django.conf import settings

    dictConfig(settings.LOGGING)
