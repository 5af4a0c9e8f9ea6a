"""What a room declares: its tables, their columns, and how a document becomes rows.

Nouns: a `Column`, a `Table`, a `Change` (one version of one item, as a projection sees it), a `Told` (one fact). The
one trick: a declaration is all there is; the SQL schema, the search index, the filters, the sorts and the exports are
read from it, so a new column is one line.

    CUSTOMERS = Table("customers", [Column("id", "id"), Column("name", "text", search=True)], owner="owner")

    @projection(CUSTOMERS, kind="customer")
    def rows(doc: dict[str, Any], change: Change) -> Iterable[dict[str, Any]]:
        yield {"id": doc["id"], "name": doc["name"]}

Errors: ValueError at import for a declaration that cannot work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeVar

from chalicelib.readmodel.values import MARK, TYPES, ColumnType, Sqlite, Type, same
from chalicelib.readmodel.words import COLUMN, TITLE

Row = dict[str, Any]
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
KEY = "_k"
HIDDEN = ("_kind", "_id", "_n", "_v", "_at")
"""Of every row: the item it comes from, its rank among the rows of that item, the version, and when it was written."""


class BadRow(ValueError):
    """A projection gave a row that its table cannot hold. The message names table and column, never a value."""


@dataclass(frozen=True)
class Who:
    """`kind` is user, key or system."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True)
class Change:
    """One version of an item: `at` as the journal writes instants, `was` the fields that differ as they were before."""

    kind: str
    id: str
    v: int
    at: str
    actor: Who
    command: str
    was: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """One fact of the journal; `id` is unique for ever."""

    id: str
    type: str
    at: str
    actor: Who
    command: str


Rows = Callable[[dict[str, Any], Change], Iterable[Row]]
Words = Callable[[Any, str], str]
FactRows = Callable[[dict[str, Any], Told], Iterable[Row]]


@dataclass(frozen=True)
class Figure:
    """A figure about a row, from the rows of `figures` that are of its `id` and have that name. `how`: their amounts
    summed, the last day, how many they are, everything they name, or the one word they say. `through`: what they name
    is itself what has a
    figure of that name (the vintages of the variants bought). `alias`: the row's own figure of that name tells other
    ids under which it was known, whose rows count too (of "all" only: a sum follows by itself)."""

    name: str
    how: Literal["sum", "last", "count", "all", "one"]
    through: str = ""
    alias: str = ""

    @property
    def type(self) -> ColumnType:
        types: dict[str, ColumnType] = {"sum": "cents", "last": "date", "count": "int", "all": "tags", "one": "choice"}
        return types[self.how]

    @property
    def shown(self) -> str:
        if self.how == "all":
            return f"(SELECT json_group_array(DISTINCT {self._what}) {self._rows})"
        value = {
            "sum": 'coalesce(sum(f."amount"), 0)',
            "last": 'max(f."day")',
            "count": "count(*)",
            "one": "coalesce(max(f.\"what\"), '')",
        }[self.how]
        return f"(SELECT {value} {self._rows})"

    @property
    def compared(self) -> str:
        if self.how != "all":
            return self.shown
        mark = f"char({ord(MARK)})"
        each = f"SELECT DISTINCT lower({self._what}) AS what {self._rows}"
        return f"(SELECT {mark} || group_concat(what, {mark}) || {mark} FROM ({each}))"

    @property
    def _what(self) -> str:
        return 'g."what"' if self.through else 'f."what"'

    @property
    def _rows(self) -> str:
        joined = f'JOIN "figures_row" g ON g."of" = f."what" AND g."name" = \'{self.through}\'' if self.through else ""
        whose = 'f."of" = "id"'
        if self.alias:
            same = f'SELECT m."what" FROM "figures_row" m WHERE m."of" = "id" AND m."name" = \'{self.alias}\''
            whose = f'(f."of" = "id" OR f."of" IN ({same}))'
        return f'FROM "figures_row" f {joined} WHERE {whose} AND f."name" = \'{self.name}\''


