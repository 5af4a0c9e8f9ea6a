"""After a release: only the tables that it declares or projects otherwise are made again.

Noun: a *refill* (past entries of one lane, applied to some tables). The one trick: the trail knows which entry wrote
which version of which item, so the tables that differ are made from the entries of their own kinds, picked by number,
and everything else of the file stays: history, the other tables, their search indexes.

What the trail cannot vouch for is replayed whole: a kind that was a secret and is none, or the other way round, and a
file with entries that could not be applied at all. A table fed by facts reads every entry, since facts leave no trail.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from chalicelib.kernel.pieces import pieces
from chalicelib.readmodel.apply import UNKNOWN, Batch, Item
from chalicelib.readmodel.database import Database
from chalicelib.readmodel.registry import FORMAT, Registry
from chalicelib.readmodel.schema import laid_out, removed
from chalicelib.readmodel.trail import CHANGED, CREATED, SECRET, Entry, Step

MOST = 500


class Picks(Protocol):
    """A journal that gives entries by their numbers."""

    def picked(self, company: str, lane: str, numbers: Sequence[int]) -> list[dict[str, Any]]: ...


def fits(db: Database) -> bool:
    """May the file, made by another release, be kept but for the tables that differ?"""
    if not db.value("SELECT 1 FROM pragma_table_info('_meta') WHERE name = 'format'"):
        return False
    if db.rows("SELECT company, format FROM _meta") != [(db.company, FORMAT)]:
        return False
    if db.value("SELECT 1 FROM _faults WHERE kind = '' LIMIT 1"):
        return False
    sql = f"SELECT DISTINCT t.kind, c.what = {SECRET} FROM _changes c JOIN _items t ON t.i = c.item"
    return all(bool(was) == db.registry.secret(kind) for kind, was in db.rows(sql))


def renew(db: Database, journal: Picks) -> None:
    """Make the tables that differ again, of the entries the file holds, all in one transaction."""
    made = dict(db.rows("SELECT tbl, hash FROM _made"))
    wanted = db.registry.hashes
    with db.transaction():
        for name in sorted(name for name, hash in made.items() if wanted.get(name) != hash):
            _each(db, removed(name))
        new = db.registry.only({name for name, hash in wanted.items() if made.get(name) != hash})
        for table in new.tables:
            _each(db, laid_out(table))
        for lane in sorted(db.heads):
            for some in pieces(_numbers(db, new, lane), MOST):
                Refill(db, lane, new).fill(list(zip(some, journal.picked(db.company, lane, some), strict=True)))
        _name_unknown_kinds(db)
        db.stamp()


def _each(db: Database, statements: Any) -> None:
    for statement in statements:
        db.run(statement)


def _numbers(db: Database, new: Registry, lane: str) -> Sequence[int]:
    """The entries of a lane that the new tables are made of."""
    if new.by_fact:
        return range(1, db.heads[lane] + 1)
    owned = sorted({kind for table in new.tables if table.owner for kind in table.kinds})
    others = sorted(new.by_kind.keys() - set(owned))
    newest = f"c.what IN ({CREATED}, {CHANGED}) AND c.v = (SELECT max(n.v) FROM _changes n WHERE n.item = c.item)"
    sql = f"""SELECT DISTINCT c.seq FROM _changes c JOIN _items t ON t.i = c.item WHERE c.lane = ?
        AND (t.kind IN ({_marks(owned)}) OR (t.kind IN ({_marks(others)}) AND {newest})) ORDER BY c.seq"""
    return [seq for (seq,) in db.rows(sql, (lane, *owned, *others))]


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _name_unknown_kinds(db: Database) -> None:
    db.run("DELETE FROM _faults WHERE id = ''")
    kinds = [kind for (kind,) in db.rows("SELECT DISTINCT kind FROM _items")]
    unknown = [(kind, UNKNOWN) for kind in kinds if not db.registry.knows(kind)]
    db.many("INSERT INTO _faults VALUES (?, '', '', '', 0, ?)", unknown)


class Refill(Batch):
    """Past entries, whose trail is there, applied to some tables. An item is brought to the version that the trail says
    is its newest, which comes once."""

    def __init__(self, db: Database, lane: str, registry: Registry) -> None:
        super().__init__(db, lane)
        self.registry, self.faulty = registry, set()

    def fill(self, numbered: Sequence[tuple[int, dict[str, Any]]]) -> None:
        """Apply the entries of these numbers."""
        entries = [entry for seq, raw in numbered if (entry := self._read(seq, raw))]
        for entry in entries:
            for step in entry.steps:
                self._collect(entry, step)
        for item in self.items.values():
            self._bring(item)
        for entry in entries:
            self._tell(entry)
        self._write()

    def _collect(self, entry: Entry, step: Step) -> None:
        key, v = (step.change.kind, step.change.id), step.change.v
        if key[0] not in self.registry.by_kind or step.what == SECRET:
            return
        item = self.items.get(key)
        if item is None:
            _, newest = self.db.item(*key)
            item = self.items[key] = Item(*key, known=newest - 1, fresh=newest == 1)
        item.steps.append(step)
        if v > item.known:
            item.newest, item.place, item.at = step, (entry.lane, entry.seq), entry.micros

    def _rowless(self, item: Item) -> bool:
        return True
