"""A backup's way back: into an empty table, every part first compared with the manifest.

The one trick: the items of the copy go in first, then what the journal said since, in order; what the archive has
beyond is put back by the same rule (recovery.py), so a restore ends at the last archived commit.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from chalicelib.aws import backup, journal, recovery
from chalicelib.aws.backup import Manifest, Part, Place
from chalicelib.aws.table import Item, declare_all


@dataclass
class Restored:
    """What a restore put back: items by kind, and the entries of the copy that lie beyond the settled heads."""

    counts: Counter[str] = field(default_factory=Counter)
    beyond: dict[tuple[str, str], dict[int, journal.Entry]] = field(default_factory=dict)


def restore(
    place: Place, manifest: Manifest, table: type[Item], told: Callable[[Part], None] | None = None
) -> Restored:
    """Fill an empty `table` with a backup, heads at their settled numbers. `recovery.replay(table=…,
    extra=restored.beyond)` then brings it to the last archived moment. ValueError when a part is not the one
    of the manifest; LookupError when the table holds something."""
    if next(iter(table.scan(limit=1)), None) is not None:
        raise LookupError(f"the table {table.Meta.table_name} is not empty")
    declare_all()
    restored = Restored()
    for part in (one for one in manifest.parts if not one.entries):
        _put_part(place, manifest, part, table, restored)
        if told:
            told(part)
    with table.batch_write() as batch:
        for name, seq in manifest.lanes.items():
            company, lane = name.split(":", 1)
            batch.save(journal.head_item(company, lane, seq))
    for part in (one for one in manifest.parts if one.entries):
        _put_entries(place, manifest, part, table, restored)
        if told:
            told(part)
    return restored


def _put_entries(place: Place, manifest: Manifest, part: Part, table: type[Item], restored: Restored) -> None:
    """What the journal said since the copy: the entries of each lane follow one another, and those of the copy."""
    found: dict[tuple[str, str], list[journal.Entry]] = {}
    for item in read(place, manifest.home(part), part):
        restored.counts[item.kind] += 1
        entry = json.loads(item.doc)
        found.setdefault((entry["company"], entry["lane"]), []).append(entry)
    for entries in found.values():
        recovery.put_back(entries, table)


def _put_part(place: Place, manifest: Manifest, part: Part, table: type[Item], restored: Restored) -> None:
    with table.batch_write() as batch:
        for item in read(place, manifest.home(part), part):
            restored.counts[item.kind] += 1
            if item.kind == journal.HEAD:
                continue
            if item.kind == journal.ENTRY:
                entry = json.loads(item.doc)
                company, lane, seq = entry["company"], entry["lane"], entry["seq"]
                if seq > manifest.lanes.get(f"{company}:{lane}", 0):
                    restored.beyond.setdefault((company, lane), {})[seq] = entry
            batch.save(item)


def read(place: Place, id: str, part: Part) -> Iterator[Item]:
    """The items of one part, once its bytes are those of the manifest. ValueError when they are not."""
    content = backup.load(place, id, part.name)
    if backup.digest(content) != part.sha256:
        raise ValueError(f"{id}/{part.name}: not the bytes that the manifest names")
    for line in zlib.decompress(backup.unseal(content, f"{id}/{part.name}")).splitlines():
        pk, sk, kind, v, ttl, doc = json.loads(line)
        yield Item(pk, sk, kind=kind, v=v, doc=doc, ttl=ttl)
