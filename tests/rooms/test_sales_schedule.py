"""Instalments through the API: typed on an order, frozen in its invoice, paid and reminded one after the other."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.call import system_call
from chalicelib.kernel.clock import paris_date
from chalicelib.reminders import nightly
from chalicelib.statistics import service as statistics
from tests.rooms.sales_support import PDF, Shop, open_shop
from tests.support.bus import Bus
from tests.support.papers import text_of


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


def today() -> date:
    return paris_date(datetime.now(UTC))


def plan(*percents: str, last_on: date | None = None) -> list[dict[str, Any]]:
    terms = ("cash", "net-30", "net-60")
    made: list[dict[str, Any]] = [{"percent": one, "term": term} for one, term in zip(percents, terms, strict=False)]
    if last_on:
        made[-1] = {"percent": percents[-1], "on": last_on.isoformat()}
    return made


def of_1000_01(shop: Shop, schedule: list[dict[str, Any]], **given: Any) -> dict[str, Any]:
    """The body of an order of 1000.01 TTC: 833.34 HT at 20 %."""
    line = {"variant": shop.wines[0], "quantity": 1, "unit_price": "833.34"}
    return {"customer": shop.customer("bistrot"), "lines": [line], "schedule": schedule, **given}


def invoiced(shop: Shop, schedule: list[dict[str, Any]]) -> Any:
    order = shop.api.post("/{c}/orders", {**of_1000_01(shop, schedule), "confirm": True}).ok(201)
    return shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)


def row(shop: Shop, invoice: Any) -> Any:
    where = json.dumps({"field": "id", "op": "eq", "value": invoice["id"]})
    (found,) = shop.api.get("/{c}/invoices", where=where).ok()["items"]
    return found


@pytest.mark.feature("2.3-12")
def test_30_40_30_of_1000_01_is_frozen_into_the_invoice_to_the_cent(shop: Shop) -> None:
    last = today() + timedelta(days=45)
    order = shop.api.post("/{c}/orders", of_1000_01(shop, plan("30", "40", "30", last_on=last))).ok(201)
    assert order["totals"]["gross"] == 100_001
    assert [(one["cents"], one["due_on"]) for one in order["schedule"]] == [
        (30_000, today().isoformat()),
        (40_000, (today() + timedelta(days=30)).isoformat()),
        (30_001, last.isoformat()),
    ]
    shop.api.post(f"/{{c}}/orders/{order['id']}/transitions", {"to": "validated"}).ok()
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert [(one["amount"], one["paid"], one["balance"]) for one in invoice["schedule"]] == [
        (30_000, 0, 30_000),
        (40_000, 0, 40_000),
        (30_001, 0, 30_001),
    ]
    assert invoice["due_on"] == last.isoformat()
    assert row(shop, invoice)["due_on"] == today().isoformat()
    text = text_of(shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf", headers=PDF).content)
    assert all(amount in text for amount in ("300,00", "400,00", "300,01", "En 3 échéances"))


def test_money_pays_the_first_due_first_and_the_list_names_the_next_day(shop: Shop) -> None:
    invoice = invoiced(shop, plan("30", "40", "30"))
    shop.pay(45_000, [(invoice["id"], 45_000)])
    read = shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()
    assert [one["balance"] for one in read["schedule"]] == [0, 25_000, 30_001]
    assert read["status"] == "partly_paid"
    assert row(shop, invoice)["due_on"] == (today() + timedelta(days=30)).isoformat()
    shop.pay(55_001, [(invoice["id"], 55_001)])
    assert row(shop, invoice)["status"] == "paid"


def test_a_credit_note_takes_the_first_due_and_has_no_schedule(shop: Shop) -> None:
    invoice = invoiced(shop, plan("30", "40", "30"))
    body = {"lines": [{"line": 1, "amount": 25_000}], "reason": "Bouchons"}
    note = shop.api.post(f"/{{c}}/invoices/{invoice['id']}/credit", body).ok(201)
    assert note["schedule"] == []
    read = shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()
    assert [one["balance"] for one in read["schedule"]] == [0, 40_000, 30_001]


@pytest.mark.parametrize(
    ("schedule", "field", "rule"),
    [
        (plan("30", "40", "20"), "schedule", "sales.schedule.percents"),
        ([{"percent": "50", "on": "2020-01-01"}, {"term": "cash"}], "schedule.0.on", "sales.schedule.before"),
        ([{"amount": 200_000, "term": "cash"}, {"term": "net-30"}], "schedule", "sales.schedule.too_much"),
    ],
)
def test_a_schedule_that_does_not_fit_is_refused_by_field_and_rule(
    shop: Shop, schedule: list[dict[str, Any]], field: str, rule: str
) -> None:
    told = shop.api.post("/{c}/orders", of_1000_01(shop, schedule)).refused(422)
    assert [(one["field"], one["rule"]) for one in told["errors"]] == [(field, rule)]
    shown = shop.api.post("/{c}/orders/price", of_1000_01(shop, schedule)).ok()
    assert len(shown["blocks"]) == 1


def test_below_zero_and_too_many_are_refused(shop: Shop) -> None:
    many = [{"percent": "1", "term": "cash"}] * 24 + [{"term": "cash"}]
    for schedule, field in (([{"amount": -5, "term": "cash"}], "schedule.0.amount"), (many, "schedule")):
        told = shop.api.post("/{c}/orders", of_1000_01(shop, schedule)).refused(422)
        assert [one["field"] for one in told["errors"]] == [field]


def test_only_what_is_past_due_is_late(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    invoice = invoiced(shop, plan("30", "40", "30"))
    late_by = today() + timedelta(days=31)
    after = datetime(late_by.year, late_by.month, late_by.day, 9, tzinfo=UTC)
    tile = statistics.dashboard(system_call("owner", shop.estate.company, now=after))
    assert (tile.overdue.count, tile.overdue.amount) == (1, 70_000)
    assert tile.unpaid.amount == 100_001
    shop.pay(30_000, [(invoice["id"], 30_000)])
    tile = statistics.dashboard(system_call("owner", shop.estate.company, now=after))
    assert (tile.overdue.count, tile.overdue.amount) == (1, 40_000)


@pytest.mark.feature("2.3-12")
def test_reminders_come_for_each_instalment_and_a_paid_one_takes_its_own_back(new_estate: Any, bus: Bus) -> None:
    shop = open_shop(new_estate, wines=1)
    invoice = invoiced(shop, plan("30", "40", "30"))

    def night(days: int) -> int:
        day = today() + timedelta(days=days)
        moment = datetime(day.year, day.month, day.day, 3, 30, tzinfo=UTC)
        return nightly.generate(system_call("night", shop.estate.company, now=moment))

    def listed(state: str) -> list[tuple[str, int, str, int]]:
        where = json.dumps({"field": "state", "op": "eq", "value": state})
        rows = shop.api.get("/{c}/reminders", where=where).ok()["items"]
        return [(one["id"], one["level"], one["due_on"], one["balance"]) for one in rows]

    first, second = today().isoformat(), (today() + timedelta(days=30)).isoformat()
    assert [night(6), night(7), night(7)] == [0, 1, 0]
    assert listed("pending") == [(f"{invoice['id']}-1", 1, first, 30_000)]
    shop.pay(30_000, [(invoice["id"], 30_000)])
    bus.deliver()
    assert listed("pending") == []
    assert [night(36), night(37), night(37)] == [0, 1, 0]
    assert listed("pending") == [(f"{invoice['id']}-11", 1, second, 40_000)]
    answer = shop.api.post("/{c}/reminders", {"ids": [f"{invoice['id']}-11"], "to": "dropped"}).ok()
    assert answer["done"] == 1
