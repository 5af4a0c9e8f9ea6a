"""The read model through HTTP: cursors and the change feed, history and its export, search, snapshots in S3."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.aws import journal
from chalicelib.aws.call import system_call
from chalicelib.aws.http import OPERATIONS
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm.schemas import CustomerIn
from chalicelib.readmodel.freshness import ReadModel, current
from chalicelib.readmodel.health import digest, faults, rebuilt_alike
from chalicelib.readmodel.registry import house
from chalicelib.readmodel.snapshot import S3Shelf
from chalicelib.sales.store import ORDERS
from tests.rooms.sales_support import RESTAURANT, Shop, open_shop
from tests.support.api import Api, Estate

MANY = 2501
BATCH = 45


@pytest.fixture(scope="module")
def shop(new_estate: Callable[..., Estate]) -> Shop:
    """A shop with 2,501 orders: one made through the API, the others copied from it as an import would write them."""
    shop = open_shop(new_estate, wines=2)
    made = shop.order(confirm=False)
    call = system_call("test", shop.estate.company)
    first = reading(call).get(ORDERS, made["id"])

    @use_case("test.copy")
    def copy(unit: Unit, start: int) -> None:
        for n in range(start, min(start + BATCH, MANY)):
            id = f"ord_{n:026d}"
            unit.put(ORDERS, id, replace(first, id=id, number=f"COPIE-{n:05d}"))

    for start in range(1, MANY, BATCH):
        copy(call, start)
    return shop


@pytest.fixture
def customer(estate: Estate) -> dict[str, Any]:
    made: dict[str, Any] = estate.api.post("/{c}/customers", RESTAURANT).ok(201)
    return made


def writable(out: dict[str, Any]) -> dict[str, Any]:
    """What a PUT of a customer takes, from what a GET gave."""
    return {name: value for name, value in out.items() if name in CustomerIn.model_fields}


def walk(api: Api, path: str, **asked: Any) -> Iterator[dict[str, Any]]:
    """Every page of a list."""
    cursor = None
    while True:
        page = api.get(path, **asked, cursor=cursor).ok()
        yield page
        cursor = page["next"]
        if cursor is None:
            return


def now() -> str:
    return datetime.now(UTC).isoformat()


@pytest.mark.feature("1.3-X03")
def test_walking_cursors_over_2501_orders_gives_each_id_once(shop: Shop) -> None:
    pages = list(walk(shop.api, "/{c}/orders", limit=500))
    ids = [row["id"] for page in pages for row in page["items"]]
    assert {page["count"] for page in pages} == {MANY}
    assert len(ids) == len(set(ids)) == MANY


@pytest.mark.feature("1.3-X03")
def test_updated_since_gives_the_changed_and_the_deleted_and_nothing_else(shop: Shop) -> None:
    changed, gone = shop.order(confirm=False), shop.order(confirm=False)
    since = now()
    assert shop.api.get("/{c}/orders", updated_since=since).ok()["items"] == []
    shop.api.put(f"/{{c}}/orders/{changed['id']}", shop.asked(quantity=48)).ok()
    shop.api.delete(f"/{{c}}/orders/{gone['id']}").ok()
    page = shop.api.get("/{c}/orders", updated_since=since).ok()
    assert [row["id"] for row in page["items"]] == [changed["id"]]
    assert [(left["kind"], left["id"]) for left in page["deleted"]] == [("order", gone["id"])]
    soon = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    page = shop.api.get("/{c}/orders", updated_since=soon).ok()
    assert (page["items"], page["deleted"]) == ([], [])


@pytest.mark.feature("1.3-X03")
def test_a_follower_of_the_change_feed_misses_nothing(shop: Shop) -> None:
    after = shop.api.get("/{c}/changes", after="now").ok()["next"]
    made, gone = shop.order(confirm=False), shop.order(confirm=False)
    shop.api.delete(f"/{{c}}/orders/{gone['id']}").ok()
    page = shop.api.get("/{c}/changes", after=after, kinds="order").ok()
    assert {item["id"]: item["deleted"] for item in page["items"]} == {made["id"]: False, gone["id"]: True}
    assert all(item["actor"]["name"] for item in page["items"])
    after = page["next"]
    assert shop.api.get("/{c}/changes", after=after).ok()["items"] == []
    shop.api.get("/{c}/changes", after="tampered").refused(422, "list.cursor")


@pytest.mark.feature("1.4-03")
def test_a_changed_payment_term_is_one_line_of_history_that_nothing_can_alter(
    estate: Estate, customer: dict[str, Any]
) -> None:
    api = estate.api
    before = now()
    api.put(f"/{{c}}/customers/{customer['id']}", {**writable(customer), "payment_term": "eom-30"}).ok()
    asked = {"kind": "customer", "id": customer["id"], "from": before}
    (row,) = api.get("/{c}/history", **asked).ok()["items"]
    assert (row["field"], row["before"], row["after"]) == ("payment_term", customer["payment_term"], "eom-30")
    assert row["actor"]["kind"] == "user"
    assert row["actor"]["id"] == api.get("/me").ok()["id"]
    assert before < row["at"] < now()
    trail = re.compile(r"/\{company\}/(history|changes)\b")
    assert {one.method for one in OPERATIONS if trail.search(one.path)} == {"GET"}
    api.put(f"/{{c}}/customers/{customer['id']}", {**writable(customer), "payment_term": "cash"}).ok()
    assert api.get("/{c}/history", **asked).ok()["items"][-1] == row, "whatever comes later, the line stands"


@pytest.mark.feature("1.4-X02")
def test_history_is_filtered_exactly_and_exported_alike(estate: Estate, customer: dict[str, Any]) -> None:
    api = estate.api
    for term in ("eom-30", "net-30", "cash"):
        api.put(f"/{{c}}/customers/{customer['id']}", {**writable(customer), "payment_term": term}).ok()
    api.post("/{c}/customers", {**RESTAURANT, "name": "Une autre"}).ok(201)
    me = api.get("/me").ok()["id"]
    today = api.get("/{c}/history", limit=1).ok()["items"][0]["at"][:10]
    tomorrow = (datetime.fromisoformat(today) + timedelta(days=2)).date().isoformat()
    for asked, expected in (
        ({"kind": "customer", "id": customer["id"]}, 4),
        ({"kind": "customer", "id": customer["id"], "user": me}, 4),
        ({"id": customer["id"], "user": "usr_nobody"}, 0),
        ({"id": customer["id"], "from": tomorrow}, 0),
        ({"id": customer["id"], "to": tomorrow, "user": me}, 4),
    ):
        rows = [row for page in walk(api, "/{c}/history", **asked, limit=3) for row in page["items"]]
        assert len(rows) == expected
        assert all(row["id"] == customer["id"] for row in rows)
        assert api.get("/{c}/history", **asked).ok()["count"] == expected
        content = api.get("/{c}/history/export", **asked, format="csv").content.decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(content), delimiter=";"))) == 1 + expected


def test_history_and_changes_are_for_those_who_may(estate: Estate, new_estate: Callable[..., Estate]) -> None:
    for path in ("/{c}/history", "/{c}/history/export", "/{c}/changes"):
        estate.api.stranger().get(path).refused(401)
        new_estate().api.into(estate.company).get(path).refused(404)
    made = estate.api.post("/{c}/api-keys", {"name": "Rien", "scopes": ["statistics:read"]}).ok(201)
    Api(estate.api.gateway, estate.company, key=made["secret"]).get("/{c}/history").refused(403)


@pytest.mark.feature("4.1-X02")
def test_a_name_is_found_through_accents_and_typos(estate: Estate) -> None:
    for name in ("Château L'Échappée", "Gautier Père", "Müller"):
        estate.api.post("/{c}/customers", {**RESTAURANT, "name": name}).ok(201)
    for typed, name in (
        ("chateau", "Château L'Échappée"),
        ("echapee", "Château L'Échappée"),
        ("gautie", "Gautier Père"),
        ("gotier", "Gautier Père"),
        ("guatier pere", "Gautier Père"),
        ("muler", "Müller"),
    ):
        assert estate.api.get("/{c}/customers", q=typed).ok()["items"][0]["name"] == name


def test_the_house_registers_every_room_and_nothing_fails_to_project(shop: Shop) -> None:
    assert {"customers", "orders", "invoices"} <= {table.name for table in house().tables}
    assert faults(shop.estate.company) == []
    assert rebuilt_alike(shop.estate.company)


def test_a_snapshot_in_the_bucket_starts_another_worker(shop: Shop, tmp_path: Path) -> None:
    company = shop.estate.company
    path = current().snapshot(company, always=True)
    assert path in S3Shelf().paths(f"readmodel/{company}/")
    shop.order(confirm=False)
    asked: list[tuple[int, int]] = []

    class Journal:
        """The real journal, which tells what it was asked."""

        heads = staticmethod(journal.heads)
        picked = staticmethod(journal.picked)

        @staticmethod
        def read(company: str, lane: str, first: int, last: int) -> list[dict[str, Any]]:
            asked.append((first, last))
            return journal.read(company, lane, first, last)

    other = ReadModel(Journal, house(), tmp_path, S3Shelf())
    assert digest(other.fresh(company)) == digest(current().fresh(company))
    head = journal.heads(company)["main"]
    assert asked == [(head - 1, head)]
    other.close()
