"""The tables there are, and the hashes that say whether a file was made by them.

Nouns: a `Registry` (some tables, and the kinds that exist), its *schema hash*. The one trick: a table's hash covers its
declaration and the source of the modules that project into it, so a release that projects otherwise never reads rows
projected by the one before: it makes the tables that differ again (see `release`).

The house's tables are found by name in the rooms that `chalicelib.rooms` lists (nothing is scanned): each room's
`store`, so that its kinds are known before the journal is read, then the `Table`s of its `index`.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Collection, Iterable
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path

from chalicelib.aws.journal import is_secret
from chalicelib.aws.table import KINDS
from chalicelib.readmodel.table import FactRows, Rows, Table

FORMAT = "3"
"""Raised when the files of this folder lay the same declarations out otherwise."""


class Registry:
    """`kinds` gives the names of the kinds that exist: a change of another kind is a fault worth seeing. `secret` says
    of a kind whether readers are told nothing but that it changed."""

    def __init__(
        self,
        tables: Iterable[Table],
        kinds: Callable[[], Collection[str]] | None = None,
        secret: Callable[[str], bool] = lambda kind: False,
    ) -> None:
        self.tables = tuple(sorted(tables, key=lambda table: table.name))
        if len({table.name for table in self.tables}) != len(self.tables):
            raise ValueError("two tables of one name")
        self._kinds, self.secret = kinds, secret

    def knows(self, kind: str) -> bool:
        return self._kinds is None or kind in self._kinds()

    @cached_property
    def by_kind(self) -> dict[str, list[tuple[Table, Rows]]]:
        found: dict[str, list[tuple[Table, Rows]]] = {}
        for table in self.tables:
            for kind, rows in table.kinds.items():
                found.setdefault(kind, []).append((table, rows))
        return found

    @cached_property
    def by_fact(self) -> dict[str, list[tuple[Table, FactRows]]]:
        found: dict[str, list[tuple[Table, FactRows]]] = {}
        for table in self.tables:
            for fact, rows in table.facts.items():
                found.setdefault(fact, []).append((table, rows))
        return found

    @cached_property
    def schema_hash(self) -> str:
        """16 hexadecimal digits: same hash, same rows from the same entries."""
        return _short([FORMAT, *(f"{name} {made}" for name, made in self.hashes.items())])

    @cached_property
    def hashes(self) -> dict[str, str]:
        """The hash of each table, by name."""
        return {table.name: _hash(table) for table in self.tables}

    def only(self, names: Collection[str]) -> Registry:
        """These tables alone."""
        return Registry([table for table in self.tables if table.name in names], self._kinds, self.secret)


def _hash(table: Table) -> str:
    parts = [repr((table.name, table.version, table.owner, table.title, table.sort, table.keys))]
    parts += table.owners[1:]
    parts += [repr((c.name, c.type, c.search, c.index, c.carries, c.names)) for c in table.columns]
    functions = [*sorted(table.kinds.items()), *sorted(table.facts.items())]
    parts += [f"{source} {function.__module__}.{function.__qualname__}" for source, function in functions]
    modules = sorted({function.__module__ for _, function in functions})
    return _short([*parts, *(hashlib.sha256(_source(module)).hexdigest() for module in modules)])


def _short(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@cache
def _source(module: str) -> bytes:
    path = getattr(sys.modules.get(module), "__file__", None)
    return Path(path).read_bytes() if path and Path(path).is_file() else b""


REWRITING: set[str] = set()
"""Types of the facts after which past entries are no longer what was applied (an erasure); rooms add theirs."""


@cache
def house() -> Registry:
    """The tables of every room, imported at the first list, search or export of a process."""
    tables: list[Table] = []
    for part in import_module("chalicelib.rooms").parts("store", "index"):
        found = [value for value in vars(part).values() if isinstance(value, Table)]
        tables += [table for table in found if table not in tables]
    return Registry(tables, KINDS.keys, is_secret)
