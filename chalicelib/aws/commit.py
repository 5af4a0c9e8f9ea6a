"""The one transaction: items with their conditions, the lane's head, the journal entry.

The one trick: when only the head was lost to another writer, the same items are offered again under the next number:
their own versions still protect them, and the use case need not run again.
"""

from __future__ import annotations

import json
import random
import time
import uuid
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.aws import journal
from chalicelib.aws.packing import canonical
from chalicelib.aws.table import Item, Ref, Stored, fetch
from chalicelib.aws.working import Unit
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import Refused

MOST_ITEMS = 98
MOST_BYTES = 380_000
HEAD_ATTEMPTS = 10


class LostRace(Exception):
    """Someone else wrote one of our items first: run the use case again."""


def commit(unit: Unit, result: Any) -> None:
    """Write everything or nothing. Raises LostRace when an item was written by someone else in between."""
    if not unit.facts and not any(unit.touched()):
        return
    unit.answer(_text(result), unit.call.status)
    unit.load()
    changed = [(ref, before, _change(ref, before, new)) for ref, before, new in unit.touched()]
    for attempt in range(HEAD_ATTEMPTS):
        if attempt:
            time.sleep(random.uniform(0, 0.006 * 2 ** min(attempt, 6)))
            unit.head = _head(unit)
        if _write(unit, changed):
            return
    raise LostRace


def _write(unit: Unit, changed: list[tuple[Ref, Stored | None, dict[str, Any]]]) -> bool:
    """True when written; False when only the head was lost."""
    head = unit.head or 0
    entry = _entry(unit, head + 1, [change for _, _, change in changed])
    puts = [_item(unit, ref, before, change) for ref, before, change in changed]
    puts.append((journal.head_item(unit.company, unit.lane, head + 1), _was(head)))
    puts.append((_sized(journal.entry_item(entry)), Item.pk.does_not_exist()))
    if len(puts) > MOST_ITEMS:
        raise ValueError(f"{unit.command}: {len(puts)} items in one transaction; chunk the work")
    try:
        with TransactWrite(connection=_connection(), client_request_token=str(uuid.uuid4())) as transaction:
            for item, condition in puts:
                transaction.save(item, condition=condition)
    except TransactWriteError as error:
        _judge(error, [item for item, _ in puts])
        return False
    return True


def _judge(error: TransactWriteError, items: list[Item]) -> None:
    """Raise what the cancellation means; return when only the head (or its entry) was lost."""
    reasons = error.cancellation_reasons
    if not reasons:
        if error.cause_response_code in {"TransactionInProgressException", "ThrottlingException"}:
            raise LostRace
        raise error
    for reason, item in zip(reasons, items, strict=True):
        if reason is None or item.kind in {journal.HEAD, journal.ENTRY}:
            continue
        if reason.code == "ConditionalCheckFailed":
            raise LostRace
        if reason.code not in {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}:
            raise error


def _change(ref: Ref, before: Stored | None, new: dict[str, Any] | None) -> dict[str, Any]:
    kind, id = ref
    old = before.plain if before else None
    change: dict[str, Any] = {"kind": kind.name, "id": id, "v": (before.v if before else 0) + 1, "doc": new}
    if old is not None:
        after = new or {}
        change["was"] = {field: old.get(field) for field in {**old, **after} if old.get(field) != after.get(field)}
    return change


def _item(unit: Unit, ref: Ref, before: Stored | None, change: dict[str, Any]) -> tuple[Item, Any]:
    kind, id = ref
    pk, sk = kind.key(unit.company, id)
    text = None if change["doc"] is None else canonical(change["doc"])
    item = Item(pk, sk, kind=kind.name, v=change["v"], doc=text)
    if kind.ttl and text is not None:
        item.ttl = change["ttl"] = int(unit.at.timestamp()) + kind.ttl
    return _sized(item), _was(before.v if before else 0)


def _was(version: int) -> Any:
    return Item.v == version if version else Item.pk.does_not_exist()


def _entry(unit: Unit, seq: int, changes: list[dict[str, Any]]) -> journal.Entry:
    actor = unit.actor
    return {
        "company": unit.company,
        "lane": unit.lane,
        "seq": seq,
        "at": iso(unit.at),
        "actor": {"kind": actor.kind, "id": actor.id, "name": actor.name},
        "command": unit.command,
        "request": unit.call.request_id,
        "changes": changes,
        "facts": [
            {
                "id": f"{unit.company}:{unit.lane}:{seq}:{n}",
                "type": fact.TYPE,
                "data": json.loads(fact.model_dump_json()),
            }
            for n, fact in enumerate(unit.facts)
        ],
    }


def _sized(item: Item) -> Item:
    if item.doc and len(item.doc) > MOST_BYTES and len(Item.doc.serialize(item.doc)) > MOST_BYTES:
        raise Refused("item.too_large", "Cet élément est trop volumineux pour être enregistré. Réduisez-le.")
    return item


def _head(unit: Unit) -> int:
    key = journal.head_key(unit.company, unit.lane)
    found = fetch([key])
    return int(found[key].v) if key in found else 0


def _text(result: Any) -> str:
    if isinstance(result, BaseModel):
        return result.model_dump_json()
    return "null" if result is None else TypeAdapter(type(result)).dump_json(result).decode()


def _connection() -> Any:
    return Item._get_connection().connection
