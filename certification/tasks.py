"""What the worker does for certification; every task may run twice without harm."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from certification import application_services, checks, sending, services, worker_ids
from certification.working_days import YearUnknown

logger = logging.getLogger(__name__)


@shared_task
def link_waiting_holders():
    """Link certificates whose holder has come into the register since; an import of businesses cannot call this."""
    services.link_waiting_holders()


@shared_task
def presume_auto_rejections():
    """Mark returned applications whose five working days have passed; the log says when the calendar lacks a year."""
    try:
        application_services.presume_auto_rejections(timezone.localdate())
    except YearUnknown as unknown:
        logger.error("Deadlines of applications are not watched: %s", unknown)


@shared_task
def send_reminders():
    """Make today's reminders and send what may be sent now; the rows remember what is left for the next run."""
    now = timezone.localtime()
    sending.run(on=now.date(), at=now)


@shared_task
def erase_worker_ids():
    """Erase the identity cards of workers whose application has been signed."""
    worker_ids.erase_worker_ids(on=timezone.localdate(), at=timezone.localtime())


@shared_task
def forget_old_checks():
    """Delete the record of checks that is older than `CHECK_RETENTION_DAYS`."""
    checks.forget(timezone.localtime() - timedelta(days=settings.CHECK_RETENTION_DAYS))
