"""12 + 1 free through the API: 13 leave the cellar and 12 are billed, on every paper and in every figure."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any
from unittest.mock import ANY

import pytest
from lxml import etree

from bench.meter import Meter
from chalicelib.aws.audit import AUDITS
from chalicelib.aws.unit import reading
from chalicelib.kernel.chain import Link, broken_at, extend
from chalicelib.sales.index.orders import shipped_rows
from chalicelib.sales.service.freezing import sealed_content
from chalicelib.sales.store import DELIVERIES, INVOICES
from tests.contracts.test_facturx import NAMES, Judge, judge  # noqa: F401 - the official schematrons, as a fixture
from tests.rooms.sales_support import PDF, Shop, open_shop
from tests.rooms.stock_support import depot, move, standing
from tests.rooms.test_sales_deliveries import delivered, facts
from tests.rooms.test_sales_invoices import call_of, xml_of
from tests.support.papers import text_of


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=3)


def order_of(shop: Shop, *lines: dict[str, Any], **given: Any) -> Any:
    """A confirmed order, by default of 12 + 1 of the first wine."""
    asked = lines or ({"variant": shop.wines[0], "quantity": 12, "free": 1},)
    body = {**shop.asked(lines=0, confirm=True), "lines": list(asked), **given}
    return shop.api.post("/{c}/orders", body).ok(201)


def invoiced(shop: Shop, order: Any) -> Any:
    return shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)


@pytest.mark.feature("2.3-16")
def test_12_and_1_free_ships_13_bills_12_and_moves_13(new_estate: Any, judge: Judge) -> None:  # noqa: F811
    """What the DRM will count is asked of the lines it will read: 13 bottles of 75 cl that left, once."""
    shop = open_shop(new_estate, wines=1)
    chai = depot(shop)
    move(shop, "opening", chai, (shop.wines[0], 20)).ok(201)
    order = order_of(shop)
    (line,) = order["lines"]
    assert (line["quantity"], line["free"], line["to_ship"], line["unit_price"]) == (12, 1, 13, "8.50")
    assert (order["totals"]["net"], order["totals"]["cols"], order["totals"]["volume"]) == (10200, 13, 9750)
    assert standing(shop, shop.wines[0], chai) == (20, 13, 7)

    note = delivered(shop, order)
    assert [(one["quantity"], one["free"], one["net"]) for one in note["lines"]] == [(13, 1, 10200)]
    assert (note["partial"], note["totals"]["cols"]) == (False, 13)
    assert standing(shop, shop.wines[0], chai) == (7, 0, 7)
    (told,) = facts(shop, "sales.delivery.issued.v1")
    assert (told["complete"], told["lines"][0]["quantity"]) == (True, 13)
    stored = DELIVERIES.plain(reading(call_of(shop)).get(DELIVERIES, note["id"]))
    (row,) = shipped_rows(stored, ANY)
    assert (row["quantity"], row["quantity"] * row["volume"]) == (13, 9750)
    paper = text_of(shop.api.get(f"/{{c}}/delivery-notes/{note['id']}/pdf", headers=PDF).content)
    assert "12 + 1 offerte" in paper
    assert "13 cols" in paper.replace("\u202f", " ")

    invoice = invoiced(shop, order)
    (line,) = invoice["lines"]
    assert (line["quantity"], line["free"], line["before"], line["net"]) == (12, 1, 10200, 10200)
    assert (invoice["totals"]["gross"], invoice["totals"]["cols"]) == (12240, 13)
    for language, words in (("fr", "12 + 1 offerte"), ("en", "12 + 1 free")):
        pdf = shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf", headers=PDF, lang=language).content
        assert words in text_of(pdf)
        xml = xml_of(pdf)
        assert judge(xml) == []
        root = etree.fromstring(xml)
        path = "//ram:IncludedSupplyChainTradeLineItem"
        assert root.findtext(f".{path}//ram:BilledQuantity", namespaces=NAMES) == "12"
        (told_of_line,) = root.findall(
            f".{path}/ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content", NAMES
        )
        assert told_of_line.text == words

    asked = {"lines": [{"line": 1, "quantity": 12, "free": 1, "returned": 13}]}
    credit = shop.api.post(f"/{{c}}/invoices/{invoice['id']}/credit", asked).ok(201)
    assert (credit["lines"][0]["free"], credit["totals"]["net"], credit["totals"]["cols"]) == (1, 10200, 13)
    assert standing(shop, shop.wines[0], chai) == (20, 0, 20)
    (left,) = shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()["lines"]
    assert (left["left_quantity"], left["left_free"]) == (0, 0)


def test_tiers_and_discounts_are_those_of_the_bottles_billed(shop: Shop) -> None:
    asked = {"variant": shop.wines[0], "quantity": 35, "discount": "10"}
    plain, given = order_of(shop, asked), order_of(shop, {**asked, "free": 1})
    assert given["lines"][0]["unit_price"] == plain["lines"][0]["unit_price"] == "8.50", "36 would be at 8.00"
    assert {**given["totals"], "cols": 35, "volume": ANY, "equivalents": ANY} == {
        **plain["totals"], "volume": ANY, "equivalents": ANY,
    }  # fmt: skip


def test_an_order_leaves_in_two_parts_the_free_one_last(shop: Shop) -> None:
    order = order_of(shop)
    first, last = delivered(shop, order, (1, 12)), delivered(shop, order)
    assert [
        (one["lines"][0]["quantity"], one["lines"][0]["free"], one["lines"][0]["net"]) for one in (first, last)
    ] == [
        (12, 0, 10200),
        (1, 1, 0),
    ]
    paper = text_of(shop.api.get(f"/{{c}}/delivery-notes/{last['id']}/pdf", headers=PDF, prices="true").content)
    assert "1 offerte" in paper
    assert shop.api.get(f"/{{c}}/orders/{order['id']}").ok()["shipped"] == "shipped"


def test_what_was_given_stays_when_the_order_is_priced_again_or_comes_from_a_quote(shop: Shop) -> None:
    line = {"variant": shop.wines[0], "quantity": 12, "free": 1}
    draft = order_of(shop, line, confirm=False)
    again = shop.api.put(f"/{{c}}/orders/{draft['id']}", {**shop.asked(lines=0), "lines": [{**line, "free": 2}]},
                         headers={"If-Match": f'"{draft["version"]}"'}).ok()  # fmt: skip
    assert (again["lines"][0]["free"], again["totals"]["cols"], again["totals"]["net"]) == (2, 14, 10200)
    quote = shop.api.post("/{c}/quotes", {**shop.asked(lines=0), "lines": [line]}).ok(201)
    for to in ("sent", "accepted"):
        quote = shop.api.post(f"/{{c}}/quotes/{quote['id']}/transitions", {"to": to}).ok()
    made = shop.api.post(f"/{{c}}/quotes/{quote['id']}/order").ok(201)
    assert (made["lines"][0]["quantity"], made["lines"][0]["free"], made["totals"]["cols"]) == (12, 1, 13)


def test_a_service_has_no_bottle_to_give(shop: Shop) -> None:
    api = shop.api
    family = api.post("/{c}/families", {"code": "SRV", "name": "Services"}).ok(201)["id"]
    product = api.post("/{c}/products", {"family_id": family, "name": "Visite", "kind": "service"}).ok(201)["id"]
    visit = api.post("/{c}/variants", {"product_id": product, "sku": "VISITE"}).ok(201)["id"]
    lines = [{"variant": visit, "quantity": 1, "unit_price": "15.00", "free": 1}]
    refused = api.post("/{c}/orders", {**shop.asked(lines=0), "lines": lines}).refused(422, "sales.line.free_service")
    assert [one["field"] for one in refused["errors"]] == ["lines.0.free"]


def test_an_invoice_sealed_before_there_were_free_bottles_still_holds(shop: Shop) -> None:
    stored = reading(call_of(shop)).get(INVOICES, shop.invoice()["id"])
    old = sealed_content(stored)
    for line in old["lines"]:  # type: ignore[attr-defined]
        del line["free"]
    doc = {**old, "link": asdict(extend(None, old))}
    found = AUDITS["invoice"].seal(doc)
    assert found is not None
    _, told, payload = found
    assert broken_at([(Link(**told), payload)]) is None
    assert [line.free for line in INVOICES.read(json.dumps(doc)).lines] == [0]


def test_it_costs_two_round_trips_as_any_order(shop: Shop) -> None:
    order_of(shop)
    meter = Meter()
    order = order_of(shop)
    assert dict(meter.reading.calls) == {"BatchGetItem": 1, "TransactWriteItems": 1}
    meter.start()
    invoiced(shop, order)
    assert dict(meter.reading.calls) == {"BatchGetItem": 1, "TransactWriteItems": 1}
