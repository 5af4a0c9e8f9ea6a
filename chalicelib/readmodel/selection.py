"""The rows meant by a question, whatever their number.

Nouns: a `Selection`; `Found` (a page of it, with its count and sums). The one trick: page, count, sums and export all
read the same selection, so they cannot disagree; and some rows looked at first tell how far down the order the page can
reach, so that one pass counts, sums and notes the few rows that may be on the page:

    a filter or a sort   one pass, then the rows noted are sorted (see `reach`)
    neither              the page follows the index of the order
    very equal rows      (a sort by state) one pass counts and sums; another sorts, or follows the index of the order
    words searched       the rows found, tier after tier, until the page is full (see `hits`)

Counts and sums are kept until the file moves on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chalicelib.kernel.pieces import pieces
from chalicelib.readmodel.database import Database
from chalicelib.readmodel.filters import ALL, Condition
from chalicelib.readmodel.hits import Hits
from chalicelib.readmodel.order import Order
from chalicelib.readmodel.reach import reach, sample
from chalicelib.readmodel.table import Column, Row, Table, loader

MANY = 5000
LOOKED_AT, DENSE = 40, 0.3
CHUNK = 500
SHARE = 40
Place = list[Any]
Values = tuple[Any, ...]
Walked = tuple[Place, Values]


@dataclass(frozen=True)
class Found:
    count: int
    sums: dict[str, Any]
    rows: list[Walked]


@dataclass(frozen=True)
class Selection:
    """`columns` are those given back, `typed` the words searched, `ranked` whether the best come first (then `order`
    decides between equals)."""

    table: Table
    columns: tuple[Column, ...]
    condition: Condition
    typed: str | None
    order: Order
    ranked: bool

    @cached_property
    def loaded(self) -> Callable[[Values], Row]:
        """What makes a row of the values that `walk` gives."""
        return loader(self.columns)

    def page(self, db: Database, sums: Sequence[Column], after: Place | None, most: int) -> Found:
        """At most `most` rows beyond the place `after`; the count and sums of the whole selection."""
        indexed = self.condition == ALL and self.order.keys[0] in self.table.quick
        near = None if self.typed or indexed else reach(db, self.table, self.order, self.condition, after, most)
        if near and (found := self._in_one_pass(db, sums, near, after, most)):
            return found
        hits = self.hits(db)
        count, totals = self.count(db, hits, sums)
        rows = list(self.walk(db, hits, after, min(most, count), self._many(db, count)))
        return Found(count, totals, rows)

    def hits(self, db: Database) -> Hits | None:
        """What the words find; None without words."""
        return Hits(db, self.table, self.typed) if self.typed else None

    def count(self, db: Database, hits: Hits | None, sums: Sequence[Column] = ()) -> tuple[int, dict[str, Any]]:
        """How many rows, and the sum of some columns over them."""
        if hits and (not hits.whole or hits.rows == [] or (not sums and self.condition == ALL)):
            return hits.count(), _totals(sums, [None] * len(sums))
        wanted = ["count(*)", *map(_sum, sums)]
        if hits and hits.rows:
            sql = f"SELECT {', '.join(wanted)} FROM {self._named()} WHERE {self.condition.sql}"
            ((count, *totals),) = db.rows(sql, (db.numbers(hits.rows), *self.condition.params))
        else:
            ((count, *totals),) = db.kept(*self._sql(wanted, hits.whole if hits else None, self.condition))
        return count, _totals(sums, totals)

    def walk(
        self, db: Database, hits: Hits | None, after: Place | None = None, most: int | None = None, many: bool = False
    ) -> Iterator[Walked]:
        """(place, values of `columns`) of at most `most` rows, in order, beyond the place `after`. `many`: follow the
        index of the order."""
        rows = self._ranked(db, hits, after, most, many) if hits else self._in_order(db, None, after, most, many)
        for some in pieces(rows, CHUNK):
            values = self._values(db, [row for _, row in some])
            yield from ((place, values[row]) for place, row in some)

    def _ranked(
        self, db: Database, hits: Hits, after: Place | None, most: int | None, many: bool
    ) -> Iterator[tuple[Place, int]]:
        """The places and numbers of the rows found: tier after tier, or in the order alone."""
        if not self.ranked:
            yield from self._of(db, hits.whole, hits.rows, after, most, many) if hits.whole else ()
            return
        begin, after = (int(after[0]), after[1:]) if after else (0, None)
        for rank, match, rows in hits.tiers():
            if rank < begin:
                continue
            for place, row in self._of(db, match, rows, after if rank == begin else None, most, many):
                yield [rank, *place], row
                most = None if most is None else most - 1
            if most == 0:
                return

    def _of(
        self, db: Database, match: str, rows: list[int] | None, after: Place | None, most: int | None, many: bool
    ) -> Iterator[tuple[Place, int]]:
        """Some rows in the order: those of the numbers, or (None: too many to be named) those that answer `match`."""
        if rows is None:
            yield from self._in_order(db, match, after, most, many)
            return
        condition = self.condition if after is None else self.condition & self.order.after(after)
        yield from self._among(db, rows, condition, most)

    def _many(self, db: Database, count: int) -> bool:
        """Are `count` rows so many that following the index of the order finds a page sooner than sorting them?"""
        if self.order.keys[0] not in self.table.quick:
            return False
        if self.typed:
            return count > MANY
        return count * SHARE > int(db.value(f'SELECT count(*) FROM "{self.table.name}_row"'))

    def _in_one_pass(
        self, db: Database, sums: Sequence[Column], near: Condition, after: Place | None, most: int
    ) -> Found | None:
        """The page, if it is within `near`: a condition on the order that is believed to hold for enough rows."""
        beyond = ALL if after is None else self.order.after(after)
        noted = beyond & near
        wanted = ["count(*)", *map(_sum, sums), f"group_concat(_r) FILTER (WHERE {noted.sql})"]
        sql, params = self._sql(wanted, None, self.condition)
        ((count, *totals, found),) = db.rows(sql, (*noted.params, *params))
        numbers = [int(number) for number in found.split(",")] if found else []
        if len(numbers) < most and near != ALL:
            return None
        rows = list(self._among(db, numbers, ALL, most))
        values = self._values(db, [row for _, row in rows])
        return Found(count, _totals(sums, totals), [(place, values[row]) for place, row in rows])

    def _among(
        self, db: Database, rows: Sequence[int], condition: Condition, most: int | None
    ) -> Iterator[tuple[Place, int]]:
        """The rows of these numbers that the condition holds for, in the order."""
        wanted = ", ".join(["_r", *self.order.keys])
        sql = f"SELECT {wanted} FROM {self._named()} WHERE {condition.sql} ORDER BY {self.order.sql()} LIMIT ?"
        params = (db.numbers(rows), *condition.params, -1 if most is None else most)
        for row, *place in db.rows(sql, params):
            yield place, row

    def _named(self) -> str:
        """The source of rows given by their numbers."""
        return f'carray(?) named CROSS JOIN "{self.table.name}_row" ON _r = named.value'

    def _values(self, db: Database, numbers: Sequence[int]) -> dict[int, Values]:
        """The values of `columns` of some rows, by row number."""
        shown = "".join(f", {column.shown}" for column in self.columns)
        source = f'"{self.table.name}_row" t LEFT JOIN "{self.table.name}_wide" w ON w._r = t._r'
        sql = f"SELECT t._r{shown} FROM {source} WHERE t._r IN carray(?)"
        return {row[0]: row[1:] for row in db.walk(sql, (db.numbers(numbers),))}

    def _in_order(
        self, db: Database, match: str | None, after: Place | None, most: int | None, many: bool
    ) -> Iterator[tuple[Place, int]]:
        condition = self.condition if after is None else self.condition & self.order.after(after)
        sql, params = self._sql(["_r", *self.order.keys], match, condition, many, self._dense(db, match, many))
        limit = -1 if most is None else most
        for row, *place in db.walk(f"{sql} ORDER BY {self.order.sql(many)} LIMIT ?", (*params, limit)):
            yield place, row

    def _dense(self, db: Database, match: str | None, many: bool) -> bool:
        """Do so many rows answer `match` that asking row by row along the index is quicker than listing them?"""
        if match is None or not many:
            return False
        sql = f'SELECT count(*) FROM "{self.table.name}_row" WHERE _r IN carray(?) AND {_answers(self.table)}'
        return int(db.value(sql, (sample(db, self.table, LOOKED_AT), match))) >= DENSE * LOOKED_AT

    def _sql(
        self, wanted: Sequence[str], match: str | None, condition: Condition, many: bool = False, dense: bool = False
    ) -> tuple[str, tuple[Any, ...]]:
        name = self.table.name
        source, hits = f'"{name}_row"', f'(SELECT rowid AS _hit FROM "{name}_line" WHERE "{name}_line" MATCH ?)'
        params = condition.params if match is None else (match, *condition.params)
        where = condition.sql
        if many:
            source += f' INDEXED BY "{name}_{self.table.quick[self.order.keys[0]]}"'
            found = _answers(self.table) if dense else f"_r IN {hits}"
            where = f"{found} AND {where}" if match is not None else where
        elif match is not None:
            source = f"{hits} CROSS JOIN {source} ON _r = _hit"
        return f"SELECT {', '.join(wanted)} FROM {source} WHERE {where}", params


def _answers(table: Table) -> str:
    """Does a row answer the question given as parameter?"""
    name = f'"{table.name}_line"'
    return f"EXISTS (SELECT 1 FROM {name} WHERE {name} MATCH ? AND rowid = _r)"


def _sum(column: Column) -> str:
    function = "sum" if column.kind.sql == "INTEGER" else "exact_sum"
    return f"{function}({_summed(column)})"


def _summed(column: Column) -> str:
    return column.shown if column.figure else f'"{column.euros or column.name}"'


def _totals(sums: Sequence[Column], totals: Sequence[Any]) -> dict[str, Any]:
    return {column.name: column.kind.load(total or 0) for column, total in zip(sums, totals, strict=True)}
