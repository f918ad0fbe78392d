"""Write a year's packages as open contracting data (OCDS 1.1.5)."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.utils import timezone

from insight.api.pages import absolute
from insight.ocds import frame, packages_for_release, release


class Command(BaseCommand):
    """One release package; release by release, so that memory does not grow with the year."""

    help = __doc__

    def add_arguments(self, parser):
        """The year, and where to write."""
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--output", metavar="FILE", help="instead of standard output")

    def handle(self, *, year, output, **options):
        """Write the package."""
        packages = packages_for_release(year)
        if not packages.exists():
            raise CommandError(f"There is no package of {year}; import packages first, or name another year.")
        if not output:
            return self._write(self.stdout, year, packages)
        with Path(output).open("w", encoding="utf-8") as file:
            return self._write(OutputWrapper(file), year, packages)

    def _write(self, out, year, packages):
        """The frame, with one release a line inside it."""
        uri = absolute(f"/api/v1/releases?year={year}")
        head = json.dumps(frame(published_at=timezone.localtime(), uri=uri), ensure_ascii=False)
        out.write(head.removesuffix("]}"))
        comma = ""
        for package in packages.iterator(chunk_size=500):
            out.write(comma + json.dumps(release(package), ensure_ascii=False))
            comma = ","
        out.write("]}")
