"""After a release: only the tables that differ are made again, and the file is what a replay of everything gives."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.readmodel import Change, Column, Row, Table, freshness
from chalicelib.readmodel.freshness import ReadModel
from chalicelib.readmodel.health import dump
from chalicelib.readmodel.registry import Registry
from tests.rules.readmodel_support import CUSTOMERS, KINDS, LEDGER, ORDERS, REGISTRY, customer_rows
from tests.rules.test_readmodel_apply import ENTRIES
from tests.support.journal import FolderShelf, MemoryJournal, Write, delete, put

COMPANY = "com_a"
Given = list[tuple[list[Write], str, str, list[tuple[str, Any]]]]


def changed(table: Table, owner: str | None = None, **projections: Any) -> Table:
    """The table as another release declares it."""
    columns = [replace(column, search=column.name in ("town", "wine", "kind")) for column in table.columns]
    made = Table(table.name, columns, owner=owner, sort=table.sort, title=table.title, version=2)
    made.kinds, made.facts = {**table.kinds, **projections}, dict(table.facts)
    return made


def louder(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for row in customer_rows(doc, change):
        yield {**row, "name": row["name"].upper(), "visits": change.v}


def released(*tables: Table, **given: Any) -> Registry:
    return Registry(tables, lambda: KINDS, **given)


NOTES = Table("notes", [Column("id", "id")])
CHOICES = (
    (None, CUSTOMERS, changed(CUSTOMERS), changed(CUSTOMERS, owner="owner", customer=louder)),
    (None, ORDERS, changed(ORDERS), changed(ORDERS, owner="customer")),
    (None, LEDGER, changed(LEDGER)),
    (None, NOTES),
)
TABLES = st.tuples(*map(st.sampled_from, CHOICES)).map(lambda found: [table for table in found if table])


@settings(max_examples=150, deadline=None)
@given(ENTRIES, ENTRIES, TABLES)
def test_what_a_release_finds_becomes_what_a_replay_gives(before: Given, after: Given, tables: list[Table]) -> None:
    journal, registry = MemoryJournal(), released(*tables)
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        shelf = FolderShelf(room / "shelf")
        old = ReadModel(journal, REGISTRY, room / "old", shelf)
        write(journal, before)
        old.snapshot(COMPANY, always=True)
        write(journal, after)
        new, replayed = ReadModel(journal, registry, room / "new", shelf), ReadModel(journal, registry, room / "replay")
        assert list(dump(new.fresh(COMPANY))) == list(dump(replayed.fresh(COMPANY)))
        for model in (old, new, replayed):
            model.close()


def write(journal: MemoryJournal, entries: Given) -> None:
    for writes, lane, by, facts in entries:
        journal.commit(*writes, lane=lane, by=by, facts=tuple(facts))


@pytest.fixture
def journal() -> MemoryJournal:
    """Customers in entries 1 to 50, each changed later, and orders in the others."""
    journal = MemoryJournal()
    for n in range(200):
        journal.commit(put("customer", f"c{n}", name=f"N{n}") if n < 50 else put("order", f"o{n}", wines=["Rouge"]))
    journal.commit(put("customer", "c7", name="N7", owner="usr_2"), delete("order", "o60"))
    return journal


@pytest.fixture
def shelf(journal: MemoryJournal, tmp_path: Path) -> FolderShelf:
    """With the snapshot of the release before."""
    shelf = FolderShelf(tmp_path / "shelf")
    old = ReadModel(journal, REGISTRY, tmp_path / "old", shelf)
    old.snapshot(COMPANY, always=True)
    old.close()
    return shelf


def read_by(journal: MemoryJournal, shelf: FolderShelf, folder: Path, registry: Registry) -> int:
    """How many entries a worker of a release reads before its first answer, which is what a replay gives."""
    journal.reads.clear()
    model = ReadModel(journal, registry, folder / "new", shelf)
    found, entries = list(dump(model.fresh(COMPANY))), sum(last - first + 1 for _, first, last in journal.reads)
    replayed = ReadModel(journal, registry, folder / "replay")
    assert found == list(dump(replayed.fresh(COMPANY)))
    model.close()
    replayed.close()
    return entries


def test_only_the_entries_of_what_differs_are_read(journal: MemoryJournal, shelf: FolderShelf, tmp_path: Path) -> None:
    registry = released(changed(CUSTOMERS, owner="owner"), ORDERS, LEDGER)
    assert read_by(journal, shelf, tmp_path, registry) == 51 + 1, "the customers' entries, and the last one again"


def test_a_table_of_facts_reads_every_entry(journal: MemoryJournal, shelf: FolderShelf, tmp_path: Path) -> None:
    assert read_by(journal, shelf, tmp_path, released(CUSTOMERS, ORDERS, changed(LEDGER))) == 201 + 1


def test_a_kind_that_was_open_and_is_secret_is_replayed(
    journal: MemoryJournal, shelf: FolderShelf, tmp_path: Path
) -> None:
    registry = released(CUSTOMERS, ORDERS, secret=lambda kind: kind == "order")
    assert read_by(journal, shelf, tmp_path, registry) == 201


def test_entries_that_could_not_be_applied_are_tried_again(journal: MemoryJournal, tmp_path: Path) -> None:
    journal.commit(put("customer", "c3", name="Half a pair: \ud800"))
    shelf = FolderShelf(tmp_path / "shelf")
    old = ReadModel(journal, REGISTRY, tmp_path / "old", shelf)
    old.snapshot(COMPANY, always=True)
    old.close()
    assert read_by(journal, shelf, tmp_path, released(CUSTOMERS, changed(ORDERS), LEDGER)) == 202


def test_a_snapshot_of_another_journal_is_not_kept(journal: MemoryJournal, shelf: FolderShelf, tmp_path: Path) -> None:
    registry = released(changed(CUSTOMERS), ORDERS, LEDGER)
    last = journal.entries[(COMPANY, "main")][-1]
    last["request"] = "another one"
    assert read_by(journal, shelf, tmp_path, registry) == 201 + 1
    del journal.entries[(COMPANY, "main")][-1]
    assert read_by(journal, shelf, tmp_path, registry) == 200


def test_what_took_long_is_on_the_shelf_for_the_next_worker(
    journal: MemoryJournal, shelf: FolderShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "EVERY", 100)
    registry = released(changed(CUSTOMERS), ORDERS, LEDGER)
    read_by(journal, shelf, tmp_path, registry)
    assert read_by(journal, shelf, tmp_path / "again", registry) == 0
    assert len(shelf.paths(f"readmodel/{COMPANY}/")) == 2, "that of the release before is kept for a way back"


def test_a_shelf_out_of_reach_stops_no_reader(
    journal: MemoryJournal, shelf: FolderShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "EVERY", 100)
    monkeypatch.setattr(shelf, "put", lambda path, content: (tmp_path / "file" / "below").write_bytes(content))
    entries = read_by(journal, shelf, tmp_path, released(changed(CUSTOMERS), ORDERS, LEDGER))
    assert entries == 50 + 1, "nobody owns these rows: of each customer the entry that wrote him last"
