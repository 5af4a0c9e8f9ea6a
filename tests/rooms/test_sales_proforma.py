"""Pro-formas: one order from quote to invoice, each document with its own series and its paper."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bench.meter import Meter
from chalicelib.kernel.clock import paris_date
from tests.rooms.sales_support import PDF, Shop, joined, open_shop
from tests.support.papers import text_of

TODAY = paris_date(datetime.now(UTC))


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=3)


def paper(shop: Shop, path: str, **query: Any) -> str:
    return text_of(shop.api.get(path, headers=PDF, **query).content)


@pytest.mark.feature("2.3-01")
def test_one_order_from_quote_to_invoice_each_document_with_its_series_and_paper(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    year, asked = TODAY.year, shop.asked()
    quote = shop.api.post("/{c}/quotes", asked).ok(201)
    moves = f"/{{c}}/quotes/{quote['id']}/transitions"
    shop.api.post(moves, {"to": "sent"}).ok()
    accepted = shop.api.post(moves, {"to": "accepted", "on": TODAY.isoformat()}).ok()
    assert accepted["accepted_on"] == TODAY.isoformat()
    order = shop.api.post(f"/{{c}}/quotes/{quote['id']}/order").ok(201)
    path = f"/{{c}}/orders/{order['id']}"
    shown = shop.api.post(f"{path}/pro-forma").ok(201)
    validated = shop.api.post(f"{path}/transitions", {"to": "validated"}).ok()
    invoice = shop.api.post(f"{path}/invoice").ok(201)
    credit = shop.api.post(f"/{{c}}/invoices/{invoice['id']}/credit", {}).ok(201)
    assert [quote["number"], order["number"], shown["proforma_number"], invoice["number"], credit["number"]] == [
        f"{series}-{year}-0001" for series in ("DE", "CO", "PF", "FA", "AV")
    ]
    assert (validated["state"], validated["quote"], validated["proforma"]) == (
        "validated", quote["id"], shown["proforma"],
    )  # fmt: skip
    assert quote["totals"] == order["totals"] == invoice["totals"] == credit["totals"]
    for where, number, title in (
        (f"/{{c}}/quotes/{quote['id']}/pdf", quote["number"], "Devis"),
        (f"{path}/pro-forma", shown["proforma_number"], "Facture pro forma"),
        (f"/{{c}}/invoices/{invoice['id']}/pdf", invoice["number"], "Facture"),
        (f"/{{c}}/invoices/{credit['id']}/pdf", credit["number"], "Avoir"),
    ):
        text = paper(shop, where, lang="fr")
        assert number in text
        assert title in text
        assert "345,60" in text


def test_it_says_that_it_is_no_invoice_and_nothing_is_owed(shop: Shop) -> None:
    order = shop.order(comment_private="client difficile", comment_printed="Merci")
    path = f"/{{c}}/orders/{order['id']}/pro-forma"
    shop.api.get(path).refused(404, "sales.proforma.not_found")
    shop.api.post(path).ok(201)
    french, english = paper(shop, path, lang="fr"), paper(shop, path, lang="en")
    assert "n'a pas de valeur fiscale" in french
    assert "no fiscal value" in english
    assert "Merci" in french
    assert "client difficile" not in french + english
    assert shop.api.get("/{c}/invoices").ok()["count"] == 0
    first = shop.api.get(path, headers=PDF).content
    shop.api.put(f"/{{c}}/orders/{order['id']}", shop.asked(quantity=12)).ok()
    assert shop.api.get(path, headers=PDF).content == first
    again = shop.api.post(path).ok(201)
    assert again["proforma_number"] != order["proforma_number"]
    assert shop.api.get(path, headers=PDF).content != first


def test_who_gets_one_and_when(shop: Shop) -> None:
    invoice = shop.invoice()
    path = f"/{{c}}/orders/{invoice['order']}/pro-forma"
    shop.api.post(path).refused(409, "sales.proforma.order_state")
    shop.api.post("/{c}/orders/ord_unknown/pro-forma").refused(404)
    empty = shop.api.post("/{c}/orders", {"customer": shop.customer("bistrot"), "lines": []}).ok(201)
    shop.api.post(f"/{{c}}/orders/{empty['id']}/pro-forma").refused(422, "sales.order.no_lines")
    open_one = shop.order()
    path = f"/{{c}}/orders/{open_one['id']}/pro-forma"
    shop.api.stranger().post(path).refused(401)
    joined(shop, "reader", "lecteur").post(path, {}).refused(403)
    shop.api.post(path, headers={"If-Match": '"99"'}).refused(412)
    key = {"Idempotency-Key": "proforma-once"}
    assert shop.api.post(path, headers=key).ok(201) == shop.api.post(path, headers=key).ok(201)


def test_it_costs_two_round_trips(shop: Shop) -> None:
    order = shop.order(lines=3)
    meter = Meter()
    shop.api.post(f"/{{c}}/orders/{order['id']}/pro-forma").ok(201)
    assert dict(meter.reading.calls) == {"BatchGetItem": 1, "TransactWriteItems": 1}
