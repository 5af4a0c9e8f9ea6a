"""Up to date at every reading, from a snapshot or from nothing, and made again after any damage."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from chalicelib.readmodel import Column, Table, freshness
from chalicelib.readmodel.database import Database
from chalicelib.readmodel.freshness import BATCH, MOST_OPEN, ReadModel
from chalicelib.readmodel.health import digest
from chalicelib.readmodel.registry import Registry
from chalicelib.readmodel.snapshot import EVERY, KEPT
from tests.rules.readmodel_support import CUSTOMERS, LEDGER, ORDERS, REGISTRY
from tests.support.journal import FolderShelf, MemoryJournal, delete, put

COMPANY = "com_a"


@pytest.fixture
def journal() -> MemoryJournal:
    journal = MemoryJournal()
    for n in range(30):
        journal.commit(put("customer", f"c{n}", name=f"Client {n}", owner=f"usr_{n % 2}"), lane=("main", "till")[n % 2])
    journal.commit(put("customer", "c1", name="Client un", owner="usr_0"), delete("customer", "c2"))
    return journal


@pytest.fixture
def shelf(tmp_path: Path) -> FolderShelf:
    return FolderShelf(tmp_path / "shelf")


@pytest.fixture
def model(journal: MemoryJournal, shelf: FolderShelf, tmp_path: Path) -> Iterator[ReadModel]:
    model = ReadModel(journal, REGISTRY, tmp_path / "files", shelf)
    yield model
    model.close()


def another(model: ReadModel, tmp_path: Path, registry: Registry = REGISTRY) -> ReadModel:
    """Another worker's read model, on the same journal and shelf."""
    return ReadModel(model.journal, registry, tmp_path / "elsewhere", model.shelf)


def count(db: Database) -> int:
    return int(db.value("SELECT count(*) FROM customers"))


def test_a_reader_sees_what_was_just_written(model: ReadModel, journal: MemoryJournal) -> None:
    assert model.read(COMPANY, count) == 29
    journal.commit(put("customer", "c99", name="New"), lane="till-2")
    assert model.read(COMPANY, count) == 30


def test_only_what_is_missing_is_read(model: ReadModel, journal: MemoryJournal) -> None:
    model.fresh(COMPANY)
    journal.reads.clear()
    model.fresh(COMPANY)
    assert journal.reads == []
    journal.commit(put("customer", "c99", name="New"))
    model.fresh(COMPANY)
    assert journal.reads == [("main", 16, 17)], "the entry, and the one before to know the journal by"


def test_a_long_way_is_gone_in_bounded_steps(model: ReadModel, journal: MemoryJournal) -> None:
    for n in range(2 * BATCH + 5):
        journal.commit(put("note", f"n{n}"), lane="import")
    assert model.fresh(COMPANY).heads["import"] == 2 * BATCH + 5
    assert max(last - first for lane, first, last in journal.reads if lane == "import") <= BATCH


def test_what_is_read_while_reading_sees_the_same_moment(model: ReadModel, journal: MemoryJournal) -> None:
    def work(db: Database) -> list[int]:
        rows = db.walk("SELECT id FROM customers ORDER BY id")
        next(rows)
        journal.commit(*(put("customer", f"n{n}", name="Meanwhile") for n in range(50)))
        return [model.read(COMPANY, count), 1 + sum(1 for _ in rows)]

    assert model.read(COMPANY, work) == [29, 29]
    assert model.read(COMPANY, count) == 79


def test_companies_do_not_mix(model: ReadModel, journal: MemoryJournal) -> None:
    journal.commit(put("customer", "c1", name="Elsewhere"), company="com_b")
    assert model.read("com_b", count) == 1
    assert model.read(COMPANY, count) == 29


def test_a_snapshot_and_its_tail_give_what_a_replay_gives(
    model: ReadModel, journal: MemoryJournal, tmp_path: Path
) -> None:
    path = model.snapshot(COMPANY, always=True)
    assert path == f"readmodel/com_a/{REGISTRY.schema_hash}/000000000031.db.zz"
    journal.commit(put("customer", "c5", name="After"), put("customer", "c77", name="New"))
    journal.reads.clear()
    other = another(model, tmp_path)
    hydrated = digest(other.fresh(COMPANY))
    assert journal.reads == [("main", 16, 17)]
    assert hydrated == digest(model.fresh(COMPANY))
    replayed = ReadModel(journal, REGISTRY, tmp_path / "third")
    assert hydrated == digest(replayed.fresh(COMPANY))
    other.close()
    replayed.close()


