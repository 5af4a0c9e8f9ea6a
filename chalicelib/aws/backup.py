"""A backup of the whole table, in every place it is to be kept, and its way back.

Nouns: a place (a region and its bucket), a part (some thousands of items, packed and sealed in one object), the
manifest (what the parts are, with their SHA-256; written last, so a backup without one is not a backup). The one trick:
the copy is fuzzy and the journal makes it exact, as a database does with its log. Items are copied while people write;
the manifest says up to where every lane of the journal was already written when the copy began, and a restore puts back
every later entry, from the archive or from the copy itself.

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
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.aws import journal
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.packing import pack
from chalicelib.aws.secrets import key
from chalicelib.aws.table import Item, declare_all
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


@dataclass(frozen=True)
class Place:
    region: str
    bucket: str


@dataclass(frozen=True)
class Part:
    """One object: `size` in bytes as stored."""

    name: str
    items: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Position:
    """Where a copy is: the last key read (None: at the beginning)."""

    pk: str = ""
    sk: str = ""
    done: bool = False


@dataclass(frozen=True)
class Copied:
    """What one step copied: where it stopped, and the objects it leaves (a part and its notes) by name."""

    position: Position
    objects: dict[str, bytes]


@dataclass(frozen=True)
class Manifest:
    """`counts`: items by kind; `lanes`: `<company>:<lane>` -> number up to which the journal is surely in the copy;
    `sizes`: company -> bytes of its items in the table, each with its keys and DynamoDB's own hundred."""

    id: str
    started_at: datetime
    finished_at: datetime
    items: int
    size: int
    parts: tuple[Part, ...]
    counts: dict[str, int] = field(default_factory=dict)
    lanes: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


def places() -> tuple[Place, ...]:
    """Where backups are to be kept: `CAVEAU_BACKUP_PLACES`, such as `eu-west-3=bucket,eu-central-1=other`."""
    return tuple(Place(*text.strip().split("=", 1)) for text in config().backup_places.split(",") if "=" in text)


# --- copying ---------------------------------------------------------------------------------------------------------


def copy(id: str, number: int, position: Position, started_at: datetime, most: int = PART_BYTES) -> Copied:
    """The next part of a copy, from `position`, of about `most` bytes before packing."""
    lines, size, counts, lanes, after = list[bytes](), 0, Counter[str](), dict[str, int](), position
    sizes = Counter[str]()
    for item in _items(position):
        line = json.dumps(_row(item), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
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
    name = f"part-{number:06d}"
    content = seal(zlib.compress(b"".join(lines), 6), f"{id}/{name}")
    part = Part(name, len(lines), len(content), digest(content))
    notes = json.dumps({"part": asdict(part), "counts": counts, "lanes": lanes, "sizes": sizes})
    return Copied(after, {name: content, f"notes-{number:06d}": notes.encode()})


def assembled(place: Place, id: str, parts: int, started_at: datetime, finished_at: datetime) -> Manifest:
    """The manifest of a finished copy, from the notes that its steps left in a place."""
    made, counts, lanes, sizes = list[Part](), Counter[str](), dict[str, int](), Counter[str]()
    for number in range(1, parts + 1):
        notes = json.loads(load(place, id, f"notes-{number:06d}"))
        made.append(Part(**notes["part"]))
        counts.update(notes["counts"])
        sizes.update(notes["sizes"])
        for lane, seq in notes["lanes"].items():
            lanes[lane] = max(lanes.get(lane, 0), seq)
    items, size = sum(part.items for part in made), sum(part.size for part in made)
    return Manifest(id, started_at, finished_at, items, size, tuple(made), dict(counts), lanes, dict(sizes))


def _items(position: Position) -> Iterator[Item]:
    """Read as DynamoDB does by default, at half the price: what such a reading may miss is seconds old, and a commit
    counts as copied only after `SETTLED`."""
    start = {"pk": {"S": position.pk}, "sk": {"S": position.sk}} if position.pk else None
    return iter(Item.scan(consistent_read=False, last_evaluated_key=start, page_size=PAGE))


def _row(item: Item) -> list[Any]:
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
    wanted = [(part.name, part.sha256) for part in manifest.parts]
    text = written(manifest)
    for name, sha256 in wanted:
        if not _has(place, manifest.id, name, sha256):
            store(place, manifest.id, name, load(good, manifest.id, name))
    store(place, manifest.id, MANIFEST, text)


def faults(place: Place, manifest: Manifest) -> list[str]:
    """What a place has not, not whole, or on too few sites; empty when the backup there is good."""
    told, text = list[str](), written(manifest)
    wanted = [(part.name, part.size, part.sha256) for part in manifest.parts]
    for name, size, sha256 in [*wanted, (MANIFEST, len(text), digest(text))]:
        has = kept(place, manifest.id, name)
        if (has.size, has.sha256) != (size, sha256):
            told.append(f"{name}: other bytes")
        if SITES.get(has.storage_class, 0) < MOST_SITES:
            told.append(f"{name}: kept as {has.storage_class}")
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
    plain = json.loads(load(place, id, MANIFEST))
    if plain.pop("format") != 1:
        raise ValueError(f"{id}: written by another version of Caveau")
    plain |= {name: instant(plain[name]) for name in ("started_at", "finished_at")}
    return Manifest(**plain | {"parts": tuple(Part(**part) for part in plain["parts"])})


# --- the way back ----------------------------------------------------------------------------------------------------


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
    for part in manifest.parts:
        _put_part(place, manifest, part, table, restored)
        if told:
            told(part)
    with table.batch_write() as batch:
        for name, seq in manifest.lanes.items():
            company, lane = name.split(":", 1)
            batch.save(journal.head_item(company, lane, seq))
    return restored


def _put_part(place: Place, manifest: Manifest, part: Part, table: type[Item], restored: Restored) -> None:
    with table.batch_write() as batch:
        for item in read(place, manifest.id, part):
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
    content = load(place, id, part.name)
    if digest(content) != part.sha256:
        raise ValueError(f"{id}/{part.name}: not the bytes that the manifest names")
    for line in zlib.decompress(unseal(content, f"{id}/{part.name}")).splitlines():
        pk, sk, kind, v, ttl, doc = json.loads(line)
        yield Item(pk, sk, kind=kind, v=v, doc=doc, ttl=ttl)
