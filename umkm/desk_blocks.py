"""What the apps above the register add to an owner's desk; each registers when the portal starts (`AppConfig.ready`).

A maker is a function of a business and a day. It returns None, or nothing, where it has nothing to say.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from umkm.models import Business


@dataclass(frozen=True)
class Example:
    """One of the things a block speaks of: its page, and its amount in whole rupiah."""

    text: str
    url: str
    amount: int


@dataclass(frozen=True)
class Block:
    """A part of the desk: a sentence, an amount in whole rupiah where there is one, and the page that tells more.

    `for_owner`: only the owner may open that page, so helpers are not shown the way to it.
    """

    title: str
    text: str
    amount: int | None = None
    note: str = ""
    examples: tuple[Example, ...] = ()
    url: str = ""
    link: str = ""
    for_owner: bool = False


@dataclass(frozen=True)
class Task:
    """One thing that waits for the owner, and the page where it is done."""

    text: str
    url: str
    link: str


_blocks: list[Callable[[Business, date], Block | None]] = []
_tasks: list[Callable[[Business, date], Iterable[Task]]] = []


def desk_block(make):
    """Decorator: `make(business, on)` gives a block of the desk or None."""
    _blocks.append(make)
    return make


def desk_tasks(make):
    """Decorator: `make(business, on)` gives the tasks that wait for the owner, the most pressing first."""
    _tasks.append(make)
    return make


def blocks_of(business, on):
    """The blocks of `business` on day `on`, in the order of the apps."""
    return [block for make in _blocks if (block := make(business, on))]


def tasks_of(business, on):
    """Everything that waits for the owner of `business` on day `on`."""
    return [task for make in _tasks for task in make(business, on)]
