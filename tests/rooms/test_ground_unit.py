"""The unit on the embedded stack: one transaction, versions, counters, guards, replays, recovery."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from chalicelib.aws import journal, recovery, relay
from chalicelib.aws.call import Call, Idempotency, system
from chalicelib.aws.table import Item, Kind
from chalicelib.aws.unit import Replayed, Unit, reading, use_case
from chalicelib.kernel.errors import Conflict, Refused, StaleVersion


@dataclass(frozen=True)
class Barrel:
    name: str
    litres: int = 225


BARRELS = Kind("barrel", Barrel)
pytestmark = pytest.mark.usefixtures("stack")


def call(company: str, key: str | None = None, digest: str = "d") -> Call:
    return Call(
        system("test"), company, datetime.now(UTC), "req-1", idempotency=Idempotency(key, digest) if key else None
    )


def together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_unit_writes_its_items_and_one_entry() -> None:
    @use_case("test.fill")
    def fill(unit: Unit) -> int:
        unit.put(BARRELS, "b1", Barrel("Merlot"))
        return unit.number("fill")

    assert fill(call("com_a")) == 1
    assert fill(call("com_a2")) == 1
    assert journal.heads("com_a") == {"main": 1}
    (entry,) = journal.read("com_a", "main", 1, 1)
    assert entry["command"] == "test.fill"
    assert {(change["kind"], change["id"], change["v"]) for change in entry["changes"]} == {
        ("barrel", "b1", 1),
        ("counter", "fill", 1),
    }
    assert reading(call("com_a")).get(BARRELS, "b1") == Barrel("Merlot")


def test_history_says_what_a_field_was() -> None:
    @use_case("test.save")
    def save(unit: Unit, litres: int) -> None:
        known = unit.find(BARRELS, "b") or Barrel("Syrah")
        unit.put(BARRELS, "b", replace(known, litres=litres))

    for litres in (225, 225, 300):
        save(call("com_b"), litres)
    assert journal.heads("com_b") == {"main": 2}, "saving the same thing again writes nothing"
    last = journal.read("com_b", "main", 2, 2)[0]["changes"][0]
    assert last == {
        "kind": "barrel",
        "id": "b",
        "v": 2,
        "doc": {"name": "Syrah", "litres": 300},
        "was": {"litres": 225},
    }


def test_sixteen_writers_leave_no_gap_and_lose_nothing() -> None:
    @use_case("test.issue")
    def issue(unit: Unit, name: str) -> int:
        number = unit.number("FA")
        unit.put(BARRELS, f"inv{number}", Barrel(name))
        return number

    given: list[int] = []
    failed: list[BaseException] = []

    def writer(n: int) -> None:
        try:
            given.extend(issue(call("com_c"), f"w{n}-{k}") for k in range(3))
        except BaseException as error:
            failed.append(error)

    together([threading.Thread(target=writer, args=(n,)) for n in range(16)])
    assert not failed
    assert sorted(given) == list(range(1, 49))
    assert journal.heads("com_c") == {"main": 48}


def test_the_same_key_five_times_in_parallel_makes_one() -> None:
    @use_case("test.create")
    def create(unit: Unit) -> str:
        id = unit.new_id("bar")
        unit.put(BARRELS, id, Barrel("Viognier"))
        return id

    answers: list[str] = []

    def ask() -> None:
        try:
            answers.append(f'"{create(call("com_d", "key-1"))}"')
        except Replayed as replay:
            answers.append(replay.answer.body)

    together([threading.Thread(target=ask) for _ in range(5)])
    assert len(answers) == 5
    assert len(set(answers)) == 1
    assert journal.heads("com_d") == {"main": 1}
    with pytest.raises(Refused, match="idempotency_key_reused"):
        create(call("com_d", "key-1", digest="another body"))


def test_a_guard_keeps_a_value_unique_and_gives_it_back() -> None:
    @use_case("test.name")
    def name(unit: Unit, id: str, value: str) -> None:
        unit.guard("barrel.name", value, id, Conflict("barrel.name.taken", "Ce nom est pris."))
        unit.put(BARRELS, id, Barrel(value))

    @use_case("test.forget")
    def forget(unit: Unit, id: str, value: str) -> None:
        unit.release("barrel.name", value)
        unit.delete(BARRELS, id)

    name(call("com_e"), "b1", "Cuvée Léa")
    with pytest.raises(Conflict, match=r"barrel\.name\.taken"):
        name(call("com_e"), "b2", "Cuvée Léa")
    forget(call("com_e"), "b1", "Cuvée Léa")
    assert reading(call("com_e")).find(BARRELS, "b1") is None
    name(call("com_e"), "b1", "Cuvée Léa")
    unit = reading(call("com_e"))
    assert unit.version(BARRELS, "b1") == 0 or unit.get(BARRELS, "b1") == Barrel("Cuvée Léa")
    unit.load((BARRELS, "b1"))
    assert unit.version(BARRELS, "b1") == 3, "a version never goes back, even through a deletion"


def test_a_stale_version_is_refused() -> None:
    @use_case("test.edit")
    def edit(unit: Unit, version: int | None, litres: int) -> None:
        unit.expect(BARRELS, "b", version)
        unit.put(BARRELS, "b", Barrel("Gamay", litres))

    edit(call("com_f"), None, 225)
    edit(call("com_f"), 1, 228)
    with pytest.raises(StaleVersion):
        edit(call("com_f"), 1, 300)


def test_the_table_is_rebuilt_from_the_archive() -> None:
    @use_case("test.fill")
    def fill(unit: Unit, id: str, litres: int) -> None:
        unit.find(BARRELS, id)
        unit.put(BARRELS, id, Barrel("Cinsault", litres))

    for n in range(7):
        fill(call("com_g"), f"b{n % 3}", 200 + n)
    before = {(item.pk, item.sk): (item.v, item.doc) for item in Item.scan() if item.pk.startswith("com_g")}
    for entry in journal.stored("com_g", "main", 1, 7):
        relay.archive(entry)
    with Item.batch_write() as batch:
        for item in Item.scan():
            if item.pk.startswith("com_g"):
                batch.delete(item)
    assert recovery.replay(["com_g"]) == recovery.Replayed(7, ())
    after = {(item.pk, item.sk): (item.v, item.doc) for item in Item.scan() if item.pk.startswith("com_g")}
    assert after == before
    assert recovery.replay(["com_g"]).entries == 0
