"""An answer that takes longer than a request may: it is made afterwards, by the same operation, and left for fetching.

Nouns: a *pace* (who is told how far a long answer is), `Later` (raised once an answer is seen to be long), `Asked`
(kernel: the operation with what it was given). The one trick: what runs later is the operation itself, called again
without haste, so that every export is written once and any of them may be long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from chalicelib.aws.config import config

STEP = 1000
R = TypeVar("R")
Pace = Callable[[int, int], None]
"""Told the rows done and those there are."""


class Later(Exception):
    """So many rows are for later."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


def most_rows() -> int:
    """What a request may write out at once: 20,000 are some five seconds of a workbook, of the 29 that API Gateway
    waits."""
    return config().rows_at_once


def at_once(done: int, rows: int) -> None:
    """The pace of a request: Later when there is too much."""
    if rows > most_rows():
        raise Later(rows)


def paced(pace: Pace, total: int, rows: Iterable[R]) -> Iterator[R]:
    """The rows, and the pace told every thousand."""
    for number, row in enumerate(rows, 1):
        yield row
        if number % STEP == 0:
            pace(number, total)
