"""Factur-X of what is paid in parts: the schematrons accept deposits, the invoice that deducts them, a schedule."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from chalicelib.aws.call import system_call
from chalicelib.aws.unit import reading
from chalicelib.render.facturx import cii_xml
from chalicelib.sales import documents
from chalicelib.sales.store import INVOICES
from tests.contracts.test_facturx import NAMES, Judge
from tests.contracts.test_facturx import judge as judge
from tests.rooms.sales_support import Shop, open_shop


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


def confirmed(shop: Shop, **given: Any) -> Any:
    line = {"variant": shop.wines[0], "quantity": 1, "unit_price": "833.34"}
    body = {"customer": shop.customer("bistrot"), "lines": [line], "shipping": 1234, "confirm": True, **given}
    return shop.api.post("/{c}/orders", body).ok(201)


def structured(shop: Shop, invoice: Any) -> bytes:
    unit = reading(system_call("test", shop.estate.company))
    return cii_xml(documents.sheet(unit.get(INVOICES, invoice["id"]), "fr"))


def told(xml: bytes, path: str) -> list[str]:
    return [str(one.text) for one in etree.fromstring(xml).iterfind(f".//{path}", NAMES)]


def test_a_deposit_invoice_and_the_invoice_that_deducts_it_are_valid(shop: Shop, judge: Judge) -> None:
    order = confirmed(shop)
    deposit = shop.api.post(f"/{{c}}/orders/{order['id']}/deposits", {"percent": "30"}).ok(201)
    assert deposit["warnings"] == []
    xml = structured(shop, deposit)
    assert judge(xml) == []
    assert told(xml, "ram:TypeCode")[0] == "386"
    shop.pay(deposit["balance"], [(deposit["id"], deposit["balance"])])
    final = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert final["warnings"] == []
    xml = structured(shop, final)
    assert judge(xml) == []
    assert told(xml, "ram:TypeCode")[0] == "380"
    assert told(xml, "ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID") == ["M4"]
    assert told(xml, "ram:InvoiceReferencedDocument/ram:IssuerAssignedID") == [deposit["number"]]
    assert told(xml, "ram:TotalPrepaidAmount") == [f"{deposit['totals']['gross'] / 100:.2f}"]
    assert told(xml, "ram:DuePayableAmount") == [f"{final['balance'] / 100:.2f}"]


def test_the_credit_note_of_a_deposit_and_an_invoice_paid_beforehand_are_valid(shop: Shop, judge: Judge) -> None:
    order = confirmed(shop)
    deposit = shop.api.post(f"/{{c}}/orders/{order['id']}/deposits", {"percent": "30"}).ok(201)
    note = shop.api.post(f"/{{c}}/invoices/{deposit['id']}/credit", {}).ok(201)
    assert judge(structured(shop, note)) == []
    whole = shop.api.post(f"/{{c}}/orders/{order['id']}/deposits", {"percent": "100"}).ok(201)
    shop.pay(whole["balance"], [(whole["id"], whole["balance"])])
    final = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert judge(structured(shop, final)) == []


def test_a_schedule_is_in_the_payment_terms(shop: Shop, judge: Judge) -> None:
    plan = [{"percent": "30", "term": "cash"}, {"percent": "40", "term": "net-30"}, {"term": "net-60"}]
    order = confirmed(shop, schedule=plan)
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    xml = structured(shop, invoice)
    assert judge(xml) == []
    (terms,) = told(xml, "ram:SpecifiedTradePaymentTerms/ram:Description")
    assert terms.startswith("En 3 échéances ; ")
    assert terms.count(" : ") == 3
    assert told(xml, "ram:DueDateDateTime/udt:DateTimeString") == [invoice["due_on"].replace("-", "")]
