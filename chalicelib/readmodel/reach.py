"""How far down the order a page can reach, judged by some rows.

Noun: the *reach* of a page: a condition on the first term of the order ("turnover at least 19 800 €") that holds for a
few hundred rows, those of the page among them. The one trick: it is read off a few hundred rows spread evenly over the
table, so whoever passes over the whole table can note just those; whether they were enough is counted afterwards.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from math import ceil

from chalicelib.readmodel.database import Database
from chalicelib.readmodel.filters import ALL, Condition
from chalicelib.readmodel.order import Order
from chalicelib.readmodel.table import Table

LOOKED_AT = 600
SPARE, SHARE = 4, 2  # how many more of them than a page needs
MOST_NOTED = 5000
DENSE = 0.1
GOLDEN = 0.6180339887498949


def reach(db: Database, table: Table, order: Order, condition: Condition, after: object, most: int) -> Condition | None:
    """The reach of a page of `most` rows beyond the place `after`: ALL when few rows are in question; None when very
    many rows are equal in the first term."""
    last = _last(db, table)
    if last <= 2 * LOOKED_AT:
        return ALL
    some = sample(db, table, LOOKED_AT)
    beyond = condition if after is None else condition & order.after(after)  # type: ignore[arg-type]
    term = order.terms[0]
    direction = " DESC" if term.down else ""
    sql = f'SELECT {term.name} FROM "{table.name}_row" WHERE _r IN carray(?) AND {beyond.sql}'
    values = [value for (value,) in db.rows(f"{sql} ORDER BY +{term.name}{direction}", (some, *beyond.params))]
    if order.keys[0] in table.quick and len(values) > DENSE * LOOKED_AT:
        return None
    rank = SPARE + ceil(SHARE * most * LOOKED_AT / last)
    if len(values) < rank:
        return ALL
    edge = values[rank - 1]
    within = rank + sum(1 for value in values[rank:] if value == edge)
    return term.until(edge) if within * last <= MOST_NOTED * LOOKED_AT else None


def sample(db: Database, table: Table, size: int) -> object:
    """The numbers of some rows, for `IN carray(?)`: spread evenly, in step with nothing."""
    return db.numbers(_spread(_last(db, table), size))


@lru_cache(maxsize=64)
def _spread(last: int, size: int) -> array[int]:
    return array("q", sorted({1 + int(last * (n * GOLDEN % 1)) for n in range(size)}))


def _last(db: Database, table: Table) -> int:
    return int(db.value(f'SELECT max(_r) FROM "{table.name}_row"') or 0)
