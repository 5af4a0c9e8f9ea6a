"""Entries become rows.

Nouns: a `Batch` (some entries of one lane, applied in one transaction). The one trick: of each item only the newest
version counts, and "newest" is a number that the item itself carries; so entries of different lanes may come in any
order, twice, or late, and the rows end up the same. A rebuild is therefore equal to what grew entry by entry.

What cannot be applied becomes a row of `_faults` and a line in the log, and stops nothing: an entry that cannot be
read, a kind that nobody declares, a projection that fails (its table then shows no row for that item until a version
that projects).

Errors: `Gap` when an entry is missing between what is applied and what is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.aws.log import logger
from chalicelib.readmodel.database import Database, damaged
from chalicelib.readmodel.rows import Draft, Writer
from chalicelib.readmodel.table import BadRow, Row, Table
from chalicelib.readmodel.trail import SECRET, Entry, Step, read_entry, write_trail
from chalicelib.readmodel.values import Sqlite

UNKNOWN = "unknown kind"
Raw = dict[str, Any]
Project = Callable[[dict[str, Any], Any], Iterable[Row]]
Place = tuple[str, int]


class Gap(Exception):
    """The entries given do not follow those applied."""


@dataclass
class Item:
    """One item in a batch: the newest version known before, whether it is the first ever, the newest step given, and
    all steps given."""

    kind: str
    id: str
    known: int
    fresh: bool
    newest: Step | None = None
    place: Place = ("", 0)
    at: int = 0
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class Made:
    """What a projection gave for one document: the values of its rows, and whose they are."""

    values: Sequence[list[Sqlite]] = ()
    owners: frozenset[str] = frozenset()


def apply(db: Database, lane: str, first: int, entries: Sequence[Raw]) -> int:
    """Apply the entries `first`, `first` + 1… of a lane, less those already applied. Gives how many were new."""
    head = db.heads.get(lane, 0)
    if first > head + 1:
        raise Gap(f"{lane}: applied to {head}, given from {first}")
    new = list(enumerate(entries, first))[head + 1 - first :]
    if not new:
        return 0
    try:
        with db.transaction():
            Batch(db, lane).run(new)
    except Exception as error:
        if damaged(error):
            raise
        _one_by_one(db, lane, new)
    return len(new)


def _one_by_one(db: Database, lane: str, entries: Sequence[tuple[int, Raw]]) -> None:
    """An entry that SQLite itself will not take is a fault of that entry alone."""
    for seq, entry in entries:
        try:
            with db.transaction():
                Batch(db, lane).run([(seq, entry)])
        except Exception as error:
            if damaged(error):
                raise
            with db.transaction():
                batch = Batch(db, lane)
                batch.fault("", "", "", (lane, seq), error)
                batch.advance(seq, "")


class Batch:
    def __init__(self, db: Database, lane: str) -> None:
        self.db, self.lane, self.registry = db, lane, db.registry
        self.items: dict[tuple[str, str], Item] = {}
        self.numbers: dict[tuple[str, str], int] = {}
        self.known: dict[tuple[str, str], int] = {}
        self.writers: dict[str, Writer] = {}
        self.former: list[tuple[str, str, str, str]] = []
        self.present: list[tuple[str, str, str, str]] = []
        self.faulty = set(db.rows("SELECT DISTINCT kind, id FROM _faults WHERE id <> ''"))

    def run(self, numbered: Sequence[tuple[int, Raw]]) -> None:
        entries = [entry for seq, raw in numbered if (entry := self._read(seq, raw))]
        for entry in entries:
            for step in entry.steps:
                self._collect(entry, step)
        write_trail(self.db, entries, self.numbers)
        for item in self.items.values():
            self._bring(item)
        for entry in entries:
            self._tell(entry)
        self._write()
        last = numbered[-1][0]
        self.advance(last, entries[-1].mark if entries and entries[-1].seq == last else "")

    def _write(self) -> None:
        for writer in self.writers.values():
            writer.write()
        self.db.many("INSERT OR IGNORE INTO _former VALUES (?, ?, ?, ?)", self.former)
        self.db.many("DELETE FROM _former WHERE id = ? AND kind = ? AND tbl = ? AND owner = ?", self.present)

    def _read(self, seq: int, raw: Raw) -> Entry | None:
        try:
            entry = read_entry(raw)
            if (entry.lane, entry.seq) != (self.lane, seq):
                raise BadRow("an entry under another number than its own")
            return entry
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            self.fault("", "", "", (self.lane, seq), error)
            return None

    def _collect(self, entry: Entry, step: Step) -> None:
        """Keep the step if a table wants its kind, and know which is the newest of its item."""
        key, v = (step.change.kind, step.change.id), step.change.v
        if key not in self.numbers:
            self.numbers[key], self.known[key] = self.db.item(*key)
        if not self.registry.knows(key[0]):
            self.db.run("INSERT OR IGNORE INTO _faults VALUES (?, '', '', '', 0, ?)", (key[0], UNKNOWN))
        if key[0] not in self.registry.by_kind or step.what == SECRET:
            return
        item = self.items.get(key)
        if item is None:
            item = self.items[key] = Item(*key, self.known[key], fresh=self.known[key] == 0)
        item.steps.append(step)
        if v > (item.newest.change.v if item.newest else item.known):
            item.newest, item.place, item.at = step, (entry.lane, entry.seq), entry.micros

    def _bring(self, item: Item) -> None:
        """Bring every table that the item's kind feeds to its newest version."""
        if item.newest and (item.kind, item.id) in self.faulty:
            self.db.run("DELETE FROM _faults WHERE kind = ? AND id = ?", (item.kind, item.id))
        for table, project in self.registry.by_kind[item.kind]:
            made = None
            if item.newest:
                change = item.newest.change
                made = self._made(table, project, item.newest.doc, change, item.place)
                self._writer(table).put(Draft(item.kind, item.id, change.v, item.at, made.values, self._rowless(item)))
            if table.owner and not (item.fresh and len(item.steps) == 1):
                self._note_owners(table, project, item, made)

    def _rowless(self, item: Item) -> bool:
        """Is it sure that the item has no rows yet?"""
        return item.fresh

    def _tell(self, entry: Entry) -> None:
        """Add the rows of the entry's facts."""
        for told, data in entry.facts:
            for table, project in self.registry.by_fact.get(told.type, ()):
                made = self._made(table, project, data, told, (entry.lane, entry.seq))
                self._writer(table).put(Draft(told.type, told.id, 1, entry.micros, made.values, fresh=True))

    def _made(self, table: Table, project: Project, doc: dict[str, Any] | None, source: Any, place: Place) -> Made:
        """The rows of one document (none when it is gone), or a fault and no rows."""
        try:
            return made(table, project, doc, source)
        except Exception as error:
            kind = getattr(source, "kind", None) or source.type
            self.fault(kind, source.id, table.name, place, error)
            return Made()

    def _note_owners(self, table: Table, project: Project, item: Item, latest: Made | None) -> None:
        """Note whose the item was at other versions than its newest: to them it is gone."""
        columns = ", ".join(f'"{name}"' for name in table.owners)
        sql = f'SELECT DISTINCT {columns} FROM "{table.name}_row" WHERE _id = ? AND _kind = ?'
        ever = {owner for row in self.db.rows(sql, (item.id, item.kind)) for owner in row if owner is not None}
        now = latest.owners if latest else frozenset(ever)
        for step in item.steps:
            if step is not item.newest:
                ever |= _owners(table, project, step)
        key = (item.id, item.kind, table.name)
        self.former += [(*key, owner) for owner in sorted(ever)]
        self.present += [(*key, owner) for owner in sorted(now)]

    def _writer(self, table: Table) -> Writer:
        writer = self.writers.get(table.name)
        if writer is None:
            writer = self.writers[table.name] = Writer(self.db, table)
        return writer

    def advance(self, seq: int, mark: str) -> None:
        """The lane is applied up to `seq`."""
        self.db.run("INSERT OR REPLACE INTO _heads VALUES (?, ?, ?)", (self.lane, seq, mark))
        self.db.heads[self.lane], self.db.marks[self.lane] = seq, mark

    def fault(self, kind: str, id: str, table: str, place: Place, error: Exception) -> None:
        """Record what could not be applied: what and where, never a value."""
        text = described(error)
        logger.error("readmodel.fault", extra={"kind": kind, "item": id, "table": table, "place": place, "why": text})
        self.db.run("INSERT OR REPLACE INTO _faults VALUES (?, ?, ?, ?, ?, ?)", (kind, id, table, *place, text))


def made(table: Table, project: Project, doc: dict[str, Any] | None, source: Any) -> Made:
    """The rows of one document. Raises whatever the projection raises, and BadRow."""
    if doc is None:
        return Made()
    rows = list(project(doc, source))
    values = [table.values(row) for row in rows]
    if not table.owner:
        return Made(values)
    return Made(values, frozenset(row[name] for row in rows for name in table.owners if row.get(name) is not None))


def _owners(table: Table, project: Project, step: Step) -> frozenset[str]:
    try:
        return made(table, project, step.doc, step.change).owners
    except Exception:  # only the newest version reports its fault: an older one matters to nobody
        return frozenset()


def described(error: BaseException) -> str:
    """The error without anything a document holds: our own messages whole, else its type and where it was raised."""
    if isinstance(error, BadRow):
        return f"BadRow: {error}"
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" at {trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{where}"
