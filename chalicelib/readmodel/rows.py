"""Rows put into a table: the values, the search line, the counted words.

Nouns: a `Draft` (all the rows of one item as they must be). The one trick: rows of an item are matched by their rank,
kept in place when they exist, and the search index is touched only when the line of a row really changes, so an order
that only changes state costs one update.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.readmodel.database import Database
from chalicelib.readmodel.table import Column, Table
from chalicelib.readmodel.values import Sqlite
from chalicelib.readmodel.words import line, sound, vocabulary


@dataclass(frozen=True)
class Draft:
    """The item (`kind`, `id`) at version `v`, written at `at`, and the values of its rows. `fresh`: it has none yet."""

    kind: str
    id: str
    v: int
    at: int
    rows: Sequence[list[Sqlite]]
    fresh: bool


class Writer:
    """Collects the drafts of one table, then writes them with a few statements."""

    def __init__(self, db: Database, table: Table) -> None:
        self.db, self.table = db, table
        self.next = int(db.value(f'SELECT max(_r) FROM "{table.name}_row"') or 0) + 1
        self.inserted: list[Sequence[Sqlite]] = []
        self.updated: list[Sequence[Sqlite]] = []
        self.removed: list[tuple[int]] = []
        self.wide: list[Sequence[Sqlite]] = []
        self.lines_in: list[tuple[int, str]] = []
        self.lines_out: list[tuple[int]] = []
        self.words: Counter[str] = Counter()
        self._places = [(mark, table.stored.index(_searched(column))) for mark, column in table.marked]
        self._columns = "".join(f", {_searched(column)}" for column in table.searched)

    def put(self, draft: Draft) -> None:
        """Replace all rows of the draft's item."""
        old = {} if draft.fresh else self._old(draft)
        for n, values in enumerate(draft.rows):
            before = old.pop(n, None)
            row, text = self._place(before), self._line(values)
            compared, shown = values[: len(self.table.stored)], values[len(self.table.stored) :]
            if before is None:
                self.inserted.append((row, draft.kind, draft.id, n, draft.v, draft.at, *compared))
            else:
                self.updated.append((draft.v, draft.at, *compared, row))
            if any(value is not None for value in shown):
                self.wide.append((row, *shown))
            self._reline(row, before[1] if before else "", text)
        for row, text in old.values():
            self.removed.append((row,))
            self._reline(row, text, "")

    def _old(self, draft: Draft) -> dict[int, tuple[int, str]]:
        """The present rows of the item: rank -> (row number, line)."""
        found = self.db.rows(
            f'SELECT _n, _r{self._columns} FROM "{self.table.name}_row" WHERE _id = ? AND _kind = ?',
            (draft.id, draft.kind),
        )
        marks = [mark for mark, _ in self.table.marked]
        return {n: (row, line(zip(marks, values, strict=True))) for n, row, *values in found}

    def _place(self, before: tuple[int, str] | None) -> int:
        if before:
            return before[0]
        self.next += 1
        return self.next - 1

    def _line(self, values: Sequence[Any]) -> str:
        return line((mark, values[place]) for mark, place in self._places) if self._places else ""

    def _reline(self, row: int, before: str, after: str) -> None:
        if before == after:
            return
        if before:
            self.lines_out.append((row,))
            self.words.subtract(vocabulary(before))
        if after:
            self.lines_in.append((row, after))
            self.words.update(vocabulary(after))

    def write(self) -> None:
        """Everything collected, in an order that lets a row number be used again."""
        name, db = self.table.name, self.db
        settings = ", ".join(f"{column} = ?" for column in ("_v", "_at", *self.table.stored))
        db.many(f'DELETE FROM "{name}_row" WHERE _r = ?', self.removed)
        db.many(f'UPDATE "{name}_row" SET {settings} WHERE _r = ?', self.updated)
        db.many(f'INSERT INTO "{name}_row" VALUES ({_marks(6 + len(self.table.stored))})', self.inserted)
        gone = [*self.removed, *((row[-1],) for row in self.updated)]
        db.many(f'DELETE FROM "{name}_wide" WHERE _r = ?', gone)
        db.many(f'INSERT INTO "{name}_wide" VALUES ({_marks(1 + len(self.table.wide))})', self.wide)
        if self.table.searched:
            db.many(f'DELETE FROM "{name}_line" WHERE rowid = ?', self.lines_out)
            db.many(f'INSERT INTO "{name}_line" (rowid, line) VALUES (?, ?)', self.lines_in)
            self._count_words(f'"{name}_word"')

    def _count_words(self, table: str) -> None:
        counted = [(word, n, sound(word), word[::-1]) for word, n in sorted(self.words.items()) if n]
        self.db.many(
            f"INSERT INTO {table} VALUES (?, ?, ?, ?) ON CONFLICT (word) DO UPDATE SET n = n + excluded.n", counted
        )
        self.db.many(f"DELETE FROM {table} WHERE word = ? AND n <= 0", [(word,) for word, n, *_ in counted if n < 0])


def _searched(column: Column) -> str:
    """The SQL name of what a line is made of: folded once is folded for good."""
    return column.compared if column.kind.wide else f'"{column.name}"'


def _marks(count: int) -> str:
    return ", ".join("?" * count)
