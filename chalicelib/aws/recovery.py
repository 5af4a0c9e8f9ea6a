"""The table rebuilt: every archived entry put back, in order, where the table does not have it.

The one trick: an entry holds the whole documents it wrote, so replaying is putting: an item is written only when the
table holds an older version, which makes a replay repeatable and safe over a backup that is ahead of the archive.

An entry that is in no archive although a later one of its lane is (the relay was cut down between two of them) leaves a
marked place, `journal.lost`, so that readers of the lane never stop at a hole. What it wrote is in the later entries as
far as they touched the same items; the rest is lost, and counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from chalicelib.aws import journal
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.packing import canonical, unpack
from chalicelib.aws.table import Item, fetch, kind_named
from chalicelib.kernel.pieces import pieces

PREFIX = "journal/"
WINDOW = 200
READERS = 8
LOST = "journal.lost"
Lane = tuple[str, str]
Extra = Mapping[Lane, Mapping[int, journal.Entry]]


@dataclass(frozen=True)
class Replayed:
    """How many entries were put back, and which are lost (`<company>:<lane>:<seq>`)."""

    entries: int
    lost: tuple[str, ...]


def replay(companies: list[str] | None = None, table: type[Item] = Item, extra: Extra | None = None) -> Replayed:
    """Put back what the archive (or `extra`, entries found elsewhere) has and `table` has not."""
    done, lost = 0, list[str]()
    more = extra or {}
    owners = sorted({*(companies or archived_companies()), *(company for company, _ in more)})
    with ThreadPoolExecutor(READERS) as readers:
        for company in owners:
            heads = journal.heads(company, table)
            lanes = {*_folders(f"{PREFIX}{company}/"), *(lane for owner, lane in more if owner == company)}
            for lane in sorted(lanes):
                back, gone = _replay_lane(
                    (company, lane), heads.get(lane, 0), more.get((company, lane), {}), table, readers
                )
                done, lost = done + back, lost + gone
    return Replayed(done, tuple(lost))


def _replay_lane(
    lane: Lane, known: int, extra: Mapping[int, journal.Entry], table: type[Item], readers: ThreadPoolExecutor
) -> tuple[int, list[str]]:
    """(entries put back, names of the lost ones) of one lane beyond its `known` head."""
    kept = set(archived(*lane, after=known))
    found = kept | {seq for seq in extra if seq > known}
    numbers = range(known + 1, max(found, default=known) + 1)
    holes = [seq for seq in numbers if seq not in found]

    def entry(seq: int) -> journal.Entry:
        if seq in extra:
            return extra[seq]
        return read(*lane, seq) if seq in kept else _hole(*lane, seq)

    for some in pieces(numbers, WINDOW):
        put_back(list(readers.map(entry, some)), table)
    return len(numbers) - len(holes), [f"{lane[0]}:{lane[1]}:{seq}" for seq in holes]


def archived_companies() -> list[str]:
    """The companies that the archive knows."""
    return list(_folders(PREFIX))


def archived(company: str, lane: str, after: int = 0) -> Iterator[int]:
    """The numbers of a lane that the archive holds, beyond `after`."""
    place = f"{PREFIX}{company}/{lane}/"
    for page in _pages(Prefix=place, StartAfter=f"{place}{after:012d}"):
        for known in page.get("Contents", []):
            yield int(known["Key"].removeprefix(place))


def _folders(prefix: str) -> Iterator[str]:
    for page in _pages(Prefix=prefix, Delimiter="/"):
        for found in page.get("CommonPrefixes", []):
            yield found["Prefix"].removeprefix(prefix).rstrip("/")


def _pages(**asked: str) -> Iterable[dict[str, Any]]:
    pages: Iterable[dict[str, Any]] = (
        client("s3").get_paginator("list_objects_v2").paginate(Bucket=config().bucket_journal, **asked)
    )
    return pages


def read(company: str, lane: str, seq: int) -> journal.Entry:
    """One archived entry, secrets included."""
    body = client("s3").get_object(Bucket=config().bucket_journal, Key=f"{PREFIX}{company}/{lane}/{seq:012d}")
    entry: journal.Entry = json.loads(unpack(body["Body"].read()))
    return entry


def _hole(company: str, lane: str, seq: int) -> journal.Entry:
    """What stands for an entry that no archive has."""
    return {
        "company": company,
        "lane": lane,
        "seq": seq,
        "at": "1970-01-01T00:00:00.000000Z",
        "actor": {"kind": "system", "id": "system:recovery", "name": "recovery"},
        "command": LOST,
        "request": "-",
        "changes": [],
        "facts": [],
    }


def put_back(entries: list[journal.Entry], table: type[Item] = Item) -> None:
    """Write the last state of every item named by these entries of one lane, then the entries, then the head."""
    items: dict[tuple[str, str], Item] = {}
    for entry in entries:
        for change in entry["changes"]:
            item = item_of(entry["company"], change)
            held = items.get((item.pk, item.sk))
            if held is None or held.v < item.v:
                items[(item.pk, item.sk)] = item
    present = fetch(items, table)
    with table.batch_write() as batch:
        for key, item in items.items():
            if key not in present or int(present[key].v) < item.v:
                batch.save(item)
        for entry in entries:
            batch.save(journal.entry_item(entry))
    last = entries[-1]
    with table.batch_write() as batch:
        batch.save(journal.head_item(last["company"], last["lane"], last["seq"]))


def item_of(company: str, change: dict[str, Any]) -> Item:
    """The item that a change of the journal left. LookupError for a kind that no room declares any more."""
    kind = kind_named(change["kind"])
    if kind is None:
        raise LookupError(f"no room declares the kind {change['kind']}")
    pk, sk = kind.key(company, change["id"])
    text = None if change["doc"] is None else canonical(change["doc"])
    item = Item(pk, sk, kind=kind.name, v=change["v"], doc=text)
    if change.get("ttl"):
        item.ttl = change["ttl"]
    return item
