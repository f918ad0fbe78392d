"""Read a list of SIINas account statuses (CSV or XLSX); the columns stand in docs/siinas.md."""

from django.utils import timezone

from certification.siinas.importer import import_siinas
from umkm.importers.command import ImportCommand


class Command(ImportCommand):
    """`import_siinas FILE [--rejects OUT.csv] [--json]`."""

    help = __doc__
    importer = staticmethod(import_siinas)

    def run_importer(self, path, rejects, progress, options):
        """The importer, on today's date."""
        return self.importer(path, rejects_path=rejects, progress=progress, on=timezone.localdate())
