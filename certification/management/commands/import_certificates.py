"""Read the ministry's published list of TKDN certificates (.xls that is HTML, .xlsx, .csv)."""

from argparse import ArgumentTypeError
from datetime import date

from certification.importers.ministry import import_certificates
from umkm.importers.command import ImportCommand


class Command(ImportCommand):
    """`import_certificates FILE [--as-of YYYY-MM-DD] [--json] [--rejects OUT.csv]`."""

    help = __doc__
    importer = staticmethod(import_certificates)

    def add_arguments(self, parser):
        """And the list's own day, by which an older list overwrites nothing newer."""
        super().add_arguments(parser)
        parser.add_argument(
            "--as-of",
            type=_day,
            metavar="DAY",
            help="the day the list was drawn; its title's day, or today, without it",
        )

    def run_importer(self, path, rejects, progress, options):
        """Pass the day on."""
        return import_certificates(path, rejects_path=rejects, progress=progress, as_of=options["as_of"])


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is no day; write it as 2026-11-24") from error
