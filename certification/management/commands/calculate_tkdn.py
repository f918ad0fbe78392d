"""Calculate a TKDN value: JSON in (a file, or `-` for standard input), JSON out."""

import json
import sys
from decimal import Decimal
from pathlib import Path

from django.core.management.base import BaseCommand

from certification.calculation import calculate


class Command(BaseCommand):
    """Exit 0 with an answer of any status; 1 when there is no JSON to answer."""

    help = __doc__

    def add_arguments(self, parser):
        """The file."""
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args, **options):
        """Read, calculate, write."""
        try:
            text = sys.stdin.read() if options["file"] == "-" else Path(options["file"]).read_text("utf-8-sig")
            # Decimals stay decimals even where they come as JSON numbers.
            asked = json.loads(text, parse_float=Decimal)
        except (OSError, ValueError) as problem:
            self.stderr.write(f"{options['file']}: {problem}")
            sys.exit(1)
        self.stdout.write(json.dumps(calculate(asked), ensure_ascii=False))
