"""Persons: which items hold data of one person, and which journal entries tell of them.

The one trick: a row knows the item it comes from, so whoever lists things of a customer, for whatever purpose, has
already said where his data lie; a room that holds more declares the column by which it is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chalicelib.readmodel.database import Database
from chalicelib.readmodel.freshness import current
from chalicelib.readmodel.table import Table
from chalicelib.readmodel.timeline import TELLINGS


class Held(NamedTuple):
    """An item, by kind and id."""

    kind: str
    id: str


HOLDINGS: list[tuple[Table, str]] = []


def holds(table: Table, of: str) -> None:
    """The rows of `table` whose column `of` names a person come from items that hold his data."""
    HOLDINGS.append((table, of))


def items_of(company: str, ids: Sequence[str]) -> list[Held]:
    """The items that hold data of the person known by these ids, in order."""
    marks = ", ".join("?" * len(ids))

    def work(db: Database) -> list[Held]:
        present = {table.name for table in db.registry.tables}
        wanted = [(table, f'"{of}" IN ({marks})') for table, of in HOLDINGS]
        wanted += [
            (one.table, f'"{one.of}" IN ({marks})' + (f" AND \"{one.kind}\" = '{one.about}'" if one.kind else ""))
            for one in TELLINGS.values()
        ]
        found: set[Held] = set()
        for table, condition in wanted:
            if table.name in present:
                rows = db.rows(f'SELECT DISTINCT _kind, _id FROM "{table.name}" WHERE {condition}', tuple(ids))
                found |= {Held(kind, id) for kind, id in rows}
        return sorted(found)

    return current().read(company, work)


def ids_of(company: str, kind: str) -> list[str]:
    """The ids of every item of a kind, those deleted included."""
    sql = "SELECT id FROM _items WHERE kind = ? ORDER BY id"
    return current().read(company, lambda db: [id for (id,) in db.rows(sql, (kind,))])


def entries_of(company: str, items: Iterable[Held]) -> dict[str, list[int]]:
    """Lane -> the numbers of the entries that tell of these items."""

    def work(db: Database) -> dict[str, list[int]]:
        found: dict[str, set[int]] = {}
        sql = (
            "SELECT c.lane, c.seq FROM _items t CROSS JOIN _changes c INDEXED BY _changes_item ON c.item = t.i"
            " WHERE t.id = ? AND t.kind = ?"
        )
        for one in items:
            for lane, seq in db.rows(sql, (one.id, one.kind)):
                found.setdefault(lane, set()).add(seq)
        return {lane: sorted(numbers) for lane, numbers in sorted(found.items())}

    return current().read(company, work)
