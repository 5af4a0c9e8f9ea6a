"""kill -9 of the worker at each step of a commit; workers whose clocks disagree; a worker whose disk is full.

What must hold: nothing acknowledged is lost, the same intent asked again is done once, numbers and chains are whole, no
lane is stuck.
"""

from __future__ import annotations

import json
import signal
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.aws import journal, rehearsal
from chalicelib.aws.table import Item
from scripts.stack import Stack
from tests.rooms.sales_support import Shop, open_shop
from tests.support.faults import Faults
from tests.support.nursery import Nursery, nursery

STEPS = [
    ("before anything is read", "BatchGetItem", "before", False),
    ("after the batch read", "BatchGetItem", "after", False),
    ("before the transaction arrives", "TransactWriteItems", "before", False),
    ("after the transaction, before its answer", "TransactWriteItems", "after", True),
]


@pytest.fixture(scope="module")
def faults(stack: Stack, world: Any) -> Iterator[Faults]:
    with Faults(stack.url) as made:
        yield made


@pytest.fixture(scope="module")
def workers(faults: Faults, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with nursery(faults.url, tmp_path_factory.mktemp("readmodel")) as made:
        yield made


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


def whole(shop: Shop, invoices: int) -> None:
    """Every number once, every chain whole, every item where the journal says."""
    shown = shop.api.get("/{c}/invoices", limit=100).ok()
    numbers = sorted(int(row["number"].rsplit("-", 1)[-1]) for row in shown["items"])
    assert numbers == list(range(1, invoices + 1))
    company = shop.estate.company
    faults = [fault for fault in rehearsal.judge(Item).faults if company in fault]
    assert faults == []
    for lane, head in journal.heads(company).items():
        assert [entry["seq"] for entry in journal.stored(company, lane, 1, head)] == list(range(1, head + 1))


@pytest.mark.parametrize(("step", "call", "when", "written"), STEPS, ids=[one[0] for one in STEPS])
def test_a_kill_at_each_step_of_the_commit(
    step: str, call: str, when: str, written: bool, faults: Faults, workers: Nursery, shop: Shop
) -> None:
    before = len(shop.api.get("/{c}/invoices", limit=100).ok()["items"])
    order = shop.order(confirm=True)
    path, intent = f"/{{c}}/orders/{order['id']}/invoice", {"Idempotency-Key": str(uuid.uuid4())}
    pid = workers.begin(shop.api, "POST", path, {}, headers=intent)
    reads = 2 if call == "BatchGetItem" else 1  # the first batch says who asks
    faults.kill("dynamodb", call, when, pid, reads)
    assert workers.go() == {"killed": signal.SIGKILL}
    assert faults.struck.is_set()
    assert len(shop.api.get("/{c}/invoices", limit=100).ok()["items"]) == before + written
    again = shop.api.post(path, {}, intent)
    invoice = again.ok(201)
    assert again.headers.get("idempotent-replayed") == ("true" if written else None)
    assert shop.api.post(path, {}, intent).ok(201)["id"] == invoice["id"]
    shop.api.post(path, {}).refused(409)
    whole(shop, before + 1)


def test_an_answer_that_was_on_its_way_is_given_again(faults: Faults, workers: Nursery, shop: Shop) -> None:
    """Killed after the commit was answered: the acknowledged invoice is there, and the same intent gives it."""
    order = shop.order(confirm=True)
    path, intent = f"/{{c}}/orders/{order['id']}/invoice", {"Idempotency-Key": str(uuid.uuid4())}
    made = workers.ask(shop.api, "POST", path, {}, headers=intent)
    assert made["status"] == 201
    again = shop.api.post(path, {}, intent)
    assert again.headers["idempotent-replayed"] == "true"
    assert again.ok(201)["id"] == json.loads(made["body"])["id"]


def test_workers_whose_clocks_disagree_write_one_sequence(workers: Nursery, shop: Shop) -> None:
    """One worker runs four minutes fast, another four minutes slow: numbers, chain and history stay whole."""
    before = len(shop.api.get("/{c}/invoices", limit=100).ok()["items"])
    for turn in range(6):
        order = shop.order(confirm=True)
        path, skew = f"/{{c}}/orders/{order['id']}/invoice", 240 if turn % 2 else -240
        assert workers.ask(shop.api, "POST", path, {}, skew=skew)["status"] == 201
    whole(shop, before + 6)
    heads = journal.heads(shop.estate.company)
    times = [entry["at"] for entry in journal.stored(shop.estate.company, "main", 1, heads["main"])]
    assert times != sorted(times), "the clocks did disagree"
    listed = shop.api.get("/{c}/changes", limit=100).ok()
    assert listed["items"], "what changed is told in the order of the journal, not of the clocks"


def test_a_full_disk_stops_no_write_and_heals(workers: Nursery, shop: Shop) -> None:
    """A worker that can put nothing on its disk: writes and records go on, lists are refused there and served by the
    next worker."""
    full = {"file_most": 20_000}
    made = workers.ask(shop.api, "POST", "/{c}/customers", {"kind": "business", "name": "Cave pleine"}, **full)
    assert made["status"] == 201
    id = json.loads(made["body"])["id"]
    assert workers.ask(shop.api, "GET", f"/{{c}}/customers/{id}", **full)["status"] == 200
    listed = workers.ask(shop.api, "GET", "/{c}/customers", **full)
    assert listed["status"] >= 500
    assert listed["headers"]["content-type"].startswith("application/problem+json")
    healed = workers.ask(shop.api, "GET", "/{c}/customers?q=pleine")
    assert [row["id"] for row in json.loads(healed["body"])["items"]] == [id]
