"""Read packages of the procurement plan (RUP), or their budget rows, from CSV, XLSX or JSON."""

from django.utils import timezone

from procurement.importers.packages import import_packages
from procurement.tasks import refresh_outcomes
from umkm.importers.command import ImportCommand


class Command(ImportCommand):
    """See `docs/categories.md` for how a package gets its category."""

    help = __doc__

    def run_importer(self, path, rejects, progress, options):
        """Import, then have matching look at the packages again."""
        at = timezone.now()  # noqa: TID251 - a command reads the clock
        run, counts = import_packages(path, rejects_path=rejects, progress=progress, at=at)
        refresh_outcomes.delay_on_commit()
        return run, counts
