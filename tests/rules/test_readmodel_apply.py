"""Entries become rows: newer wins, order between lanes does not matter, what fails stops nothing, rebuilt is equal."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.readmodel.apply import Gap, apply
from chalicelib.readmodel.database import Database
from chalicelib.readmodel.freshness import ReadModel
from chalicelib.readmodel.health import dump, rebuilt_alike
from tests.rules.readmodel_support import REGISTRY
from tests.support.journal import MemoryJournal, Write, delete, put

COMPANY = "com_a"
LANES = ("main", "till-1", "till-2")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    found = Database(tmp_path / "a.db", COMPANY, REGISTRY)
    yield found
    found.close()


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


def catch_up(db: Database, journal: MemoryJournal, *lanes: str) -> None:
    for lane in lanes or sorted(journal.heads(COMPANY)):
        apply(db, lane, 1, journal.entries[(COMPANY, lane)])


def names(db: Database) -> list[str]:
    return [name for (name,) in db.rows("SELECT name FROM customers ORDER BY name")]


def faults(db: Database) -> list[tuple[Any, ...]]:
    return db.rows("SELECT kind, id, tbl, lane, seq, error FROM _faults ORDER BY lane, seq, kind, id")


def test_a_document_becomes_its_rows_and_a_newer_version_replaces_them(db: Database, journal: MemoryJournal) -> None:
    journal.commit(put("order", "o1", wines=["Rouge", "Blanc", "Rosé"]))
    catch_up(db, journal)
    journal.commit(put("order", "o1", wines=["Crémant"]))
    catch_up(db, journal)
    assert db.rows("SELECT _kind, _id, _n, _v, wine FROM orders") == [("order", "o1", 0, 2, "Crémant")]
    assert db.rows("SELECT word FROM orders_word") == [("cremant",)]


def test_a_deleted_item_is_gone_and_may_come_back(db: Database, journal: MemoryJournal) -> None:
    journal.commit(put("customer", "c1", name="Gautier"))
    journal.commit(delete("customer", "c1"))
    catch_up(db, journal)
    assert names(db) == []
    journal.commit(put("customer", "c1", name="Gautier et fils"))
    catch_up(db, journal)
    assert names(db) == ["Gautier et fils"]
    assert db.rows("SELECT _v FROM customers") == [(3,)]


def test_an_older_version_that_comes_late_changes_nothing(db: Database, journal: MemoryJournal) -> None:
    journal.commit(put("customer", "c1", name="Old"), lane="till-1")
    journal.commit(put("customer", "c1", name="New"), lane="main")
    catch_up(db, journal, "main", "till-1")
    assert names(db) == ["New"]
    journal.commit(delete("customer", "c1"), lane="till-1")
    journal.commit(put("customer", "c2", name="Other"), lane="main")
    catch_up(db, journal, "till-1", "main")
    assert names(db) == ["Other"]


def test_an_entry_given_twice_counts_once(db: Database, journal: MemoryJournal) -> None:
    entry = journal.commit(put("customer", "c1", name="A"), facts=(("test.paid.v1", {"label": "x", "amount": 5}),))
    assert apply(db, "main", 1, [entry]) == 1
    assert apply(db, "main", 1, [entry]) == 0
    assert db.rows("SELECT label, amount FROM ledger") == [("x", 5)]
    assert db.value("SELECT count(*) FROM _changes") == 1


def test_a_missing_entry_is_told(db: Database, journal: MemoryJournal) -> None:
    for n in range(3):
        journal.commit(put("customer", f"c{n}", name=f"N{n}"))
    with pytest.raises(Gap):
        apply(db, "main", 2, journal.entries[(COMPANY, "main")][1:])
    assert db.heads == {}


def test_facts_become_rows_of_their_own(db: Database, journal: MemoryJournal) -> None:
    journal.commit(facts=(("test.paid.v1", {"label": "a", "amount": 5}), ("test.paid.v1", {"label": "b", "amount": 7})))
    journal.commit(facts=(("test.unheard.v1", {"label": "c"}),))
    catch_up(db, journal)
    assert db.rows("SELECT _kind, _id, label, amount, said_at FROM ledger ORDER BY label") == [
        ("test.paid.v1", "com_a:main:1:0", "a", 5, "2026-11-22T08:01:00.000000Z"),
        ("test.paid.v1", "com_a:main:1:1", "b", 7, "2026-11-22T08:01:00.000000Z"),
    ]


def test_a_projection_that_fails_stops_nothing_and_is_mended_by_the_next(db: Database, journal: MemoryJournal) -> None:
    journal.commit(put("customer", "c1", name="Before"))
    journal.commit(
        put("customer", "c1", name="Camille", poison=True),
        put("customer", "c2", name="Unharmed"),
        put("customer", "c3", name="Typed wrong", balance="12.50"),
        put("customer", "c4", name="Unknown", unknown=1),
    )
    journal.commit(put("customer", "c5", name="Later"))
    catch_up(db, journal)
    assert names(db) == ["Later", "Unharmed"]
    found = faults(db)
    assert [(kind, id, table, lane, seq) for kind, id, table, lane, seq, _ in found] == [
        ("customer", id, "customers", "main", 2) for id in ("c1", "c3", "c4")
    ]
    assert [error.split(" at ")[0] for *_, error in found] == [
        "RuntimeError",
        "BadRow: customers.balance is not of type cents",
        "BadRow: customers has no column unknown",
    ]
    assert "Camille" not in str(found), "a fault says where, never what"
    journal.commit(put("customer", "c1", name="Mended"), delete("customer", "c3"), delete("customer", "c4"))
    catch_up(db, journal)
    assert names(db) == ["Later", "Mended", "Unharmed"]
    assert faults(db) == []


def test_an_entry_that_cannot_be_read_stops_nothing(db: Database, journal: MemoryJournal) -> None:
    journal.commit(put("customer", "c1", name="First"))
    journal.commit(put("customer", "c2", name="Torn"))["changes"][0].pop("v")
    journal.commit(put("customer", "c3", name="Misplaced"))["seq"] = 99
    journal.commit(put("customer", "c4", name="Last"))
    catch_up(db, journal)
    assert names(db) == ["First", "Last"]
    assert [(lane, seq, error.split(" at ")[0]) for *_, lane, seq, error in faults(db)] == [
        ("main", 2, "KeyError"),
        ("main", 3, "BadRow: an entry under another number than its own"),
    ]
    assert db.heads == {"main": 4}


def test_an_entry_that_sqlite_refuses_is_a_fault_of_its_own(db: Database, journal: MemoryJournal) -> None:
    journal.commit(put("customer", "c1", name="First"))
    journal.commit(put("customer", "c2", name="Half a pair: \ud800"), by="usr_2")
    journal.commit(put("customer", "c3", name="Last"))
    catch_up(db, journal)
    assert names(db) == ["First", "Last"]
    assert [(lane, seq) for *_, lane, seq, _ in faults(db)] == [("main", 2)]
    journal.commit(put("customer", "c4", name="Next"), by="usr_3")
    catch_up(db, journal)
    assert names(db) == ["First", "Last", "Next"]


def test_an_unknown_kind_is_seen_once(db: Database, journal: MemoryJournal) -> None:
    for n in range(3):
        journal.commit(put("mystery", f"m{n}"), put("note", f"n{n}"))
    catch_up(db, journal)
    assert faults(db) == [("mystery", "", "", "", 0, "unknown kind")]


def test_a_secret_never_enters(db: Database, journal: MemoryJournal) -> None:
    journal.commit(Write("customer", "c1", {"id": "c1", "name": "hunter2"}, secret=True))
    journal.commit(Write("login", "l1", {"hash": "hunter2"}, secret=True), put("counter", "FA", n=1))
    catch_up(db, journal)
    assert names(db) == []
    assert not any("hunter2" in text or "FA" in text for text in dump(db))
    kinds = db.rows("SELECT t.kind, c.what FROM _changes c JOIN _items t ON t.i = c.item ORDER BY c.seq")
    assert kinds == [("customer", 3), ("login", 3)], "that a secret changed is known; the gateway's own is not"


NAMES = st.sampled_from(["Château Gautier", "L'Échappée", "Dupont", "", "C-12", "gautier gautier"])
CUSTOMER = st.fixed_dictionaries(
    {"name": NAMES},
    optional={
        "town": st.sampled_from(["Beaune", "Saint-Émilion", None]),
        "balance": st.sampled_from([0, -5, 12345, "wrong"]),
        "price": st.sampled_from(["1.50", "1.5", "-2", "oops"]),
        "tags": st.lists(st.sampled_from(["Lyon", "Presse"]), max_size=2),
        "owner": st.sampled_from(["usr_1", "usr_2", None]),
        "poison": st.just(True),
        "hidden": st.booleans(),
        "address": st.fixed_dictionaries({"town": st.sampled_from(["Dijon", "Lyon"]), "lines": st.just(["1"])}),
    },
)
ORDER = st.fixed_dictionaries({"wines": st.lists(st.sampled_from(["Rouge", "Blanc", "Rosé 2022"]), max_size=3)})
IDS = st.sampled_from(["1", "2", "3"])
WRITES = st.one_of(
    st.builds(lambda id, doc: put("customer", f"c{id}", **doc), IDS, CUSTOMER),
    st.builds(lambda id, doc: put("order", f"o{id}", **doc), IDS, ORDER),
    st.builds(lambda id: delete("customer", f"c{id}"), IDS),
    st.builds(lambda id: delete("order", f"o{id}"), IDS),
    st.builds(lambda id: put("mystery", f"m{id}"), IDS),
)
PAID = st.tuples(st.just("test.paid.v1"), st.sampled_from([{"label": "a", "amount": 1}, {"label": "b", "amount": "x"}]))
ENTRIES = st.lists(
    st.tuples(
        st.lists(WRITES, max_size=3, unique_by=lambda write: (write.kind, write.id)),
        st.sampled_from(LANES),
        st.sampled_from(["usr_1", "usr_2"]),
        st.lists(PAID, max_size=1),
    ),
    max_size=25,
)
STEPS = st.lists(st.tuples(st.sampled_from(LANES), st.integers(1, 9), st.integers(0, 3)), max_size=40)


@settings(max_examples=150, deadline=None)
@given(ENTRIES, STEPS)
def test_a_rebuild_equals_what_grew_whatever_the_order(
    entries: list[tuple[list[Write], str, str, list[tuple[str, Any]]]], steps: list[tuple[str, int, int]]
) -> None:
    journal = MemoryJournal()
    for writes, lane, by, facts in entries:
        journal.commit(*writes, lane=lane, by=by, facts=tuple(facts))
    with tempfile.TemporaryDirectory() as room:
        grown = Database(Path(room) / "grown.db", COMPANY, REGISTRY)
        for lane, count, again in steps:
            first = max(1, grown.heads.get(lane, 0) + 1 - again)
            apply(grown, lane, first, journal.entries[(COMPANY, lane)][first - 1 : first - 1 + count + again])
        catch_up(grown, journal, *sorted(journal.heads(COMPANY), reverse=True))
        rebuilt = Database(Path(room) / "rebuilt.db", COMPANY, REGISTRY)
        catch_up(rebuilt, journal)
        assert list(dump(grown)) == list(dump(rebuilt))
        assert_what_stands(grown, journal)
        grown.close()
        rebuilt.close()


def assert_what_stands(db: Database, journal: MemoryJournal) -> None:
    """The rows are those of the last documents, and no others."""
    lines = {
        (id, n, wine)
        for (_, kind, id), (_, doc) in journal.docs.items()
        if kind == "order" and doc
        for n, wine in enumerate(doc["wines"])
    }
    assert set(db.rows("SELECT id, line, wine FROM orders")) == lines
    words = db.rows("SELECT word, n FROM orders_word WHERE n <= 0")
    assert not words


def test_the_check_of_a_rebuild_sees_a_difference(tmp_path: Path, journal: MemoryJournal) -> None:
    journal.commit(put("customer", "c1", name="Gautier"))
    model = ReadModel(journal, REGISTRY, tmp_path)
    assert rebuilt_alike(COMPANY, model)
    model.fresh(COMPANY).run("UPDATE customers_row SET name_k = 'gauthier'")
    assert not rebuilt_alike(COMPANY, model)
    model.close()
