"""A backup of the whole table, in every place it is to be kept (its way back: restoring.py).

Nouns: a place (a region and its bucket), a part (some thousands of items, packed and sealed in one object), the
manifest (what the parts are, with their SHA-256; written last, so a backup without one is not a backup). The one trick:
the copy is fuzzy and the journal makes it exact, as a database does with its log. Items are copied while people write;
the manifest says up to where every lane of the journal was already written when the copy began, and a restore puts back
every later entry, from the archive or from the copy itself.

A backup is a whole copy, or names the files of the last ones and adds what the journal says since (increments.py).

    backups/<id>/part-000001      zlib of JSON lines [pk, sk, kind, v, ttl, doc], sealed with AES-256-GCM
    backups/<id>/notes-000001     what the manifest will say of that part
    backups/<id>/manifest.json

Sealed with the installation's master key (`CAVEAU_SECRET`): whoever has the object and not the key has nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.aws import journal
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.packing import pack
from chalicelib.aws.secrets import key
from chalicelib.aws.table import Item
from chalicelib.kernel.clock import instant, iso

PREFIX = "backups/"
MANIFEST = "manifest.json"
STORAGE_CLASS = "STANDARD_IA"
PART_BYTES = 16_000_000
PAGE = 400
SETTLED = timedelta(minutes=5)
"""How long before the copy a commit's own time must lie for it to be surely in the copy: the longest request and more
than any clock may be wrong."""
SITES = {
    "STANDARD": 3, "STANDARD_IA": 3, "INTELLIGENT_TIERING": 3, "GLACIER_IR": 3, "GLACIER": 3, "DEEP_ARCHIVE": 3,
    "ONEZONE_IA": 1, "EXPRESS_ONEZONE": 1, "REDUCED_REDUNDANCY": 2,
}  # fmt: skip
"""Availability Zones that a storage class of S3 keeps an object in, at least."""
MOST_SITES = 3
ASKERS = 16
"""How many objects a place is asked of at a time: 10,000 parts in a minute."""


@dataclass(frozen=True)
class Place:
    region: str
    bucket: str


@dataclass(frozen=True)
class Part:
    """One object: `size` in bytes as stored; `of`: the backup it was made for, when that is an earlier one; `entries`:
    whether it holds what the journal says since, instead of items."""

    name: str
    items: int
    size: int
    sha256: str
    of: str = ""
    entries: bool = False


@dataclass(frozen=True)
class Position:
    """Where a copy is: the last key read (None: at the beginning)."""

    pk: str = ""
    sk: str = ""
    done: bool = False


@dataclass(frozen=True)
class Copied:
    """What one step copied: where it stopped, the objects it leaves (a part and its notes) by name, the types of the
    facts it met when it read the journal."""

    position: Position
    objects: dict[str, bytes]
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Manifest:
    """`counts`: items by kind; `lanes`: `<company>:<lane>` -> number up to which the journal is surely in the items
    copied; `reached`: the same with what was added from the journal since; `sizes`: company -> bytes of its items in
    the table, each with its keys and DynamoDB's own hundred."""

    id: str
    started_at: datetime
    finished_at: datetime
    items: int
    size: int
    parts: tuple[Part, ...]
    counts: dict[str, int] = field(default_factory=dict)
    lanes: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)

    def known(self) -> dict[str, int]:
        """Up to where this backup surely has every lane."""
        return {**self.lanes, **self.reached}

    def home(self, part: Part) -> str:
        """The backup that a part was made for."""
        return part.of or self.id


def places() -> tuple[Place, ...]:
    """Where backups are to be kept: `CAVEAU_BACKUP_PLACES`, such as `eu-west-3=bucket,eu-central-1=other`."""
    return tuple(Place(*text.strip().split("=", 1)) for text in config().backup_places.split(",") if "=" in text)


# --- copying ---------------------------------------------------------------------------------------------------------


