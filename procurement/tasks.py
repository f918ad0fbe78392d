"""What the worker does for procurement; every task may run twice without harm."""

from celery import shared_task
from django.utils import timezone

from procurement import offer_mail, ready_mail, ready_watches, risk, services
from procurement.matching import default_day
from procurement.models import Offer


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
def tell_ready():
    """Note the makers whom officers wait for and who are certified by now, and mail what may be mailed now."""
    now = timezone.localtime()
    ready_watches.find_ready(on=now.date())
    ready_mail.send_waiting(at=now)
