"""Facts followed in the order in which they happened, each exactly once.

Nouns: a `Pending` fact (where it stands in the journal, what it says), what was `Reached` (a document that the follower
keeps as an item). The one trick: a follower keeps one position per lane of the journal, moved in the same commit as
what it makes of the facts, so a fact counts once however often, and in whatever order, the bus tells it. Which facts
may be pending is a candidate list of the read model; what they say is read from the journal by key.

    FACTS = facts_table("bookable_facts")                  # in a room's index.py
    follows(FACTS, InvoiceIssuedV1.TYPE, …)

    def follow_facts(call):                                # in its service
        return to_the_end(call, "agents", _follow_some)

    @use_case("agents.commissions.follow", lane=LANE)
    def _follow_some(unit):
        return some(unit, FACTS, REACHED, LANE, {InvoiceIssuedV1.TYPE: _invoice, …})
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.aws import journal
from chalicelib.aws.call import Call, system_call
from chalicelib.aws.table import Kind
from chalicelib.aws.unit import Unit
from chalicelib.kernel.book import WHOLE
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.readmodel.table import Column, Row, Table, Told, projection

PAGE = 50
STOP_AT = 30
"""Items written after which a commit takes no further fact: the largest (30 invoices paid, or due again) writes 62."""


@dataclass(frozen=True)
class Pending:
    """A fact of the journal: its id, its place in lane and entry, when it was committed, its type and its data."""

    id: str
    lane: str
    seq: int
    place: int
    at: str
    type: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Reached:
    """Lane of the journal -> sequence number up to which every fact is followed; `places`: where in that entry the
    follower stopped (absent: at its end)."""

    positions: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def after(self, fact: Pending) -> Reached:
        return replace(
            self,
            positions={**self.positions, fact.lane: fact.seq},
            places={**self.places, fact.lane: fact.place},
        )


def facts_table(name: str) -> Table:
    """Where the facts that concern a follower stand in the journal."""
    columns = [
        Column("id", "id"),
        Column("type", "choice"),
        Column("lane", "id", index=True),
        Column("seq", "int", index=True),
        Column("place", "int"),
    ]
    return Table(name, columns, sort="seq,place", title="id")


def follows(table: Table, *types: str) -> None:
    """The facts of these types are in the table."""
    for type in types:
        projection(table, fact=type)(lambda data, told: standing(told))


def standing(told: Told) -> Iterable[Row]:
    """Where a fact stands in the journal: its id is `<company>:<lane>:<seq>:<place>`."""
    _, lane, seq, place = told.id.split(":")
    yield {"id": told.id, "type": told.type, "lane": lane, "seq": int(seq), "place": int(place)}


def to_the_end(call: Call, name: str, step: Callable[[Call], int]) -> int:
    """Follow every fact committed so far, by commits of some; gives how many. Safe to run at any time, any number of
    times."""
    system = system_call(name, call.company, call.now, call.request_id)
    done = 0
    while more := step(system):
        done += more
    return done


def some(
    unit: Unit, table: Table, kept: Kind[Reached], lane: str, handlers: Mapping[str, Callable[[Unit, Pending], None]]
) -> int:
    """Follow the next facts, as many as one transaction holds; gives how many."""
    reached, done = unit.find(kept, WHOLE) or Reached(), 0
    for fact in pending(unit.call, table, reached, lane):
        if done and len(unit.written) > STOP_AT:
            break
        handlers[fact.type](unit, fact)
        reached, done = reached.after(fact), done + 1
    if done:
        unit.put(kept, WHOLE, reached)
    return done


def pending(call: Call, table: Table, reached: Reached, own_lane: str) -> Iterator[Pending]:
    """The next facts of each lane but the follower's own: those of later entries, and those of the same entry beyond
    the last one followed."""
    for lane in sorted(journal.heads(call.company)):
        if lane == own_lane:
            continue
        seq, place = reached.positions.get(lane, 0), reached.places.get(lane)
        beyond: list[object] = [{"field": "seq", "op": "gt", "value": seq}]
        if place is not None:
            rest = [{"field": "seq", "op": "eq", "value": seq}, {"field": "place", "op": "gt", "value": place}]
            beyond.append({"and": rest})
        where = [{"field": "lane", "op": "eq", "value": lane}, {"or": beyond}]
        query = ListQuery(where=json.dumps({"and": where}), sort="seq,place", limit=PAGE)
        yield from _read(call.company, lane, lists.page(call, table, query).items)


def _read(company: str, lane: str, rows: Iterable[Row]) -> Iterator[Pending]:
    """What the facts say, from the journal."""
    wanted = {row["id"]: row for row in rows}
    for entry in journal.picked(company, lane, sorted({row["seq"] for row in wanted.values()})):
        for fact in entry["facts"]:
            if fact["id"] in wanted:
                place = wanted[fact["id"]]["place"]
                yield Pending(fact["id"], lane, entry["seq"], place, entry["at"], fact["type"], fact["data"])
