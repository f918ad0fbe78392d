"""Compare kept documents with the storage: every row has its file at the right size, every file has a row."""

import sys

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from umkm.keeping import check_documents, delete_orphans

SOMETHING_WRONG = 2


class Command(BaseCommand):
    """`check_documents [--delete-orphans]`; exit 0 when rows and files agree, 2 when not."""

    help = __doc__

    def add_arguments(self, parser):
        """Deleting is asked for."""
        parser.add_argument(
            "--delete-orphans", action="store_true", help="delete files without a row that are older than a day"
        )

    def handle(self, *args, **options):
        """Report, one line for each thing that is wrong; the files' names tell nothing about people."""
        found = check_documents()
        self._report(found)
        if options["delete_orphans"]:
            deleted = delete_orphans(found.orphans, at=timezone.localtime())
            found.orphans = [name for name in found.orphans if name not in deleted]
            self.stdout.write(_("%(count)s berkas tanpa catatan dihapus.") % {"count": len(deleted)})
        if not found.is_sound:
            sys.exit(SOMETHING_WRONG)

    def _report(self, found):
        for row in found.missing:
            self.stdout.write(_("Dokumen %(pk)s: berkasnya hilang dari penyimpanan.") % {"pk": row.pk})
        for row in found.other_size:
            self.stdout.write(
                _("Dokumen %(pk)s: seharusnya %(size)s byte, tersimpan %(stored)s byte.")
                % {"pk": row.pk, "size": row.size, "stored": row.file.size}
            )
        for name in found.orphans:
            self.stdout.write(_("%(name)s: berkas tanpa catatan.") % {"name": name})
        text = ngettext("%(count)s dokumen diperiksa.", "%(count)s dokumen diperiksa.", found.checked)
        self.stdout.write(text % {"count": found.checked})
