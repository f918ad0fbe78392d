"""Read agencies' budget structures, or their lines of the four categories, from CSV, XLSX or JSON."""

from django.utils import timezone

from procurement.importers.budgets import import_budgets
from umkm.importers.command import ImportCommand


class Command(ImportCommand):
    """See `docs/budget.md` for the columns of both files."""

    help = __doc__

    def add_arguments(self, parser):
        """The options of the contract, and the year of rows without one."""
        super().add_arguments(parser)
        parser.add_argument("--year", type=int, help="the budget year of rows that name none")

    def run_importer(self, path, rejects, progress, options):
        """Import as of today."""
        at = timezone.localtime()
        return import_budgets(path, rejects_path=rejects, progress=progress, at=at, year=options["year"])
