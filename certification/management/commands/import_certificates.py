"""Read the ministry's published list of TKDN certificates (.xls that is HTML, .xlsx, .csv)."""

from certification.importers.ministry import import_certificates
from umkm.importers.command import ImportCommand


class Command(ImportCommand):
    """`import_certificates FILE [--json] [--rejects OUT.csv]`."""

    help = __doc__
    importer = staticmethod(import_certificates)
