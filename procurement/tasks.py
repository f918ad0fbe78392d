"""What the worker does for procurement; every task may run twice without harm."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts import gateways
from procurement import (
    digest,
    digest_sending,
    offer_mail,
    pledge_makers,
    ready_mail,
    ready_watches,
    results,
    risk,
    services,
)
from procurement.matching import default_day
from procurement.models import Digest, Offer

DAYS_TRIED = 3


@shared_task
def refresh_outcomes():
    """Store matching's answers for this year and the next, as asked today, and what depends on each certificate."""
    today = timezone.localdate()
    for year in (today.year, today.year + 1):
        services.refresh_outcomes(year=year, on=default_day(year, today))
    risk.refresh_stakes(years=(today.year, today.year + 1), on=today)


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=5)
def send_offer_request(offer_id):
    """Mail one request for an offer; a mail server that does not answer is asked again later."""
    related = ("entry__package", "entry__item__certificate__business", "asked_by")
    offer = Offer.objects.select_related(*related).filter(pk=offer_id).first()
    if offer is not None:
        offer_mail.send_mail(offer=offer, at=timezone.localtime())


@shared_task
def write_digests():
    """Write results and this morning's digests, then send each alone, so that one broken address delays nobody else."""
    today = timezone.localdate()
    results.tell_results(on=today)
    for digest_id in digest.write_digests(on=today):
        _send(digest_id)


@shared_task
def send_waiting_digests():
    """Try again what a broken server did not take; after three days the news is old and only the page tells it."""
    since = timezone.localdate() - timedelta(days=DAYS_TRIED)
    for digest_id in Digest.objects.unsent(since=since).values_list("pk", flat=True):
        _send(digest_id)


def _send(digest_id):
    mail_digest.delay(digest_id)
    text_digest.delay(digest_id)


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=5)
def mail_digest(digest_id):
    """Mail one digest; tried again while the mail server does not answer (smtplib's errors are OSErrors)."""
    digest_sending.mail(digest_id, at=timezone.localtime())


@shared_task(autoretry_for=(gateways.NotSent,), retry_backoff=60, max_retries=5)
def text_digest(digest_id):
    """Send one digest's text; tried again while the gateway does not take it."""
    digest_sending.text(digest_id, at=timezone.localtime())


@shared_task
def count_makers(pledge_id=None):
    """Keep how many makers all standing pledges can count on, or one of them."""
    pledge_makers.keep_makers(on=timezone.localdate(), pledge_id=pledge_id)


@shared_task
def tell_ready():
    """Note the makers whom officers wait for and who are certified by now, and mail what may be mailed now."""
    now = timezone.localtime()
    ready_watches.find_ready(on=now.date())
    ready_mail.send_waiting(at=now)
