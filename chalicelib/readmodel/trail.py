"""The trail: every entry as rows, for history, the change feed and the question "is this version the newest?".

Nouns: an `Entry` (a journal entry, checked), a `Step` (one change of it). The one trick: before and after are compared
leaf by leaf, so a new town shows as `address.town`, not as two addresses; lists stay whole.

The items the gateway keeps for itself (counters, guards, chain heads, answers) leave no trail. A change of a secret
kind leaves its kind, id and version, nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from chalicelib.aws.kinds import ANSWERS, CHAINS, COUNTERS, GLOBAL_GUARDS, GUARDS
from chalicelib.kernel.clock import instant
from chalicelib.readmodel.database import Database
from chalicelib.readmodel.table import Change, Told, Who
from chalicelib.readmodel.values import micros

CREATED, CHANGED, DELETED, SECRET = range(4)
INTERNAL = frozenset(kind.name for kind in (ANSWERS, CHAINS, COUNTERS, GLOBAL_GUARDS, GUARDS))


@dataclass(frozen=True)
class Step:
    """One changed item of an entry; `doc` is None when deleted or secret, `what` says which."""

    change: Change
    doc: dict[str, Any] | None
    what: int


@dataclass(frozen=True)
class Entry:
    lane: str
    seq: int
    at: str
    actor: Who
    command: str
    request: str
    steps: tuple[Step, ...]
    facts: tuple[tuple[Told, dict[str, Any]], ...]
    micros: int

    @property
    def mark(self) -> str:
        """What tells this entry from another one that would bear its number in another journal."""
        return f"{self.at} {self.command} {self.request}"


def read_entry(raw: dict[str, Any]) -> Entry:
    """The entry of a journal object. Raises KeyError, TypeError or ValueError when it is not one."""
    actor = Who(str(raw["actor"]["kind"]), str(raw["actor"]["id"]), str(raw["actor"]["name"]))
    at, command = str(raw["at"]), str(raw["command"])
    steps = tuple(_step(change, at, actor, command) for change in raw["changes"] if change["kind"] not in INTERNAL)
    facts = tuple(
        (Told(str(fact["id"]), str(fact["type"]), at, actor, command), dict(fact["data"])) for fact in raw["facts"]
    )
    place, when = (str(raw["lane"]), int(raw["seq"])), micros(instant(at))
    return Entry(*place, at, actor, command, str(raw["request"]), steps, facts, when)


def _step(raw: dict[str, Any], at: str, actor: Who, command: str) -> Step:
    doc, was = raw["doc"], raw.get("was")
    change = Change(str(raw["kind"]), str(raw["id"]), int(raw["v"]), at, actor, command, dict(was or {}))
    if raw.get("secret"):
        return Step(change, None, SECRET)
    if doc is None:
        return Step(change, None, DELETED)
    return Step(change, dict(doc), CREATED if was is None else CHANGED)


def write_trail(db: Database, entries: list[Entry], numbers: dict[tuple[str, str], int]) -> None:
    """Add the entries to the trail, in one go; `numbers` are those of their items."""
    changes: list[tuple[Any, ...]] = []
    fields: list[tuple[Any, ...]] = []
    for entry in entries:
        common = (entry.micros, db.term(_text(entry.actor)), db.term(entry.command))
        for n, step in enumerate(entry.steps):
            place, change = (entry.lane, entry.seq, n), step.change
            found = [(*place, db.term(path), before, after) for path, before, after in differences(step)]
            fields += found
            number = numbers[(change.kind, change.id)]
            changes.append((*place, *common, number, change.v, step.what, max(1, len(found))))
    db.many("INSERT INTO _changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", changes)
    db.many("INSERT INTO _fields VALUES (?, ?, ?, ?, ?, ?)", fields)


@lru_cache(maxsize=256)
def _text(who: Who) -> str:
    return json.dumps([who.kind, who.id, who.name], ensure_ascii=False)


def differences(step: Step) -> Iterator[tuple[str, str | None, str | None]]:
    """(path, before, after) of every leaf that an update changed, as JSON texts; None where there was nothing.

    A deletion gives the whole former document as one `before`, under the path ""."""
    was = step.change.was
    if step.what == DELETED and was:
        yield "", _json(was), None
    if step.what != CHANGED or step.doc is None:
        return
    for field in sorted(was):
        yield from _leaves(field, was[field], step.doc.get(field))


def _leaves(path: str, before: Any, after: Any) -> Iterator[tuple[str, str | None, str | None]]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            yield from _leaves(f"{path}.{key}", before.get(key), after.get(key))
    elif before != after or type(before) is not type(after):
        yield path, _json(before), _json(after)


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
