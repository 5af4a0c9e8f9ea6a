"""Deposit invoices through the API: issued of a confirmed order, paid, deducted, booked, undone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rooms.sales_support import PDF, Shop, open_shop
from tests.support.papers import text_of


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


def confirmed(shop: Shop) -> Any:
    """A confirmed order of 1000.01 TTC: 833.34 HT at 20 %."""
    line = {"variant": shop.wines[0], "quantity": 1, "unit_price": "833.34"}
    body = {"customer": shop.customer("bistrot"), "lines": [line], "confirm": True}
    return shop.api.post("/{c}/orders", body).ok(201)


def deposit(shop: Shop, order: Any, **asked: Any) -> Any:
    return shop.api.post(f"/{{c}}/orders/{order['id']}/deposits", asked).ok(201)


def paid(shop: Shop, invoice: Any) -> Any:
    shop.pay(invoice["balance"], [(invoice["id"], invoice["balance"])])
    return invoice


def test_the_invoice_deducts_what_was_invoiced_and_paid_before(shop: Shop) -> None:
    order = confirmed(shop)
    first = paid(shop, deposit(shop, order, percent="30"))
    assert (first["kind"], first["totals"]["gross"], first["totals"]["vat"]) == ("deposit_invoice", 30_000, 5_000)
    second = paid(shop, deposit(shop, order, amount=40_000))
    read = shop.api.get(f"/{{c}}/orders/{order['id']}").ok()
    assert [(one["number"], one["gross"]) for one in read["deposits"]] == [
        (first["number"], 30_000),
        (second["number"], 40_000),
    ]
    final = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert (final["totals"]["gross"], final["totals"]["vat"]) == (100_001, 16_667)
    assert (final["paid"], final["balance"], final["status"]) == (70_000, 30_001, "partly_paid")
    assert [one["gross"] for one in final["deposits"]] == [30_000, 40_000]
    text = text_of(shop.api.get(f"/{{c}}/invoices/{final['id']}/pdf", headers=PDF).content)
    assert all(word in text for word in (first["number"], second["number"], "300,01", "700,00"))


def test_never_more_than_the_order_and_only_once_it_is_confirmed(shop: Shop) -> None:
    order = confirmed(shop)
    deposit(shop, order, percent="60")
    path = f"/{{c}}/orders/{order['id']}/deposits"
    for asked, field, rule in (
        ({"percent": "50"}, "percent", "sales.deposit.too_much"),
        ({"amount": 40_002}, "amount", "sales.deposit.too_much"),
        ({}, "percent", "sales.deposit.share"),
        ({"percent": "10", "due_on": "2020-01-01"}, "due_on", "sales.deposit.due_on"),
    ):
        told = shop.api.post(path, asked).refused(422)
        assert [(one["field"], one["rule"]) for one in told["errors"]] == [(field, rule)]
    draft = shop.order()
    shop.api.post(f"/{{c}}/orders/{draft['id']}/deposits", {"percent": "30"}).refused(409, "sales.deposit.order_state")
    for to in ("draft", "cancelled"):
        told = shop.api.post(f"/{{c}}/orders/{order['id']}/transitions", {"to": to})
        told.refused(409, "sales.deposit.invoiced")


def test_a_deposit_that_is_not_paid_holds_the_invoice_until_it_is_credited(shop: Shop) -> None:
    order = confirmed(shop)
    made = deposit(shop, order, percent="30")
    shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").refused(409, "sales.deposit.unpaid")
    part = {"lines": [{"line": 1, "amount": 100}]}
    shop.api.post(f"/{{c}}/invoices/{made['id']}/credit", part).refused(422, "sales.deposit.credit_whole")
    note = shop.api.post(f"/{{c}}/invoices/{made['id']}/credit", {}).ok(201)
    assert (note["kind"], note["totals"]["gross"], note["totals"]["vat"]) == ("credit_note", 30_000, 5_000)
    assert shop.api.get(f"/{{c}}/orders/{order['id']}").ok()["deposits"] == []
    final = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert final["balance"] == 100_001


def test_a_deducted_deposit_is_not_credited_by_itself(shop: Shop) -> None:
    order = confirmed(shop)
    made = paid(shop, deposit(shop, order, percent="100"))
    final = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert (final["balance"], final["status"]) == (0, "paid")
    shop.api.post(f"/{{c}}/invoices/{made['id']}/credit", {}).refused(409, "sales.deposit.deducted")
    note = shop.api.post(f"/{{c}}/invoices/{final['id']}/credit", {}).ok(201)
    assert (note["totals"]["gross"], note["deposits"]) == (100_001, [])


def test_turnover_counts_the_invoice_and_not_its_deposits(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    order = confirmed(shop)
    paid(shop, deposit(shop, order, percent="30"))
    assert shop.api.get("/{c}/statistics/dashboard").ok()["turnover"]["amount"] == 0
    shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert shop.api.get("/{c}/statistics/dashboard").ok()["turnover"]["amount"] == 83_334


def test_instalments_are_paid_by_the_deposits_first(shop: Shop) -> None:
    line = {"variant": shop.wines[0], "quantity": 1, "unit_price": "833.34"}
    plan = [{"percent": "30", "term": "cash"}, {"percent": "40", "term": "net-30"}, {"percent": "30", "term": "net-60"}]
    body = {"customer": shop.customer("bistrot"), "lines": [line], "confirm": True, "schedule": plan}
    order = shop.api.post("/{c}/orders", body).ok(201)
    paid(shop, deposit(shop, order, percent="30"))
    final = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert [(one["amount"], one["balance"]) for one in final["schedule"]] == [
        (30_000, 0),
        (40_000, 40_000),
        (30_001, 30_001),
    ]
    text = text_of(shop.api.get(f"/{{c}}/invoices/{final['id']}/pdf", headers=PDF).content)
    assert "400,00" in text
