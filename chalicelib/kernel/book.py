"""A book: a small reference set (grids, families, categories) kept as ONE item per company.

The one trick: a sale reads the whole set with one key of its batch, whichever entry it will need; so a book
holds tens of entries, never thousands.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from chalicelib.kernel.text import fold

WHOLE = "all"
"""The id of a book's only item."""


class Entry(Protocol):
    @property
    def id(self) -> str: ...


class Named(Entry, Protocol):
    @property
    def name(self) -> str: ...


E = TypeVar("E", bound=Entry)
N = TypeVar("N", bound=Named)


def entry(items: Iterable[E], id: str | None) -> E | None:
    """The entry of that id, if the book has it."""
    return next((item for item in items if item.id == id), None)


def with_entry(items: Iterable[E], new: E) -> tuple[E, ...]:
    """The entries with `new` in the place of the one of its id, or at the end."""
    kept = tuple(items)
    if entry(kept, new.id) is None:
        return (*kept, new)
    return tuple(new if item.id == new.id else item for item in kept)


def without(items: Iterable[E], id: str) -> tuple[E, ...]:
    return tuple(item for item in items if item.id != id)


def named(items: Iterable[N], said: str) -> N | None:
    """The entry a person means, by its name (accents and case forgiven) or its id."""
    key = fold(said)
    return next((item for item in items if item.id == said or fold(item.name) == key), None)


def names(items: Iterable[Named], ids: Iterable[str]) -> list[str]:
    """What entries are called now, in the order they were put; one deleted since is left out."""
    called = {item.id: item.name for item in items}
    return [called[id] for id in ids if id in called]
