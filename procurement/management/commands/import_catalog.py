"""Read a list of businesses that sell to government through the e-Katalog, and find them in the register."""

from django.utils import timezone

from procurement.importers.catalog import import_catalog
from umkm.importers.command import ImportCommand


class Command(ImportCommand):
    """See `docs/catalog.md` for the columns."""

    help = __doc__

    def run_importer(self, path, rejects, progress, options):
        """Import, closing the run at the present moment."""
        return import_catalog(path, rejects_path=rejects, progress=progress, at=timezone.localtime())
