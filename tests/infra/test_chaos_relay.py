"""The relay killed between archive and bus, fed twice and in disorder, without archive or bus for a while, poisoned.

What must hold: every entry is archived, every fact reaches the bus at least once, what facts cause happens once,
nothing is dropped, no shard is stuck. `make chaos` makes the outages a minute long.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.aws import journal, rehearsal, relay
from chalicelib.aws.entry import HANDLERS
from chalicelib.aws.packing import canonical, pack
from chalicelib.aws.relay import archive_key
from chalicelib.aws.table import Item
from scripts.stack import ROOT, Stack
from tests.infra.test_relay import archived, done, heard, until, write
from tests.rooms.sales_support import Shop, open_shop
from tests.support.faults import Faults

__all__ = ["heard"]
OUTAGE_SECONDS = float(os.environ.get("CAVEAU_OUTAGE_SECONDS", "3"))


@pytest.fixture
def faults(stack: Stack) -> Iterator[Faults]:
    with Faults(stack.url) as made:
        yield made


def start(stack: Stack, faults: Faults, position: Path) -> subprocess.Popen[bytes]:
    """A relay that sees archive and bus through the switch, and the table past it."""
    environment = {**os.environ, **stack.environment(), "POWERTOOLS_LOG_LEVEL": "CRITICAL"}
    environment |= {"CAVEAU_ENDPOINT": faults.url, "CAVEAU_DYNAMODB_URL": stack.url}
    return subprocess.Popen([sys.executable, "-m", "scripts.relay", str(position)], cwd=ROOT, env=environment)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    assert process.wait(60) == 0


def told(events: list[dict[str, Any]]) -> list[str]:
    return [event["detail"]["id"] for event in events if event["detail-type"] == "demo.thing.made.v1"]


def names(first: int, last: int) -> set[str]:
    return {f"com_1:main:{seq}:0" for seq in range(first, last + 1)}


def test_a_kill_between_archive_and_bus_repeats_and_loses_nothing(
    stack: Stack, heard: Any, faults: Faults, tmp_path: Path
) -> None:
    for seq in range(1, 61):
        write("com_1", seq)
    process = start(stack, faults, tmp_path / "position.json")
    faults.kill("events", "PutEvents", "before", process.pid, 2)
    assert faults.struck.wait(120)
    assert process.wait(60) == -signal.SIGKILL
    assert archived(stack), "the archive came first"
    process = start(stack, faults, tmp_path / "position.json")
    events = list[dict[str, Any]]()

    def all_told() -> bool:
        events.extend(heard())
        return set(told(events)) == names(1, 60)

    until(all_told)
    stop(process)
    assert len(archived(stack)) == 60


@pytest.mark.parametrize("cut", [False, True], ids=["refuses", "silent"])
@pytest.mark.parametrize("service", ["s3", "events"])
def test_archive_or_bus_away_for_a_while_drops_nothing(
    stack: Stack, heard: Any, faults: Faults, tmp_path: Path, service: str, cut: bool
) -> None:
    process = start(stack, faults, tmp_path / "position.json")
    write("com_1", 1)
    until(lambda: archive_key("com_1", "main", 1) in archived(stack))
    faults.cut, faults.down = cut, {service}
    began = time.monotonic()
    seq = 1
    while time.monotonic() - began < OUTAGE_SECONDS:
        seq += 1
        write("com_1", seq)  # people go on: a commit needs neither
        time.sleep(0.02 if OUTAGE_SECONDS < 10 else 0.2)
    faults.down = set()
    until(lambda: len(archived(stack)) == seq)
    until(lambda: done(tmp_path / "position.json") == seq)
    events = list[dict[str, Any]]()

    def all_told() -> bool:
        events.extend(heard())
        return set(told(events)) == names(1, seq)

    until(all_told)
    stop(process)
    queue = stack.environment()["CAVEAU_QUEUE_RELAY_DEAD"]
    assert "Messages" not in stack.client("sqs").receive_message(QueueUrl=queue), "an outage buries nothing"


def record(entry: journal.Entry, number: int) -> dict[str, Any]:
    """An entry as the table's stream says it."""
    return {
        "eventName": "INSERT",
        "dynamodb": {
            "SequenceNumber": f"{number:021d}",
            "Keys": relay.journal_keys(entry),
            "NewImage": {"kind": {"S": journal.ENTRY}, "doc": {"B": pack(canonical(entry))}},
        },
    }


def test_a_fact_too_large_for_the_bus_is_buried_and_its_neighbours_pass(
    stack: Stack, heard: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAVEAU_QUEUE_RELAY_DEAD", stack.environment()["CAVEAU_QUEUE_RELAY_DEAD"])
    for seq in range(1, 5):
        write("com_1", seq)
    entries = list(journal.stored("com_1", "main", 1, 4))
    entries[1]["facts"][0]["data"] = {"n": "x" * 1_200_000}
    assert relay.publish(record(entry, entry["seq"]) for entry in entries) == []
    assert set(told(heard())) == names(1, 4) - names(2, 2)
    assert len(archived(stack)) == 4, "what the bus refuses is in the archive"
    letters = stack.client("sqs").receive_message(QueueUrl=os.environ["CAVEAU_QUEUE_RELAY_DEAD"])["Messages"]
    assert [json.loads(letter["Body"])["sk"] for letter in letters] == [f"{2:012d}"]


def test_batches_twice_and_in_disorder_cause_everything_once(stack: Stack, new_estate: Any) -> None:
    """The same real facts three times over, shuffled: books, chains and sums are those of once, in order."""
    shop = open_shop(new_estate, wines=1)
    sales(shop)
    company = shop.estate.company
    entries = [
        entry for lane, head in journal.heads(company).items() for entry in journal.stored(company, lane, 1, head)
    ]
    records = [record(entry, number) for number, entry in enumerate(entries)]
    chance = random.Random(20261122)
    events = [event for entry in entries for event in relay.events_of(entry)] * 3
    chance.shuffle(events)
    chance.shuffle(records)
    assert relay.publish(records * 2) == []
    assert {key for key in archived(stack) if company in key} == {
        archive_key(company, entry["lane"], entry["seq"]) for entry in entries
    }
    for event in events:
        deliver(event)
    booked = [item.pk for item in Item.scan(Item.kind == "entry") if item.pk.startswith(company)]
    assert len(booked) == 5, "three invoices, two payments"
    assert [fault for fault in rehearsal.judge(Item).faults if company in fault] == []


def sales(shop: Shop) -> None:
    invoices = [shop.invoice() for _ in range(3)]
    for invoice in invoices[:2]:
        gross = invoice["totals"]["gross"]
        shop.pay(gross, [(invoice["id"], gross)])


def deliver(event: dict[str, Any]) -> None:
    """One event to all who hear it, as often as the bus does when one fails."""
    for handler in HANDLERS.values():
        if event["DetailType"] in handler.facts:
            handler.run({"detail-type": event["DetailType"], "detail": json.loads(event["Detail"])}, None)
