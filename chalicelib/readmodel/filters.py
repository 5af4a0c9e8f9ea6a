"""Filters: a JSON tree becomes an SQL condition with parameters.

    {"and": [...]}   {"or": [...]}   {"not": ...}   {"field": "town", "op": "eq", "value": "Beaune"}

Nouns: a `Condition` (SQL and its parameters). The one trick: texts are compared folded and an absent value is simply
unequal to everything, so a filter and its opposite always share the rows out between them.

`eq ne in empty` for every type but tags; `lt le gt ge` for what has an order; `contains starts` for texts;
`has in empty` for tags. Amounts are given in cents (50000). A date given for an instant means that day in Paris.

Errors: Refused("list.filter", field="where.<column>").
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.kernel.clock import iso
from chalicelib.kernel.dates import paris_midnight
from chalicelib.kernel.errors import Refused
from chalicelib.readmodel.table import Column
from chalicelib.readmodel.values import Sqlite

MOST_DEPTH = 8
MOST_NODES = 100
MOST_VALUES = 500
LONGEST = 16_000
LAST = "\U0010ffff"
SYMBOLS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}


@dataclass(frozen=True)
class Condition:
    sql: str
    params: tuple[Sqlite, ...] = ()

    def __and__(self, other: Condition) -> Condition:
        return joined("AND", [self, other])


ALL = Condition("1")
NONE = Condition("0")


def joined(word: str, conditions: Sequence[Condition]) -> Condition:
    """The conditions with AND or OR between them; the neutral one is left out."""
    neutral = ALL if word == "AND" else NONE
    kept = [condition for condition in conditions if condition != neutral]
    if not kept:
        return neutral
    params = tuple(param for condition in kept for param in condition.params)
    return Condition("(" + f" {word} ".join(condition.sql for condition in kept) + ")", params)


def parse(where: str | None, columns: Collection[Column]) -> Condition:
    """The condition of a filter given as JSON text, on these columns only."""
    if not where:
        return ALL
    if len(where) > LONGEST:
        raise refused("Ce filtre est trop long. Retirez-en une partie.")
    try:
        tree = json.loads(where, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise refused("Ce filtre n'est pas un JSON lisible.") from None
    return _Reader({column.name: column for column in columns}).node(tree, 1)


def refused(detail: str, column: str | None = None) -> Refused:
    return Refused("list.filter", detail, f"where.{column}" if column else "where")


class _Reader:
    def __init__(self, columns: dict[str, Column]) -> None:
        self.columns, self.nodes = columns, 0

    def node(self, tree: Any, depth: int) -> Condition:
        self.nodes += 1
        if depth > MOST_DEPTH or self.nodes > MOST_NODES:
            raise refused("Ce filtre a trop de critères. Retirez-en.")
        if not isinstance(tree, dict):
            raise refused("Un critère est un objet : and, or, not, ou field, op, value.")
        if tree.keys() in ({"and"}, {"or"}):
            ((word, parts),) = tree.items()
            if not isinstance(parts, list):
                raise refused(f"« {word} » attend une liste de critères.")
            return joined(word.upper(), [self.node(part, depth + 1) for part in parts])
        if tree.keys() == {"not"}:
            inner = self.node(tree["not"], depth + 1)
            return Condition(f"({inner.sql} IS NOT TRUE)", inner.params)
        if not {"field", "op"} <= tree.keys() <= {"field", "op", "value"}:
            raise refused("Un critère est un objet : and, or, not, ou field, op, value.")
        return self.leaf(tree["field"], tree["op"], tree.get("value"))

    def leaf(self, name: Any, op: Any, value: Any) -> Condition:
        column = self.columns.get(name) if isinstance(name, str) else None
        if column is None:
            raise refused(f"Le champ « {str(name)[:40]} » n'existe pas dans cette liste.", str(name)[:40])
        if not isinstance(op, str) or op not in column.kind.ops:
            known = ", ".join(sorted(column.kind.ops))
            raise refused(f"Comparaison impossible sur « {column.name} ». Possibles : {known}.", column.name)
        try:
            return _leaf(column, op, value)
        except (TypeError, ValueError, ArithmeticError):
            detail = f"Valeur refusée pour « {column.name} » ({column.type})."
            raise refused(detail, column.name) from None


def _leaf(column: Column, op: str, value: Any) -> Condition:
    if op == "empty":
        return _empty(column, value)
    if op == "in":
        if not isinstance(value, list) or len(value) > MOST_VALUES:
            raise ValueError("a list")
        return joined("OR", [_leaf(column, "has" if column.type == "tags" else "eq", one) for one in value])
    if column.type == "instant":
        return _instant(column, op, value)
    operand = column.kind.operand(value)
    return LEAVES.get(op, _ordered(op))(column.compared, operand)


def _empty(column: Column, value: Any) -> Condition:
    if value not in (None, True, False):
        raise ValueError("true or false")
    name = column.compared
    sql = f"({name} IS NULL OR {name} = '')" if column.type in {"text", "id", "choice"} else f"({name} IS NULL)"
    return Condition(f"(NOT {sql})" if value is False else sql)


def _ordered(op: str) -> Callable[[str, Sqlite], Condition]:
    return lambda name, operand: Condition(f"{name} {SYMBOLS[op]} ?", (operand,))


def _starts(name: str, operand: Sqlite) -> Condition:
    return Condition(f"({name} >= ? AND {name} < ?)", (operand, f"{operand}{LAST}"))


LEAVES: dict[str, Callable[[str, Sqlite], Condition]] = {
    "eq": lambda name, operand: Condition(f"{name} = ?", (operand,)),
    "ne": lambda name, operand: Condition(f"{name} IS NOT ?", (operand,)),
    "contains": lambda name, operand: Condition(f"instr({name}, ?) > 0", (operand,)),
    "has": lambda name, operand: Condition(f"instr({name}, ?) > 0", (operand,)),
    "starts": _starts,
}


def _instant(column: Column, op: str, value: Any) -> Condition:
    """An instant compared with an instant, or with a whole day of Paris."""
    if not isinstance(value, str) or len(value) != 10:
        operand = column.kind.operand(value)
        return LEAVES.get(op, _ordered(op))(column.compared, operand)
    day = date.fromisoformat(value)
    start, end = iso(paris_midnight(day)), iso(paris_midnight(day + timedelta(days=1)))
    name = column.compared
    bounds = {
        "eq": Condition(f"({name} >= ? AND {name} < ?)", (start, end)),
        "ne": Condition(f"(({name} >= ? AND {name} < ?) IS NOT TRUE)", (start, end)),
        "lt": Condition(f"{name} < ?", (start,)),
        "le": Condition(f"{name} < ?", (end,)),
        "gt": Condition(f"{name} >= ?", (end,)),
        "ge": Condition(f"{name} >= ?", (start,)),
    }
    return bounds[op]
