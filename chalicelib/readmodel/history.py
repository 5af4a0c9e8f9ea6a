"""History: who changed what, when, from what, to what.

Nouns: a `HistoryRow` (one field of one change; a creation or a deletion is one row). The one trick: history is read
from the trail, which is written from the journal, which nothing rewrites: no route can alter or delete a row of it.

Of an item of a secret kind one sees that it changed, by whom and when, never what. The newest come first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal

from pydantic import AwareDatetime, Field

from chalicelib.aws.call import Call
from chalicelib.kernel.contract import Contract
from chalicelib.kernel.dates import paris_midnight
from chalicelib.readmodel import cursor, export
from chalicelib.readmodel.database import Database
from chalicelib.readmodel.filters import Condition
from chalicelib.readmodel.freshness import current
from chalicelib.readmodel.sight import in_sight
from chalicelib.readmodel.table import Column
from chalicelib.readmodel.values import micros, moment

What = Literal["created", "changed", "deleted", "secret"]
WHAT: tuple[What, ...] = ("created", "changed", "deleted", "secret")
COLUMNS = (
    Column("at", "instant", fr="Date et heure", en="Date and time"),
    Column("user", "text", fr="Utilisateur", en="User"),
    Column("command", "text", fr="Action", en="Action"),
    Column("kind", "text", fr="Objet", en="Object"),
    Column("id", "id", fr="Identifiant", en="Id"),
    Column("what", "choice", fr="Changement", en="Change"),
    Column("field", "text", fr="Champ", en="Field"),
    Column("before", "text", fr="Avant", en="Before"),
    Column("after", "text", fr="Après", en="After"),
)
SOURCE = """_items t ON t.i = c.item JOIN _terms a ON a.t = c.actor JOIN _terms m ON m.t = c.command
    LEFT JOIN _fields f ON (f.lane, f.seq, f.n) = (c.lane, c.seq, c.n) LEFT JOIN _terms p ON p.t = f.field"""
GIVEN = "c.at, c.lane, c.seq, c.n, coalesce(p.term, ''), a.term, m.term, t.kind, t.id, c.v, c.what, f.before, f.after"
ORDER = "c.at DESC, c.lane DESC, c.seq DESC, c.n DESC, coalesce(p.term, '')"


class HistoryQuery(Contract):
    """What is looked for. `from` and `to` are days of Paris (both included) or instants."""

    kind: str | None = Field(None, max_length=60)
    id: str | None = Field(None, max_length=200)
    user: str | None = Field(None, max_length=200, description="Id of a user, of a key, or of the system")
    command: str | None = Field(None, max_length=100)
    begin: date | AwareDatetime | None = Field(None, alias="from")
    end: date | AwareDatetime | None = Field(None, alias="to")
    limit: int = Field(50, ge=1, le=500)
    cursor: str | None = Field(None, max_length=4000)


class Actor(Contract):
    kind: str
    id: str
    name: str


class HistoryRow(Contract):
    """`field` is a dotted path, null for a creation or a deletion; `before` and `after` are JSON values."""

    at: datetime
    actor: Actor
    command: str
    kind: str
    id: str
    version: int
    what: What
    field: str | None
    before: Any
    after: Any


class HistoryPage(Contract):
    items: list[HistoryRow]
    next: str | None
    count: int


def page(call: Call, query: HistoryQuery) -> HistoryPage:
    """One page of the company's history, the newest first."""
    mark = _question(call, query)
    after = cursor.read(mark, query.cursor) if query.cursor else None

    def work(db: Database) -> HistoryPage:
        condition = _condition(db, call, query)
        found = list(_walk(db, query, condition, after, query.limit + 1))
        more = cursor.write(mark, found[query.limit - 1][:5]) if len(found) > query.limit else None
        items = "JOIN _items t ON t.i = c.item" if call.actor.only_own or query.kind else ""
        count = db.value(f"SELECT sum(c.lines) FROM _changes c {items} WHERE {condition.sql}", condition.params)
        return HistoryPage(items=[_row(values) for values in found[: query.limit]], next=more, count=count or 0)

    return current().read(call.company, work)


