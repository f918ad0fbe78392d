"""Whom to help to a certificate next, so that the most of a year's budget finds suppliers."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from bimtek.models import UnlockPlan
from bimtek.models.plan import MOST_SEATS
from bimtek.printing import as_json, as_table
from bimtek.services import chosen_last
from bimtek.unlock import unlock
from procurement.matching import default_day
from procurement.models import Package


class Command(BaseCommand):
    """Reads only; plans that are kept are made on the staff's desk and each night."""

    help = __doc__

    def add_arguments(self, parser):
        """The options of the contract."""
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--seats", type=int, required=True, metavar="N")
        parser.add_argument("--on", metavar="DAY", help="YYYY-MM-DD; today by default")
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, *args, year, seats, on, **options):
        """Print the plan; exit 1 when the year has no packages or an option makes no sense."""
        _check(year, seats)
        on = _day(on) if on else default_day(year, timezone.localdate())
        if not Package.objects.current().for_year(year).exists():
            raise CommandError(
                _("Tidak ada paket terumumkan dan aktif pada tahun %(year)d. Impor dulu dengan import_packages.")
                % {"year": year}
            )
        last = UnlockPlan.objects.before(year=year, on=on).first()
        found = unlock(year=year, on=on, seats=seats, kept_businesses=chosen_last(last))
        if options["format"] == "json":
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False, indent=2))
            return
        for line in as_table(found):
            self.stdout.write(line)


def _check(year, seats):
    if not 2000 <= year <= 2100:
        raise CommandError(_("Tahun %(year)d tidak masuk akal; tulis misalnya --year 2026.") % {"year": year})
    if not 1 <= seats <= MOST_SEATS:
        values = {"seats": seats, "most": MOST_SEATS}
        raise CommandError(_("--seats %(seats)d: tulis jumlah tempat antara 1 dan %(most)d.") % values)


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(_("--on %(text)s bukan tanggal; tulis seperti 2026-11-24.") % {"text": text}) from None
