"""Load a full official KBLI list (CSV or XLSX) of one version; a code already there gets the list's title."""

import re
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from umkm.importers.command import NOTHING_READ, SOME_REFUSED, writable
from umkm.importers.reading import Unreadable, clean, read_table
from umkm.importers.run import Counts, Refused, Rejects, default_rejects_path
from umkm.models import Kbli, KbliVersion

CODE_COLUMNS = ("kode", "code")
TITLE_COLUMNS = ("judul", "title")
DIGITS = 5
LONGEST_TITLE = 200


class Command(BaseCommand):
    """Levels other than five digits (A, 10, 107, 1079) are skipped and counted; a bad row is refused by name."""

    help = __doc__

    def add_arguments(self, parser):
        """The file and its version, which no file tells by itself."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--version", required=True, choices=KbliVersion.values, dest="kbli_version")
        parser.add_argument("--rejects", metavar="OUT.csv", help="where refused rows go; beside FILE by default")

    def create_parser(self, prog_name, subcommand, **kwargs):
        """Django's own `--version` gives way to the version of KBLI."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def handle(self, *args, **options):
        """Exit 0 all accepted, 2 some rows refused, 1 nothing could be read."""
        path = options["file"]
        rejects_path = Path(options["rejects"]) if options["rejects"] else writable(default_rejects_path(path))
        try:
            counts, skipped = load(path, options["kbli_version"], rejects_path)
        except Unreadable as problem:
            self.stderr.write(str(problem))
            sys.exit(NOTHING_READ)
        self.stdout.write(
            f"KBLI {options['kbli_version']}: dibuat {counts.created}, diubah {counts.updated}, "
            f"tetap {counts.unchanged}, ditolak {counts.refused}; tingkat lain dilewati {skipped}."
        )
        if counts.refused:
            self.stdout.write(f"Baris yang ditolak, dengan alasannya: {rejects_path}")
            sys.exit(SOME_REFUSED)


@transaction.atomic
def load(path, version, rejects_path):
    """Write the list; returns (counts, number of rows of other levels)."""
    table = read_table(path, CODE_COLUMNS)
    columns = column_of(table.columns, CODE_COLUMNS), column_of(table.columns, TITLE_COLUMNS)
    titles, skipped, counts = {}, 0, Counts()
    with Rejects(rejects_path, table.columns) as rejects:
        for line, cells in table.rows:
            code, title = (clean(cells[column]) for column in columns)
            if is_other_level(code):
                skipped += 1
                continue
            try:
                accept(titles, columns, code, title)
            except Refused as refused:
                rejects.add(line, cells, refused)
    counts.refused = rejects.count
    write(version, titles, counts)
    return counts, skipped


def column_of(columns, names):
    """The column that goes by one of `names`, in any case; Unreadable without one."""
    for column in columns:
        if column.casefold() in names:
            return column
    raise Unreadable(_("Kolom %(name)s tidak ada; berkas KBLI memuat kolom kode dan judul.") % {"name": names[0]})


def is_other_level(code):
    """Whether this is a category letter or a group of fewer than five digits."""
    return bool(re.fullmatch(r"[A-Z]|[0-9]{2,4}", code))


def accept(titles, columns, code, title):
    """Keep one code's title; Refused when either is wrong or the code came before."""
    code_column, title_column = columns
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", code):
        raise Refused(code_column, code, _("Kode KBLI terdiri atas lima angka; periksa nol di depan."))
    if not title:
        raise Refused(title_column, title, _("Judul kosong; isi sesuai daftar resmi."))
    if len(title) > LONGEST_TITLE:
        raise Refused(title_column, title, _("Judul lebih dari 200 huruf; pakai judul resmi tanpa uraian."))
    if code in titles:
        raise Refused(code_column, code, _("Kode ini sudah ada di baris sebelumnya; hapus salah satu."))
    titles[code] = title


def write(version, titles, counts):
    """Insert new codes and mend titles that differ, counting each."""
    known = dict(Kbli.objects.filter(version=version).values_list("code", "title"))
    changed = {code: title for code, title in titles.items() if known.get(code) != title}
    Kbli.objects.bulk_create(
        [Kbli(version=version, code=code, title=title) for code, title in changed.items()],
        update_conflicts=True,
        unique_fields=["version", "code"],
        update_fields=["title"],
        batch_size=1000,
    )
    counts.updated = sum(code in known for code in changed)
    counts.created = len(changed) - counts.updated
    counts.unchanged = len(titles) - len(changed)
