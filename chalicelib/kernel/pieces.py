"""Long work cut in pieces, each small enough for one question or one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def pieces(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in order, at most `size` at a time, and never more than that in memory."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
