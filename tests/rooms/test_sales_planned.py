"""Orders planned to be invoiced later: what is to invoice today, the batch, the forecast."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.aws.call import system_call
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.sales import index
from chalicelib.sales.schemas.invoices import BatchIn
from chalicelib.sales.service.batch import invoice_due
from chalicelib.statistics import service as statistics
from tests.rooms.sales_support import Shop, joined, open_shop


def call_on(shop: Shop, day: date) -> Any:
    return system_call("test", shop.estate.company, datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def to_invoice(shop: Shop, day: date) -> list[str]:
    where = json.dumps({"field": "invoice_from", "op": "le", "value": day.isoformat()})
    query = ListQuery(where=where, sort="number")
    return [row["id"] for row in lists.page(call_on(shop, day), index.ORDERS, query).items]


@pytest.mark.feature("2.3-13")
def test_an_order_planned_for_15_december(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    at = {"ordered_on": "2026-11-02", "confirm": True}
    planned = shop.order(planned_on="2026-12-15", **at)["id"]
    due = shop.order(planned_on="2026-11-10", quantity=10, **at)["id"]
    whenever = shop.order(quantity=6, **at)["id"]
    shop.order(planned_on="2026-11-10", ordered_on="2026-11-02")  # a draft is nothing to invoice
    before, on = date(2026, 12, 14), date(2026, 12, 15)
    assert to_invoice(shop, before) == [due, whenever]
    assert to_invoice(shop, on) == [planned, due, whenever]
    drawn = statistics.dashboard(call_on(shop, before))
    assert {one.month: (one.amount, one.count) for one in drawn.forecast} == {date(2026, 12, 1): (43_200, 3)}
    november = statistics.dashboard(call_on(shop, date(2026, 11, 22)))
    assert {one.month: (one.amount, one.count) for one in november.forecast} == {
        date(2026, 11, 1): (14_400, 2),
        date(2026, 12, 1): (28_800, 1),
    }
    assert november.to_invoice.count == 2
    first = invoice_due(call_on(shop, before), BatchIn())
    assert [one.order for one in first.invoices] == [due]
    assert (first.refused, first.left) == ([], 0)
    named = invoice_due(call_on(shop, before), BatchIn(orders=[planned, whenever]))
    assert [one.order for one in named.invoices] == [whenever]
    assert [(one.order, one.code) for one in named.refused] == [(planned, "sales.invoice.not_due")]
    last = invoice_due(call_on(shop, on), BatchIn())
    assert [one.order for one in last.invoices] == [planned]
    assert invoice_due(call_on(shop, on), BatchIn()).invoices == []
    assert to_invoice(shop, on) == []


def test_the_batch_through_the_api(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    ready, draft = shop.order(confirm=True), shop.order()
    body = {"orders": [ready["id"], draft["id"], "ord_unknown"]}
    shop.api.stranger().post("/{c}/invoices", body).refused(401)
    joined(shop, "reader", "lecteur").post("/{c}/invoices", body).refused(403)
    out = shop.api.post("/{c}/invoices", body).ok()
    assert [one["order_number"] for one in out["invoices"]] == [ready["number"]]
    assert [one["code"] for one in out["refused"]] == ["sales.order.transition", "sales.order.not_found"]
    shop.api.post("/{c}/invoices", {"orders": []}).refused(422)
    assert shop.api.get("/{c}/invoices").ok()["count"] == 1
