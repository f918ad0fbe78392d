"""Read a list of businesses (CSV or XLSX) into the register; the columns stand in docs/import.md."""

from django.utils import timezone

from umkm.importers.businesses import import_businesses
from umkm.importers.command import ImportCommand


class Command(ImportCommand):
    """`import_businesses FILE [--place CODE] [--dry-run] [--rejects OUT.csv] [--json]`."""

    help = __doc__
    importer = staticmethod(import_businesses)

    def add_arguments(self, parser):
        """The options of every import, a place and a trial run."""
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="count and refuse, but write nothing")
        parser.add_argument("--place", metavar="CODE", help="where the businesses are if rows do not say: 18.71")

    def run_importer(self, path, rejects, progress, options):
        """The importer, on today's date."""
        return self.importer(
            path,
            rejects_path=rejects,
            progress=progress,
            on=timezone.localdate(),
            warn=self.stderr.write,
            place=options["place"],
            dry_run=options["dry_run"],
        )
