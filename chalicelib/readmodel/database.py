"""One SQLite file: one company, one worker process, disposable.

Nouns: a `Database` (an open file). The one trick: since the file can always be made again, it is opened for speed alone
(no rollback file, no fsync, exclusive), and any damage, a full disk included, is answered by dropping it.

apsw carries its own recent SQLite (FTS5, trigram), the same on a laptop and on Lambda; it costs some 5 ms, so it is
imported at the first use.
"""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Iterator, Sequence
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

from chalicelib.readmodel.registry import FORMAT, Registry
from chalicelib.readmodel.schema import statements

PRAGMAS = (
    "journal_mode = memory",
    "synchronous = off",
    "locking_mode = exclusive",
    "temp_store = memory",
    "cache_size = -32768",
    "mmap_size = 2147483648",
    "trusted_schema = off",
)
Params = Sequence[Any]
MOST_KEPT = 500
EXACT = Context(prec=12_000)


class Database:
    """The read model of one company. `applied` is how far each lane goes, `terms` the numbers of repeated texts."""

    def __init__(self, path: Path, company: str, registry: Registry) -> None:
        import apsw

        self.path, self.company, self.registry = path, company, registry
        self._kept: dict[tuple[str, tuple[Any, ...]], list[tuple[Any, ...]]] = {}
        self.connection = apsw.Connection(str(path), statementcachesize=400)
        try:
            for pragma in PRAGMAS:
                self.connection.execute(f"PRAGMA {pragma}")
            self.connection.create_aggregate_function("exact_sum", lambda: (_Total(), _step, _final), 1)
            if not self.value("SELECT count(*) FROM sqlite_schema"):
                self._lay_out()
            self.heads = dict(self.rows("SELECT lane, seq FROM _heads"))
            self.marks = dict(self.rows("SELECT lane, mark FROM _heads"))
            self.terms: dict[str, int] = dict(self.rows("SELECT term, t FROM _terms"))
        except BaseException:
            self.connection.close()
            raise

    def _lay_out(self) -> None:
        with self.connection:
            for statement in statements(self.registry):
                self.connection.execute(statement)
            self.stamp()

    def stamp(self) -> None:
        """Say which declarations the file is made by."""
        self.run("DELETE FROM _meta")
        self.run("INSERT INTO _meta VALUES (?, ?, ?)", (self.registry.schema_hash, self.company, FORMAT))
        self.many("INSERT OR REPLACE INTO _made VALUES (?, ?)", list(self.registry.hashes.items()))

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, tuple(params)).fetchall()

    def walk(self, sql: str, params: Params = ()) -> Iterator[tuple[Any, ...]]:
        """The rows one by one, as SQLite finds them."""
        return iter(self.connection.execute(sql, tuple(params)))

    def value(self, sql: str, params: Params = ()) -> Any:
        """The first column of the first row, None without one."""
        for row in self.connection.execute(sql, tuple(params)):
            return row[0]
        return None

    def kept(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """`rows`, read once until something is written: for the few rows of a count or a sum."""
        key = (sql, tuple(params))
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self.rows(sql, params)
        return self._kept[key]

    def forget(self) -> None:
        """Drop what `kept` keeps."""
        self._kept.clear()

    def numbers(self, rows: Sequence[int]) -> Any:
        """Row numbers as one parameter: `_r IN carray(?)`. None is 0, which no row bears: apsw wants one at least."""
        import apsw

        return apsw.carray(rows if isinstance(rows, array) else array("q", rows or [0]))

    def run(self, sql: str, params: Params = ()) -> None:
        self.connection.execute(sql, tuple(params))

    def many(self, sql: str, rows: Sequence[Params]) -> None:
        if rows:
            self.connection.executemany(sql, rows)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, in memory too: heads and terms go back with the file."""
        heads, marks, terms = dict(self.heads), dict(self.marks), len(self.terms)
        self.forget()
        self.run("BEGIN")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self.connection.in_transaction:  # a full disk has already rolled back
                self.run("ROLLBACK")
            self.heads, self.marks = heads, marks
            if len(self.terms) != terms:
                self.terms = {term: t for term, t in self.terms.items() if t <= terms}
            raise

    def term(self, text: str) -> int:
        """The number of a text that repeats, given at its first use."""
        number = self.terms.get(text)
        if number is None:
            number = self.terms[text] = len(self.terms) + 1
            self.run("INSERT INTO _terms VALUES (?, ?)", (number, text))
        return number

    def item(self, kind: str, id: str) -> tuple[int, int]:
        """The number of an item, given at its first use, and the newest version the trail holds of it (0 for none)."""
        newest = "(SELECT max(v) FROM _changes WHERE item = i)"
        found = self.rows(f"SELECT i, {newest} FROM _items WHERE id = ? AND kind = ?", (id, kind))
        if found:
            return found[0][0], found[0][1] or 0
        self.run("INSERT INTO _items (id, kind) VALUES (?, ?)", (id, kind))
        return self.connection.last_insert_rowid(), 0

    def tidy(self) -> None:
        """Put each search index in one piece, as after a long replay it is in many (twice as fast to ask), and tell
        SQLite how selective the other indexes are."""
        self.run("PRAGMA analysis_limit = 2000")
        self.run("ANALYZE")
        for table in self.registry.tables:
            if table.searched:
                name = f"{table.name}_line"
                self.run(f'INSERT INTO "{name}" ("{name}") VALUES (\'optimize\')')

    @property
    def size(self) -> int:
        """In bytes."""
        return int(self.value("PRAGMA page_count") * self.value("PRAGMA page_size"))

    def copy_to(self, path: Path) -> None:
        """A compact copy, all its data in one piece."""
        self.run("VACUUM INTO ?", (str(path),))

    def close(self) -> None:
        self.connection.close()


class _Total:
    """What SQL `exact_sum(x)` has summed so far: decimals kept as texts."""

    def __init__(self) -> None:
        self.value: Decimal | None = None


def _step(total: _Total, *values: object) -> None:
    (text,) = values
    if isinstance(text, str):
        total.value = Decimal(text) if total.value is None else EXACT.add(total.value, Decimal(text))


def _final(total: _Total) -> str | None:
    return None if total.value is None else str(total.value)


def damaged(error: BaseException) -> bool:
    """Does the error mean that the file must be made again (corrupt, not a database, disk full, I/O)?"""
    import apsw

    return isinstance(error, apsw.CorruptError | apsw.NotADBError | apsw.FullError | apsw.IOError | apsw.CantOpenError)


def remove(path: Path) -> None:
    """The file and what SQLite may have left beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
