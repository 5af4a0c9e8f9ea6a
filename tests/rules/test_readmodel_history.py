"""History with before and after, and the change feed: nothing missed, nothing shown that one may not see."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.aws.call import Call
from chalicelib.kernel.errors import Refused
from chalicelib.readmodel import changes, health, history
from chalicelib.readmodel.changes import ChangesQuery
from chalicelib.readmodel.freshness import ReadModel, install
from chalicelib.readmodel.history import HistoryQuery, HistoryRow
from tests.rules.readmodel_support import REGISTRY, call
from tests.support.journal import START, MemoryJournal, Write, delete, put

ALL = call("*")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[MemoryJournal]:
    journal = MemoryJournal()
    model = ReadModel(journal, REGISTRY, tmp_path)
    install(model)
    yield journal
    install(None)
    model.close()


def rows(by: Call = ALL, limit: int = 50, span: dict[str, Any] | None = None, **asked: Any) -> list[HistoryRow]:
    """All rows of a history, page by page; `span` has its from and to."""
    found: list[HistoryRow] = []
    cursor = None
    while True:
        page = history.page(
            by, HistoryQuery.model_validate({**asked, **(span or {}), "limit": limit, "cursor": cursor})
        )
        found += page.items
        cursor = page.next
        if cursor is None:
            assert page.count == len(found)
            return found


def told(found: list[HistoryRow]) -> list[tuple[str, str, str | None, Any, Any]]:
    return [(row.id, row.what, row.field, row.before, row.after) for row in found]


@pytest.mark.feature("1.4-03")
def test_a_change_says_who_when_which_field_from_what_to_what(journal: MemoryJournal) -> None:
    journal.commit(put("customer", "c1", name="Gautier", payment_term="net-30"))
    later = put("customer", "c1", name="Gautier", payment_term="eom-30")
    journal.commit(later, by="usr_7", name="Anne", command="crm.customer.change")
    (row,) = rows(kind="customer", id="c1", user="usr_7")
    assert (row.field, row.before, row.after, row.what) == ("payment_term", "net-30", "eom-30", "changed")
    assert (row.actor.id, row.actor.name, row.command) == ("usr_7", "Anne", "crm.customer.change")
    assert row.at == journal.now
    assert row.version == 2


def test_a_change_inside_a_field_is_told_by_its_path(journal: MemoryJournal) -> None:
    address = {"town": "Beaune", "lines": ["1 rue", "bât. B"], "country": {"code": "FR", "name": "France"}}
    journal.commit(put("note", "n1", address=address, tags=["a"], gone=1))
    moved = {**address, "town": "Dijon", "country": {"code": "BE"}, "floor": 2}
    journal.commit(put("note", "n1", address=moved, tags=["a", "b"], new=False))
    assert told(rows())[:-1] == [
        ("n1", "changed", "address.country.code", "FR", "BE"),
        ("n1", "changed", "address.country.name", "France", None),
        ("n1", "changed", "address.floor", None, 2),
        ("n1", "changed", "address.town", "Beaune", "Dijon"),
        ("n1", "changed", "gone", 1, None),
        ("n1", "changed", "new", None, False),
        ("n1", "changed", "tags", ["a"], ["a", "b"]),
    ]


def test_a_creation_and_a_deletion_are_one_row_each(journal: MemoryJournal) -> None:
    journal.commit(put("note", "n1", text="x"))
    journal.commit(delete("note", "n1"))
    journal.commit(put("note", "n1", text="y"))
    assert told(rows()) == [
        ("n1", "created", None, None, None),
        ("n1", "deleted", None, {"id": "n1", "text": "x"}, None),
        ("n1", "created", None, None, None),
    ]


def test_of_a_secret_one_sees_that_it_changed_never_what(journal: MemoryJournal) -> None:
    journal.commit(Write("login", "l1", {"hash": "hunter2"}, secret=True))
    assert told(rows()) == [("l1", "secret", None, None, None)]


WHO = st.sampled_from(["usr_1", "usr_2", "usr_3"])
WHAT = st.sampled_from(["customer", "order", "note"])
HISTORIES = st.lists(st.tuples(WHO, WHAT, st.sampled_from(["a", "b"]), st.integers(0, 3)), max_size=30)


@pytest.mark.feature("1.4-X02")
@settings(max_examples=60, deadline=None)
@given(
    HISTORIES,
    st.fixed_dictionaries({}, optional={"user": WHO, "kind": WHAT, "id": st.sampled_from(["a", "b", "z"])}),
    st.integers(0, 30),
    st.integers(0, 30),
    st.integers(1, 7),
)
def test_filters_give_the_exact_set_and_the_export_the_same_count(
    past: list[tuple[str, str, str, int]], asked: dict[str, str], first: int, last: int, limit: int
) -> None:
    journal = MemoryJournal()
    expected: list[tuple[str, str, Any]] = []
    for n, (who, kind, id, value) in enumerate(past, 1):
        known = journal.docs.get(("com_a", kind, id))
        journal.commit(put(kind, id, name=f"N{value}", wines=[]), by=who, lane=("main", "till")[n % 2])
        matches = {"user": who, "kind": kind, "id": id}
        changed = known is None or known[1] != journal.docs[("com_a", kind, id)][1]
        if first <= n <= last and all(matches[key] == given for key, given in asked.items()):
            expected.append((kind, id, "name" if known and changed else None))
    span = {"from": START + timedelta(minutes=first), "to": START + timedelta(minutes=last)}
    with tempfile.TemporaryDirectory() as room:
        model = ReadModel(journal, REGISTRY, Path(room))
        install(model)
        try:
            found = rows(ALL, limit, span, **asked)
            assert [(row.kind, row.id, row.field) for row in reversed(found)] == expected
            content, _, name = history.file(ALL, HistoryQuery.model_validate({**asked, **span}), "csv")
            assert len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) == 1 + len(expected)
            assert name == "historique-2026-11-22.csv"
        finally:
            install(None)
            model.close()


def test_days_are_days_of_paris_both_included(journal: MemoryJournal) -> None:
    journal.commit(put("note", "n1"))
    assert len(rows(span={"from": "2026-11-22", "to": "2026-11-22"})) == 1
    assert rows(span={"from": "2026-11-23"}) == []
    assert rows(to="2026-11-21") == []


def test_a_wrong_cursor_is_refused(journal: MemoryJournal) -> None:
    journal.commit(put("note", "n1"), put("note", "n2"))
    cursor = history.page(ALL, HistoryQuery(limit=1)).next
    for asked in ({"cursor": "x"}, {"cursor": cursor, "kind": "note"}):
        with pytest.raises(Refused, match=r"list\.cursor"):
            history.page(ALL, HistoryQuery.model_validate(asked))


def test_history_and_changes_of_who_sees_his_own_only(journal: MemoryJournal) -> None:
    journal.commit(put("customer", "mine", name="A", owner="usr_1"), put("customer", "his", name="B", owner="usr_2"))
    journal.commit(put("order", "o1", wines=["x"]), put("note", "n1", text="not in any list"))
    journal.commit(put("customer", "his", name="B2", owner="usr_2"), put("customer", "mine", name="A2", owner="usr_1"))
    me = call(id="usr_1", only_own=True)
    assert [row.id for row in rows(me)] == ["mine", "o1", "mine"]
    first = changes.page(me, ChangesQuery())
    assert {item.id: item.deleted for item in first.items} == {"mine": False, "o1": False}
    journal.commit(put("customer", "mine", name="A2", owner="usr_2"), put("customer", "his", name="B3", owner="usr_2"))
    journal.commit(delete("order", "o1"), put("customer", "his", name="B3", owner="usr_1"))
    after = changes.page(me, ChangesQuery(after=first.next))
    assert {item.id: item.deleted for item in after.items} == {"mine": True, "o1": True, "his": False}
    assert [row.id for row in rows(me, kind="customer")] == ["his"] * 4, "what is his now, with its past"


# --- the feed -------------------------------------------------------------------------------------------------------


def feed(limit: int = 200, after: str | None = None, **asked: Any) -> tuple[list[tuple[str, str, int, bool]], str]:
    """Everything from a position, page by page."""
    found: list[tuple[str, str, int, bool]] = []
    while True:
        page = changes.page(ALL, ChangesQuery(after=after, limit=limit, **asked))
        assert len(page.items) <= limit
        found += [(item.kind, item.id, item.version, item.deleted) for item in page.items]
        after = page.next
        if not page.more:
            return found, after


def test_the_feed_tells_what_changed_deletions_included(journal: MemoryJournal) -> None:
    journal.commit(put("customer", "c1", name="A"), put("order", "o1", wines=[]), name="Anne", command="x.save")
    everything, after = feed()
    assert everything == [("customer", "c1", 1, False), ("order", "o1", 1, False)]
    assert feed(after=after) == ([], after)
    journal.commit(put("customer", "c1", name="B"))
    journal.commit(delete("customer", "c1"), lane="till")
    assert feed(after=after)[0] == [("customer", "c1", 3, True)], "once, as it was left"
    assert feed(after=after, kinds="order,note")[0] == []
    (item,) = changes.page(ALL, ChangesQuery(limit=1)).items
    assert (item.actor.name, item.command, item.at) == ("Anne", "x.save", journal.now.replace(minute=1))


def test_a_reader_may_begin_from_now(journal: MemoryJournal) -> None:
    journal.commit(put("customer", "c1", name="A"))
    page = changes.page(ALL, ChangesQuery(after="now"))
    assert (page.items, page.more) == ([], False)
    journal.commit(put("customer", "c2", name="A"), lane="new-lane")
    assert feed(after=page.next)[0] == [("customer", "c2", 1, False)]


def test_the_feed_tells_no_secret(journal: MemoryJournal) -> None:
    journal.commit(Write("login", "l1", {"hash": "x"}, secret=True), put("counter", "FA", n=2))
    assert feed()[0] == []


WRITE = st.tuples(st.sampled_from("abcd"), st.booleans(), st.sampled_from(["main", "till", "web"]))
WRITES = st.lists(WRITE, max_size=12)


@settings(max_examples=80, deadline=None)
@given(st.lists(WRITES, max_size=5), st.integers(1, 5))
def test_a_follower_ends_with_the_state_of_the_company(rounds: list[list[tuple[str, bool, str]]], limit: int) -> None:
    journal = MemoryJournal()
    with tempfile.TemporaryDirectory() as room:
        model = ReadModel(journal, REGISTRY, Path(room))
        install(model)
        state: dict[str, int] = {}
        versions: dict[str, int] = {}
        after = None
        try:
            for writes in [*rounds, []]:
                for id, gone, lane in writes:
                    journal.commit(delete("note", id) if gone else put("note", id, n=journal.now.minute), lane=lane)
                told_now, after = feed(limit, after)
                for _, id, version, deleted in told_now:
                    if version > versions.get(id, 0):
                        versions[id] = version
                        state.pop(id, None) if deleted else state.update({id: version})
            there = {id: v for (_, _, id), (v, doc) in journal.docs.items() if doc is not None}
            assert state == there
        finally:
            install(None)
            model.close()


@pytest.mark.parametrize("after", ["x", "WzEse31d", "e30", "bnVsbA"])
def test_a_cursor_of_another_feed_is_refused(journal: MemoryJournal, after: str) -> None:
    with pytest.raises(Refused, match=r"list\.cursor"):
        changes.page(ALL, ChangesQuery(after=after))


def test_a_cursor_beyond_the_journal_is_refused(journal: MemoryJournal) -> None:
    journal.commit(put("note", "n1"))
    journal.commit(put("note", "n2"))
    after = changes.page(ALL, ChangesQuery()).next
    del journal.entries[("com_a", "main")][1:]
    with pytest.raises(Refused, match=r"list\.cursor"):
        changes.page(ALL, ChangesQuery(after=after))


def test_faults_are_seen(journal: MemoryJournal) -> None:
    assert health.faults("com_a") == []
    journal.commit(put("customer", "c1", name="A", poison=True))
    (fault,) = health.faults("com_a")
    assert (fault.kind, fault.id, fault.table, fault.lane, fault.seq) == ("customer", "c1", "customers", "main", 1)
    assert fault.error.startswith("RuntimeError at tests.rules.readmodel_support:")