@dataclass(frozen=True)
class Column:
    """`search`: found by the search box. `index`: filtered or sorted often. `carries`: what is summed of the rows that
    such a filter keeps, held by that index too, so that counting and summing read nothing else. `fr`, `en`: its heading
    in an export. `scope`: the right one needs to see it, filter or sort on it (none: whoever sees the table). `places`:
    how many decimals an export shows of a decimal (4 without it) or a percent (2). `names`: an id column of the same
    table; this one is then not stored, it is what the thing of that id is called now (see `names`). `lists`: the same
    of a column of several ids (tags), joined by ", ". `figure`: not stored either, but counted from what other rooms
    tell about the row's `id` (see `figures`). `words`: what an export writes for a value, in a language (without it,
    the code as it is). `euros`: amounts in the row's own currency; what is summed is this other column, the same in
    euros."""

    name: str
    type: ColumnType
    search: bool = False
    index: bool = False
    fr: str = ""
    en: str = ""
    scope: str | None = None
    places: int | None = None
    names: str = ""
    lists: str = ""
    figure: Figure | None = None
    words: Words | None = None
    euros: str = ""
    carries: tuple[str, ...] = ()

    @property
    def kind(self) -> Type:
        return TYPES[self.type]

    @property
    def elsewhere(self) -> bool:
        """Is it looked up as the list is read, rather than stored?"""
        return bool(self.names or self.lists or self.figure)

    @property
    def aside(self) -> bool:
        """Is it given only when it is asked for by name? So are figures that name many things."""
        return self.figure is not None and self.figure.how == "all"

    @property
    def shown(self) -> str:
        """The SQL of what a row shows, `w` being its wide values."""
        if self.figure:
            return self.figure.shown
        if self.lists:
            return self._listed(_shown("name", "n."), ", ")
        if self.names:
            wide = 'LEFT JOIN "names_wide" w ON w._r = n._r'
            return f'(SELECT {_shown("name", "n.")} FROM "names_row" n {wide} WHERE n."id" = "{self.names}")'
        return _shown(self.name) if self.kind.wide else f'"{self.name}"'

    @property
    def compared(self) -> str:
        """The SQL of what filters and sorts compare."""
        if self.figure:
            return self.figure.compared
        if self.lists:
            return self._listed(f'n."name{KEY}"', " ")
        if self.names:
            return f'(SELECT n."name{KEY}" FROM "names_row" n WHERE n."id" = "{self.names}")'
        return f'"{self.name}{KEY}"' if self.kind.key else f'"{self.name}"'

    def _listed(self, name: str, between: str) -> str:
        """The names of several ids: SQLite finds each between the marks of what is compared of them."""
        wide = 'LEFT JOIN "names_wide" w ON w._r = n._r'
        mark = f"char({ord(MARK)})"
        found = f'instr("{self.lists}{KEY}", {mark} || lower(n."id") || {mark}) > 0'
        return f"(SELECT group_concat({name}, '{between}') FROM \"names_row\" n {wide} WHERE {found})"

    def heading(self, locale: str) -> str:
        return (self.fr if locale.startswith("fr") else self.en) or self.fr or self.name


def wording(**words: tuple[str, str]) -> Words:
    """What an export writes for each code: `wording(red=("Rouge", "Red"))`."""
    return lambda code, language: words.get(code, (code, code))[language == "en"]


def _shown(name: str, table: str = "") -> str:
    """A wide value; one that is its own key was not kept twice."""
    return f'coalesce(w."{name}", {table}"{name}{KEY}")'


