"""The journal: every commit of a company, in order, for ever.

Nouns: a lane (a gapless sequence, `main` until something needs its own), its head, an entry. The one trick: an
entry's key is computed from its number, so a reader that knows the heads fetches the tail by explicit keys, and no
Query ever runs over a growing partition.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any

from chalicelib.aws.packing import canonical
from chalicelib.aws.table import Item, fetch, kind_named

MAIN = "main"
PAGE = 100
ENTRY = "journal"
HEAD = "head"

Entry = dict[str, Any]


def spread(request_id: str) -> str:
    """One of sixteen lanes for a commit of company zero, where all the houses' logins meet (docs/decisions/0006)."""
    return f"p{zlib.crc32(request_id.encode()) % 16:x}"


def head_key(company: str, lane: str) -> tuple[str, str]:
    return f"{company}#H", lane


def entry_key(company: str, lane: str, seq: int) -> tuple[str, str]:
    return f"{company}#J#{lane}#{seq // 1000}", f"{seq:012d}"


def heads(company: str, table: type[Item] = Item) -> dict[str, int]:
    """The last number of every lane: one strongly consistent read of a collection of at most a few lanes."""
    return {item.sk: int(item.v) for item in table.query(f"{company}#H", consistent_read=True)}


def head_item(company: str, lane: str, seq: int) -> Item:
    pk, sk = head_key(company, lane)
    return Item(pk, sk, kind=HEAD, v=seq)


def entry_item(entry: Entry) -> Item:
    pk, sk = entry_key(entry["company"], entry["lane"], entry["seq"])
    return Item(pk, sk, kind=ENTRY, v=entry["seq"], doc=canonical(entry))


def stored(company: str, lane: str, first: int, last: int, table: type[Item] = Item) -> Iterator[Entry]:
    """The entries `first`..`last` as written, secrets included (recovery and archive only)."""
    for start in range(first, last + 1, PAGE):
        numbers = range(start, min(start + PAGE, last + 1))
        found = fetch((entry_key(company, lane, seq) for seq in numbers), table)
        for seq in numbers:
            item = found.get(entry_key(company, lane, seq))
            if item is None:
                raise LookupError(f"journal {company}:{lane} has no entry {seq}")
            yield json.loads(item.doc)


def read(company: str, lane: str, first: int, last: int) -> list[Entry]:
    """The entries `first`..`last` of a lane, in order, without the documents of secret kinds."""
    return [disclosed(entry) for entry in stored(company, lane, first, last)]


def disclosed(entry: Entry) -> Entry:
    """The entry as readers may see it: a secret change keeps its kind, id and version only."""
    changes = [_hidden(change) if _is_secret(change["kind"]) else change for change in entry["changes"]]
    return {**entry, "changes": changes}


def _is_secret(name: str) -> bool:
    kind = kind_named(name)
    return kind is None or kind.secret


def _hidden(change: dict[str, Any]) -> dict[str, Any]:
    return {"kind": change["kind"], "id": change["id"], "v": change["v"], "doc": None, "secret": True}
