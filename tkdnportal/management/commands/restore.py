"""Put the database and the private files back to what a backup holds."""

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, connection
from django.utils import timezone

from accounts.models import User
from tkdnportal import backups


class Command(BaseCommand):
    """All of it or nothing. Stop the portal and its workers first."""

    help = __doc__

    def add_arguments(self, parser):
        """The backup, and the word that allows losing what is there."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="replace a database that is in use")

    def handle(self, *, file, replace, **options):
        """Restore, or say why not."""
        if not replace and self._is_in_use():
            raise CommandError(
                "The database is in use. Make a backup of it, then add --replace to give up what it holds."
            )
        connection.close()
        try:
            aside = backups.restore(file, at=timezone.localtime())
        except (backups.Refused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored from {file}. Run `manage.py migrate` if the portal is newer than the backup.")
        if aside:
            self.stdout.write(f"The private files of before are in {aside}; delete them when you are sure.")

    def _is_in_use(self):
        try:
            return User.objects.exists()
        except ProgrammingError:
            # No tables yet.
            return False