def file(call: Call, query: HistoryQuery, fmt: str = "csv", locale: str = "fr") -> tuple[bytes, str, str]:
    """The same rows, all of them, as (content, content type, file name)."""

    def work(db: Database) -> tuple[bytes, str, str]:
        found = _walk(db, query, _condition(db, call, query))
        rows = (_cells(_row(values)) for values in found)
        name = "history" if locale.startswith("en") else "historique"
        return export.file(name, COLUMNS, rows, fmt, locale, call.now)

    return current().read(call.company, work)


def _condition(db: Database, call: Call, query: HistoryQuery) -> Condition:
    """What the query asks, within the actor's sight."""
    condition = in_sight(db.registry, call.actor)
    if query.kind is not None:
        condition &= Condition("t.kind = ?", (query.kind,))
    if query.id is not None:
        condition &= Condition("c.item IN (SELECT i FROM _items WHERE id = ?)", (query.id,))
    if query.command is not None:
        condition &= Condition("c.command = ?", (db.terms.get(query.command, 0),))
    if query.user is not None:
        numbers = [number for term, number in db.terms.items() if _is_actor(term, query.user)]
        condition &= Condition(f"c.actor IN ({', '.join('?' * len(numbers))})", tuple(numbers))
    if query.begin is not None:
        condition &= Condition("c.at >= ?", (_bound(query.begin, 0),))
    if query.end is not None:
        sign = "<=" if isinstance(query.end, datetime) else "<"
        condition &= Condition(f"c.at {sign} ?", (_bound(query.end, 1),))
    return condition


def _is_actor(term: str, id: str) -> bool:
    return term.startswith('["') and json.loads(term)[1] == id


def _bound(end: date | datetime, days: int) -> int:
    return micros(end if isinstance(end, datetime) else paris_midnight(end + timedelta(days=days)))


def _index(query: HistoryQuery) -> str:
    """The index to read by: SQLite has no figures to choose one by."""
    return "_changes_at" if query.id is None else "_changes_item"


def _walk(
    db: Database, query: HistoryQuery, condition: Condition, after: Sequence[Any] | None = None, limit: int = -1
) -> Iterator[tuple[Any, ...]]:
    if after is not None:
        if len(after) != 5 or not all(isinstance(value, str | int) for value in after):
            raise cursor.wrong()
        key = "(c.at, c.lane, c.seq, c.n)"
        place = f"(c.at <= ? AND ({key} < (?, ?, ?, ?) OR ({key} = (?, ?, ?, ?) AND coalesce(p.term, '') > ?)))"
        condition &= Condition(place, (after[0], *after[:4], *after))
    source = f"_changes c INDEXED BY {_index(query)} CROSS JOIN {SOURCE}"
    sql = f"SELECT {GIVEN} FROM {source} WHERE {condition.sql} ORDER BY {ORDER} LIMIT ?"
    return db.walk(sql, (*condition.params, limit))


def _row(values: tuple[Any, ...]) -> HistoryRow:
    at, _, _, _, path, who, command, kind, id, version, what, before, after = values
    actor = dict(zip(("kind", "id", "name"), json.loads(who), strict=True))
    return HistoryRow(
        at=moment(at),
        actor=Actor(**actor),
        command=command,
        kind=kind,
        id=id,
        version=version,
        what=WHAT[what],
        field=path or None,
        before=None if before is None else json.loads(before),
        after=None if after is None else json.loads(after),
    )


def _cells(row: HistoryRow) -> list[Any]:
    return [
        row.at,
        row.actor.name or row.actor.id,
        row.command,
        row.kind,
        row.id,
        row.what,
        row.field,
        _shown(row.before),
        _shown(row.after),
    ]


def _shown(value: Any) -> str | None:
    return value if isinstance(value, str) or value is None else json.dumps(value, ensure_ascii=False)


def _question(call: Call, query: HistoryQuery) -> int:
    own = call.actor.id if call.actor.only_own else None
    return cursor.question("history", query.kind, query.id, query.user, query.command, query.begin, query.end, own)
