"""The table rebuilt: every archived entry put back, in order, where the table does not have it.

The one trick: an entry holds the whole documents it wrote, so replaying is putting: an item is written only when the
table holds an older version, which makes a replay repeatable and safe over a backup that is ahead of the archive.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from chalicelib.aws import journal
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.packing import canonical, unpack
from chalicelib.aws.table import KINDS, Item, fetch

PREFIX = "journal/"
WINDOW = 200


def replay(companies: list[str] | None = None) -> int:
    """Put back what the archive has and the table has not; gives the number of entries replayed."""
    done = 0
    for (company, lane), numbers in archived(companies).items():
        known = journal.heads(company).get(lane, 0)
        missing = [seq for seq in sorted(numbers) if seq > known]
        for start in range(0, len(missing), WINDOW):
            _restore([_archived(company, lane, seq) for seq in missing[start : start + WINDOW]])
        done += len(missing)
    return done


def archived(companies: list[str] | None = None) -> dict[tuple[str, str], list[int]]:
    """The numbers that the archive holds, by (company, lane)."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    prefixes = [f"{PREFIX}{company}/" for company in companies] if companies else [PREFIX]
    for prefix in prefixes:
        for key in _keys(prefix):
            _, company, lane, number = key.split("/")
            found[(company, lane)].append(int(number))
    return found


def _keys(prefix: str) -> Iterator[str]:
    pages = client("s3").get_paginator("list_objects_v2")
    for page in pages.paginate(Bucket=config().bucket_journal, Prefix=prefix):
        for known in page.get("Contents", []):
            yield known["Key"]


def _archived(company: str, lane: str, seq: int) -> journal.Entry:
    body = client("s3").get_object(Bucket=config().bucket_journal, Key=f"{PREFIX}{company}/{lane}/{seq:012d}")
    entry: journal.Entry = json.loads(unpack(body["Body"].read()))
    return entry


def _restore(entries: list[journal.Entry]) -> None:
    """Write the last state of every item named by these entries, then the entries, then the heads."""
    items: dict[tuple[str, str], Item] = {}
    for entry in entries:
        for change in entry["changes"]:
            item = _item(entry["company"], change)
            held = items.get((item.pk, item.sk))
            if held is None or held.v < item.v:
                items[(item.pk, item.sk)] = item
    present = fetch(items)
    with Item.batch_write() as batch:
        for key, item in items.items():
            if key not in present or int(present[key].v) < item.v:
                batch.save(item)
        for entry in entries:
            batch.save(journal.entry_item(entry))
        last = entries[-1]
        batch.save(journal.head_item(last["company"], last["lane"], last["seq"]))


def _item(company: str, change: dict[str, Any]) -> Item:
    kind = KINDS[change["kind"]]
    pk, sk = kind.key(company, change["id"])
    text = None if change["doc"] is None else canonical(change["doc"])
    item = Item(pk, sk, kind=kind.name, v=change["v"], doc=text)
    if change.get("ttl"):
        item.ttl = change["ttl"]
    return item
