"""Lists: sorts, pages, sums, what one may see, what changed since, exports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.errors import Refused
from chalicelib.readmodel import ListQuery, lists, reach
from tests.rules.readmodel_oracle import ALL, DOCS, TREES, asked, company, customer, holds, ids, served, value_of
from tests.rules.readmodel_support import CUSTOMERS, ORDERS, call
from tests.support.journal import START, MemoryJournal, delete, put


@pytest.fixture(scope="module", autouse=True)
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MemoryJournal]:
    with served(company(), tmp_path_factory.mktemp("files")) as journal:
        yield journal


@pytest.fixture
def fresh(journal: MemoryJournal, tmp_path: Path) -> Iterator[MemoryJournal]:
    """An empty company of the test's own."""
    with served(MemoryJournal(), tmp_path) as own:
        yield own


# --- order and pages ------------------------------------------------------------------------------------------------


def key_of(name: str, doc: dict[str, Any]) -> tuple[bool, Any]:
    """Absent values stand first."""
    value = value_of(name, doc)
    return (False, 0) if value is None else (True, value)


SORTABLE = sorted(name for name, column in CUSTOMERS.by_name.items() if column.type not in {"tags", "instant"})


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SORTABLE), st.booleans()), min_size=1, max_size=3), st.integers(1, 60))
def test_pages_follow_the_order_asked_and_meet_without_gap_or_overlap(
    terms: list[tuple[str, bool]], limit: int
) -> None:
    expected = sorted(DOCS.values(), key=lambda doc: doc["id"], reverse=terms[0][1])
    for name, down in reversed(terms):
        expected.sort(key=lambda doc: key_of(name, doc), reverse=down)
    sort = ",".join(f"-{name}" if down else name for name, down in terms)
    assert ids(ListQuery(sort=sort, limit=limit)) == [doc["id"] for doc in expected]


@pytest.mark.feature("1.3-X03")
def test_a_client_walking_cursors_gets_each_row_once_while_others_write(fresh: MemoryJournal) -> None:
    for n in range(2501):
        fresh.commit(put("order", f"o{n:04d}", wines=[f"Vin {n % 7}"]))
    seen: list[str] = []
    cursor = None
    while True:
        page = lists.page(ALL, ORDERS, ListQuery(limit=100, cursor=cursor, sort="wine,-id"))
        seen += [row["id"] for row in page.items]
        if page.next is None:
            break
        cursor = page.next
        gone = seen[-1]
        fresh.commit(delete("order", gone), put("order", f"new{len(seen)}", wines=["Aaa"]))
    assert sorted(seen) == [f"o{n:04d}" for n in range(2501)]


@pytest.mark.parametrize("cursor", ["x", "####", "WzEsMl0", "e30", "bnVsbA", "W10"])
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(Refused, match=r"list\.cursor"):
        lists.page(ALL, CUSTOMERS, ListQuery(cursor=cursor))
    page = lists.page(ALL, CUSTOMERS, ListQuery(limit=1))
    with pytest.raises(Refused, match=r"list\.cursor"):
        lists.page(ALL, CUSTOMERS, ListQuery(limit=1, sort="-name", cursor=page.next))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (ListQuery(sort="nothing"), "list.sort"),
        (ListQuery(sort="-tags"), "list.sort"),
        (ListQuery(sort="margin"), "list.sort"),
        (ListQuery(sort="name; DROP TABLE customers"), "list.sort"),
        (ListQuery(sort="id,id,id,id,id"), "list.sort"),
        (ListQuery(sums="name"), "list.sums"),
        (ListQuery(sums="discount"), "list.sums"),
        (ListQuery(sums="margin"), "list.sums"),
        (ListQuery(fields="name,nothing"), "list.fields"),
    ],
)
def test_what_a_list_has_not_is_refused(query: ListQuery, code: str) -> None:
    with pytest.raises(Refused, match=code):
        lists.page(call(), CUSTOMERS, query)


# --- what comes out -------------------------------------------------------------------------------------------------


def test_rows_carry_python_values(fresh: MemoryJournal) -> None:
    figures = {"balance": 34560, "price": "8.5000", "discount": "20"}
    fresh.commit(put("customer", "c1", name="Zoé", active=False, tags=["Lyon, Est"], **figures))
    fresh.commit(put("customer", "c2", name="Zut", since="2026-11-22", seen_at="2026-11-22T08:00:00Z"))
    first, second = lists.page(ALL, CUSTOMERS, ListQuery()).items
    assert (first["balance"], first["price"], first["discount"]) == (34560, Decimal("8.5000"), Decimal("20"))
    assert (first["active"], first["tags"], first["since"]) == (False, ["Lyon, Est"], None)
    assert (second["since"], second["seen_at"]) == (date(2026, 11, 22), datetime(2026, 11, 22, 8, tzinfo=UTC))
    shown = json.loads(lists.page(ALL, CUSTOMERS, ListQuery(fields="name,balance,price")).model_dump_json())
    assert shown["items"][0] == {"name": "Zoé", "balance": 34560, "price": "8.5000"}


