"""Translations without GNU gettext: gather the texts, check their words and that English is complete, compile.

Source texts are Indonesian; `locale/en/LC_MESSAGES/django.po` is their English.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.template import templatize

from tkdnportal.wording import complaints

APPS = ("accounts", "umkm", "certification", "procurement", "bimtek", "insight", "tkdnportal")
PO = Path("locale") / "en" / "LC_MESSAGES" / "django.po"
HEADER = """# English of the portal; its source texts are Indonesian.
msgid ""
msgstr ""
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
PLURAL = (1, 2)
CONTEXT = ((1, "c"), 2)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
}


class Command(BaseCommand):
    """`--update` gathers new texts, `--check` fails on missing or unused English and wrong words, `--compile`."""

    help = __doc__

    def add_arguments(self, parser):
        """One of three things to do."""
        what = parser.add_mutually_exclusive_group(required=True)
        for name in ("update", "check", "compile"):
            what.add_argument(f"--{name}", action="store_true")

    def handle(self, *args, **options):
        """Do it."""
        english = read_english()
        if options["compile"]:
            compile_to_mo(english)
        elif options["update"]:
            self._update(english)
        else:
            self._check(english)

    def _update(self, english):
        english.update(gather(), no_fuzzy_matching=True, update_header_comment=False)
        english.obsolete.clear()
        path = settings.BASE_DIR / PO
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(HEADER.encode())
            write_po(file, english, sort_output=True, no_location=True, width=120, omit_header=True)
        self.stdout.write(f"{len(english)} texts, {sum(not translated(m) for m in english if m.id)} to translate.")

    def _check(self, english):
        used = {_key(message) for message in gather() if message.id}
        known = {_key(message): message for message in english if message.id}
        missing = sorted(str(key) for key in used if key not in known or not translated(known[key]))
        unused = sorted(str(key) for key in known if key not in used)
        for name, keys in (("without English", missing), ("not used any more", unused)):
            for key in keys:
                self.stderr.write(f"{name}: {key}")
        broken = [f"broken: {error}" for message in english if message.id for error in message.check(english)]
        wrong = [*broken, *_wording(used)]
        for line in wrong:
            self.stderr.write(line)
        if missing or unused or wrong:
            self.stderr.write("Run `manage.py messages --update`, translate locale/en, then check again.")
            sys.exit(1)
        self.stdout.write(f"{len(used)} texts, all of them in English too.")


def _wording(keys):
    """A line for each fault in the words of the Indonesian texts themselves."""
    for _context, texts in sorted(keys, key=str):
        for text in dict.fromkeys([texts] if isinstance(texts, str) else texts):
            yield from (f"{complaint}: {text}" for complaint in complaints(text))


def read_english():
    """The English catalogue, empty when there is none yet."""
    path = settings.BASE_DIR / PO
    if not path.exists():
        return Catalog(locale="en", project="tkdnportal", version="1")
    with path.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def compile_to_mo(english):
    """Write the .mo file beside the .po file, whole or not at all."""
    target = (settings.BASE_DIR / PO).with_suffix(".mo")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".new")
    with unfinished.open("wb") as file:
        write_mo(file, english)
    unfinished.replace(target)


def gather():
    """A catalogue of every text that code and templates mark for translation."""
    catalogue = Catalog(locale="en")
    for path in _sources():
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # Django turns a template into something like Python; only its calls matter, not its indentation.
            source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
        for _line, function, texts, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS, (), {}):
            _add(catalogue, function, texts if isinstance(texts, tuple) else (texts,))
    return catalogue


def _sources():
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    for suffix in ("html", "txt"):
        yield from sorted((settings.BASE_DIR / "templates").rglob(f"*.{suffix}"))


def _add(catalogue, function, texts):
    spec = KEYWORDS[function]
    if spec is None:
        if texts[0]:
            catalogue.add(texts[0])
    elif spec == PLURAL:
        catalogue.add(texts[:2])
    else:
        catalogue.add(texts[1], context=texts[0])


def _key(message):
    return (message.context, message.id)


def translated(message):
    """Whether every form of the message has a text."""
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)
