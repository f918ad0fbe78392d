"""What the worker does for the register; every task may run twice without harm."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from umkm.importers import uploads


@shared_task
def work_on_import(run_id):
    """Read a file that was handed in: for its preview, or for good once it is confirmed."""
    uploads.work_on(run_id, at=timezone.now())  # noqa: TID251 - a task reads the clock


@shared_task
def forget_import_files():
    """Files that clerks handed in hold identity numbers and are kept only so long."""
    now = timezone.now()  # noqa: TID251 - a task reads the clock
    uploads.forget_files(before=now - timedelta(days=settings.IMPORT_KEPT_DAYS))
