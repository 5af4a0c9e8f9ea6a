"""Always up to date: every reader first catches up with the journal.

Nouns: a `ReadModel` (the files of one worker process), a `Journal` (where entries come from). The one trick: one read
of the heads tells whether anything is missing, and only what is missing is read; so a list sees every committed write
and usually costs one read.

A file belongs to one process (its number is in the path) and to one company. It is dropped and made again, from the
newest snapshot or from the first entry, when it is damaged, when the disk is full, and when the journal is not the one
it was made from (restored to an earlier day, emptied, rewritten by an erasure).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from chalicelib.aws import journal
from chalicelib.aws.config import config
from chalicelib.aws.log import logger
from chalicelib.readmodel.apply import apply
from chalicelib.readmodel.database import Database, damaged, remove
from chalicelib.readmodel.registry import REWRITING, Registry, house
from chalicelib.readmodel.release import fits, renew
from chalicelib.readmodel.snapshot import EVERY, S3Shelf, Shelf, due, forget, hydrate, position, take

BATCH = 500
LONG = 2000
MOST_OPEN = 24
MOST_BYTES = 400_000_000
T = TypeVar("T")


class Journal(Protocol):
    """What `chalicelib.aws.journal` offers."""

    def heads(self, company: str) -> dict[str, int]: ...

    def read(self, company: str, lane: str, first: int, last: int) -> list[dict[str, Any]]: ...

    def picked(self, company: str, lane: str, numbers: Sequence[int]) -> list[dict[str, Any]]: ...


class Forked(Exception):
    """The journal does not continue the one that the file was made from."""


class ReadModel:
    """`rewritten_by`: types of the facts after which past entries are no longer what was applied (an erasure)."""

    def __init__(
        self,
        journal: Journal,
        registry: Registry,
        folder: Path,
        shelf: Shelf | None = None,
        rewritten_by: frozenset[str] = frozenset(),
    ) -> None:
        self.journal, self.registry, self.folder, self.shelf = journal, registry, folder, shelf
        self.rewritten_by = rewritten_by
        self._open: dict[str, Database] = {}
        self._reading: set[str] = set()
        self._anew: set[str] = set()
        self._pid = 0
        self._lock = threading.RLock()

    def read(self, company: str, work: Callable[[Database], T]) -> T:
        """Catch up, then do `work` on the company's file; made again and once more when it turns out damaged.

        What `work` reads through here sees the company as it was when `work` began."""
        with self._lock:
            if company in self._reading:
                return work(self._open[company])
            self._reading.add(company)
            try:
                return self._work(company, work)
            finally:
                self._reading.discard(company)

    def _work(self, company: str, work: Callable[[Database], T]) -> T:
        try:
            return work(self.fresh(company))
        except Exception as error:
            if not damaged(error):
                raise
            logger.warning("readmodel.damaged", extra={"why": type(error).__name__})
            self._make_room(company)
        return work(self.fresh(company))

    def fresh(self, company: str) -> Database:
        """The company's file, with every committed entry in it."""
        with self._lock:
            for attempt in range(2):
                try:
                    return self._catch_up(self._file(company))
                except Forked as error:
                    logger.warning("readmodel.forked", extra={"why": str(error), "attempt": attempt})
                    self.drop(company)
            if self.shelf:
                forget(company, self.shelf)
            return self._catch_up(self._file(company, alone=True))

    def snapshot(self, company: str, always: bool = False) -> str | None:
        """Put the company's file on the shelf when enough has happened since the last time; gives its path."""
        shelf = self.shelf
        if shelf is None:
            return None
        return self.read(company, lambda db: take(db, shelf) if always or due(db, shelf) else None)

    def forget(self, company: str) -> None:
        """Drop the file of a company and its snapshots: what they hold must not come back."""
        with self._lock:
            self.drop(company)
            if self.shelf:
                forget(company, self.shelf)

    def drop(self, company: str) -> None:
        """Forget the file of a company; the next reader makes it again."""
        db = self._open.pop(company, None)
        if db:
            db.close()
        remove(self._path(company))

    def close(self) -> None:
        """Forget every file of this process."""
        for company in list(self._open):
            self.drop(company)

    def _catch_up(self, db: Database) -> Database:
        heads = self.journal.heads(db.company)
        lost = {lane for lane, seq in db.heads.items() if heads.get(lane, 0) < seq}
        if lost:
            raise Forked(f"applied beyond the head of {', '.join(sorted(lost))}")
        replayed, before = not db.heads, position(db)
        for lane, last in sorted(heads.items()):
            while db.heads.get(lane, 0) < last:
                self._next_batch(db, lane, last, replayed)
        if position(db) - before >= LONG:
            db.tidy()
        self._shelve(db)
        return db

    def _next_batch(self, db: Database, lane: str, last: int, replayed: bool) -> None:
        """Apply up to BATCH entries. The last one applied is read again with them: it tells a rewritten journal."""
        done = db.heads.get(lane, 0)
        first = max(done, 1)
        entries = self.journal.read(db.company, lane, first, min(done + BATCH, last))
        if done and db.marks.get(lane) not in ("", _mark(entries[0])):
            raise Forked(f"entry {done} of {lane} is another one")
        if not replayed and any(fact["type"] in self.rewritten_by for entry in entries for fact in entry["facts"]):
            raise Forked("past entries were rewritten")
        apply(db, lane, first, entries)

    def _file(self, company: str, alone: bool = False) -> Database:
        """The open file of a company; when it must be made, from a snapshot unless `alone`."""
        self._settle()
        db = self._open.pop(company, None)
        if db is None:
            self._evict(MOST_OPEN - 1, MOST_BYTES)
            db = self._opened(company, None if alone else self.shelf)
        self._open[company] = db
        return db

    def _opened(self, company: str, shelf: Shelf | None) -> Database:
        path = self._path(company)
        remove(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        found = hydrate(shelf, company, self.registry, path, self._renewed) if shelf else None
        if found is None:
            found = Database(path, company, self.registry)
            self._anew.add(company)
        return found

    def _renewed(self, db: Database) -> bool:
        """Make a file of another release this one's. False when it cannot be."""
        heads = self.journal.heads(db.company)
        if not fits(db) or any(heads.get(lane, 0) < seq for lane, seq in db.heads.items()):
            return False
        for lane, seq in db.heads.items():
            (entry,) = self.journal.picked(db.company, lane, [seq])
            if db.marks.get(lane) not in ("", _mark(entry)):
                return False
        renew(db, self.journal)
        self._anew.add(db.company)
        return True

    def _shelve(self, db: Database) -> None:
        """What took long to make is put on the shelf at once, for the workers that come after."""
        made = db.company in self._anew
        self._anew.discard(db.company)
        if not made or self.shelf is None or position(db) < EVERY:
            return
        try:
            take(db, self.shelf)
        except Exception as error:  # a shelf out of reach stops no reader
            if damaged(error):
                raise
            logger.warning("readmodel.shelf", extra={"why": type(error).__name__})

    def _evict(self, keep: int, room: int) -> None:
        """Drop the companies that were asked least recently, beyond `keep` of them or `room` bytes in all."""
        sizes = {company: db.size for company, db in self._open.items()}
        for company in list(self._open):
            if company not in self._reading and (len(sizes) > keep or sum(sizes.values()) > room):
                del sizes[company]
                self.drop(company)

    def _make_room(self, company: str) -> None:
        """After damage: the file itself, and the others too if the disk was full."""
        self.drop(company)
        self._evict(0, 0)

    def _path(self, company: str) -> Path:
        return self.folder / str(os.getpid()) / f"{company}-{self.registry.schema_hash}.db"

    def _settle(self) -> None:
        """Once per process (a fork makes a new one): leave the parent's files alone, sweep those of the dead."""
        if self._pid == os.getpid():
            return
        self._pid, self._open = os.getpid(), {}
        for found in self.folder.glob("[0-9]*"):
            if found.name == str(self._pid) or not _alive(int(found.name)):
                shutil.rmtree(found, ignore_errors=True)


def _mark(entry: dict[str, Any]) -> str:
    with contextlib.suppress(KeyError):
        return f"{entry['at']} {entry['command']} {entry['request']}"
    return ""


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@cache
def _house() -> ReadModel:
    registry = house()
    return ReadModel(journal, registry, Path(config().readmodel_dir), S3Shelf(), frozenset(REWRITING))


_installed: list[ReadModel] = []


def install(model: ReadModel | None) -> None:
    """Read from `model` instead of the house's own (None: the house's again)."""
    _installed[:] = [model] if model else []


def current() -> ReadModel:
    """The read model that lists, history and figures are read from."""
    return _installed[0] if _installed else _house()
