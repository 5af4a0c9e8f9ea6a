"""Changes: what was written since a reader last asked, deletions included.

Nouns: a `ChangesQuery`, a `Changed` (an item and its version). The one trick: the cursor holds a position per lane, so
nothing written meanwhile is missed however lanes interleave; an item changed twice in a page is told once, as it was
left. A reader that only wants what is to come starts with `after=now`.

Secret kinds are not told. What goes out of the sight of a reader limited to his own customers is told as deleted.

Errors: Refused("list.cursor") for a cursor that is not one of this feed (start again without).
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from pydantic import Field

from chalicelib.aws.call import Call
from chalicelib.kernel.contract import Contract
from chalicelib.readmodel import cursor
from chalicelib.readmodel.database import Database
from chalicelib.readmodel.filters import Condition, joined
from chalicelib.readmodel.freshness import current
from chalicelib.readmodel.history import Actor
from chalicelib.readmodel.sight import in_sight, was_in_sight
from chalicelib.readmodel.trail import DELETED, SECRET
from chalicelib.readmodel.values import moment

NOW = "now"
FEED = cursor.question("changes")
Position = dict[str, tuple[int, int]]


class ChangesQuery(Contract):
    after: str | None = Field(None, max_length=4000, description='`next` of the last answer; "now" to begin from here')
    kinds: str | None = Field(None, max_length=1000, description="Only these kinds, separated by commas")
    limit: int = Field(200, ge=1, le=1000)


class Changed(Contract):
    """An item, the version it was left in, and by whom."""

    kind: str
    id: str
    version: int
    deleted: bool
    at: datetime
    actor: Actor
    command: str


class ChangesPage(Contract):
    """`next` is always given: keep it and ask again. `more` says that there is more to read at once."""

    items: list[Changed]
    next: str
    more: bool


def page(call: Call, query: ChangesQuery) -> ChangesPage:
    """What changed after a position."""

    def work(db: Database) -> ChangesPage:
        position = _position(db, query.after)
        sight, told = in_sight(db.registry, call.actor), _told(db, call, query)
        found: list[tuple[Any, ...]] = []
        for lane in sorted(db.heads):
            rows = _rows(db, lane, position.get(lane, (0, -1)), sight, told, query.limit + 1 - len(found))
            found += rows
            if len(found) > query.limit:
                position[lane] = found[query.limit - 1][1:3] if len(rows) > 1 else position.get(lane, (0, -1))
                break
            position[lane] = (db.heads[lane] + 1, -1)
        # By version: of two lanes, the one read last is not the one written last.
        items = {(row[3], row[4]): _changed(row) for row in sorted(found[: query.limit], key=lambda row: row[5])}
        text = cursor.write(FEED, {lane: list(place) for lane, place in position.items()})
        return ChangesPage(items=list(items.values()), next=text, more=len(found) > query.limit)

    return current().read(call.company, work)


def _position(db: Database, after: str | None) -> Position:
    """Where to begin in each lane: beyond (entry, change)."""
    if after is None:
        return {}
    if after == NOW:
        return {lane: (head + 1, -1) for lane, head in db.heads.items()}
    given = cursor.read(FEED, after)
    try:
        position = {str(lane): (int(seq), int(n)) for lane, (seq, n) in given.items()}
    except (AttributeError, TypeError, ValueError):
        raise cursor.wrong() from None
    if any(seq > db.heads.get(lane, 0) + 1 for lane, (seq, _) in position.items()):
        raise cursor.wrong()
    return position


def _told(db: Database, call: Call, query: ChangesQuery) -> Condition:
    """The changes that may be told at all."""
    condition = Condition("c.what <> ?", (SECRET,))
    if query.kinds:
        kinds = [kind.strip() for kind in query.kinds.split(",")]
        condition &= Condition(f"t.kind IN ({', '.join('?' * len(kinds))})", tuple(kinds))
    if call.actor.only_own:
        condition &= joined("OR", [in_sight(db.registry, call.actor), was_in_sight(call.actor)])
    return condition


def _rows(
    db: Database, lane: str, place: tuple[int, int], sight: Condition, told: Condition, limit: int
) -> list[tuple[Any, ...]]:
    """(gone, entry, change, kind, id, version, at, actor, command) of a lane's changes beyond a place."""
    gone = f"c.what = {DELETED} OR NOT {sight.sql}"
    return db.rows(
        f"""SELECT {gone}, c.seq, c.n, t.kind, t.id, c.v, c.at, a.term, m.term FROM _changes c
        CROSS JOIN _items t ON t.i = c.item JOIN _terms a ON a.t = c.actor JOIN _terms m ON m.t = c.command
        WHERE c.lane = ? AND (c.seq, c.n) > (?, ?) AND {told.sql} ORDER BY c.seq, c.n LIMIT ?""",
        (*sight.params, lane, *place, *told.params, limit),
    )


def _changed(row: tuple[Any, ...]) -> Changed:
    gone, _, _, kind, id, version, at, who, command = row
    actor = dict(zip(("kind", "id", "name"), json.loads(who), strict=True))
    return Changed(
        kind=kind, id=id, version=version, deleted=bool(gone), at=moment(at), actor=Actor(**actor), command=command
    )
