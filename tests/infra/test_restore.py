"""The monthly restore test: a backup in an empty table gives what the living one has; what is broken is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.aws import backup, journal, recovery, rehearsal, restoring
from chalicelib.aws.audit import Auditor
from chalicelib.aws.backup import Place
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.relay import archive_key
from chalicelib.aws.table import Item, another, fetch
from chalicelib.kernel.chain import extend
from chalicelib.tenancy.service import rehearsals
from tests.rooms.sales_support import Shop, open_shop
from tests.support.backups import back_up, deny_writes, empty_places, platform


def counted(table: type[Item]) -> Auditor:
    """The sums of what a table holds."""
    auditor = Auditor()
    for item in table.scan(consistent_read=True):
        auditor.take(item.pk, item.kind, None if item.kind == journal.ENTRY else item.doc)
    return auditor


@pytest.fixture
def places(world: Any) -> tuple[Place, Place]:
    return empty_places()


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


def sold(shop: Shop, number: int) -> list[str]:
    """Invoices issued; their ids."""
    return [shop.invoice()["id"] for _ in range(number)]


@pytest.fixture
def spare(world: Any) -> Iterator[type[Item]]:
    """An empty table beside the living one."""
    rehearsal.create("caveau-spare")
    yield another("caveau-spare")
    rehearsal.drop("caveau-spare")


def everything(table: type[Item]) -> dict[tuple[str, str], tuple[int, str | None]]:
    """What a table holds, but counters that are not in the journal and the marks of a key's use."""
    return {
        (item.pk, item.sk): (int(item.v), item.doc)
        for item in table.scan(consistent_read=True)
        if item.kind not in ("limit", "api_key_use", "usage")
    }


@pytest.mark.feature("SEC-10")
def test_the_restore_test_compares_rows_sums_and_chains_and_publishes(
    stack: Any, places: Any, shop: Shop, bus: Any
) -> None:
    sold(shop, 3)
    bus.deliver()
    night = back_up(bus)
    sold(shop, 1)
    bus.deliver()
    made = rehearsals.test(platform())
    assert made.good, made.faults
    assert made.backup == night.id
    assert made.region == "eu-central-1", "from the place farthest away"
    assert made.links >= 4, "these four invoices, and what other tests sealed in the same table"
    assert made.replayed > 0, "the fourth invoice came from the archive"
    living = counted(Item)
    ours = {name: cents for (company, name), cents in living.sums.items() if company == shop.estate.company}
    assert ours["entry.debit"] == ours["entry.credit"] == ours["invoice.gross"] > 0
    assert made.sums == living.totals(), "with what other tests booked in the same table"
    shown = shop.api.get("/{c}/backups").ok()["rehearsals"][0]
    assert (shown["id"], shown["good"], shown["links"]) == (made.id, True, made.links)
    report = shop.api.get(f"/{{c}}/backups/reports/{made.id}").ok()
    assert report["rehearsal"]["sums"] == made.sums
    deny_writes(stack, places[0])
    assert shop.api.get(f"/{{c}}/backups/reports/{made.id}").ok() == report, "from the other place"
    kept = json.loads(backup.load(places[1], night.id, f"report-{made.id}.json"))
    assert kept["rehearsal"]["good"] is True
    assert [name for name in client("dynamodb").list_tables()["TableNames"] if "restore" in name] == []


@pytest.mark.feature("SEC-08")
def test_backup_and_archive_give_the_living_table_item_by_item(
    places: tuple[Place, Place], spare: type[Item], shop: Shop, bus: Any
) -> None:
    sold(shop, 2)
    night = back_up(bus)
    sold(shop, 2)
    bus.deliver()
    found = rehearsal.filled(places[0], night.id, spare)
    assert found.good, found.findings.faults
    living, restored = everything(Item), everything(spare)
    assert restored == living


@pytest.mark.feature("SEC-08")
def test_a_copy_made_while_people_write_is_made_exact_by_the_journal(
    places: tuple[Place, Place], spare: type[Item], shop: Shop, bus: Any
) -> None:
    """The heads and half of the items are copied, then people write, then the rest is copied; nothing is archived."""
    sold(shop, 1)
    call, position, number = platform(), backup.Position(), 0
    while not position.done:
        number += 1
        copied = backup.copy("20261122T010000Z", number, position, call.now, most=40_000)
        for name, content in copied.objects.items():
            backup.store(places[0], "20261122T010000Z", name, content)
        position = copied.position
        if number < 4:
            sold(shop, 1)
    manifest = backup.assembled(places[0], "20261122T010000Z", number, call.now, call.now)
    backup.store(places[0], manifest.id, backup.MANIFEST, backup.written(manifest))
    assert number > 4
    bus.deliver()
    found = rehearsal.filled(places[0], manifest.id, spare)
    assert found.good, found.findings.faults
    assert everything(spare) == everything(Item)


