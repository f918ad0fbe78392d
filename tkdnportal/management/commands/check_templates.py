"""Compile every template of the project, so that a misspelt tag is found before a visitor finds it."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template import TemplateSyntaxError
from django.template.loader import get_template

LONGEST = 80


class Command(BaseCommand):
    """Fails on a template that does not compile or is longer than 80 lines."""

    help = __doc__

    def handle(self, *args, **options):
        """Name each problem with its file."""
        root = settings.BASE_DIR / "templates"
        problems = 0
        for path in sorted(root.rglob("*")):
            if not path.is_file():
                continue
            name = str(path.relative_to(root))
            try:
                get_template(name)
            except TemplateSyntaxError as error:
                problems += 1
                self.stderr.write(f"{name}: {error}")
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > LONGEST:
                problems += 1
                self.stderr.write(f"{name}: {lines} lines, more than {LONGEST}; move parts into templates/parts/.")
        if problems:
            sys.exit(1)
