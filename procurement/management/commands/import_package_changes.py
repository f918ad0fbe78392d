"""Read reviews of packages' codes (“kaji ulang RUP”) from CSV, XLSX or JSON."""

from django.utils import timezone

from procurement.importers.changes import import_changes
from procurement.tasks import refresh_outcomes
from umkm.importers.command import ImportCommand


class Command(ImportCommand):
    """See `docs/budget.md` for what each kind of review does."""

    help = __doc__

    def run_importer(self, path, rejects, progress, options):
        """Import, then have matching look at the packages again."""
        at = timezone.localtime()
        run, counts = import_changes(path, rejects_path=rejects, progress=progress, at=at)
        refresh_outcomes.delay_on_commit()
        return run, counts
