"""A restore rehearsed: the last backup in an empty table, then everything compared.

Nouns: `Findings` (what a table holds, and what does not hold in it). The one trick: the table is judged by its own
journal: every item must stand at the version that the journal says it was last given, and sums taken from the items
must equal sums taken from the journal's documents, so nothing has to be stopped or compared with a moving system.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.aws import backup, journal, recovery, restoring
from chalicelib.aws.audit import AUDITS, Auditor
from chalicelib.aws.backup import Manifest, Place
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.table import Item, another, declare_all, fetch
from chalicelib.kernel.clock import instant

EXAMPLES = 20
Key = tuple[str, str]


@dataclass(frozen=True)
class Findings:
    """`counts`: items by kind; `sums`: cents by kind and figure; `links`: sealed documents checked; `last_at`: the
    newest commit; `faults`: at most some examples of each sort."""

    counts: dict[str, int]
    sums: dict[str, int]
    entries: int
    links: int
    last_at: datetime | None
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Rehearsed:
    """`missing`: by kind, items of the manifest that the restored table had not. `lost`: entries in no archive."""

    backup: str
    place: Place
    findings: Findings
    replayed: int
    lost: tuple[str, ...]
    missing: dict[str, int]
    restore_seconds: float
    replay_seconds: float
    check_seconds: float

    @property
    def good(self) -> bool:
        return not (self.findings.faults or self.lost or self.missing)


def rehearse(place: Place, id: str) -> Rehearsed:
    """Restore the backup `id` of `place` into a table of its own, replay the archive over it, judge it, drop it."""
    name = f"{config().table}-restore-{id.lower().replace(':', '')}"
    create(name)
    try:
        return filled(place, id, another(name))
    finally:
        drop(name)


def filled(place: Place, id: str, table: type[Item]) -> Rehearsed:
    """Fill an empty table from a backup and the archive, and judge it (the disaster plan does this and keeps it)."""
    manifest, began = backup.manifest_of(place, id), time.monotonic()
    restored = restoring.restore(place, manifest, table)
    done = time.monotonic()
    missing = _missing(manifest, restored.counts)
    replayed = recovery.replay(table=table, extra=restored.beyond)
    again = time.monotonic()
    findings = judge(table)
    times = (done - began, again - done, time.monotonic() - again)
    return Rehearsed(id, place, findings, replayed.entries, replayed.lost, missing, *times)


def _missing(manifest: Manifest, counts: Counter[str]) -> dict[str, int]:
    wanted = Counter(manifest.counts)
    return {kind: wanted[kind] - counts[kind] for kind in wanted | counts if wanted[kind] != counts[kind]}


def create(name: str) -> None:
    """An empty table of the same shape."""
    dynamodb = client("dynamodb")
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": part, "AttributeType": "S"} for part in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        SSESpecification={"Enabled": True},
    )
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 120})


def drop(name: str) -> None:
    client("dynamodb").delete_table(TableName=name)


@dataclass
class Journalled:
    """What the journal says of the table: the last version of every item, the sums of the documents then."""

    versions: dict[Key, int] = field(default_factory=dict)
    sums: dict[Key, dict[str, int]] = field(default_factory=dict)
    fleeting: set[Key] = field(default_factory=set)
    entries: int = 0
    last_at: str = ""
    faults: list[str] = field(default_factory=list)

    def take(self, entry: journal.Entry) -> None:
        """Fold one entry in."""
        self.entries += 1
        self.last_at = max(self.last_at, entry["at"])
        for change in entry["changes"]:
            item = recovery.item_of(entry["company"], change)
            place = (item.pk, item.sk)
            if change["v"] <= self.versions.get(place, 0):
                continue
            self.versions[place] = change["v"]
            if change.get("ttl"):
                self.fleeting.add(place)
            self._sum(place, change)

    def _sum(self, place: Key, change: dict[str, Any]) -> None:
        audit = AUDITS.get(change["kind"])
        if audit:
            sums = audit.sums(change["doc"]) if change["doc"] else {}
            self.sums[place] = {f"{change['kind']}.{name}": amount for name, amount in sums.items()}

    def totals(self) -> Counter[tuple[str, str]]:
        """(company, figure) -> cents."""
        made: Counter[tuple[str, str]] = Counter()
        for (pk, _), sums in self.sums.items():
            for name, amount in sums.items():
                made[pk.partition("#")[0], name] += amount
        return made


def judge(table: type[Item]) -> Findings:
    """Everything a table holds, judged by its own journal."""
    declare_all()
    auditor, heads, versions = Auditor(), dict[Key, int](), dict[Key, int]()
    for item in table.scan(consistent_read=True, page_size=backup.PAGE):
        if item.kind == journal.HEAD:
            heads[item.pk.removesuffix("#H"), item.sk] = int(item.v)
        elif item.kind != journal.ENTRY:
            versions[item.pk, item.sk] = int(item.v)
        auditor.take(item.pk, item.kind, None if item.kind == journal.ENTRY else item.doc)
    told = _journalled(table, heads)
    faults = [*_holes(told), *_stale(told, versions), *_unequal(told, auditor), *auditor.faults()]
    return Findings(
        counts=dict(sorted(auditor.counts.items())),
        sums=auditor.totals(),
        entries=told.entries,
        links=sum(chain.links for chain in auditor.chains.values()),
        last_at=instant(told.last_at) if told.last_at else None,
        faults=tuple(faults),
    )


def _journalled(table: type[Item], heads: dict[Key, int]) -> Journalled:
    told = Journalled()
    for (company, lane), last in sorted(heads.items()):
        for start in range(1, last + 1, journal.PAGE):
            keys = [journal.entry_key(company, lane, n) for n in range(start, min(start + journal.PAGE, last + 1))]
            found = fetch(keys, table)
            for key in keys:
                if key in found:
                    told.take(json.loads(found[key].doc))
                else:
                    told.faults.append(f"journal {company}:{lane} has no entry {int(key[1])}")
    return told


def _holes(told: Journalled) -> list[str]:
    return told.faults[:EXAMPLES]


def _stale(told: Journalled, versions: dict[Key, int]) -> list[str]:
    wrong = [
        f"{place[0]} stands at {versions.get(place, 0)}, the journal says {v}"
        for place, v in told.versions.items()
        if versions.get(place, 0) != v and place not in told.fleeting
    ]
    return wrong[:EXAMPLES]


def _unequal(told: Journalled, auditor: Auditor) -> list[str]:
    said, found = told.totals(), auditor.sums
    wrong = [
        f"{company}: {name} sums to {found[company, name]}, the journal says {said[company, name]}"
        for company, name in sorted({*said, *found})
        if said[company, name] != found[company, name]
    ]
    return wrong[:EXAMPLES]
