"""The nightly backup: the same objects in both regions, one failing region told and mended, nothing readable without
the key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.aws import backup, restoring
from chalicelib.aws.backup import Place, Position
from chalicelib.aws.config import config
from chalicelib.aws.entry import HANDLERS
from chalicelib.kernel.errors import NotFound
from chalicelib.tenancy.service import alerts, backups, rehearsals
from scripts.prepare import make_places
from scripts.stack import Stack
from tests.infra.test_stack import mails
from tests.support.backups import back_up, deny_writes, empty_places, platform

OPERATOR = "exploitation@caveau.example"


@pytest.fixture
def places(world: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Place, Place]]:
    monkeypatch.setenv("CAVEAU_OPERATORS", OPERATOR)
    config.cache_clear()
    yield empty_places()
    monkeypatch.undo()
    config.cache_clear()


def customers(estate: Any, *names: str) -> list[str]:
    return [estate.api.post("/{c}/customers", {"kind": "business", "name": name}).ok(201)["id"] for name in names]


@pytest.mark.feature("1.1-07")
@pytest.mark.feature("SEC-09")
def test_both_regions_hold_the_same_objects_on_three_sites_each(places: Any, estate: Any, bus: Any) -> None:
    customers(estate, "Cave A", "Cave B")
    assert back_up(bus).state == "complete"
    shown = estate.api.get("/{c}/backups").ok()["nights"][0]
    assert [copy["region"] for copy in shown["copies"]] == ["eu-west-3", "eu-central-1"]
    here, there = shown["copies"]
    assert here["sha256"] == there["sha256"] != ""
    assert here["size"] == there["size"] > 0
    assert here["sites"] + there["sites"] == 6
    for copy, place in zip(shown["copies"], places, strict=True):
        assert hashlib.sha256(backup.load(place, shown["id"], backup.MANIFEST)).hexdigest() == copy["sha256"]
        manifest = backup.manifest_of(place, shown["id"])
        assert copy["objects"] == len(manifest.parts) + 1
        for part in manifest.parts:
            assert hashlib.sha256(backup.load(place, shown["id"], part.name)).hexdigest() == part.sha256


def test_a_company_outside_sees_no_backup_without_the_right(places: Any, estate: Any) -> None:
    estate.api.stranger().get("/{c}/backups").refused(401)


@pytest.mark.feature("1.1-07")
@pytest.mark.parametrize("lost", [0, 1])
def test_one_region_failing_is_told_and_leaves_the_other_good(
    stack: Stack, places: tuple[Place, Place], estate: Any, bus: Any, lost: int
) -> None:
    deny_writes(stack, places[lost])
    night = back_up(bus)
    assert night.state == "partial"
    good, failed = night.copies[1 - lost], night.copies[lost]
    assert (good.state, good.sites) == ("good", 3)
    assert failed.state == "failed"
    assert "NoSuchBucket" in failed.problem
    assert backup.faults(places[1 - lost], backup.manifest_of(places[1 - lost], night.id)) == []
    assert f"[Caveau] Sauvegarde {night.id} incomplète" in mails(stack)

    make_places()
    if lost:
        assert rehearsals.test(platform()).region == "eu-west-3", "from the place that has it"
    assert backups.check(platform()) == "", "mended from the good one before the morning"
    mended = backups.book_of(platform()).night(night.id)
    assert mended is not None
    assert mended.state == "complete"
    assert mended.copies[0].sha256 == mended.copies[1].sha256


def test_a_restore_test_without_any_backup_is_told(stack: Stack, places: tuple[Place, Place]) -> None:
    with pytest.raises(NotFound):
        rehearsals.test(platform())
    assert "[Caveau] Essai de restauration impossible" in mails(stack)


@pytest.mark.feature("SEC-09")
def test_a_missing_backup_is_told_before_eight(stack: Stack, places: Any, bus: Any) -> None:
    late = replace(platform(), now=platform().now + timedelta(days=1))
    assert "commencé" in backups.check(late)
    assert "[Caveau] Sauvegarde de la nuit manquante" in mails(stack)
    expression = HANDLERS["tenancy_check_backup"].schedule
    assert expression is not None
    minute, hour = expression.removeprefix("cron(").split()[:2]
    assert (int(hour), int(minute)) < (8, 0)
    assert alerts.operators() == [OPERATOR]


def test_nothing_is_readable_without_the_key_or_under_another_name(places: Any, estate: Any, bus: Any) -> None:
    customers(estate, "Chateau Lisible")
    night = back_up(bus)
    content = backup.load(places[0], night.id, "part-000001")
    assert b"Lisible" not in content
    with pytest.raises(ValueError, match="altered"):
        backup.unseal(content, f"{night.id}/part-000002")
    with pytest.raises(ValueError, match="altered"):
        backup.unseal(content[:-1] + bytes([content[-1] ^ 1]), f"{night.id}/part-000001")


def test_a_backup_of_many_parts_copies_every_item_once(places: Any, estate: Any) -> None:
    customers(estate, *(f"Cave {n}" for n in range(30)))
    call, position, number, seen = platform(), Position(), 0, list[tuple[str, str]]()
    while not position.done:
        number += 1
        copied = backup.copy("20261122T010000Z", number, position, call.now, most=20_000)
        for name, content in copied.objects.items():
            backup.store(places[0], "20261122T010000Z", name, content)
        position = copied.position
    manifest = backup.assembled(places[0], "20261122T010000Z", number, call.now, call.now)
    for part in manifest.parts:
        seen += [(item.pk, item.sk) for item in restoring.read(places[0], "20261122T010000Z", part)]
    assert number > 3
    assert len(seen) == len(set(seen)) == manifest.items


def test_an_advance_told_twice_copies_once(places: Any, bus: Any) -> None:
    id = backups.begin(platform())
    backups.advance(platform(), id, 0)
    after = backups.book_of(platform()).night(id)
    backups.advance(platform(), id, 0)
    assert backups.book_of(platform()).night(id) == after


def test_what_the_policy_no_longer_keeps_is_removed_everywhere(places: tuple[Place, Place], bus: Any) -> None:
    first, call = back_up(bus), platform()
    later = replace(call, now=call.now + timedelta(days=500))
    second = backups.begin(later)
    bus.deliver()
    backups.done(later, second)
    assert backups.book_of(call).night(first.id) is None
    for place in places:
        assert backup.ids(place) == [second]
