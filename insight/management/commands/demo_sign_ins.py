"""Print how to sign in to the demonstration; nothing when there is no demonstration data."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from insight.demo import cast, seeding


class Command(BaseCommand):
    """A table of roles, purposes, addresses and the password."""

    help = __doc__

    def add_arguments(self, parser):
        """Where the portal answers."""
        parser.add_argument("--url", default="http://127.0.0.1:8000")

    def handle(self, *args, **options):
        """Print the table."""
        if not seeding.holds_demo_records():
            return
        self.stdout.write(_("Portal dengan data contoh: %(url)s") % {"url": options["url"]})
        table = [(_("Peran"), _("Untuk melihat"), _("E-mail"), _("Kata sandi"))]
        table += [(str(part.label), str(part.purpose), part.email, cast.PASSWORD) for part in cast.CAST]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        for row in table:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
