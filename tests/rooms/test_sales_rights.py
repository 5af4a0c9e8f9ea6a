"""Who may sell, see, be paid and book: by role, and a representative for his own customers only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rooms.sales_support import PDF, TEXT, Shop, open_shop
from tests.rooms.tenancy_support import colleague
from tests.support.api import Api
from tests.support.bus import Bus


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


def joined(shop: Shop, role: str, name: str) -> Api:
    return colleague(shop.estate, Bus(), role, f"{name}.{shop.estate.company.lower()}@domaine.example")


def test_the_cellar_neither_sells_nor_sees_money(shop: Shop) -> None:
    cellar = joined(shop, "cellar", "chai")
    invoice = shop.invoice()
    for path in ("orders", "invoices", f"invoices/{invoice['id']}", "payments", "accounting/entries", "accounting/fec"):
        cellar.get(f"/{{c}}/{path}").refused(403, "http.scope")
    cellar.post("/{c}/orders", shop.asked()).refused(403)
    cellar.post(f"/{{c}}/orders/{invoice['order']}/invoice").refused(403)
    cellar.post("/{c}/payments", {"customer": "x", "method": "cash", "amount": 1}).refused(403)


def test_a_reader_sees_and_changes_nothing(shop: Shop) -> None:
    reader = joined(shop, "reader", "lecture")
    order = shop.order(confirm=True)
    assert reader.get(f"/{{c}}/orders/{order['id']}").ok() == order
    assert reader.get("/{c}/accounting/fec", headers=TEXT).status == 200
    reader.post("/{c}/orders", shop.asked()).refused(403)
    reader.post(f"/{{c}}/orders/{order['id']}/transitions", {"to": "cancelled"}).refused(403)
    reader.put("/{c}/accounting/chart", {}).refused(403)


def test_an_accountant_books_and_does_not_sell(shop: Shop) -> None:
    accountant = joined(shop, "accountant", "compta")
    invoice = shop.invoice()
    body = {"customer": shop.customer("bistrot"), "method": "cheque", "amount": 34560,
            "allocations": [{"invoice": invoice["id"], "amount": 34560}]}  # fmt: skip
    accountant.post("/{c}/payments", body).ok(201)
    assert accountant.get("/{c}/accounting/fec", headers=TEXT).status == 200
    accountant.post("/{c}/orders", shop.asked()).refused(403)


def test_a_representative_lives_with_his_own_customers(shop: Shop) -> None:
    """What is another's does not exist for him: 404 by id, absent from lists, not to be sold to."""
    agent = joined(shop, "representative", "agent")
    me = agent.get("/me").ok()["id"]
    mine = shop.customer("le sien", name="Sa Cave", representative=me)
    theirs = shop.invoice()
    ours = shop.invoice(customer="le sien")
    assert [row["id"] for row in agent.get("/{c}/invoices").ok()["items"]] == [ours["id"]]
    assert [row["customer"] for row in agent.get("/{c}/orders").ok()["items"]] == [mine]
    assert agent.get(f"/{{c}}/invoices/{ours['id']}").ok()["number"] == ours["number"]
    assert agent.get(f"/{{c}}/invoices/{ours['id']}/pdf", headers=PDF).status == 200
    for path in (f"orders/{theirs['order']}", f"invoices/{theirs['id']}", f"invoices/{theirs['id']}/pdf"):
        agent.get(f"/{{c}}/{path}").refused(404)
    agent.get(f"/{{c}}/orders/{theirs['order']}/lines/1/explain").refused(404)
    agent.post("/{c}/orders", shop.asked()).refused(404, "crm.customer.not_found")
    agent.post(f"/{{c}}/orders/{theirs['order']}/transitions", {"to": "cancelled"}).refused(404)
    made = agent.post("/{c}/orders", shop.asked(customer="le sien", confirm=True)).ok(201)
    assert agent.post(f"/{{c}}/orders/{made['id']}/invoice").ok(201)["buyer"]["name"] == "Sa Cave"


def test_a_customer_handed_over_takes_his_orders_and_invoices_with_him(shop: Shop) -> None:
    bus = Bus()
    agent = joined(shop, "representative", "remplaçant")
    me = agent.get("/me").ok()["id"]
    invoice = shop.invoice(customer="bistrot")
    draft = shop.order(customer="bistrot")
    agent.get(f"/{{c}}/invoices/{invoice['id']}").refused(404)
    record = shop.api.get(f"/{{c}}/customers/{shop.customer('bistrot')}").ok()
    kept = {name: record[name] for name in ("kind", "name", "siret", "vat_number", "grid_id", "billing")}
    shop.api.put(f"/{{c}}/customers/{record['id']}", {**kept, "representative": me}).ok()
    bus.deliver()
    assert agent.get(f"/{{c}}/invoices/{invoice['id']}").ok()["number"] == invoice["number"]
    assert agent.get(f"/{{c}}/orders/{draft['id']}").ok()["state"] == "draft"


def test_a_small_seller_invoices_without_vat(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1, vat_number="")
    shop.api.put("/{c}/settings", {"values": {"vat_regime": "franchise"}}).ok()
    invoice = shop.invoice()
    assert (invoice["vat_case"], invoice["totals"]["vat"], invoice["totals"]["gross"]) == ("franchise", 0, 28800)
    assert "293 B" in invoice["mentions"][3]["fr"]
    assert invoice["warnings"] == []
