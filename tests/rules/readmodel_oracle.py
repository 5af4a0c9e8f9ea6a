"""160 customers and what Python says of them: the oracle that lists and filters are compared with."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from chalicelib.aws.call import Call
from chalicelib.kernel.text import fold
from chalicelib.readmodel import ListQuery, lists
from chalicelib.readmodel.freshness import ReadModel, install
from chalicelib.readmodel.values import TYPES
from tests.rules.readmodel_support import CUSTOMERS, REGISTRY, call
from tests.support.journal import MemoryJournal, put

TOWNS = ("Beaune", "Saint-Émilion", "saint-emilion", "Épernay", "Pauillac", None, "")
ALL = call("*")


def customer(n: int) -> dict[str, Any]:
    """The n-th customer: every column is sometimes empty, and values repeat."""
    chance = random.Random(n)
    maybe: dict[str, Callable[[], Any]] = {
        "code": lambda: f"C-{n:04d}",
        "town": lambda: chance.choice(TOWNS),
        "kind": lambda: chance.choice(["company", "individual"]),
        "active": lambda: chance.random() < 0.5,
        "visits": lambda: chance.randrange(-3, 4),
        "balance": lambda: chance.randrange(-300, 300) * 25,
        "discount": lambda: chance.choice(["0", "2.5", "2.50", "10", "-1"]),
        "price": lambda: chance.choice(["8.5000", "8.5", "0.0001", "-12", "1250"]),
        "since": lambda: date(2020 + n % 4, 1 + n % 12, 1 + n % 28).isoformat(),
        "seen_at": lambda: f"2026-{1 + n % 12:02d}-21T{n % 24:02d}:30:00.000000Z",
        "tags": lambda: chance.sample(["Salon Lyon", "Fidèle", 'dit "Le Grand"', "a,b"], chance.randrange(3)),
        "owner": lambda: f"usr_{n % 3}",
        "margin": lambda: n,
    }
    given = {name: value() for name, value in maybe.items() if chance.random() < 0.85}
    return {"name": chance.choice(["Gautier", "Château Gautier", "Élan", "elan", "Zoé"]), **given}


DOCS = {f"c{n:03d}": {"id": f"c{n:03d}", **customer(n)} for n in range(160)}


def company() -> MemoryJournal:
    """A journal that leads to DOCS."""
    journal = MemoryJournal()
    for id, doc in DOCS.items():
        journal.commit(put("customer", id, **doc))
    return journal


served_by: list[ReadModel] = []


@contextlib.contextmanager
def served(journal: MemoryJournal, folder: Path) -> Iterator[MemoryJournal]:
    """Lists read from this journal meanwhile."""
    model = ReadModel(journal, REGISTRY, folder)
    install(model)
    served_by.append(model)
    try:
        yield journal
    finally:
        served_by.remove(model)
        install(served_by[-1] if served_by else None)
        model.close()


def asked(where: Any = None, **given: Any) -> ListQuery:
    return ListQuery(where=None if where is None else json.dumps(where), **given)


def ids(query: ListQuery, by: Call = ALL) -> list[str]:
    """The ids of a list, page by page, to the end."""
    found: list[str] = []
    while True:
        page = lists.page(by, CUSTOMERS, query)
        found += [row["id"] for row in page.items]
        if page.next is None:
            assert page.count == len(found)
            return found
        assert len(page.items) == query.limit
        query = query.model_copy(update={"cursor": page.next})


def value_of(name: str, doc: dict[str, Any]) -> Any:
    """The value as filters compare it, None when absent."""
    given = doc.get(name)
    kind = CUSTOMERS.by_name[name].type
    if given is None:
        return None
    if kind == "text":
        return fold(given)
    if kind == "tags":
        return [fold(tag) for tag in given]
    return Decimal(given) if kind in {"percent", "decimal"} else given


def holds(tree: dict[str, Any], doc: dict[str, Any]) -> bool:
    if "and" in tree:
        return all(holds(part, doc) for part in tree["and"])
    if "or" in tree:
        return any(holds(part, doc) for part in tree["or"])
    if "not" in tree:
        return not holds(tree["not"], doc)
    op, value = tree["op"], value_of(tree["field"], doc)
    if op == "empty":
        return bool((value in (None, "", [])) == tree["value"])
    if op == "in":
        same = "has" if tree["field"] == "tags" else "eq"
        return any(holds({**tree, "op": same, "value": one}, doc) for one in tree["value"])
    operand = value_of(tree["field"], {tree["field"]: [tree["value"]] if op == "has" else tree["value"]})
    if op == "ne":
        return bool(value != operand)
    return value is not None and COMPARED[op](value, operand)


COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, operand: bool(value == operand),
    "lt": lambda value, operand: bool(value < operand),
    "le": lambda value, operand: bool(value <= operand),
    "gt": lambda value, operand: bool(value > operand),
    "ge": lambda value, operand: bool(value >= operand),
    "contains": lambda value, operand: operand in value,
    "starts": lambda value, operand: bool(value.startswith(operand)),
    "has": lambda value, operand: operand[0] in value,
}
OPERANDS: dict[str, st.SearchStrategy[Any]] = {
    "id": st.sampled_from(["c001", "usr_1", "usr_2"]),
    "text": st.sampled_from(["Gautier", "GAUTIER", "saint", "émilion", "e", "Zoé", "c-00", ""]),
    "choice": st.sampled_from(["company", "individual", "other"]),
    "bool": st.booleans(),
    "int": st.integers(-4, 4),
    "cents": st.integers(-8000, 8000),
    "percent": st.sampled_from(["0", "2.5", "2.5000", "-1", 10]),
    "decimal": st.sampled_from(["8.5", "8.50", "0.0001", "-12.0", 1250, "9999999999999.99"]),
    "date": st.sampled_from(["2020-01-01", "2021-06-15", "2023-12-28"]),
    "tags": st.sampled_from(["salon lyon", "fidele", "LE GRAND", 'Dit "le grand"', ",", "a,b", "lyon"]),
}


@st.composite
def leaves(draw: st.DrawFn) -> dict[str, Any]:
    column = draw(st.sampled_from([column for column in CUSTOMERS.columns if column.type in OPERANDS]))
    op = draw(st.sampled_from(sorted(TYPES[column.type].ops)))
    operand = OPERANDS[column.type]
    value = draw({"empty": st.booleans(), "in": st.lists(operand, max_size=3)}.get(op, operand))
    return {"field": column.name, "op": op, "value": value}


TREES = st.recursive(
    leaves(),
    lambda parts: st.one_of(
        st.lists(parts, max_size=3).map(lambda found: {"and": found}),
        st.lists(parts, max_size=3).map(lambda found: {"or": found}),
        parts.map(lambda found: {"not": found}),
    ),
    max_leaves=6,
)
