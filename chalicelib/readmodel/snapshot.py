"""Snapshots: a company's file, packed, on a shelf in S3.

Nouns: a `Shelf` (paths and bytes), a snapshot at `readmodel/<company>/<schema hash>/<position>.db.zz`, where the
position is the number of entries it holds. The one trick: a snapshot is only a head start: whatever is missing,
stale, truncated or made by another schema, the tail of the journal, the tables that differ made again (`release`) or a
full replay gives the same rows.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from chalicelib.aws import files
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.log import logger
from chalicelib.readmodel.database import Database, damaged, remove
from chalicelib.readmodel.registry import Registry

PREFIX = "readmodel"
LEVEL = 1
CHUNK = 1 << 20
KEPT = 2
EVERY = 5000


class Shelf(Protocol):
    """Where snapshots lie."""

    def put(self, path: str, content: bytes) -> None: ...

    def read(self, path: str) -> Iterator[bytes]: ...

    def paths(self, prefix: str) -> list[str]: ...

    def remove(self, path: str) -> None: ...


class S3Shelf:
    """The documents bucket."""

    def put(self, path: str, content: bytes) -> None:
        files.put_at(path, content)

    def read(self, path: str) -> Iterator[bytes]:
        body = client("s3").get_object(Bucket=config().bucket_documents, Key=path)["Body"]
        yield from body.iter_chunks(CHUNK)

    def paths(self, prefix: str) -> list[str]:
        return files.paths(prefix)

    def remove(self, path: str) -> None:
        client("s3").delete_object(Bucket=config().bucket_documents, Key=path)


def folder(company: str, registry: Registry) -> str:
    return f"{PREFIX}/{company}/{registry.schema_hash}/"


def position(db: Database) -> int:
    return sum(db.heads.values())


def take(db: Database, shelf: Shelf) -> str:
    """Put the file on the shelf and remove the older ones of its schema, and all but one of others; gives the path."""
    place = folder(db.company, db.registry)
    path = f"{place}{position(db):012d}.db.zz"
    db.tidy()
    with tempfile.TemporaryDirectory(dir=db.path.parent) as room:
        copy = Path(room) / "copy.db"
        db.copy_to(copy)
        shelf.put(path, _packed(copy))
    for old in sorted(shelf.paths(place))[:-KEPT]:
        shelf.remove(old)
    others = [old for old in shelf.paths(f"{PREFIX}/{db.company}/") if not old.startswith(place)]
    for old in sorted(others, key=lambda one: Path(one).name)[:-1]:
        shelf.remove(old)
    return path


def due(db: Database, shelf: Shelf) -> bool:
    """Has the company moved EVERY entries since its newest snapshot?"""
    taken = [int(Path(path).name.split(".")[0]) for path in shelf.paths(folder(db.company, db.registry))]
    return position(db) - max(taken, default=0) >= EVERY


def forget(company: str, shelf: Shelf) -> None:
    """Remove every snapshot of a company, whatever its schema (an erasure must not come back)."""
    for path in shelf.paths(f"{PREFIX}/{company}/"):
        shelf.remove(path)


def hydrate(
    shelf: Shelf, company: str, registry: Registry, path: Path, renew: Callable[[Database], bool] | None = None
) -> Database | None:
    """Open the newest usable snapshot at `path`, None when there is none. One made by another release is usable when
    `renew` makes it this one's."""
    place = folder(company, registry)
    for found in sorted(shelf.paths(place), reverse=True):
        if db := _opened(shelf, found, company, registry, path, _is_ours):
            return db
    others = [found for found in shelf.paths(f"{PREFIX}/{company}/") if not found.startswith(place)] if renew else []
    for found in sorted(others, key=lambda one: Path(one).name, reverse=True)[:1]:
        if renew and (db := _opened(shelf, found, company, registry, path, renew)):
            return db
    return None


def _opened(
    shelf: Shelf, found: str, company: str, registry: Registry, path: Path, usable: Callable[[Database], bool]
) -> Database | None:
    db: Database | None = None
    try:
        _unpack(shelf.read(found), path)
        db = Database(path, company, registry)
        if usable(db):
            return db
    except Exception as error:
        if not isinstance(error, zlib.error | EOFError) and not damaged(error):
            logger.warning("readmodel.snapshot", extra={"why": type(error).__name__})
    if db:
        db.close()
    remove(path)
    return None


def _is_ours(db: Database) -> bool:
    return db.rows("SELECT schema, company FROM _meta") == [(db.registry.schema_hash, db.company)]


def _packed(path: Path) -> bytes:
    packer = zlib.compressobj(LEVEL)
    parts: list[bytes] = []
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            parts.append(packer.compress(chunk))
    return b"".join([*parts, packer.flush()])


def _unpack(chunks: Iterator[bytes], path: Path) -> None:
    """Write the unpacked chunks. Raises zlib.error or EOFError unless they are whole."""
    unpacker = zlib.decompressobj()
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(unpacker.decompress(chunk))
        file.write(unpacker.flush())
    if not unpacker.eof:
        raise EOFError(path.name)
