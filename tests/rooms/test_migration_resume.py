"""An import that is interrupted, told twice, or run by two workers at once writes each row once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.call import system_call
from chalicelib.aws.entry import HANDLERS
from chalicelib.migration.service import steps
from tests.rooms.migration_support import PRICE_ROW, count, customers_file, ledger, prepare, prices_file, seen, work
from tests.rules.migration_support import customer_row

ROWS = 200


@pytest.fixture
def estate(new_estate: Any) -> Any:
    return new_estate()


@pytest.fixture
def started(estate: Any) -> Any:
    """An import of several chunks, asked to run; nothing has run it yet."""
    rows = [customer_row(Code_client=f"T{n:05}", Nom=f"Client {n}") for n in range(ROWS)]
    files = (("clients.xlsx", customers_file(*rows)), ("tarifs.csv", prices_file(PRICE_ROW)))
    doc = prepare(estate, *files)
    estate.api.post(f"/{{c}}/imports/{doc['id']}/transitions", {"to": "running"}).ok()
    return doc


def call(estate: Any) -> Any:
    return system_call("worker", estate.company)


def whole(estate: Any, id: str) -> None:
    """Everything is there, once."""
    doc = seen(estate, id)
    assert (doc["state"], doc["done"]) == ("done", doc["total"])
    assert (doc["tally"]["created"], doc["prices"]) == (ROWS + 1, 4)
    assert (count(estate, "customers"), count(estate, "variants")) == (ROWS, 1)
    rows = ledger(estate, id, first=True, kind="customer")
    assert len({row["line"] for row in rows}) == len(rows) == ROWS


def test_killed_after_the_first_chunk_it_goes_on_where_it_was(estate: Any, started: Any) -> None:
    numbers = steps.start(call(estate), started["id"])["chunks"]
    assert len(numbers) > 3
    steps.chunk(call(estate), started["id"], numbers[0])
    assert 0 < seen(estate, started["id"])["done"] < ROWS
    work(estate, started["id"])
    whole(estate, started["id"])


def test_killed_before_the_first_chunk(estate: Any, started: Any) -> None:
    steps.start(call(estate), started["id"])
    work(estate, started["id"])
    whole(estate, started["id"])


def test_told_twice(estate: Any, started: Any) -> None:
    for _ in range(2):
        work(estate, started["id"])
    whole(estate, started["id"])


def test_two_workers_at_once(estate: Any, started: Any) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: work(estate, started["id"]), range(2)))
    work(estate, started["id"])
    whole(estate, started["id"])


def test_a_state_machine_drives_it_step_by_step(estate: Any, started: Any) -> None:
    event = {"company": estate.company, "import_id": started["id"]}
    answer = HANDLERS["migration_start_import"].run(event, None)
    assert answer["state"] == "running"
    early = HANDLERS["migration_finish_import"].run(event, None)
    assert early["state"] == "running", "not before the last chunk"
    for number in answer["chunks"]:
        HANDLERS["migration_write_chunk"].run({**event, "chunk": number}, None)
    assert HANDLERS["migration_finish_import"].run(event, None)["state"] == "done"
    whole(estate, started["id"])


def test_an_undo_interrupted_goes_on(estate: Any, started: Any) -> None:
    work(estate, started["id"])
    estate.api.post(f"/{{c}}/imports/{started['id']}/transitions", {"to": "undoing"}).ok()
    numbers = steps.start(call(estate), started["id"])["chunks"]
    assert numbers == sorted(numbers, reverse=True)
    steps.chunk(call(estate), started["id"], numbers[0])
    steps.chunk(call(estate), started["id"], numbers[0])
    for number in numbers:
        steps.chunk(call(estate), started["id"], number)
    assert steps.finish(call(estate), started["id"])["state"] == "undone"
    assert (count(estate, "customers"), count(estate, "variants"), count(estate, "products")) == (0, 0, 0)
    assert seen(estate, started["id"])["undone"]["kept"] == 0


def test_what_stopped_without_a_word_is_resumed(estate: Any, started: Any, bus: Any, monkeypatch: Any) -> None:
    """A workflow lost with its stack: the schedule finds the import that no longer advances."""
    monkeypatch.setattr("tests.support.bus.walk", lambda name, detail: "")
    bus.deliver()
    monkeypatch.undo()
    steps.resume(system_call("schedule"))
    bus.deliver()
    assert seen(estate, started["id"])["done"] == 0, "it may still be at work"
    steps.resume(system_call("schedule", now=datetime.now(UTC) + timedelta(minutes=5)))
    bus.deliver()
    whole(estate, started["id"])
    steps.resume(system_call("schedule", now=datetime.now(UTC) + timedelta(minutes=10)))


def test_asked_again_while_running_it_is_told_again(estate: Any, started: Any, bus: Any) -> None:
    estate.api.post(f"/{{c}}/imports/{started['id']}/transitions", {"to": "running"}).ok()
    bus.deliver()
    whole(estate, started["id"])


def test_what_cannot_go_on_fails_with_its_reason_and_may_be_tried_again(estate: Any, started: Any) -> None:
    grid = estate.api.post("/{c}/grids", {"code": "CHR", "name": "CHR", "basis": "TTC"}).ok(201)
    work(estate, started["id"])
    failed = seen(estate, started["id"])
    assert (failed["state"], failed["done"]) == ("failed", 0)
    assert "CHR" in failed["failure"]
    estate.api.delete(f"/{{c}}/grids/{grid['id']}").ok()
    estate.api.post(f"/{{c}}/imports/{started['id']}/transitions", {"to": "running"}).ok()
    work(estate, started["id"])
    whole(estate, started["id"])


def test_a_code_taken_between_preview_and_run_is_left_to_its_holder(estate: Any, started: Any) -> None:
    numbers = steps.start(call(estate), started["id"])["chunks"]
    estate.api.post("/{c}/customers", {"kind": "business", "name": "Avant", "code": "T00003"}).ok(201)
    for number in numbers:
        steps.chunk(call(estate), started["id"], number)
    steps.finish(call(estate), started["id"])
    doc = seen(estate, started["id"])
    assert (doc["state"], doc["tally"]["refused"], doc["tally"]["created"]) == ("done", 1, ROWS)
    (row,) = ledger(estate, started["id"], outcome="refused")
    assert (row["key"], row["reason"]) == ("T00003", "customer.exists.kept")


def test_a_row_that_a_room_refuses_does_not_stop_the_others(estate: Any, started: Any) -> None:
    """The family of the products is removed between start and chunk: catalogue refuses the product."""
    numbers = steps.start(call(estate), started["id"])["chunks"]
    (family,) = estate.api.get("/{c}/families").ok()["items"]
    estate.api.delete(f"/{{c}}/families/{family['id']}").ok()
    for number in numbers:
        steps.chunk(call(estate), started["id"], number)
    assert steps.finish(call(estate), started["id"])["state"] == "done"
    (row,) = ledger(estate, started["id"], outcome="refused")
    assert (row["key"], row["reason"]) == ("CUV001", "product.refused")
    assert "famille" in row["sentence"]
    assert count(estate, "customers") == ROWS


def test_a_chunk_that_no_try_helps_stops_the_import_and_says_so(
    estate: Any, started: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chunk whose rows are lost from the shelf fails each time; asked again with them back, the run goes on."""
    from chalicelib.aws import files

    numbers = steps.start(call(estate), started["id"])["chunks"]
    path = f"{estate.company}/imports/{started['id']}/{numbers[1]:05d}"
    rows = files.get_at(path)
    assert rows is not None
    files.put_at(path, b"not what was put there")
    assert work(estate, started["id"]) == "Stopped"
    stopped = seen(estate, started["id"])
    assert (stopped["state"], stopped["failure"]) == ("failed", steps.STOPPED)
    assert 0 < stopped["done"] < stopped["total"]
    files.put_at(path, rows)
    estate.api.post(f"/{{c}}/imports/{started['id']}/transitions", {"to": "running"}).ok()
    assert work(estate, started["id"]) == "Done"
    whole(estate, started["id"])
