"""Read agencies' budget structures, or their lines of the four categories, from CSV, XLSX or JSON."""

from django.utils import timezone

from procurement.importers.budgets import import_budgets
from umkm.importers.command import ImportCommand


class Command(ImportCommand):
    """See `docs/budget.md` for the columns of both files."""

    help = __doc__

    def run_importer(self, path, rejects, progress, options):
        """Import as of today."""
        at = timezone.localtime()
        return import_budgets(path, rejects_path=rejects, progress=progress, at=at)