class CustomerRow(Contract):
    id: str
    name: str
    balance: int | None


def test_rows_take_the_shape_of_a_contract() -> None:
    page = lists.page(ALL, CUSTOMERS, ListQuery(limit=1, fields="id,name,balance"), CustomerRow)
    assert page.items[0].name in {doc["name"] for doc in DOCS.values()}
    assert set(json.loads(page.model_dump_json())["items"][0]) == {"id", "name", "balance"}


@settings(max_examples=60, deadline=None)
@given(TREES)
def test_sums_are_exact_and_of_the_whole_selection(tree: dict[str, Any]) -> None:
    page = lists.page(ALL, CUSTOMERS, asked(tree, limit=1, sums="balance,price,visits"))
    kept = [doc for doc in DOCS.values() if holds(tree, doc)]
    assert page.count == len(kept)
    assert page.sums["balance"] == sum(doc.get("balance", 0) for doc in kept)
    assert page.sums["visits"] == sum(doc.get("visits", 0) for doc in kept)
    assert page.sums["price"] == sum((Decimal(doc.get("price", 0)) for doc in kept), Decimal(0))


@pytest.fixture
def crowd(fresh: MemoryJournal) -> list[dict[str, Any]]:
    """Three thousand customers, enough for a list to look at some of them before it reads."""
    docs = [{**customer(n), "visits": n % 50} for n in range(3000)]
    fresh.commit(*(put("customer", f"c{n:04d}", **doc) for n, doc in enumerate(docs)))
    return docs


@pytest.mark.parametrize(("spare", "share", "noted"), [(4, 2, 5000), (1, 0, 5000), (4, 2, 10), (700, 2, 5000)])
def test_every_way_of_reading_gives_the_same(
    crowd: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, spare: int, share: int, noted: int
) -> None:
    """One pass whose reach is right, too short, given up because too many rows are equal, or without bound."""
    for name, value in {"SPARE": spare, "SHARE": share, "MOST_NOTED": noted}.items():
        monkeypatch.setattr(reach, name, value)
    for below in (1, 5, 25, 50):
        tree = {"field": "visits", "op": "lt", "value": below}
        kept = [n for n, doc in enumerate(crowd) if doc["visits"] < below]
        seen = []
        for sort, limit in (("id", 500), ("-balance,town", 197), ("-name", 411), ("active", 499), ("-town", 500)):
            found = ids(asked(tree, sort=sort, limit=limit))
            assert sorted(found) == [f"c{n:04d}" for n in kept]
            seen.append(found)
        assert seen[0] == sorted(seen[0])
        numbers = [int(id[1:]) for id in seen[3]]
        assert numbers == sorted(numbers, key=lambda n: (key_of("active", crowd[n]), n))
        page = lists.page(ALL, CUSTOMERS, asked(tree, sums="balance", limit=1))
        assert (page.count, page.sums["balance"]) == (len(kept), sum(crowd[n].get("balance", 0) for n in kept))


# --- what one may see -----------------------------------------------------------------------------------------------


def test_who_is_limited_to_his_own_sees_his_own_only() -> None:
    mine = call("crm:read", id="usr_1", only_own=True)
    own = [id for id, doc in DOCS.items() if doc.get("owner") == "usr_1"]
    assert ids(ListQuery(sort="id"), mine) == own
    assert ids(asked({"field": "owner", "op": "ne", "value": "usr_1"}), mine) == []
    page = lists.page(mine, CUSTOMERS, ListQuery(q="gautier", sums="balance", limit=500))
    named = [doc for doc in DOCS.values() if doc.get("owner") == "usr_1" and "Gautier" in doc["name"]]
    assert {row["id"] for row in page.items} == {doc["id"] for doc in named}
    assert (page.count, page.sums["balance"]) == (len(named), sum(doc.get("balance", 0) for doc in named))
    content, _, _ = lists.export(mine, CUSTOMERS, ListQuery(), "csv", ["id"])
    assert content.decode("utf-8-sig").split()[1:] == ids(ListQuery(), mine)


