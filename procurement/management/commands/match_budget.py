"""Which certified suppliers can serve each package of a year's budget, why, and what cannot be served."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from procurement.matching import default_day, match
from procurement.printing import as_json, as_table, totals_by_level


class Command(BaseCommand):
    """Reads only; `refresh_outcomes` stores."""

    help = __doc__

    def add_arguments(self, parser):
        """The options of the contract."""
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--on", metavar="DAY", help="YYYY-MM-DD; today by default")
        parser.add_argument("--package", metavar="RUP")
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, *args, year, on, package, **options):
        """Print the answer; exit 1 when there is no such year or package."""
        if not 2000 <= year <= 2100:
            raise CommandError(_("Tahun %(year)d tidak masuk akal; tulis misalnya --year 2026.") % {"year": year})
        on = _day(on) if on else default_day(year, timezone.localdate())
        matches = match(year=year, on=on, rup_code=package)
        if not matches:
            raise CommandError(_nothing_found(year, package))
        totals = totals_by_level(matches, year, with_budget=package is None)
        if options["format"] == "json":
            self.stdout.write(json.dumps(as_json(year, on, matches, totals), ensure_ascii=False, indent=2))
            return
        for line in as_table(year, on, matches, totals):
            self.stdout.write(line)


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(_("--on %(text)s bukan tanggal; tulis seperti 2026-11-24.") % {"text": text}) from None


def _nothing_found(year, package):
    if package:
        values = {"package": package, "year": year}
        return (
            _("Tidak ada paket %(package)s yang terumumkan dan aktif pada tahun %(year)d. Periksa kode RUP-nya.")
            % values
        )
    return _("Tidak ada paket terumumkan dan aktif pada tahun %(year)d. Impor dulu dengan import_packages.") % {
        "year": year
    }
