"""What the worker does for the register; every task may run twice without harm."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from umkm import claims, doubles, keeping
from umkm.importers import uploads
from umkm.models import Claim


@shared_task
def send_claim_code(claim_id):
    """Send a code for the claim. The code is made here, so that it never lies in the queue; and the page that asked
    answers as quickly for a NIB nobody has."""
    claim = Claim.objects.select_related("business").filter(pk=claim_id).first()
    if claim is not None:
        claims.send_code(claim=claim, at=timezone.localtime())


@shared_task
def find_doubles():
    """Look for records that may be one business."""
    doubles.find_doubles()


@shared_task
def erase_removed_documents():
    """Delete the files that people removed and whose retention has ended; their rows stay."""
    keeping.erase_removed(timezone.localtime())


@shared_task
def work_on_import(run_id):
    """Read a file that was handed in: for its preview, or for good once it is confirmed."""
    uploads.work_on(run_id, at=timezone.localtime())


@shared_task
def forget_import_files():
    """Files that clerks handed in hold identity numbers and are kept only so long."""
    uploads.forget_files(before=timezone.localtime() - timedelta(days=settings.IMPORT_KEPT_DAYS))