def test_an_altered_part_is_refused(places: tuple[Place, Place], spare: type[Item], bus: Any) -> None:
    night = back_up(bus)
    content = backup.load(places[0], night.id, "part-000001")
    backup.store(places[0], night.id, "part-000001", content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ValueError, match="not the bytes"):
        restoring.restore(places[0], backup.manifest_of(places[0], night.id), spare)
    assert backup.faults(places[0], backup.manifest_of(places[0], night.id)) == ["part-000001: other bytes"]


def test_a_table_that_holds_something_is_never_restored_over(places: tuple[Place, Place], bus: Any) -> None:
    night = back_up(bus)
    with pytest.raises(LookupError, match="not empty"):
        restoring.restore(places[0], backup.manifest_of(places[0], night.id), Item)


def test_what_was_tampered_with_is_found(places: tuple[Place, Place], spare: type[Item], shop: Shop, bus: Any) -> None:
    """An item put back a version, an invoice altered by a cent, an entry gone: each is named."""
    invoice = sold(shop, 2)[0]
    bus.deliver()
    night = back_up(bus)
    restoring.restore(places[0], backup.manifest_of(places[0], night.id), spare)
    recovery.replay(table=spare)
    assert rehearsal.judge(spare).faults == ()
    company = shop.estate.company
    key = (f"{company}#invoice#{invoice}", "-")
    item = fetch([key], spare)[key]
    doc = json.loads(item.doc)
    doc["totals"]["gross"] += 1
    with spare.batch_write() as batch:
        batch.save(Item(*key, kind="invoice", v=1, doc=json.dumps(doc)))
        batch.save(Item(f"{company}#company#all", "-", kind="company", v=99, doc="{}"))
        batch.delete(Item(*journal.entry_key(company, "main", 2)))
    faults = "\n".join(rehearsal.judge(spare).faults)
    assert "invoice.gross sums to" in faults
    assert f"{company}: the chain invoices is not whole" in faults
    assert f"{company}#company#all stands at 99" in faults
    assert f"journal {company}:main has no entry 2" in faults


def test_a_hole_in_the_archive_is_marked_and_stops_no_reader(
    places: tuple[Place, Place], spare: type[Item], shop: Shop, bus: Any
) -> None:
    """The relay was cut down after archiving entry n + 1 and before n: both come from one commit each, n is lost."""
    bus.deliver()
    night = back_up(bus)
    sold(shop, 1)
    bus.deliver()
    head = journal.heads(shop.estate.company)["main"]
    client("s3").delete_object(Bucket=config().bucket_journal, Key=archive_key(shop.estate.company, "main", head - 1))
    manifest = backup.manifest_of(places[0], night.id)
    restored = restoring.restore(places[0], manifest, spare)
    replayed = recovery.replay(table=spare, extra=restored.beyond)
    assert replayed.lost == (f"{shop.estate.company}:main:{head - 1}",)
    entries = list(journal.stored(shop.estate.company, "main", 1, head, spare))
    assert [entry["seq"] for entry in entries] == list(range(1, head + 1))
    assert entries[-2]["command"] == recovery.LOST


def test_a_chain_is_judged_in_any_order_and_missing_links_are_found() -> None:
    link, items = None, []
    for number in range(1, 6):
        doc = {"id": number, "totals": {"net": 1, "vat": 1, "gross": 2}}
        link = extend(link, doc)
        items.append({**doc, "link": {"seq": link.seq, "previous": link.previous, "digest": link.digest}})
    head = json.dumps(items[-1]["link"])

    def judged(kept: list[dict[str, Any]]) -> list[str]:
        auditor = Auditor()
        for doc in kept:
            auditor.take(f"com_1#invoice#{doc['id']}", "invoice", json.dumps(doc))
        auditor.take("com_1#chain#invoices", "chain", head)
        return auditor.faults()

    assert judged(items[::-1]) == []
    for gone in range(5):
        assert judged([*items[:gone], *items[gone + 1 :]]) == ["com_1: the chain invoices is not whole"]
    assert judged([{**items[0], "id": 9}, *items[1:]]) != []
