"""Rows of an XLSX workbook, one by one: memory does not grow with the sheet, however many cells it claims to have.

Texts of all cells stand in one part of the file, in any order; they wait in a temporary file, found by their number.
Dates are numbers whose format says so (ECMA-376 Part 1, 18.8.30); formulas give the value Excel kept for them.
"""

import mmap
import re
import struct
import tempfile
import zipfile
import zlib
from array import array
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import PurePosixPath

from lxml import etree

LARGEST_UNPACKED = 1024 * 1024 * 1024
LARGEST_RATIO = 200
"""A workbook of real rows packs to a tenth or so; one that unpacks to more than this was made to fill the memory."""
LARGEST_DIRECTORY = 4 * 1024 * 1024
"""Bytes of the list of parts; a workbook has some dozens of parts, not a hundred thousand."""
MOST_COLUMNS = 16_384
"""What Excel itself can hold."""

_END_OF_DIRECTORY = b"PK\x05\x06"
_LONGEST_COMMENT = 65_535
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


_BREAKS = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, LookupError, ValueError,
    etree.XMLSyntaxError,
)  # fmt: skip
"""What the libraries say of a file that is no workbook: not packed, locked, cut off, without its parts, no XML."""


class Broken(Exception):
    """The file is no workbook, or one that was made to do harm; the text says which."""


class TooLarge(Broken):
    """It would unpack to `size` bytes."""

    def __init__(self, size):
        """`size` in bytes."""
        super().__init__(str(size))
        self.size = size


@contextmanager
def open_workbook(path):
    """The Workbook at `path`. Raises Broken, now or while its rows are read."""
    _check_directory(path)
    try:
        with zipfile.ZipFile(path) as packed:
            _check_parts(packed, path.stat().st_size)
            yield Workbook(packed)
    except _BREAKS as problem:
        raise Broken(str(problem)) from problem


