"""The rows meant by a question, whatever their number.

Nouns: a `Selection`. The one trick: page, count, sums and export all read the same selection, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.readmodel.database import Database
from chalicelib.readmodel.filters import ALL, Condition
from chalicelib.readmodel.order import Order
from chalicelib.readmodel.search import Tiers, tiers
from chalicelib.readmodel.table import Column, Table

Place = list[Any]
Values = tuple[Any, ...]


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

    def tiers(self, db: Database) -> Tiers | None:
        """The search questions; None without words."""
        return tiers(db, self.table, self.typed) if self.typed else None

    def count(self, db: Database, found: Tiers | None, sums: Sequence[Column] = ()) -> tuple[int, dict[str, Any]]:
        """How many rows, and the sum of some columns over them."""
        match = found.whole if found else None
        if found and not match:
            return 0, {column.name: column.kind.load(0) for column in sums}
        if match and not sums and self.condition == ALL:
            name = f'"{self.table.name}_line"'
            return int(db.value(f"SELECT count(*) FROM {name} WHERE {name} MATCH ?", (match,))), {}
        sql, params = self._sql(["count(*)", *map(_sum, sums)], match, self.condition)
        ((count, *totals),) = db.rows(sql, params)
        return count, {c.name: c.kind.load(total or 0) for c, total in zip(sums, totals, strict=True)}

    def walk(
        self, db: Database, found: Tiers | None, after: Place | None = None, limit: int | None = None
    ) -> Iterator[tuple[Place, Values]]:
        """(place, values of `columns`) of at most `limit` rows, in order, beyond the place `after`."""
        if found is None or (found.whole and not self.ranked):
            yield from self._in_order(db, found.whole if found else None, after, limit)
            return
        begin, after = (int(after[0]), after[1:]) if after else (0, None)
        for rank, match in list(enumerate(found.each()))[begin:]:
            for place, values in self._in_order(db, match, after, limit):
                yield [rank, *place], values
                limit = None if limit is None else limit - 1
            if limit == 0:
                return
            after = None

    def _in_order(
        self, db: Database, match: str | None, after: Place | None, limit: int | None
    ) -> Iterator[tuple[Place, Values]]:
        condition = self.condition if after is None else self.condition & self.order.after(after)
        keys = self.order.keys
        sql, params = self._sql([*keys, *(f'"{column.name}"' for column in self.columns)], match, condition)
        most = -1 if limit is None else limit
        for row in db.walk(f"{sql} ORDER BY {self.order.sql} LIMIT ?", (*params, most)):
            yield list(row[: len(keys)]), row[len(keys) :]

    def _sql(self, wanted: Sequence[str], match: str | None, condition: Condition) -> tuple[str, tuple[Any, ...]]:
        name = self.table.name
        given = ", ".join(wanted)
        if match is None:
            return f'SELECT {given} FROM "{name}" WHERE {condition.sql}', condition.params
        source = f'"{name}_line" CROSS JOIN "{name}" ON _r = "{name}_line".rowid'
        sql = f'SELECT {given} FROM {source} WHERE "{name}_line" MATCH ? AND {condition.sql}'
        return sql, (match, *condition.params)


def _sum(column: Column) -> str:
    return f'{"sum" if column.kind.sql == "INTEGER" else "exact_sum"}("{column.name}")'
