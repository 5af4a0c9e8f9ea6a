"""A night that rests on the last ones: only what moved is read, what lies there is named and checked again, and a
restore gives the living table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.aws import backup, increments, journal, rehearsal, restoring
from chalicelib.aws.backup import Place, Position
from chalicelib.aws.clients import client
from chalicelib.aws.table import Item, another
from chalicelib.tenancy.rules.backups import WHOLE_DAYS, Night
from chalicelib.tenancy.service import backups, rehearsals
from tests.infra.test_restore import everything, sold
from tests.rooms.sales_support import Shop, open_shop
from tests.support.backups import back_up, empty_places, platform

FORGOTTEN = "crm.person.forgotten.v1"


@pytest.fixture
def places(world: Any) -> tuple[Place, Place]:
    return empty_places()


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


@pytest.fixture
def spare(world: Any) -> Iterator[type[Item]]:
    rehearsal.create("caveau-added")
    yield another("caveau-added")
    rehearsal.drop("caveau-added")


def own(place: Place, night: Night) -> list[Item]:
    """The items of the parts that a night made itself."""
    manifest = backup.manifest_of(place, night.id)
    parts = [part for part in manifest.parts if not part.of]
    return [item for part in parts for item in restoring.read(place, night.id, part)]


def no_scan(*_: Any, **__: Any) -> Any:
    raise AssertionError("the table was read")


def test_only_companies_that_moved_are_read_again(
    places: tuple[Place, Place], shop: Shop, new_estate: Any, bus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "SETTLED", timedelta(0))  # one clock: what was committed before is in the copy
    quiet = new_estate()
    sold(shop, 1)
    bus.deliver()
    first = back_up(bus)
    assert (first.state, first.chain) == ("complete", ())
    sold(shop, 1)
    bus.deliver()
    monkeypatch.setattr(backup, "_items", no_scan)
    second = back_up(bus)
    assert (second.state, second.chain) == ("complete", (first.id,))
    companies = {json.loads(item.doc)["company"] for item in own(places[0], second)}
    assert shop.estate.company in companies
    assert quiet.company not in companies
    for place in places:
        manifest, before = backup.manifest_of(place, second.id), backup.manifest_of(place, first.id)
        assert [(part.of, part.sha256) for part in manifest.parts if part.of] == [
            (first.id, part.sha256) for part in before.parts
        ]
        assert manifest.items == before.items + len(own(place, second))
        assert manifest.known()[f"{shop.estate.company}:main"] == journal.heads(shop.estate.company)["main"]
    third = back_up(bus)
    assert third.chain == (first.id, second.id)
    assert {json.loads(item.doc)["company"] for item in own(places[0], third)} == {"0"}, "the night before itself"


@pytest.mark.feature("SEC-10")
def test_a_restore_of_such_a_night_is_compared_and_gives_the_living_table(
    places: tuple[Place, Place], spare: type[Item], shop: Shop, bus: Any
) -> None:
    """What was made, changed and removed after the whole copy; no archive is needed for it."""
    sold(shop, 1)
    removed = shop.api.post("/{c}/customers", {"kind": "business", "name": "Cave qui part"}).ok(201)
    bus.deliver()
    back_up(bus)
    shop.api.put(f"/{{c}}/customers/{removed['id']}", {"kind": "business", "name": "Cave renommée"}).ok()
    sold(shop, 2)
    bus.deliver()
    back_up(bus)
    sold(shop, 1)
    bus.deliver()
    night = back_up(bus)
    assert len(night.chain) == 2
    found = rehearsal.filled(places[1], night.id, spare)
    assert found.good, (found.findings.faults, found.lost, found.missing)
    assert found.findings.links >= 4
    living, restored = everything(Item), everything(spare)
    ours = shop.estate.company
    assert {key: held for key, held in restored.items() if key[0].startswith(ours)} == {
        key: held for key, held in living.items() if key[0].startswith(ours)
    }
    made = rehearsals.test(platform())
    assert made.good, made.faults
    assert made.backup == night.id


@pytest.mark.parametrize("most", [1, 3_000, 10**9])
def test_every_entry_since_is_added_once_whatever_the_size_of_a_part(
    places: tuple[Place, Place], shop: Shop, bus: Any, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(increments, "MOST_COMPANIES", 2)
    ours, since = shop.estate.company, {f"{shop.estate.company}:main": 3}
    heads = journal.heads(ours)
    position, number, seen = Position(), 0, list[int]()
    while not position.done:
        number += 1
        assert number < 200, "it never ends"
        copied = increments.added(
            "20261122T010000Z", number, position, ["com_0", ours, "com_zz", "com_zzz"], since, most
        )
        for name, content in copied.objects.items():
            backup.store(places[0], "20261122T010000Z", name, content)
        position = copied.position
    manifest = backup.assembled(places[0], "20261122T010000Z", number, platform().now, platform().now)
    for part in manifest.parts:
        seen += [int(item.v) for item in restoring.read(places[0], "20261122T010000Z", part)]
    assert seen == list(range(4, heads["main"] + 1))
    assert manifest.lanes == {f"{ours}:main": heads["main"]}


def rested(bus: Any, days: int = 0) -> Night:
    """A backup begun so many days later."""
    call = platform()
    id = backups.begin(replace(call, now=call.now + timedelta(days=days, seconds=1)))
    bus.deliver()
    night = backups.book_of(call).night(id)
    assert night is not None
    return night


def test_a_file_of_an_earlier_night_that_is_not_whole_any_more_is_told_mended_and_ends_the_chain(
    places: tuple[Place, Place], bus: Any
) -> None:
    first = back_up(bus)
    content = backup.load(places[1], first.id, "part-000001")
    backup.store(places[1], first.id, "part-000001", content[:-1] + bytes([content[-1] ^ 1]))
    second = back_up(bus)
    assert second.state == "partial"
    assert f"{first.id}/part-000001: other bytes" in second.copies[1].problem
    assert backups.book_of(platform()).night(second.id) == second
    assert backups.check(platform()) == "", "mended from the place that has it"
    assert backup.load(places[1], first.id, "part-000001") == content
    assert rested(bus).chain == (first.id, second.id)
    backup.store(places[1], first.id, "part-000001", b"again")
    last = rested(bus)
    assert last.state == "partial"
    assert rested(bus).chain == (), "nothing rests on a night that is not whole everywhere"


@pytest.mark.parametrize("lost", [client, None])
def test_a_night_that_finds_nothing_to_rest_on_copies_everything(
    places: tuple[Place, Place], bus: Any, lost: Callable[..., Any] | None
) -> None:
    """Its manifest gone, or another than the one that was noted."""
    first = back_up(bus)
    for place in places:
        if lost:
            lost("s3", place.region).delete_object(Bucket=place.bucket, Key=f"backups/{first.id}/{backup.MANIFEST}")
        else:
            backup.store(place, first.id, backup.MANIFEST, backup.load(place, first.id, backup.MANIFEST) + b" ")
    second = back_up(bus)
    assert (second.state, second.chain) == ("complete", ())
    assert all(not part.of for part in backup.manifest_of(places[0], second.id).parts)


def test_a_week_later_or_after_the_past_was_rewritten_everything_is_copied(
    places: tuple[Place, Place], bus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = back_up(bus)
    added = increments.added

    def with_an_erasure(*given: Any) -> backup.Copied:
        return replace(added(*given), facts=frozenset({FORGOTTEN}))

    monkeypatch.setattr(increments, "added", with_an_erasure)
    second = back_up(bus)
    assert (second.chain, second.rewritten) == ((first.id,), True)
    monkeypatch.setattr(increments, "added", added)
    third = back_up(bus)
    assert (third.chain, third.rewritten) == ((), False)
    assert rested(bus, days=WHOLE_DAYS - 1).chain == (third.id,)
    assert rested(bus, days=WHOLE_DAYS).chain == ()


def test_what_a_kept_night_names_stays_in_every_place_until_that_night_goes(
    places: tuple[Place, Place], bus: Any
) -> None:
    first, second = back_up(bus), back_up(bus)
    call = platform()
    after = replace(call, now=call.now + timedelta(days=500))
    backups.done(after, second.id)
    for place in places:
        assert backup.ids(place) == [first.id, second.id], "the last good one rests on the first"
        assert backup.faults(place, backup.manifest_of(place, second.id)) == []
    last = rested(bus, days=500)
    assert last.chain == ()
    backups.done(after, last.id)
    for place in places:
        assert backup.ids(place) == [last.id]
