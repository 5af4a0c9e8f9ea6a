"""Lists: a page of a table, with its count, its sums, and the place where the next page begins.

Nouns: a `ListQuery` (what is asked), a `Page` (what is given), a `Tombstone` (what is there no more). The one trick:
what the reader may not see is left out before anything he asks is looked at: who is limited to his own customers has
only the rows whose `owner` he is, and a column with a scope exists only for those who hold it.

Amounts come out in cents (only exports carry euros, docs/decisions/0004), dates and instants as such.

Errors: Refused("list.filter" | "list.sort" | "list.sums" | "list.fields" | "list.cursor").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar, overload

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.aws.call import Call
from chalicelib.aws.later import paced
from chalicelib.kernel.contract import Contract
from chalicelib.kernel.errors import Refused
from chalicelib.readmodel import cursor
from chalicelib.readmodel import export as files
from chalicelib.readmodel.database import Database
from chalicelib.readmodel.filters import ALL, Condition, joined, parse
from chalicelib.readmodel.freshness import current
from chalicelib.readmodel.order import order
from chalicelib.readmodel.selection import Found, Selection, Values
from chalicelib.readmodel.sight import was_in_sight
from chalicelib.readmodel.table import Column, Row, Table
from chalicelib.readmodel.values import micros, moment

R = TypeVar("R")
T = TypeVar("T")


class ListQuery(Contract):
    """What a list is asked; everything is optional."""

    q: str | None = Field(None, max_length=200, description="Words to search; accents and typos are forgiven")
    where: str | None = Field(None, max_length=16_000, description="Filter: JSON tree of and, or, not, field/op/value")
    sort: str | None = Field(None, max_length=200, description='Columns, "-" for descending: "-issued_on,number"')
    limit: int = Field(50, ge=1, le=500)
    cursor: str | None = Field(None, max_length=4000, description="`next` of the page before")
    fields: str | None = Field(None, max_length=1000, description="The columns wanted (all without it)")
    sums: str | None = Field(None, max_length=200, description="The columns to sum over the whole selection")
    updated_since: AwareDatetime | None = Field(None, description="Only rows written at or after this instant")


class Tombstone(Contract):
    """An item that is in this list no more (deleted, or out of the reader's sight), and since when."""

    kind: str
    id: str
    at: datetime


class Page(Contract, Generic[R]):
    """`count` and `sums` are those of the whole selection; `next` is null on the last page. `deleted` is filled on the
    first page of a question with `updated_since`."""

    items: list[R]
    next: str | None = None
    count: int
    sums: dict[str, int | Decimal] = Field(default_factory=dict)
    deleted: list[Tombstone] = Field(default_factory=list)


@overload
def page(call: Call, table: Table, query: ListQuery) -> Page[Row]: ...
@overload
def page(call: Call, table: Table, query: ListQuery, shape: type[R]) -> Page[R]: ...
def page(call: Call, table: Table, query: ListQuery, shape: Any = None) -> Any:
    """One page of `table` as the actor of `call` may see it; items are dicts, or instances of the contract `shape`."""
    meant = selection(call, table, query)
    summed = _named(query.sums, visible(call, table), "sums") if query.sums else ()
    if wrong := [column.name for column in summed if not column.kind.sums]:
        raise Refused("list.sums", f"« {wrong[0]} » ne s'additionne pas.", "sums")
    mark = _question(call, table, query)
    after = cursor.read(mark, query.cursor) if query.cursor else None

    def work(db: Database) -> Page[Any]:
        found = _found(meant, db, summed, after, query.limit + 1)
        items = [_shaped(meant, values, shape, query.fields) for _, values in found.rows[: query.limit]]
        more = cursor.write(mark, found.rows[query.limit - 1][0]) if len(found.rows) > query.limit else None
        gone = tombstones(db, call, table, query.updated_since) if query.updated_since and after is None else []
        return Page[Any](items=items, next=more, count=found.count, sums=found.sums, deleted=gone)

    return current().read(call.company, work)


def search(call: Call, table: Table, typed: str, limit: int = 10, where: str | None = None) -> list[Row]:
    """The best rows for what is typed (none for nothing): for a field that completes as one types."""
    meant = selection(call, table, ListQuery(q=typed, where=where))

    def work(db: Database) -> list[Row]:
        found = meant.page(db, (), None, limit)
        return [meant.loaded(values) for _, values in found.rows]

    return current().read(call.company, work) if meant.typed else []


def each(call: Call, table: Table, query: ListQuery, work: Callable[[Iterator[Row]], T]) -> T:
    """Give `work` every row of the selection, one by one, in order (`limit` and `cursor` play no part). Lists that
    `work` asks see the company as it was when it began. The pace of the call is told how far it is: in a request, Later
    is raised when there are too many."""
    meant = selection(call, table, query)

    def walk(db: Database) -> T:
        hits = meant.hits(db)
        rows = (meant.loaded(values) for _, values in meant.walk(db, hits))
        if call.pace is None:
            return work(rows)
        total, _ = meant.count(db, hits)
        call.pace(0, total)
        return work(paced(call.pace, total, rows))

    return current().read(call.company, walk)


def export(
    call: Call, table: Table, query: ListQuery, fmt: str = "xlsx", columns: Sequence[str] = (), locale: str = "fr"
) -> tuple[bytes, str, str]:
    """Every row of the selection as a file: (content, content type, file name). `columns` in the order wanted (all the
    actor may see without it), `fmt` "xlsx" or "csv"."""
    wanted = query.model_copy(update={"fields": ",".join(columns) or query.fields, "sums": None})
    known = visible(call, table)
    given = _named(wanted.fields, known, "fields") if wanted.fields else _usual(known)

    def write(rows: Iterator[Row]) -> tuple[bytes, str, str]:
        cells = (list(row.values()) for row in rows)
        return files.file(table.name, given, cells, fmt, locale, call.now)

    return each(call, table, wanted, write)


def selection(call: Call, table: Table, query: ListQuery) -> Selection:
    """The rows and columns meant by `query`, within what the actor may see."""
    columns = visible(call, table)
    condition = owned(call, table) & parse(query.where, columns)
    if query.updated_since:
        condition &= Condition("_at >= ?", (micros(query.updated_since),))
    given = _named(query.fields, columns, "fields") if query.fields else _usual(columns)
    typed = query.q.strip() if query.q else None
    ranked = bool(typed) and not query.sort
    wanted = order(query.sort, columns) if query.sort else order(table.title if ranked else table.sort, table.columns)
    return Selection(table, given, condition, typed or None, wanted, ranked)


def _usual(columns: Sequence[Column]) -> tuple[Column, ...]:
    """What is given when nothing is asked by name."""
    return tuple(column for column in columns if not column.aside)


def visible(call: Call, table: Table) -> tuple[Column, ...]:
    """The columns that exist for the actor."""
    return tuple(column for column in table.columns if column.scope is None or call.actor.may(column.scope))


def owned(call: Call, table: Table) -> Condition:
    """The rows that exist for the actor."""
    if not call.actor.only_own or table.owner is None:
        return ALL
    return joined("OR", [Condition(f'"{name}" = ?', (call.actor.id,)) for name in table.owners])


def tombstones(db: Database, call: Call, table: Table, since: datetime) -> list[Tombstone]:
    """The items written since then that have no row here for the actor (and had one, if he sees only his own)."""
    own = owned(call, table)
    condition = Condition(
        f'NOT EXISTS (SELECT 1 FROM "{table.name}_row" r WHERE r._id = t.id AND r._kind = t.kind AND {own.sql})',
        own.params,
    )
    if own != ALL:
        condition &= was_in_sight(call.actor, table)
    kinds = sorted(table.kinds)
    sql = f"""SELECT t.kind, t.id, c.at FROM _changes c INDEXED BY _changes_at CROSS JOIN _items t ON t.i = c.item
        WHERE c.at >= ? AND t.kind IN ({", ".join("?" * len(kinds))}) AND {condition.sql}
        AND c.v = (SELECT max(n.v) FROM _changes n WHERE n.item = c.item) ORDER BY c.at, t.id, t.kind"""
    found = db.rows(sql, (micros(since), *kinds, *condition.params))
    return [Tombstone(kind=kind, id=id, at=moment(at)) for kind, id, at in found]


def _found(meant: Selection, db: Database, sums: Sequence[Column], after: Any, most: int) -> Found:
    """A page. A cursor that was tampered with is refused like any other wrong one."""
    try:
        return meant.page(db, sums, after, most)
    except (TypeError, ValueError, IndexError, KeyError):
        if after is None:
            raise
        raise cursor.wrong() from None


def _shaped(meant: Selection, values: Values, shape: Any, partial: str | None) -> Any:
    row = meant.loaded(values)
    if shape is None or not issubclass(shape, BaseModel):
        return row
    return shape.model_construct(**row) if partial else shape.model_validate(row)


def _named(names: str, columns: Sequence[Column], field: str) -> tuple[Column, ...]:
    known = {column.name: column for column in columns}
    asked = [name.strip() for name in names.split(",")]
    if unknown := [name for name in asked if name not in known]:
        raise Refused(f"list.{field}", f"Le champ « {unknown[0][:40]} » n'existe pas dans cette liste.", field)
    return tuple(known[name] for name in dict.fromkeys(asked))


def _question(call: Call, table: Table, query: ListQuery) -> int:
    own = call.actor.id if call.actor.only_own else None
    return cursor.question(table.name, query.q, query.where, query.sort, query.updated_since, own)