def test_snapshots_are_taken_when_due_and_the_old_ones_go(
    model: ReadModel, journal: MemoryJournal, shelf: FolderShelf
) -> None:
    assert model.snapshot(COMPANY) is None
    for part in range(KEPT + 1):
        for n in range(EVERY):
            journal.commit(put("note", f"n{part}-{n}"), lane="import")
        assert model.snapshot(COMPANY)
        assert model.snapshot(COMPANY) is None
    assert len(shelf.paths("readmodel/com_a/")) == KEPT


@pytest.mark.parametrize("harm", ["cut short", "half", "garbage", "empty", "another company's"])
def test_a_snapshot_that_cannot_be_used_is_passed_over(
    model: ReadModel, journal: MemoryJournal, shelf: FolderShelf, tmp_path: Path, harm: str
) -> None:
    good = model.snapshot(COMPANY, always=True)
    assert good
    content = b"".join(shelf.read(good))
    journal.commit(put("customer", "x", name="X"), company="com_b")
    theirs = model.snapshot("com_b", always=True)
    assert theirs
    bad = {"cut short": content[:-20], "half": content[: len(content) // 2], "garbage": b"garbage" * 500, "empty": b""}
    newest = good.replace("000000000031", "000000000032")
    shelf.put(newest, bad.get(harm, b"".join(shelf.read(theirs))))
    other = another(model, tmp_path)
    assert digest(other.fresh(COMPANY)) == digest(model.fresh(COMPANY))
    assert other.fresh(COMPANY).heads == journal.heads(COMPANY)
    other.close()


def test_a_snapshot_of_another_schema_is_not_read(model: ReadModel, tmp_path: Path) -> None:
    model.snapshot(COMPANY, always=True)
    wider = Table("notes", [Column("id", "id")])
    other = another(model, tmp_path, Registry([CUSTOMERS, ORDERS, LEDGER, wider], REGISTRY._kinds))
    assert other.registry.schema_hash != REGISTRY.schema_hash
    assert count(other.fresh(COMPANY)) == 29
    assert other.fresh(COMPANY).rows("SELECT * FROM notes") == []
    other.close()


def test_the_schema_hash_tells_declarations_apart() -> None:
    def hashed(*columns: Column, version: int = 1) -> str:
        return Registry([Table("t", columns, version=version)]).schema_hash

    plain = hashed(Column("id", "id"), Column("name", "text"))
    assert plain == hashed(Column("id", "id"), Column("name", "text"))
    others = {
        hashed(Column("id", "id"), Column("name", "text", search=True)),
        hashed(Column("id", "id"), Column("name", "choice")),
        hashed(Column("id", "id"), Column("name", "text"), version=2),
        hashed(Column("id", "id")),
    }
    assert len(others - {plain}) == 4


def test_a_corrupt_file_is_made_again(model: ReadModel, journal: MemoryJournal) -> None:
    db = model.fresh(COMPANY)
    expected = digest(db)
    size = db.path.stat().st_size
    with db.path.open("r+b") as file:
        for page in range(1, size // 4096):
            file.seek(page * 4096)
            file.write(b"\xff" * 4096)
    db.run("PRAGMA shrink_memory")
    journal.commit(put("customer", "c98", name="After the damage"))
    assert model.read(COMPANY, count) == 30
    assert model.fresh(COMPANY) is not db
    model.journal = journal
    journal.commit(delete("customer", "c98"))
    assert digest(model.fresh(COMPANY)) != expected
    assert model.fresh(COMPANY).heads == journal.heads(COMPANY)


def test_a_full_disk_makes_room(model: ReadModel, journal: MemoryJournal) -> None:
    journal.commit(put("customer", "x", name="X"), company="com_b")
    other = model.fresh("com_b")
    db = model.fresh(COMPANY)
    pages = db.value("PRAGMA page_count")
    db.run(f"PRAGMA max_page_count = {pages}")
    for n in range(200):
        journal.commit(put("customer", f"big{n}", name=f"Client {n} " * 40))
    assert model.read(COMPANY, count) == 229
    assert not other.path.exists(), "the files of other companies made room"
    assert model.read("com_b", count) == 1


def test_a_batch_that_does_not_fit_leaves_nothing_behind(model: ReadModel, journal: MemoryJournal) -> None:
    db = model.fresh(COMPANY)
    before, heads = digest(db), dict(db.heads)
    db.run(f"PRAGMA max_page_count = {db.value('PRAGMA page_count')}")
    journal.commit(*(put("customer", f"big{n}", name=f"Client {n} " * 90) for n in range(90)), by="usr_9")
    with pytest.raises(apsw.FullError):
        model.fresh(COMPANY)
    assert db.heads == heads
    assert digest(db) == before


def test_a_journal_brought_back_to_an_earlier_day_is_followed(model: ReadModel, journal: MemoryJournal) -> None:
    model.snapshot(COMPANY, always=True)
    model.fresh(COMPANY)
    del journal.entries[(COMPANY, "main")][10:]
    assert model.fresh(COMPANY).heads == {"main": 10, "till": 15}
    assert count(model.fresh(COMPANY)) == 25


def test_another_journal_under_the_same_numbers_is_noticed(
    model: ReadModel, journal: MemoryJournal, shelf: FolderShelf
) -> None:
    model.snapshot(COMPANY, always=True)
    model.fresh(COMPANY)
    journal.entries.clear()
    journal.docs.clear()
    for n in range(40):
        journal.commit(put("customer", f"z{n}", name=f"Autre {n}"), lane=("main", "till")[n % 2], command="other.save")
    assert model.read(COMPANY, count) == 40
    assert shelf.paths("readmodel/com_a/") == [], "a snapshot of the other journal is of no use to anyone"


def test_an_erasure_is_followed_by_a_replay(journal: MemoryJournal, shelf: FolderShelf, tmp_path: Path) -> None:
    model = ReadModel(journal, REGISTRY, tmp_path / "files", shelf, frozenset({"test.erased.v1"}))
    model.snapshot(COMPANY, always=True)
    for entry in journal.entries[(COMPANY, "main")]:
        for change in entry["changes"]:
            if change["id"] == "c0":
                change["doc"]["name"] = "Effacé"
    journal.commit(facts=(("test.erased.v1", {"id": "c0"}),))
    db = model.fresh(COMPANY)
    assert db.value("SELECT name FROM customers WHERE id = 'c0'") == "Effacé"
    assert db.rows("SELECT word FROM customers_word WHERE word LIKE 'efface%'") == [("efface",)]
    journal.reads.clear()
    model.fresh(COMPANY)
    assert journal.reads == [], "one erasure, one replay"
    model.close()


def test_two_processes_never_share_a_file(model: ReadModel, tmp_path: Path) -> None:
    path = model.fresh(COMPANY).path
    assert path.parent.name == str(os.getpid())
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    left = tmp_path / "files" / gone.stdout.decode().strip()
    alive = tmp_path / "files" / str(os.getppid())
    for folder in (left, alive):
        folder.mkdir()
        (folder / "x.db").write_text("x")
    later = ReadModel(model.journal, REGISTRY, tmp_path / "files")
    later.fresh("com_b")
    assert not left.exists(), "the files of a dead process are swept"
    assert (alive / "x.db").exists()
    later.close()


def test_a_fork_leaves_the_files_of_its_parent_alone(model: ReadModel) -> None:
    db = model.fresh(COMPANY)
    child = os.fork()
    if child == 0:
        mine = model.fresh(COMPANY)
        well = mine.path != db.path and count(mine) == 29 and db.path.exists()
        os._exit(0 if well else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert count(model.fresh(COMPANY)) == 29


def test_the_companies_asked_least_recently_make_room(model: ReadModel, journal: MemoryJournal) -> None:
    first = model.fresh(COMPANY).path
    for n in range(MOST_OPEN):
        journal.commit(put("customer", "c", name="C"), company=f"com_{n}")
        model.fresh(f"com_{n}")
    assert not first.exists()
    assert len(list(first.parent.glob("*.db"))) == MOST_OPEN
    assert model.read(COMPANY, count) == 29


def test_large_files_make_room_sooner(
    model: ReadModel, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = model.fresh(COMPANY).path
    monkeypatch.setattr(freshness, "MOST_BYTES", first.stat().st_size)
    for other in ("com_b", "com_c"):
        journal.commit(put("customer", "c", name="C"), company=other)
        model.fresh(other)
    assert not first.exists()