class Table:
    """Rows of one noun. `owner`: the column compared with an actor who is limited to his own customers, `also`: another
    that makes the row his too; `within`: the table and the column of its id by whose owner these rows are seen, when
    they have none of their own. `sort`: the order when none is asked ("-issued_on,number"). `title`: the column that
    names a row in a search (default: "name", else the first searched one). `version`: raised by hand when something a
    projection calls in another file changes. `keys`: columns that are looked up together, each an index over them all.
    """

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        owner: str | None = None,
        also: str | None = None,
        within: tuple[str, str] | None = None,
        sort: str = "",
        title: str | None = None,
        version: int = 1,
        keys: Sequence[Sequence[str]] = (),
    ) -> None:
        self.name, self.columns, self.owner, self.version = name, tuple(columns), owner, version
        self.owners = tuple(name for name in (owner, also) if name)
        self.within = within
        self.keys = tuple(map(tuple, keys))
        self.by_name = {column.name: column for column in self.columns}
        self.own = tuple(column for column in self.columns if not column.elsewhere)
        self.searched = tuple(column for column in self.columns if column.search)
        self.title = title or self._default_title()
        self.sort = sort or self.title
        self.kinds: dict[str, Rows] = {}
        self.facts: dict[str, FactRows] = {}
        self._check()

    def __repr__(self) -> str:
        return f"Table({self.name})"

    def _default_title(self) -> str:
        if "name" in self.by_name:
            return "name"
        return (self.searched or self.columns)[0].name

    def _check(self) -> None:
        names = [self.name, *(column.name for column in self.columns)]
        wrong = [name for name in names if not _NAME.fullmatch(name) or name.endswith((KEY, "_row", "_wide", "_line"))]
        if wrong or len(self.by_name) != len(self.columns):
            raise ValueError(f"table {self.name}: names not allowed or given twice: {wrong or names}")
        for asked in filter(None, (*self.owners, self.title, *(part.lstrip("-") for part in self.sort.split(",")))):
            if asked not in self.by_name:
                raise ValueError(f"table {self.name} has no column {asked}")
        for name in self.owners:
            if self.by_name[name].type != "id":
                raise ValueError(f"table {self.name}: {name} is no id")
        for column in self.columns:
            self._check_column(column)

    def _check_column(self, column: Column) -> None:
        if column.search and column.type not in {"text", "id", "choice", "date", "decimal"}:
            raise ValueError(f"table {self.name}: {column.name} ({column.type}) cannot be searched")
        plain = column.type == "text" and not column.search and not column.index
        if column.names and not (plain and column.names in self.by_name):
            raise ValueError(f"table {self.name}: {column.name} cannot say the name of {column.names}")
        if column.lists and not (plain and column.lists in self.by_name and self.by_name[column.lists].type == "tags"):
            raise ValueError(f"table {self.name}: {column.name} cannot say the names of {column.lists}")
        if not all(name in self.by_name and self.by_name[name].kind.sums for name in column.carries):
            raise ValueError(f"table {self.name}: the index of {column.name} carries what is not summed")
        if column.figure and (column.type != column.figure.type or column.search or column.index):
            raise ValueError(f"table {self.name}: {column.name} cannot show the figure {column.figure.name}")

    @cached_property
    def indexed(self) -> tuple[Column, ...]:
        """The columns that get an index: those declared, the title, and the first of the usual sort."""
        first = self.sort.split(",")[0].lstrip("-")
        return tuple(c for c in self.columns if c.index or c.name in (self.title, first))

    @cached_property
    def quick(self) -> dict[str, str]:
        """The indexes that tell nearly every row apart: those of the title and of the usual sort, by what they hold."""
        return {c.compared: c.name for c in self.columns if c.name in (self.title, self.sort.split(",")[0].lstrip("-"))}

    @cached_property
    def stored(self) -> tuple[str, ...]:
        """The SQL names of what is compared of a row."""
        names: list[str] = []
        for column in self.own:
            if not column.kind.wide:
                names.append(f'"{column.name}"')
            if column.kind.key:
                names.append(column.compared)
        return tuple(names)

    @cached_property
    def wide(self) -> tuple[str, ...]:
        """The SQL names of what is only shown."""
        return tuple(f'"{column.name}"' for column in self.own if column.kind.wide)

    @cached_property
    def marked(self) -> tuple[tuple[str, Column], ...]:
        """The searched columns with the mark that begins each in the row's line."""
        return tuple((TITLE if column.name == self.title else COLUMN, column) for column in self.searched)

    def values(self, row: Row) -> list[Sqlite]:
        """The SQLite values of a row: those of `stored`, then those of `wide`. Raises BadRow for an unknown column or
        a value of another type."""
        if not row.keys() <= self.by_name.keys():
            raise BadRow(f"{self.name} has no column {min(row.keys() - self.by_name.keys())}")
        values: list[Sqlite] = []
        wide: list[Sqlite] = []
        for name, kind in self._kinds:
            given = row.get(name)
            try:
                stored = None if given is None else kind.store(given)
                key = None if stored is None or kind.key is None else kind.key(stored)
            except (TypeError, ValueError, ArithmeticError) as error:
                raise BadRow(f"{self.name}.{name} is not of type {self.by_name[name].type}") from error
            if kind.wide:
                wide.append(None if stored == key else stored)
            else:
                values.append(stored)
            if kind.key:
                values.append(key)
        return values + wide

    @cached_property
    def _kinds(self) -> tuple[tuple[str, Type], ...]:
        return tuple((column.name, column.kind) for column in self.own)


def loader(columns: Sequence[Column]) -> Callable[[Sequence[Sqlite]], Row]:
    """What makes the Python values of these columns from a row's stored ones."""
    names = tuple(column.name for column in columns)
    loads = [(column.name, column.kind.load) for column in columns if column.kind.load is not same]

    def load(stored: Sequence[Sqlite]) -> Row:
        row: Row = dict(zip(names, stored, strict=True))
        for name, loaded in loads:
            if (value := row[name]) is not None:
                row[name] = loaded(value)
        return row

    return load


F = TypeVar("F", bound=Callable[..., Iterable[Row]])


def projection(table: Table, *, kind: str | None = None, fact: str | None = None) -> Callable[[F], F]:
    """Declare how each version of a `kind` of item, or each `fact`, becomes 0..n rows of `table`.

    The function is pure: same document, same rows; no clock, no random, no other item. It gets (doc, Change) or
    (data, Told)."""
    if (kind is None) == (fact is None):
        raise ValueError("a projection is of a kind or of a fact")

    def register(function: F) -> F:
        feeds: dict[str, Any] = table.kinds if kind else table.facts
        source = str(kind or fact)
        if source in feeds:
            raise ValueError(f"table {table.name} already has a projection of {source}")
        feeds[source] = function
        return function

    return register
