"""What can be asked of many SIINas accounts at once."""

from datetime import timedelta

from django.conf import settings
from django.db import models


def stale_before(day):
    """States known only before this day are asked for again on `day` (setting SIINAS_STALE_DAYS)."""
    return day - timedelta(days=settings.SIINAS_STALE_DAYS)


class AccountQuerySet(models.QuerySet):
    """Vocabulary of accounts."""

    def stale_on(self, day):
        """Last known more than SIINAS_STALE_DAYS days before `day`; `SiinasAccount.as_of` by itself tells it of one."""
        return self.filter(as_of__lt=stale_before(day))
