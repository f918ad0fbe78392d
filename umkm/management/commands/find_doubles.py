"""Look for records that may be the same business and put them in the staff's queue; runs every night too."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from umkm.doubles import find_doubles


class Command(BaseCommand):
    """May run at any time and any number of times; decided pairs are never asked again."""

    help = __doc__

    def handle(self, *args, **options):
        """Search and say what waits."""
        found = find_doubles()
        self.stdout.write(
            _("Pasangan baru atau berubah: %(changed)d. Tidak lagi ditanyakan: %(forgotten)d. Menunggu: %(waiting)d.")
            % {"changed": found.changed, "forgotten": found.forgotten, "waiting": found.waiting}
        )