def _check_directory(path):
    """Look at the end of the file for how long its list of parts is, before the list is read."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _LONGEST_COMMENT - 22))
        tail = file.read()
    at = tail.rfind(_END_OF_DIRECTORY)
    if at < 0 or len(tail) < at + 22:
        raise Broken("zip")
    (length,) = struct.unpack_from("<L", tail, at + 12)
    if length > LARGEST_DIRECTORY:
        raise TooLarge(length)


def _check_parts(packed, size):
    """What the parts say they unpack to, then whether that is true: `zipfile` stops a part that unpacks to more."""
    unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > min(LARGEST_UNPACKED, LARGEST_RATIO * size):
        raise TooLarge(unpacked)


class CellError(str):
    """A cell whose value nobody knows: an error such as `#REF!`, or a formula that Excel never worked out."""

    __slots__ = ()


class Workbook:
    """The visible sheets of a workbook; `sheets` are their names."""

    def __init__(self, packed):
        """`packed` is the open ZipFile; only what describes the sheets is read."""
        self._packed = packed
        self._names = {name.casefold(): name for name in packed.namelist()}
        (book, *_others) = [part for kind, part in self._relations("").values() if kind.endswith("/officeDocument")]
        related = self._relations(book)
        root = self._small(book)
        self._parts = {
            sheet.get("name"): related[sheet.get(_RELATION) or sheet.get(_STRICT_RELATION)][1]
            for sheet in root.iterfind("{*}sheets/{*}sheet")
            if sheet.get("state", "visible") == "visible"
        }
        settings = root.find("{*}workbookPr")
        from_1904 = settings is not None and settings.get("date1904") in ("1", "true")
        self._epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no zone
        by_kind = {kind.rpartition("/")[2]: target for kind, target in related.values()}
        self._date_styles = self._dates_among(by_kind.get("styles"))
        self._texts_part, self._texts = by_kind.get("sharedStrings"), None

    @property
    def sheets(self):
        """Names, in the order of the tabs."""
        return list(self._parts)

    def rows(self, sheet):
        """(line, cells) of every row that has cells, as floats, texts, booleans, datetimes and None."""
        if self._texts is None:
            self._texts = _Texts(self._stream(self._texts_part, "{*}si") if self._texts_part else ())
        line, cells = 0, []
        for element in self._stream(self._parts[sheet], ("{*}row", "{*}c")):
            if not element.tag.endswith("row"):
                self._put(cells, element)
                continue
            line = int(element.get("r") or line + 1)
            yield line, cells
            cells = []

    def _put(self, cells, element):
        """Put a cell where its reference says; those left out on the way are empty."""
        reference = element.get("r")
        column = _column_of(reference.rstrip("0123456789")) if reference else len(cells)
        if column >= MOST_COLUMNS:
            raise Broken(reference)
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = self._value(element)

    def _value(self, element):
        kind, value, formula = element.get("t", "n"), None, None
        for child in element:
            name = child.tag.rpartition("}")[2]
            if name == "v":
                value = child.text
            elif name == "is":
                return _text_of(child)
            elif name == "f":
                formula = child.text or ""
        if value is None:
            return None if formula is None else CellError(f"={formula}")
        return self._of_kind(kind, value, element.get("s"))

    def _of_kind(self, kind, value, style):
        if kind == "s":
            return self._texts[int(value)]
        if kind == "n":
            number = float(value)
            return self._moment(number) if style in self._date_styles else number
        if kind == "b":
            return value == "1"
        return CellError(value) if kind == "e" else value or None

    def _moment(self, serial):
        """Excel counts a 29 February 1900 that never was."""
        days = serial + 1 if serial < 60 and self._epoch.year < 1900 else serial
        try:
            return self._epoch + timedelta(seconds=round(days * 86_400))
        except OverflowError:
            return serial

    def _dates_among(self, part):
        """Numbers (as text) of the cell styles whose format is that of a date."""
        if part is None:
            return frozenset()
        root = self._small(part)
        own = {
            int(form.get("numFmtId"))
            for form in root.iterfind("{*}numFmts/{*}numFmt")
            if re.search("[dmyhs]", _LITERALS.sub("", form.get("formatCode", "")), re.IGNORECASE)
        }
        styles = enumerate(root.iterfind("{*}cellXfs/{*}xf"))
        return frozenset(str(at) for at, style in styles if int(style.get("numFmtId", 0)) in own | _BUILT_IN_DATES)

    def _relations(self, part):
        """{id: (kind, part)} of what `part` refers to; of the whole file for an empty name."""
        home = PurePosixPath(part).parent if part else PurePosixPath()
        root = self._small(str(home / "_rels" / f"{PurePosixPath(part).name}.rels"))
        return {
            relation.get("Id"): (relation.get("Type"), str(home / relation.get("Target")).lstrip("/"))
            for relation in root.iterfind("{*}Relationship")
            if relation.get("TargetMode") != "External"
        }

    def _small(self, part):
        """A part that describes, as a tree."""
        info = self._packed.getinfo(self._name_of(part))
        if info.file_size > LARGEST_DIRECTORY:
            raise TooLarge(info.file_size)
        return etree.fromstring(self._packed.read(info), etree.XMLParser(resolve_entities=False, no_network=True))

    def _stream(self, part, tag):
        """Elements of a part as they end, each forgotten once it has been looked at."""
        with self._packed.open(self._name_of(part)) as file:
            for _event, element in etree.iterparse(file, tag=tag, resolve_entities=False, no_network=True):
                yield element
                element.clear(keep_tail=False)
                if not element.tag.endswith("}c"):
                    while element.getprevious() is not None:
                        del element.getparent()[0]

    def _name_of(self, part):
        return self._names[part.casefold()]


class _Texts:
    """Texts by number, kept in a temporary file: a register has a million of them."""

    def __init__(self, elements):
        """`elements` are those of the part with the texts, in order."""
        self._ends = array("Q", [0])
        with tempfile.TemporaryFile() as file:
            for element in elements:
                self._ends.append(self._ends[-1] + file.write(_text_of(element).encode()))
            file.flush()
            self._all = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if self._ends[-1] else b""

    def __getitem__(self, number):
        if not 0 <= number < len(self._ends) - 1:
            raise Broken(str(number))
        return self._all[self._ends[number] : self._ends[number + 1]].decode() or None


def _text_of(element):
    """The text of a cell, whatever its parts look like; how it is pronounced (rPh) is left out."""
    runs = element.iterfind("{*}t"), element.iterfind("{*}r/{*}t")
    return "".join(run.text or "" for found in runs for run in found)


@lru_cache(maxsize=MOST_COLUMNS)
def _column_of(letters):
    """`A` → 0, `AB` → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
