"""A figure: a question, a chart, the same numbers as a table, what they are parts of, and for which day they hold."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma

from tkdnportal.templatetags.portal import percent, rupiah


@dataclass(frozen=True)
class Column:
    """A column of the table: its name in the file, its heading, and how a value is written on the page."""

    name: str
    label: str
    write: Callable = intcomma


def money(name, label):
    """A column of whole rupiah."""
    return Column(name, label, rupiah)


def share(name, label):
    """A column of percentages with two decimals."""
    return Column(name, label, percent)


@dataclass(frozen=True)
class Row:
    """What one line is about, its values in the order of the columns, and the page that lists what lies behind."""

    label: str
    values: tuple
    url: str = ""


@dataclass(frozen=True)
class Table:
    """The numbers of a chart; `first` says what the lines are, `total` is the whole they add up to."""

    first: str
    columns: tuple
    rows: list
    total: Row | None = None

    @property
    def written(self):
        """(row, values as the page writes them) of every line but the total."""
        return [(row, self._written(row)) for row in self.rows]

    @property
    def written_total(self):
        """The total's values as the page writes them."""
        return self._written(self.total)

    def _written(self, row):
        return [column.write(value) for column, value in zip(self.columns, row.values, strict=True)]

    @property
    def file(self):
        """(names of columns, lines) for a spreadsheet: whole numbers, percentages with a point."""
        lines = [*self.rows, self.total] if self.total else self.rows
        names = [self.first, *(column.name for column in self.columns)]
        return names, [[row.label, *row.values] for row in lines]


@dataclass(frozen=True)
class Link:
    """Where to go on."""

    url: str
    text: str


@dataclass(frozen=True)
class Nothing:
    """Why there is nothing to draw, and what changes that."""

    what: str
    next: str


@dataclass(frozen=True)
class Figure:
    """One of the overview's figures; without a chart it says in `nothing` why."""

    name: str
    """Its anchor, and the value of `unduh` that gives its table as a file."""
    title: str
    table: Table
    chart: object = None
    """A view model of `insight.charts`, drawn by its own template."""
    summary: str = ""
    """The one sentence to take away; it also tells a screen reader what the chart shows."""
    whole: str = ""
    """What the numbers are parts of."""
    as_of: str = ""
    """For which day they hold."""
    notes: tuple = ()
    more: Link | None = None
    nothing: Nothing | None = None
    choices: tuple = ()
    """(value, word) of what else the chart can show: the page's parameter `peta`."""
    chosen: str = ""
