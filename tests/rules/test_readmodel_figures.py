"""Columns that are counted as the list is read: sorted, filtered and paged like any other, in a table of any size."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.readmodel import NAMES, Change, Column, Row, Table, lists, projection
from chalicelib.readmodel.figures import FIGURES
from chalicelib.readmodel.freshness import ReadModel, current, install
from chalicelib.readmodel.lists import ListQuery
from chalicelib.readmodel.registry import Registry
from chalicelib.readmodel.table import Figure
from tests.rules.readmodel_support import call
from tests.support.journal import MemoryJournal, put

BUYERS = Table(
    "buyers",
    [
        Column("id", "id"),
        Column("name", "text", search=True),
        Column("town_id", "id"),
        Column("town", "text", names="town_id"),
        Column("turnover", "cents", figure=Figure("turnover", "sum")),
        Column("wines", "tags", figure=Figure("bought", "all")),
    ],
)
MANY, TOWNS = 2000, ("Beaune", "Chablis", "Givry")
ALL = call("*")


@projection(BUYERS, kind="buyer")
def buyer_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield {name: doc[name] for name in ("id", "name", "town_id")}


def figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield {"of": doc["of"], "name": "turnover", "day": "2026-11-22", "amount": doc["amount"]}
    yield {"of": doc["of"], "name": "bought", "day": "2026-11-22", "what": doc["wine"]}


def names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield {"id": doc["id"], "name": doc["name"]}


@pytest.fixture(scope="module", autouse=True)
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Two thousand buyers; every third bought, twice."""
    told, named = (Table(one.name, one.columns, sort=one.sort, keys=one.keys) for one in (FIGURES, NAMES))
    told.kinds["sale"], named.kinds["town"] = figures, names
    journal = MemoryJournal()
    journal.commit(*(put("town", f"t{n}", name=name) for n, name in enumerate(TOWNS)))
    journal.commit(*(put("buyer", f"b{n:04d}", name=f"N{n % 7}", town_id=f"t{n % 3}") for n in range(MANY)))
    sales = [(f"s{n}{part}", f"b{n:04d}", 100 * n + part) for n in range(0, MANY, 3) for part in (1, 2)]
    journal.commit(*(put("sale", id, of=of, amount=amount, wine=f"w{amount % 100}") for id, of, amount in sales))
    model = ReadModel(journal, Registry([BUYERS, told, named]), Path(tmp_path_factory.mktemp("files")))
    install(model)
    yield
    install(None)
    model.close()


def turnover(n: int) -> int:
    return 200 * n + 3 if n % 3 == 0 else 0


def walked(**asked: Any) -> list[int]:
    found: list[int] = []
    cursor = None
    while True:
        page = lists.page(ALL, BUYERS, ListQuery(limit=450, cursor=cursor, **asked))
        found += [int(row["id"][1:]) for row in page.items]
        if page.next is None:
            assert page.count == len(found)
            return found
        cursor = page.next


@pytest.mark.parametrize(("sort", "down"), [("turnover", False), ("-turnover", True)])
def test_a_list_in_the_order_of_a_figure(sort: str, down: bool) -> None:
    assert walked(sort=sort) == sorted(range(MANY), key=lambda n: (turnover(n), n), reverse=down)
    where = json.dumps({"field": "turnover", "op": "gt", "value": 90_000})
    kept = [n for n in range(MANY) if turnover(n) > 90_000]
    assert walked(sort=sort, where=where) == sorted(kept, key=lambda n: (turnover(n), n), reverse=down)


def test_a_list_in_the_order_of_a_name_of_something_else() -> None:
    assert walked(sort="town,name") == sorted(range(MANY), key=lambda n: (TOWNS[n % 3], n % 7, n))


def test_what_names_many_things_is_given_when_it_is_asked_for() -> None:
    where = json.dumps({"field": "wines", "op": "has", "value": "w2"})
    (row, *_) = lists.page(ALL, BUYERS, ListQuery(where=where, sort="id", limit=1)).items
    assert "wines" not in row
    assert row["turnover"] == turnover(0)
    (row,) = lists.page(ALL, BUYERS, ListQuery(where=where, sort="id", limit=1, fields="id,wines")).items
    assert (row["id"], sorted(row["wines"])) == ("b0000", ["w1", "w2"])


def test_the_page_is_read_off_the_index_of_figures() -> None:
    sql = f"EXPLAIN QUERY PLAN SELECT {BUYERS.by_name['turnover'].shown} FROM buyers_row"
    plan = " ".join(str(row[-1]) for row in current().read("com_a", lambda db: db.rows(sql)))
    assert "USING COVERING INDEX figures__key0" in plan
