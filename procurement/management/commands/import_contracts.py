"""Read realised contracts from CSV, XLSX or JSON: awards, leakage to be explained, and contracts that wait."""

from django.utils import timezone

from procurement.importers.contracts import import_contracts
from umkm.importers.command import ImportCommand


class Command(ImportCommand):
    """See `docs/awards.md` for what becomes of a row."""

    help = __doc__

    def run_importer(self, path, rejects, progress, options):
        """Import, closing the run at the present moment."""
        return import_contracts(path, rejects_path=rejects, progress=progress, at=timezone.localtime())
