"""Make the reminders that are due and send them; the worker does the same every ten minutes."""

from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.models import Reminder
from certification.reminders import may_send_at
from certification.sending import run


class Command(BaseCommand):
    """`send_reminders [--on DAY]`: exit 0 all told or waiting, 2 some could not be told, 1 the day is no day."""

    help = __doc__

    def add_arguments(self, parser):
        """The option of the contract."""
        parser.add_argument("--on", metavar="DAY", help="YYYY-MM-DD; today by default")

    def handle(self, *args, on, **options):
        """One call of the same code as the worker's, then the counts."""
        now = timezone.localtime()
        counts = run(on=_day(on) if on else now.date(), at=now)
        for line in _lines(counts):
            self.stdout.write(line)
        if not may_send_at(now):
            hours = {"first": settings.REMINDER_FROM_HOUR, "last": settings.REMINDER_UNTIL_HOUR}
            self.stdout.write(
                _("Sekarang di luar jam kirim (pukul %(first)s.00 sampai %(last)s.00 WIB pada hari kirim); "
                  "yang menunggu dikirim pada jam berikutnya.") % hours
            )  # fmt: skip
        if counts["failed"] + counts["lost"]:
            raise SystemExit(2)


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(_("--on %(text)s bukan tanggal; tulis seperti 2026-11-24.") % {"text": text}) from None


def _lines(counts):
    """What happened, and what is left, one number a line."""
    yield _("Disiapkan: %(count)s") % {"count": counts["planned"]}
    yield _("Terkirim: %(count)s") % {"count": counts["sent"]}
    yield _("Dicoba lagi nanti: %(count)s") % {"count": counts["later"]}
    yield _("Tidak terkirim, diteruskan ke petugas: %(count)s") % {"count": counts["failed"] + counts["lost"]}
    yield _("Tidak perlu lagi: %(count)s") % {"count": counts["skipped"] + counts["dropped"]}
    yield _("Menunggu petugas seluruhnya: %(count)s") % {"count": Reminder.objects.of_staff().count()}
