"""The SQL of a company's file, written from the declarations.

    <table>_row    _r (row number, means nothing), _kind, _id, _n, _v, _at, then what is compared of each column
    <table>_wide   texts and tags as they are shown, where that is not what is compared
    <table>        both as one view
    <table>_line   FTS5 trigram index of the rows' lines (contentless: the line is computed again when needed)
    <table>_word   the letters-only words of the lines, counted, with their sound and their reverse
    _meta, _made   which declarations the file was made by, as a whole and table by table
    _heads         how far each lane has been applied, and the mark of its last entry
    _terms         texts that repeat (actors, commands, fields), each once
    _items         every item that was ever written
    _changes       one per changed item and version: history, change feed, tombstones, and which version is newest;
                   `lines` is how many lines of history it makes
    _fields        before and after, per field that an update changed
    _former        owners an item had and has no more
    _faults        what could not be applied, and why

The numbers of rows, terms and items depend on the order of arrival, so nothing shown or compared is made of them.
Instants (`at`, `_at`) are microseconds since 1970, UTC.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.readmodel.registry import Registry
from chalicelib.readmodel.table import Table

OWN = """
CREATE TABLE _meta (schema TEXT NOT NULL, company TEXT NOT NULL, format TEXT NOT NULL);
CREATE TABLE _made (tbl TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE _heads (lane TEXT PRIMARY KEY, seq INTEGER NOT NULL, mark TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE _terms (t INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE);
CREATE TABLE _items (i INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL);
CREATE UNIQUE INDEX _items_id ON _items (id, kind);
CREATE TABLE _changes (
    lane TEXT NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, actor INTEGER NOT NULL,
    command INTEGER NOT NULL, item INTEGER NOT NULL, v INTEGER NOT NULL, what INTEGER NOT NULL, lines INTEGER NOT NULL,
    PRIMARY KEY (lane, seq, n)) WITHOUT ROWID;
CREATE INDEX _changes_item ON _changes (item, v);
CREATE INDEX _changes_at ON _changes (at);
CREATE TABLE _fields (
    lane TEXT NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL, field INTEGER NOT NULL, before TEXT, after TEXT,
    PRIMARY KEY (lane, seq, n, field)) WITHOUT ROWID;
CREATE TABLE _former (
    id TEXT NOT NULL, kind TEXT NOT NULL, tbl TEXT NOT NULL, owner TEXT NOT NULL,
    PRIMARY KEY (id, kind, tbl, owner)) WITHOUT ROWID;
CREATE TABLE _faults (
    kind TEXT NOT NULL, id TEXT NOT NULL, tbl TEXT NOT NULL, lane TEXT NOT NULL, seq INTEGER NOT NULL,
    error TEXT NOT NULL, PRIMARY KEY (kind, id, tbl, lane, seq)) WITHOUT ROWID;
"""


def statements(registry: Registry) -> Iterator[str]:
    """Everything an empty file needs."""
    yield OWN
    for table in registry.tables:
        yield from laid_out(table)


def removed(name: str) -> Iterator[str]:
    """What takes a table out of a file."""
    yield f'DROP VIEW "{name}"'
    for part in ("row", "wide", "line", "word"):
        yield f'DROP TABLE IF EXISTS "{name}_{part}"'
    for kept in ("_former", "_faults"):
        yield f"DELETE FROM {kept} WHERE tbl = '{name}'"
    yield f"DELETE FROM _made WHERE tbl = '{name}'"


def laid_out(table: Table) -> Iterator[str]:
    """What puts a table, empty, into a file."""
    name = table.name
    columns: list[str] = []
    for column in table.own:
        if not column.kind.wide:
            columns.append(f'"{column.name}" {column.kind.sql}')
        if column.kind.key:
            columns.append(f"{column.compared} TEXT")
    yield (
        f'CREATE TABLE "{name}_row" (_r INTEGER PRIMARY KEY, _kind TEXT NOT NULL, _id TEXT NOT NULL,'
        f" _n INTEGER NOT NULL, _v INTEGER NOT NULL, _at INTEGER NOT NULL, {', '.join(columns)})"
    )
    wide = "".join(f", {column} TEXT" for column in table.wide)
    yield f'CREATE TABLE "{name}_wide" (_r INTEGER PRIMARY KEY{wide})'
    shown = ", ".join(f'{column.shown} AS "{column.name}"' for column in table.own)
    yield (
        f'CREATE VIEW "{name}" AS SELECT t._r AS _r, _kind, _id, _n, _v, _at, {shown}'
        f' FROM "{name}_row" t LEFT JOIN "{name}_wide" w ON w._r = t._r'
    )
    yield f'CREATE UNIQUE INDEX "{name}__item" ON "{name}_row" (_id, _kind, _n)'
    for column in table.indexed:
        held = "".join(f', "{carried}"' for carried in column.carries)
        yield f'CREATE INDEX "{name}_{column.name}" ON "{name}_row" ({column.compared}{held})'
    for number, key in enumerate(table.keys):
        columns = [table.by_name[one].compared for one in key]
        yield f'CREATE INDEX "{name}__key{number}" ON "{name}_row" ({", ".join(columns)})'
    if table.searched:
        yield (
            f"CREATE VIRTUAL TABLE \"{name}_line\" USING fts5(line, content='', contentless_delete=1,"
            " tokenize='trigram case_sensitive 1')"
        )
        yield (
            f'CREATE TABLE "{name}_word" (word TEXT PRIMARY KEY, n INTEGER NOT NULL, sound TEXT NOT NULL,'
            " reverse TEXT NOT NULL) WITHOUT ROWID"
        )
        yield f'CREATE INDEX "{name}_word_sound" ON "{name}_word" (sound)'
        yield f'CREATE INDEX "{name}_word_reverse" ON "{name}_word" (reverse)'
