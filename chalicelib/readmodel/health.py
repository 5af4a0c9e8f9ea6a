"""Is the read model right? What could not be applied, and whether a rebuild gives what grew.

Nouns: a `Fault`, a *dump* (a file as lines of text, the same for two files that say the same). The one trick: a dump
leaves out the numbers that depend on the order of arrival (rows, terms) and sorts by what the lines say, so equal dumps
mean equal contents, whatever the history of the two files.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chalicelib.readmodel.database import Database
from chalicelib.readmodel.freshness import ReadModel, current

TRAIL = {
    "_heads": "SELECT lane, seq, mark FROM _heads ORDER BY lane",
    "_changes": """SELECT c.lane, c.seq, c.n, c.at, a.term, m.term, t.kind, t.id, c.v, c.what, c.lines FROM _changes c
        JOIN _terms a ON a.t = c.actor JOIN _terms m ON m.t = c.command JOIN _items t ON t.i = c.item
        ORDER BY c.lane, c.seq, c.n""",
    "_fields": """SELECT f.lane, f.seq, f.n, p.term, f.before, f.after FROM _fields f JOIN _terms p ON p.t = f.field
        ORDER BY f.lane, f.seq, f.n, p.term""",
    "_former": "SELECT id, kind, tbl, owner FROM _former ORDER BY id, kind, tbl, owner",
    "_faults": "SELECT kind, id, tbl, lane, seq, error FROM _faults ORDER BY kind, id, tbl, lane, seq",
}


@dataclass(frozen=True)
class Fault:
    """`kind`, `id` and `table` are empty for an entry that could not be read; `id` is for an unknown kind."""

    kind: str
    id: str
    table: str
    lane: str
    seq: int
    error: str


def faults(company: str) -> list[Fault]:
    """What could not be applied for a company; empty when all is well."""
    return current().read(company, lambda db: [Fault(*row) for row in db.rows(TRAIL["_faults"])])


def dump(db: Database) -> Iterator[str]:
    """The contents of a file, line by line, the search index and its words included."""
    for name, sql in TRAIL.items():
        for row in db.walk(sql):
            yield f"{name} {row!r}"
    for table in db.registry.tables:
        columns = ", ".join(("_kind", "_id", "_n", "_v", "_at", *table.stored, *table.wide))
        both = f'"{table.name}_row" t LEFT JOIN "{table.name}_wide" w ON w._r = t._r'
        for row in db.walk(f"SELECT {columns} FROM {both} ORDER BY _kind, _id, _n"):
            yield f"{table.name} {row!r}"
        if table.searched:
            yield from _searched(db, table.name)


def _searched(db: Database, name: str) -> Iterator[str]:
    """What the search knows: every counted word, and every trigram of every row with its places."""
    for row in db.walk(f'SELECT * FROM "{name}_word" ORDER BY word'):
        yield f"{name}_word {row!r}"
    db.run(f'INSERT INTO "{name}_line" ("{name}_line") VALUES (\'optimize\')')
    db.run(f'CREATE VIRTUAL TABLE temp."{name}_seen" USING fts5vocab(main, "{name}_line", instance)')
    sql = f"""SELECT r._kind, r._id, r._n, v.term, v.offset FROM temp."{name}_seen" v
        LEFT JOIN "{name}_row" r ON r._r = v.doc ORDER BY r._kind, r._id, r._n, v.offset, v.term"""
    for row in db.rows(sql):
        yield f"{name}_line {row!r}"
    db.run(f'DROP TABLE temp."{name}_seen"')


def digest(db: Database) -> str:
    """The SHA-256 of the dump."""
    summed = hashlib.sha256()
    for line in dump(db):
        summed.update(line.encode())
        summed.update(b"\n")
    return summed.hexdigest()


def rebuilt_alike(company: str, model: ReadModel | None = None) -> bool:
    """Replay the whole journal of a company aside: does it give what the file holds?"""
    kept = model or current()
    with tempfile.TemporaryDirectory() as room:
        again = ReadModel(kept.journal, kept.registry, Path(room))
        try:
            return digest(kept.fresh(company)) == digest(again.fresh(company))
        finally:
            again.close()
