"""What the import commands share: their options, their exit status, their answer."""

import json
import os
import sys
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from tqdm import tqdm

from umkm.importers.reading import Unreadable
from umkm.importers.run import default_rejects_path

SOME_REFUSED = 2
NOTHING_READ = 1


class ImportCommand(BaseCommand):
    """Subclasses name `importer`: a function of (path, rejects_path, progress, **options) → (run, counts)."""

    importer = None

    def add_arguments(self, parser):
        """The options of the contract."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")
        parser.add_argument("--rejects", metavar="OUT.csv", help="where refused rows go; beside FILE by default")

    def handle(self, *args, **options):
        """Run the importer; exit 0 all accepted, 2 some rows refused, 1 nothing could be read."""
        path = options["file"]
        try:
            rejects = rejects_path(path, options["rejects"])
            with tqdm(unit=" baris", disable=not sys.stderr.isatty(), file=sys.stderr) as bar:
                run, counts = self.run_importer(path, rejects, bar.update, options)
        except Unreadable as problem:
            if options["json"]:
                self.stdout.write(json.dumps({"error": str(problem)}, ensure_ascii=False))
            self.stderr.write(str(problem))
            sys.exit(NOTHING_READ)
        self._answer(run, counts, str(rejects) if counts.refused else None, options["json"])
        if counts.refused:
            sys.exit(SOME_REFUSED)

    def run_importer(self, path, rejects, progress, options):
        """Call the importer; a command with further options passes them on here."""
        return type(self).importer(path, rejects_path=rejects, progress=progress)

    def _answer(self, run, counts, rejects_file, as_json):
        numbers = {name: getattr(counts, name) for name in ("read", "created", "updated", "unchanged", "refused")}
        if as_json:
            answer = numbers | {"run_id": run.pk if run else None, "rejects_file": rejects_file}
            self.stdout.write(json.dumps(answer))
            return
        self.stdout.write(
            _("Dibaca %(read)s: dibuat %(created)s, diubah %(updated)s, tetap %(unchanged)s, ditolak %(refused)s.")
            % numbers
        )
        if rejects_file:
            self.stdout.write(_("Baris yang ditolak, dengan alasannya: %(path)s") % {"path": rejects_file})


def rejects_path(path, wanted):
    """Where refused rows go: `wanted`, else beside the file. Raises Unreadable when that is no place for them."""
    if not wanted:
        return writable(default_rejects_path(path))
    rejects = Path(wanted)
    if rejects.resolve() == Path(path).resolve():
        raise Unreadable(_("Berkas baris ditolak tidak boleh menimpa %(path)s; beri nama lain.") % {"path": path})
    if rejects.is_dir() or not os.access(rejects.parent, os.W_OK):
        raise Unreadable(_("Berkas baris ditolak %(path)s tidak dapat ditulis; pilih folder lain.") % {"path": wanted})
    return rejects


def writable(path):
    """`path`, or a file of the same name in a temporary folder when its own folder may not be written."""
    if os.access(path.parent, os.W_OK):
        return path
    return Path(tempfile.mkdtemp(prefix="ditolak-")) / path.name