def copy(id: str, number: int, position: Position, started_at: datetime, most: int = PART_BYTES) -> Copied:
    """The next part of a copy, from `position`, of about `most` bytes before packing."""
    lines, size, counts, lanes, after = list[bytes](), 0, Counter[str](), dict[str, int](), position
    sizes = Counter[str]()
    for item in _items(position):
        line = json.dumps(row(item), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        lines.append(line)
        size += len(line)
        counts[item.kind] += 1
        sizes[item.pk.partition("#")[0]] += 150 + len(pack(item.doc) if item.doc else b"")
        _note(item, started_at, lanes)
        after = Position(item.pk, item.sk)
        if size >= most:
            break
    else:
        after = Position(done=True)
    return Copied(after, packed(id, number, lines, counts, lanes, sizes))


def packed(
    id: str,
    number: int,
    lines: list[bytes],
    counts: Counter[str],
    lanes: dict[str, int],
    sizes: Counter[str],
    entries: bool = False,
) -> dict[str, bytes]:
    """A part and its notes, by name."""
    name = f"part-{number:06d}"
    content = seal(zlib.compress(b"".join(lines), 6), f"{id}/{name}")
    part = Part(name, len(lines), len(content), digest(content), entries=entries)
    notes = json.dumps({"part": asdict(part), "counts": counts, "lanes": lanes, "sizes": sizes})
    return {name: content, f"notes-{number:06d}": notes.encode()}


def assembled(place: Place, id: str, parts: int, started_at: datetime, finished_at: datetime) -> Manifest:
    """The manifest of a finished copy, from the notes that its steps left in a place."""
    made, counts, lanes, sizes = list[Part](), Counter[str](), dict[str, int](), Counter[str]()
    names = [f"notes-{number:06d}" for number in range(1, parts + 1)]
    for text in together(lambda name: load(place, id, name), names):
        notes = json.loads(text)
        made.append(Part(**notes["part"]))
        counts.update(notes["counts"])
        sizes.update(notes["sizes"])
        for lane, seq in notes["lanes"].items():
            lanes[lane] = max(lanes.get(lane, 0), seq)
    items, size = sum(part.items for part in made), sum(part.size for part in made)
    return Manifest(id, started_at, finished_at, items, size, tuple(made), dict(counts), lanes, dict(sizes))


def added(before: Manifest, own: Manifest) -> Manifest:
    """The manifest that names the files of the one before it and adds its own, entries of the journal."""
    kept = tuple(replace(part, of=before.home(part)) for part in before.parts)
    return replace(
        own,
        items=before.items + own.items,
        size=before.size + own.size,
        parts=(*kept, *own.parts),
        counts=dict(Counter(before.counts) + Counter(own.counts)),
        lanes=before.lanes,
        sizes=dict(Counter(before.sizes) + Counter(own.sizes)),
        reached={**before.known(), **own.lanes},
    )


def together(work: Callable[[str], bytes], names: Iterable[str]) -> list[bytes]:
    """Some work with each name, many at a time, its results in order."""
    with ThreadPoolExecutor(ASKERS) as askers:
        return list(askers.map(work, names))


def _items(position: Position) -> Iterator[Item]:
    """Read as DynamoDB does by default, at half the price: what such a reading may miss is seconds old, and a commit
    counts as copied only after `SETTLED`."""
    start = {"pk": {"S": position.pk}, "sk": {"S": position.sk}} if position.pk else None
    return iter(Item.scan(consistent_read=False, last_evaluated_key=start, page_size=PAGE))


def row(item: Item) -> list[Any]:
    return [item.pk, item.sk, item.kind, int(item.v), int(item.ttl) if item.ttl else None, item.doc]


def _note(item: Item, started_at: datetime, lanes: dict[str, int]) -> None:
    """Remember how far a lane surely was when the copy began: its last entry that is old enough."""
    if item.kind != journal.ENTRY:
        return
    entry = json.loads(item.doc)
    lane = f"{entry['company']}:{entry['lane']}"
    if instant(entry["at"]) < started_at - SETTLED:
        lanes[lane] = max(lanes.get(lane, 0), entry["seq"])


def seal(content: bytes, place: str) -> bytes:
    """`content` encrypted, bound to its name."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return nonce + AESGCM(key()).encrypt(nonce, content, place.encode())


def unseal(content: bytes, place: str) -> bytes:
    """What was sealed under that name; ValueError when it was altered, renamed or sealed with another key."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key()).decrypt(content[:12], content[12:], place.encode())
    except InvalidTag:
        raise ValueError(f"{place}: sealed with another key, or altered") from None


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- in a place ------------------------------------------------------------------------------------------------------


def store(place: Place, id: str, name: str, content: bytes) -> None:
    """Put one object of a backup in a place; the store itself checks its SHA-256. Raises what the place answers."""
    checksum = base64.b64encode(hashlib.sha256(content).digest()).decode()
    client("s3", place.region).put_object(
        Bucket=place.bucket,
        Key=f"{PREFIX}{id}/{name}",
        Body=content,
        ChecksumSHA256=checksum,
        ServerSideEncryption="AES256",
        StorageClass=STORAGE_CLASS,
    )


def load(place: Place, id: str, name: str) -> bytes:
    """The bytes of one object of a backup."""
    answer = client("s3", place.region).get_object(Bucket=place.bucket, Key=f"{PREFIX}{id}/{name}")
    content: bytes = answer["Body"].read()
    return content


@dataclass(frozen=True)
class Kept:
    """An object as a place says it has it."""

    size: int
    sha256: str
    storage_class: str


def kept(place: Place, id: str, name: str) -> Kept:
    """What the place has under that name: its own word for size, SHA-256 and storage class."""
    head = client("s3", place.region).head_object(
        Bucket=place.bucket, Key=f"{PREFIX}{id}/{name}", ChecksumMode="ENABLED"
    )
    sha256 = base64.b64decode(head.get("ChecksumSHA256", "")).hex()
    return Kept(head["ContentLength"], sha256, head.get("StorageClass") or "STANDARD")


def mend(good: Place, place: Place, manifest: Manifest) -> None:
    """Bring to `place` what it has not, or not whole, from a good one."""
    for part in manifest.parts:
        home = manifest.home(part)
        if not _has(place, home, part.name, part.sha256):
            store(place, home, part.name, load(good, home, part.name))
    store(place, manifest.id, MANIFEST, written(manifest))


def faults(place: Place, manifest: Manifest) -> list[str]:
    """What a place has not, not whole, or on too few sites, the files of earlier backups included; empty when the
    backup there is good."""
    text = written(manifest)
    wanted = [(manifest.home(part), part.name, part.size, part.sha256) for part in manifest.parts]
    wanted.append((manifest.id, MANIFEST, len(text), digest(text)))
    with ThreadPoolExecutor(ASKERS) as askers:
        told = askers.map(lambda one: _faults(manifest.id, kept(place, *one[:2]), *one), wanted)
        return [fault for faults_ in told for fault in faults_]


def _faults(id: str, has: Kept, home: str, name: str, size: int, sha256: str) -> list[str]:
    shown, told = name if home == id else f"{home}/{name}", list[str]()
    if (has.size, has.sha256) != (size, sha256):
        told.append(f"{shown}: other bytes")
    if SITES.get(has.storage_class, 0) < MOST_SITES:
        told.append(f"{shown}: kept as {has.storage_class}")
    return told


def _has(place: Place, id: str, name: str, sha256: str) -> bool:
    from botocore.exceptions import ClientError

    try:
        return kept(place, id, name).sha256 == sha256
    except ClientError as error:
        if error.response["Error"]["Code"] in ("404", "NoSuchKey", "NotFound"):
            return False
        raise


def ids(place: Place) -> list[str]:
    """The backups that a place holds whole, oldest first (an id sorts by its time)."""
    pages = client("s3", place.region).get_paginator("list_objects_v2")
    found = pages.paginate(Bucket=place.bucket, Prefix=PREFIX)
    keys = [item["Key"].removeprefix(PREFIX) for page in found for item in page.get("Contents", [])]
    return sorted(key.removesuffix(f"/{MANIFEST}") for key in keys if key.endswith(f"/{MANIFEST}"))


def remove(place: Place, id: str) -> None:
    """Forget a backup: its manifest first, so that what is left of a removal cut short is no backup."""
    store_ = client("s3", place.region)
    found = store_.get_paginator("list_objects_v2").paginate(Bucket=place.bucket, Prefix=f"{PREFIX}{id}/")
    names = sorted(item["Key"] for page in found for item in page.get("Contents", []))
    for name in sorted(names, key=lambda name: not name.endswith(MANIFEST)):
        store_.delete_object(Bucket=place.bucket, Key=name)


def written(manifest: Manifest) -> bytes:
    """The manifest as stored: its SHA-256 covers every part's."""
    plain = asdict(manifest) | {"started_at": iso(manifest.started_at), "finished_at": iso(manifest.finished_at)}
    return json.dumps({"format": 1, **plain}, indent=1, sort_keys=True).encode()


def manifest_of(place: Place, id: str) -> Manifest:
    """The manifest of a backup, from a place."""
    return opened(id, load(place, id, MANIFEST))


def opened(id: str, text: bytes) -> Manifest:
    """The manifest that these bytes are."""
    plain = json.loads(text)
    if plain.pop("format") != 1:
        raise ValueError(f"{id}: written by another version of Caveau")
    plain |= {name: instant(plain[name]) for name in ("started_at", "finished_at")}
    return Manifest(**plain | {"parts": tuple(Part(**part) for part in plain["parts"])})
