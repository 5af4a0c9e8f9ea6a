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
from chalicelib.readmodel.words import words

Tier = tuple[int, str, list[int] | None]


class Hits:
    """What is found in a table for what is typed."""

    def __init__(self, db: Database, table: Table, typed: str) -> None:
        self.db, self.table, self.typed = db, table, typed
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

    def count(self) -> int:
        """How many rows: those read, and those behind them, which are counted."""
        if self.rows is not None or self.whole is None:
            return len(self.rows or ())
        if everywhere := self._everywhere():
            return everywhere
        first, name = self.finder.rows(self.whole), f'"{self.table.name}_line"'
        sql = f"SELECT count(*) FROM {name} WHERE {name} MATCH ? AND rowid > ?"
        return len(first) + int(self.db.kept(sql, (self.whole, first[-1]))[0][0])

    def _everywhere(self) -> int:
        """The number of all rows, when each of them has all the words typed: then nothing need be counted, which for
        such words takes longest. Otherwise 0."""
        typed, name = set(words(self.typed)), self.table.name
        rows = int(self.db.kept(f'SELECT count(*) FROM "{name}_row"')[0][0])
        sql = f'SELECT count(*) FROM "{name}_word" WHERE n = ? AND word IN ({", ".join("?" * len(typed))})'
        return rows if self.db.kept(sql, (rows, *sorted(typed)))[0][0] == len(typed) else 0

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
