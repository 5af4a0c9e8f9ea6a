"""The journal: every commit of a company, in order, for ever.

Nouns: a lane (a gapless sequence, `main` until something needs its own), its head, an entry. The one trick: an
entry's key is computed from its number, so a reader that knows the heads fetches the tail by explicit keys, and no
Query ever runs over a growing partition.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.aws.packing import canonical
from chalicelib.aws.table import Item, fetch, kind_named
from chalicelib.kernel.pieces import pieces

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
    return _numbered(company, lane, range(first, last + 1), table)


def _numbered(company: str, lane: str, numbers: Sequence[int], table: type[Item]) -> Iterator[Entry]:
    for some in pieces(numbers, PAGE):
        found = fetch((entry_key(company, lane, seq) for seq in some), table)
        for seq in some:
            item = found.get(entry_key(company, lane, seq))
            if item is None:
                raise LookupError(f"journal {company}:{lane} has no entry {seq}")
            yield json.loads(item.doc)


def read(company: str, lane: str, first: int, last: int) -> list[Entry]:
    """The entries `first`..`last` of a lane, in order, without the documents of secret kinds."""
    return [disclosed(entry) for entry in stored(company, lane, first, last)]


def picked(company: str, lane: str, numbers: Sequence[int]) -> list[Entry]:
    """The entries of these numbers, as `read` gives them."""
    return [disclosed(entry) for entry in _numbered(company, lane, numbers, Item)]


def disclosed(entry: Entry) -> Entry:
    """The entry as readers may see it: a secret change keeps its kind, id and version only."""
    changes = [_hidden(change) if is_secret(change["kind"]) else change for change in entry["changes"]]
    return {**entry, "changes": changes}


def is_secret(name: str) -> bool:
    """Are readers told nothing of this kind but that it changed? So it is with a kind that is not known."""
    kind = kind_named(name)
    return kind is None or kind.secret


def _hidden(change: dict[str, Any]) -> dict[str, Any]:
    return {"kind": change["kind"], "id": change["id"], "v": change["v"], "doc": None, "secret": True}
