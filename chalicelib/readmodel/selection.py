"""The rows meant by a question, whatever their number.

Nouns: a `Selection`; `Found` (a page of it, with its count and sums). The one trick: page, count, sums and export all
read the same selection, so they cannot disagree; and a look at a thousand rows tells which way of reading is quickest:

    few rows answer    one pass keeps their keys, then counts, sums, sorts and pages those
    many rows answer   one pass counts and sums; the page follows the index of the order, or sorts
    words searched     the rows found, ranked and sorted here; when they are many, tier after tier until the page is
                       full (see `search`)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from chalicelib.readmodel.database import Database
from chalicelib.readmodel.filters import ALL, Condition
from chalicelib.readmodel.order import Order, Term
from chalicelib.readmodel.search import Tiers, tiers
from chalicelib.readmodel.table import Column, Table

MANY = 5000
MOST_RANKED = 500
CHUNK = 500
SHARE = 40
SAMPLES, SAMPLE = 5, 200
FEW, FEW_IN_ORDER = 0.25, 0.1
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

    def page(self, db: Database, sums: Sequence[Column], after: Place | None, most: int) -> Found:
        """At most `most` rows beyond the place `after`; the count and sums of the whole selection."""
        if not self.typed and self.condition != ALL and self._few(db):
            return self._in_one_pass(db, sums, after, most)
        found = self.tiers(db)
        ranks = found.ranks(db, self.table, MOST_RANKED) if found and self.ranked else None
        if ranks is not None:
            return self._best(db, ranks, sums, after, most)
        count, totals = self.count(db, found, sums)
        rows = list(self.walk(db, found, after, min(most, count), self._many(db, count)))
        return Found(count, totals, rows)

    def tiers(self, db: Database) -> Tiers | None:
        """The search questions; None without words."""
        return tiers(db, self.table, self.typed) if self.typed else None

    def count(self, db: Database, found: Tiers | None, sums: Sequence[Column] = ()) -> tuple[int, dict[str, Any]]:
        """How many rows, and the sum of some columns over them."""
        match = found.whole if found else None
        if found and not match:
            return 0, _totals(sums, [None] * len(sums))
        if match and not sums and self.condition == ALL:
            name = f'"{self.table.name}_line"'
            return int(db.value(f"SELECT count(*) FROM {name} WHERE {name} MATCH ?", (match,))), {}
        sql, params = self._sql(["count(*)", *map(_sum, sums)], match, self.condition)
        ((count, *totals),) = db.rows(sql, params)
        return count, _totals(sums, totals)

    def walk(
        self, db: Database, found: Tiers | None, after: Place | None = None, most: int | None = None, many: bool = False
    ) -> Iterator[Walked]:
        """(place, values of `columns`) of at most `most` rows, in order, beyond the place `after`. `many`: follow the
        index of the order."""
        rows = self._walk(db, found, after, most, many)
        while some := list(islice(rows, CHUNK)):
            values = self._values(db, [row for _, row in some])
            yield from ((place, values[row]) for place, row in some)

    def _walk(
        self, db: Database, found: Tiers | None, after: Place | None, most: int | None, many: bool
    ) -> Iterator[tuple[Place, int]]:
        """The places and numbers of the rows: tier after tier, or in the order alone."""
        if found is None or (found.whole and not self.ranked):
            yield from self._in_order(db, found.whole if found else None, after, most, many)
            return
        begin, after = (int(after[0]), after[1:]) if after else (0, None)
        better = list(range(begin))
        for rank in range(begin, len(found.asked)):
            given = 0
            for place, row in self._in_order(db, found.without(rank, better), after, most, many):
                yield [rank, *place], row
                given += 1
            most = None if most is None else most - given
            if most == 0:
                return
            better += [rank] if given or after else []
            after = None

    def _few(self, db: Database) -> bool:
        """Do few rows answer, judging by some of them taken here and there?"""
        last = int(db.value(f'SELECT max(_r) FROM "{self.table.name}_row"') or 0)
        if last <= SAMPLES * SAMPLE:
            return True
        starts = [last * part // SAMPLES for part in range(SAMPLES)]
        some = " OR ".join(f"_r BETWEEN {start} AND {start + SAMPLE}" for start in starts)
        sql, params = self._sql(["count(*)"], None, Condition(f"({some})") & self.condition)
        few = FEW_IN_ORDER if self.order.keys[0] in self.table.quick else FEW
        return int(db.value(sql, params)) < few * SAMPLES * SAMPLE

    def _many(self, db: Database, count: int) -> bool:
        """Are `count` rows so many that following the index of the order finds a page sooner than sorting them?"""
        if self.order.keys[0] not in self.table.quick:
            return False
        if self.typed:
            return count > MANY
        return count * SHARE > int(db.value(f'SELECT count(*) FROM "{self.table.name}_row"'))

    def _in_one_pass(self, db: Database, sums: Sequence[Column], after: Place | None, most: int) -> Found:
        order = Order(tuple(Term(f"k{i}", term.down) for i, term in enumerate(self.order.terms)))
        keys = ", ".join(order.keys)
        kept = [f"{term.name} AS {key}" for term, key in zip(self.order.terms, order.keys, strict=True)]
        kept += [f'"{column.name}" AS s{i}' for i, column in enumerate(sums)]
        hit, params = self._sql(["_r AS r", *kept], None, self.condition)
        beyond = order.after(after) if after is not None else ALL
        totals = "".join(f", {_sum(column, f's{i}')}" for i, column in enumerate(sums))
        none = ", NULL" * len(sums)
        sql = f"""WITH hit AS MATERIALIZED ({hit})
            SELECT count(*){totals}{", NULL" * len(order.keys)} FROM hit UNION ALL
            SELECT * FROM (SELECT r{none}, {keys} FROM hit WHERE {beyond.sql} ORDER BY {order.sql()} LIMIT ?)"""
        first, *rows = db.rows(sql, (*params, *beyond.params, most))
        values = self._values(db, [row[0] for row in rows])
        walked = [(list(row[1 + len(sums) :]), values[row[0]]) for row in rows]
        return Found(first[0], _totals(sums, first[1 : 1 + len(sums)]), walked)

    def _best(
        self, db: Database, ranks: dict[int, int], sums: Sequence[Column], after: Place | None, most: int
    ) -> Found:
        """The page, count and sums of rows whose ranks are known."""
        hits = Condition(f"_r IN ({', '.join(map(str, ranks))})") & self.condition
        sql, params = self._sql(["_r", *self.order.keys], None, hits)
        rows = {row: [ranks[row], *keys] for row, *keys in db.rows(sql, params)}
        beyond = [row for row in rows if after is None or _sortable(rows[row]) > _sortable(after)]
        given = sorted(beyond, key=lambda row: _sortable(rows[row]))[:most]
        totals: Sequence[Any] = ()
        if sums:
            sql, params = self._sql([*map(_sum, sums)], None, hits)
            (totals,) = db.rows(sql, params)
        values = self._values(db, given)
        return Found(len(rows), _totals(sums, totals), [(rows[row], values[row]) for row in given])

    def _values(self, db: Database, numbers: Sequence[int]) -> dict[int, Values]:
        """The values of `columns` of some rows, by row number."""
        shown = "".join(f", {column.shown}" for column in self.columns)
        source = f'"{self.table.name}_row" t LEFT JOIN "{self.table.name}_wide" w ON w._r = t._r'
        found = db.walk(f"SELECT t._r{shown} FROM {source} WHERE t._r IN ({', '.join(map(str, numbers))})")
        return {row[0]: row[1:] for row in found}

    def _in_order(
        self, db: Database, match: str | None, after: Place | None, most: int | None, many: bool
    ) -> Iterator[tuple[Place, int]]:
        condition = self.condition if after is None else self.condition & self.order.after(after)
        sql, params = self._sql(["_r", *self.order.keys], match, condition, many)
        limit = -1 if most is None else most
        for row, *place in db.walk(f"{sql} ORDER BY {self.order.sql(many)} LIMIT ?", (*params, limit)):
            yield place, row

    def _sql(
        self, wanted: Sequence[str], match: str | None, condition: Condition, many: bool = False
    ) -> tuple[str, tuple[Any, ...]]:
        name = self.table.name
        source, hits = f'"{name}_row"', f'(SELECT rowid AS _hit FROM "{name}_line" WHERE "{name}_line" MATCH ?)'
        params = condition.params if match is None else (match, *condition.params)
        where = condition.sql
        if many:
            source += f' INDEXED BY "{name}_{self.table.quick[self.order.keys[0]]}"'
            where = f"_r IN {hits} AND {where}" if match is not None else where
        elif match is not None:
            source = f"{hits} CROSS JOIN {source} ON _r = _hit"
        return f"SELECT {', '.join(wanted)} FROM {source} WHERE {where}", params


def _sortable(place: Place) -> list[tuple[bool, Any]]:
    """Places compare as SQLite compares them: what is absent stands first."""
    return [(value is not None, value) for value in place]


def _sum(column: Column, name: str = "") -> str:
    function = "sum" if column.kind.sql == "INTEGER" else "exact_sum"
    return f'{function}("{name or column.name}")'


def _totals(sums: Sequence[Column], totals: Sequence[Any]) -> dict[str, Any]:
    return {column.name: column.kind.load(total or 0) for column, total in zip(sums, totals, strict=True)}
