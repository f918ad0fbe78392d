"""Write the database and the private files to one new file."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tkdnportal import backups


class Command(BaseCommand):
    """Safe while the portal runs; the file holds personal data."""

    help = __doc__

    def add_arguments(self, parser):
        """The file to write."""
        parser.add_argument("file", metavar="FILE")

    def handle(self, *, file, **options):
        """Write it, or say why not."""
        try:
            count = backups.backup(file, at=timezone.localtime())
        except (backups.Refused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file} holds the database and {count} private files. It contains personal data.")
