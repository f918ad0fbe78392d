"""What monitors may know of the portal's work: is it done, and is it fresh?"""

from django.db.models import Count, Max
from django.utils import timezone

from certification.models import Certificate
from procurement.models import PackageOutcome
from tkdnportal.metrics import gauge
from umkm.models import ImportRun


@gauge("tkdn_packages", "Current packages of this year by what matching said", label="state")
def packages():
    """Number per state."""
    found = PackageOutcome.objects.for_year(timezone.localdate().year)
    return found.order_by().values_list("state").annotate(count=Count("pk"))


@gauge("tkdn_outcomes_age_seconds", "Since matching last wrote this year's outcomes; nothing where it never did")
def outcomes_age():
    """More than ten minutes means that the worker or beat stands still."""
    found = PackageOutcome.objects.for_year(timezone.localdate().year)
    last = found.aggregate(last=Max("computed_at"))["last"]
    return [("", (timezone.localtime() - last).total_seconds())] if last else []


@gauge("tkdn_valid_certificates", "Certificates of registered businesses that are valid today")
def valid_certificates():
    """The number the office works to raise."""
    return [("", Certificate.objects.valid_on(timezone.localdate()).filter(business__isnull=False).count())]


@gauge("tkdn_unfinished_imports", "Imports that have begun and not ended")
def unfinished_imports():
    """One that stays was interrupted."""
    return [("", ImportRun.objects.filter(finished_at__isnull=True).count())]
