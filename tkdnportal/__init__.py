"""Settings, addresses and the admin site; nothing about the domain."""

from tkdnportal.celery import app as celery_app

__all__ = ["celery_app"]
