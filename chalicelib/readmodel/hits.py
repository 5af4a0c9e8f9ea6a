"""Hits: the rows that a search finds, tier by tier, each row in its best tier only.

The one trick: rows are few numbers or too many to be named; the few are read once and told apart here, of the many only
the question goes on, and SQLite follows the index of the order until the page is full.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from chalicelib.readmodel import search
from chalicelib.readmodel.database import Database
from chalicelib.readmodel.table import Table

Tier = tuple[int, str, list[int] | None]


class Hits:
    """What is found in a table for what is typed."""

    def __init__(self, db: Database, table: Table, typed: str) -> None:
        self.finder = search.Finder(db, table)
        self.asked = search.tiers(self.finder, typed)

    @property
    def whole(self) -> str | None:
        """The question that finds them all; None when nothing can be asked."""
        return self.asked.whole

    @cached_property
    def rows(self) -> list[int] | None:
        """The numbers of all rows; None when they are too many to be named."""
        return self._named(self.whole) if self.whole else []

    def tiers(self) -> Iterator[Tier]:
        """(rank, question, row numbers or None) of every tier that has rows, the best first, without the rows of those
        before."""
        taken: set[int] = set()
        better: list[int] = []
        named = True
        for rank, question in enumerate(self.asked.asked):
            rows = self._named(question)
            if rows == []:
                continue
            named = named and rows is not None
            own = [row for row in rows if row not in taken] if named and rows is not None else None
            if own != []:
                yield rank, self.asked.without(rank, better), own
            taken.update(rows or ())
            better.append(rank)

    def _named(self, question: str) -> list[int] | None:
        rows = self.finder.rows(question)
        return rows if len(rows) <= search.MOST_NAMED else None
