"""The time line of a customer: everything that happened, in one order, filtered, within what the reader may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.kernel.clock import paris_date
from tests.rooms.sales_support import Shop, open_shop


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


def path_of(shop: Shop, short: str = "bistrot") -> str:
    return f"/{{c}}/customers/{shop.customer(short)}/timeline"


def sorts_of(page: Any) -> list[str]:
    return [one["sort"] for one in page["items"]]


@pytest.mark.feature("4.1-15")
def test_orders_mails_calls_payments_and_changes_stand_in_one_line(shop: Shop) -> None:
    id, path = shop.customer("bistrot"), path_of(shop)
    known = shop.api.get(f"/{{c}}/customers/{id}").ok()
    ignored = ("id", "version", "display_name", "in_use", "merged_into", "warnings")
    kept = {name: value for name, value in known.items() if name not in ignored}
    shop.api.put(f"/{{c}}/customers/{id}", {**kept, "phones": ["+33 4 91 00 00 00"]}).ok()
    invoice = shop.invoice()
    paid = shop.pay(34560, [(invoice["id"], 34560)])
    yesterday = datetime.now(UTC) - timedelta(days=1)
    call = {"sort": "call", "way": "in", "at": yesterday.isoformat(), "title": "Demande un devis", "person": "Élise"}
    shop.api.post(path, call).ok(201)
    shop.api.post(path, {"sort": "email", "title": "Tarif envoyé", "text": "Avec les frais de port."}).ok(201)
    subject = {"kind": "customer", "id": id, "label": "x"}
    shop.api.post("/{c}/notes", {"subject": subject, "text": "Livrer le matin"}).ok(201)

    page = shop.api.get(path).ok()
    told = {one["sort"]: one for one in page["items"]}
    assert {"order", "invoice", "payment", "call", "email", "note", "change"} <= set(told)
    assert told["order"]["title"] == invoice["order_number"]
    assert (told["invoice"]["title"], told["invoice"]["amount"]) == (invoice["number"], 34560)
    assert (told["payment"]["title"], told["payment"]["amount"]) == (paid["number"], 34560)
    assert (told["call"]["title"], told["call"]["detail"]) == ("Demande un devis", "Élise")
    assert told["note"]["title"] == "Livrer le matin"
    changed = [field["field"] for one in page["items"] for field in one["changes"]]
    assert "phones" in changed
    instants = [datetime.fromisoformat(one["at"]) for one in page["items"]]
    assert instants == sorted(instants, reverse=True)

    assert sorts_of(shop.api.get(path, sorts="call,email").ok()) == ["email", "call"]
    assert sorts_of(shop.api.get(path, sorts="payment").ok()) == ["payment"]
    assert set(sorts_of(shop.api.get(path, sorts="change").ok())) == {"change"}
    day = paris_date(yesterday).isoformat()
    assert sorts_of(shop.api.get(path, sorts="call", until=day).ok()) == ["call"]
    assert sorts_of(shop.api.get(path, since="2999-01-01").ok()) == []


def test_pages_miss_and_repeat_nothing(shop: Shop) -> None:
    path = path_of(shop)
    same = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    for n in range(7):
        shop.api.post(path, {"sort": "call", "at": same, "title": f"Appel {n}"}).ok(201)
    shop.invoice()
    whole = shop.api.get(path, limit=200).ok()
    assert whole["next"] is None
    found: list[Any] = []
    page = shop.api.get(path, limit=3).ok()
    found += page["items"]
    while page["next"]:
        page = shop.api.get(path, limit=3, cursor=page["next"]).ok()
        found += page["items"]
    assert found == whole["items"]
    shop.api.get(path, sorts="call", cursor=shop.api.get(path, limit=3).ok()["next"]).refused(422, "list.cursor")


def test_what_a_merged_customer_did_is_told_with_the_one_that_stays(shop: Shop) -> None:
    shop.api.post(path_of(shop, "double"), {"sort": "visit", "title": "Salon"}).ok(201)
    gone, kept = shop.customer("double"), shop.customer("bistrot")
    shop.api.post(f"/{{c}}/customers/{gone}/merge", {"into": kept}).ok()
    assert sorts_of(shop.api.get(path_of(shop), sorts="visit").ok()) == ["visit"]


def test_an_exchange_is_of_the_past_and_its_author_s(shop: Shop, new_estate: Any) -> None:
    path = path_of(shop)
    late = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    shop.api.post(path, {"sort": "call", "at": late, "title": "Demain"}).refused(422, "crm.exchange.future")
    shop.api.post(path, {"sort": "call", "title": ""}).refused(422)
    key = {"Idempotency-Key": "call-once"}
    one = shop.api.post(path, {"sort": "call", "title": "Une fois"}, headers=key).ok(201)
    assert shop.api.post(path, {"sort": "call", "title": "Une fois"}, headers=key).ok(201) == one
    assert sorts_of(shop.api.get(path, sorts="call").ok()) == ["call"]
    shop.api.delete(f"{path_of(shop, 'autre')}/{one['id']}").refused(404, "crm.exchange.not_found")
    shop.api.delete(f"{path}/{one['id']}").ok()
    assert sorts_of(shop.api.get(path, sorts="call").ok()) == []
    shop.api.stranger().get(path).refused(401)
    other = new_estate()
    other.api.into(shop.estate.company).get(path).refused(404)
    other.api.get(path).refused(404, "crm.customer.not_found")
    other.api.post(path, {"sort": "call", "title": "x"}).refused(404, "crm.customer.not_found")