def test_a_column_exists_only_for_those_who_hold_its_scope() -> None:
    assert "margin" not in lists.page(call("crm:read"), CUSTOMERS, ListQuery()).items[0]
    assert "margin" in lists.page(call("crm:read", "statistics:margins"), CUSTOMERS, ListQuery()).items[0]
    assert b"margin" not in lists.export(call("crm:read"), CUSTOMERS, ListQuery(), "csv")[0]


# --- what changed since ---------------------------------------------------------------------------------------------


@pytest.mark.feature("1.3-X03")
def test_updated_since_gives_what_changed_and_the_tombstones(fresh: MemoryJournal) -> None:
    for n in range(6):
        fresh.commit(put("customer", f"c{n}", name=f"N{n}"))
    since = fresh.now
    assert {row["id"] for row in lists.page(ALL, CUSTOMERS, ListQuery(updated_since=since)).items} == {"c5"}
    fresh.commit(put("customer", "c1", name="Changed"))
    fresh.commit(delete("customer", "c2"), delete("customer", "c3"), put("order", "o1", wines=["x"]))
    fresh.commit(put("customer", "c3", name="Back again"))
    fresh.commit(put("customer", "c4", name="N4", hidden=True), delete("order", "o1"))
    page = lists.page(ALL, CUSTOMERS, ListQuery(updated_since=since, sort="id", limit=2))
    assert [row["id"] for row in page.items] == ["c1", "c3"]
    assert (page.count, page.next is not None) == (3, True)
    assert [(gone.kind, gone.id) for gone in page.deleted] == [("customer", "c2"), ("customer", "c4")]
    rest = lists.page(ALL, CUSTOMERS, ListQuery(updated_since=since, sort="id", limit=2, cursor=page.next))
    assert ([row["id"] for row in rest.items], rest.deleted) == (["c5"], [])
    assert lists.page(ALL, CUSTOMERS, ListQuery(updated_since=fresh.now.replace(year=2027))).deleted == []


def test_what_leaves_ones_sight_is_a_tombstone_and_what_never_was_is_not(fresh: MemoryJournal) -> None:
    fresh.commit(*(put("customer", f"c{n}", name="N", owner=f"usr_{n % 2}") for n in range(6)))
    fresh.commit(put("customer", "c1", name="N", owner="usr_0"), delete("customer", "c3"), delete("customer", "c2"))
    fresh.commit(put("customer", "c0", name="N", owner="usr_1"))
    mine = lists.page(call(id="usr_1", only_own=True), CUSTOMERS, ListQuery(updated_since=START))
    assert {row["id"] for row in mine.items} == {"c0", "c5"}
    assert [gone.id for gone in mine.deleted] == ["c1", "c3"]


# --- files ----------------------------------------------------------------------------------------------------------


def test_an_export_has_every_row_of_the_list_in_its_order_and_no_formula(fresh: MemoryJournal) -> None:
    names = ["=1+1", "Éric", "+33", "@cmd", "-2", "Zoé;Ève"]
    fresh.commit(*(put("customer", f"c{n}", name=name, balance=123456) for n, name in enumerate(names)))
    given = ["name", "balance", "tags"]
    content, kind, filename = lists.export(ALL, CUSTOMERS, ListQuery(limit=1, sort="-name"), "csv", given, "fr")
    assert (kind, filename) == ("text/csv; charset=utf-8", "customers-2026-11-22.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert header == ["Nom", "Solde", "Étiquettes"]
    assert [row[1:] for row in rows] == [["1234,56", ""]] * 6
    shown = [row["name"] for row in lists.page(ALL, CUSTOMERS, ListQuery(sort="-name")).items]
    assert [row[0].removeprefix("'") for row in rows] == shown
    assert all(row[0][0] not in "=+-@" for row in rows)


def test_an_export_is_a_workbook_with_numbers(fresh: MemoryJournal) -> None:
    fresh.commit(put("customer", "c1", name="Zoé", balance=123456, price="8.5000", since="2026-11-22", active=True))
    given = ["name", "balance", "price", "since"]
    content, _, filename = lists.export(ALL, CUSTOMERS, ListQuery(), "xlsx", given, "en")
    assert filename == "customers-2026-11-22.xlsx"
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert list(sheet.values) == [
        ("Name", "Solde", "price", "since"),
        ("Zoé", 1234.56, 8.5, datetime(2026, 11, 22)),  # noqa: DTZ001 - as a workbook has it
    ]


def test_a_format_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused, match=r"list\.format"):
        lists.export(ALL, CUSTOMERS, ListQuery(), "pdf")
