"""Orders: a sort, and the place after a row in it.

Nouns: a `Term` (a column, up or down), an `Order` (terms, then the row's own key, so that no two rows are equal). The
one trick: "after this row" is written out term by term with its nulls, so that a page begins exactly where the last one
ended whatever was written in between. Nulls stand before everything else, as in SQLite.

Errors: Refused("list.sort", field="sort").
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from chalicelib.kernel.errors import Refused
from chalicelib.readmodel.filters import ALL, Condition, joined
from chalicelib.readmodel.table import Column
from chalicelib.readmodel.values import Sqlite

MOST_TERMS = 4
OWN = ("_id", "_n", "_kind")


@dataclass(frozen=True)
class Term:
    name: str
    down: bool = False

    def after(self, value: Sqlite) -> Condition:
        """The rows strictly beyond `value` in this term."""
        if self.down:
            return Condition("0") if value is None else Condition(f"({self.name} < ? OR {self.name} IS NULL)", (value,))
        return Condition(f"{self.name} IS NOT NULL") if value is None else Condition(f"{self.name} > ?", (value,))

    def until(self, value: Sqlite) -> Condition:
        """The rows that are not beyond `value` in this term."""
        if self.down:
            return ALL if value is None else Condition(f"{self.name} >= ?", (value,))
        if value is None:
            return Condition(f"{self.name} IS NULL")
        return Condition(f"({self.name} <= ? OR {self.name} IS NULL)", (value,))


@dataclass(frozen=True)
class Order:
    terms: tuple[Term, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The SQL names whose values place a row."""
        return tuple(term.name for term in self.terms)

    def sql(self, indexed: bool = False) -> str:
        """The ORDER BY; unless `indexed`, no index is followed for it (a scan and a sort of few rows are faster)."""
        plus = "" if indexed else "+"
        return ", ".join(f"{plus}{term.name} DESC" if term.down else f"{plus}{term.name}" for term in self.terms)

    def after(self, position: Sequence[Sqlite]) -> Condition:
        """The rows beyond the row at `position` (one value per key)."""
        beyond: list[Condition] = []
        equal: list[Condition] = []
        for term, value in zip(self.terms, position, strict=True):
            beyond.append(joined("AND", [*equal, term.after(value)]))
            equal.append(Condition(f"{term.name} IS ?", (value,)))
        return joined("OR", beyond)


def order(sort: str, columns: Collection[Column]) -> Order:
    """The order of "-issued_on,number", on these columns only; equal rows go on by their item, the same way."""
    known = {column.name: column for column in columns}
    terms: list[Term] = []
    for part in sort.split(","):
        name = part.strip()
        column = known.get(name.removeprefix("-"))
        if column is None or column.type == "tags" or len(terms) == MOST_TERMS:
            raise Refused("list.sort", f"Tri impossible sur « {name[:40]} ».", "sort")
        terms.append(Term(column.compared, name.startswith("-")))
    return Order((*terms, *(Term(name, terms[0].down) for name in OWN)))
