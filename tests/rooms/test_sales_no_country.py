"""A customer whose country is not known: drafts may be typed, nothing is confirmed or invoiced, never as France."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rooms.sales_support import RESTAURANT, Shop, open_shop

PLACE = {"lines": ["2 place du Marché"], "postcode": "75001", "town": "Paris"}
CUSTOMER, DELIVERY = "sales.customer.no_country", "sales.delivery.no_country"


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    shop = open_shop(new_estate, wines=1)
    shop.customer("nowhere", billing={**PLACE, "country": ""})
    shop.customer("elsewhere", billing={**PLACE, "country": "FR"}, deliveries=[{**PLACE, "country": ""}])
    return shop


def counted(shop: Shop) -> tuple[int, int]:
    return shop.api.get("/{c}/orders").ok()["count"], shop.api.get("/{c}/invoices").ok()["count"]


@pytest.mark.parametrize(("customer", "code"), [("nowhere", CUSTOMER), ("elsewhere", DELIVERY)])
def test_a_draft_is_typed_and_says_what_blocks(shop: Shop, customer: str, code: str) -> None:
    asked = shop.asked(customer=customer)
    preview = shop.api.post("/{c}/orders/price", asked).ok()
    (block,) = preview["blocks"]
    assert "pays" in block
    assert "Indiquez-le sur sa fiche" in block
    draft = shop.order(customer=customer)
    assert (draft["state"], draft["vat_case"]) == ("draft", "undetermined")
    refusal = shop.api.post(f"/{{c}}/orders/{draft['id']}/transitions", {"to": "validated"}).refused(422, code)
    assert refusal["detail"] == block
    before = counted(shop)
    shop.api.post("/{c}/orders", {**asked, "confirm": True}).refused(422, code)
    assert counted(shop) == before


@pytest.mark.parametrize("customer", ["nowhere", "elsewhere"])
def test_no_invoice_is_issued_without_a_country_even_by_a_small_seller(new_estate: Any, customer: str) -> None:
    """Without VAT (franchise) the rate does not depend on the country; the papers do."""
    shop = open_shop(new_estate, wines=1)
    shop.api.put("/{c}/settings", {"values": {"vat_regime": "franchise"}}).ok()
    shop.customer("nowhere", billing={**PLACE, "country": ""})
    shop.customer("elsewhere", deliveries=[{**PLACE, "country": ""}])
    shop.api.post("/{c}/orders", shop.asked(customer=customer, confirm=True)).refused(422)


def test_the_country_given_the_order_goes_on(shop: Shop, bus: Any) -> None:
    draft = shop.order(customer="nowhere")
    known = shop.api.get(f"/{{c}}/customers/{shop.customer('nowhere')}").ok()
    assert "crm.address.no_country" in [one["rule"] for one in known["warnings"]]
    body = {name: value for name, value in known.items() if name in (*RESTAURANT, "grid_id")}
    path = f"/{{c}}/customers/{known['id']}"
    shop.api.put(path, {**body, "billing": {**PLACE, "country": "FR"}}).ok()
    bus.deliver()
    asked = shop.asked(customer="nowhere")
    shop.api.put(f"/{{c}}/orders/{draft['id']}", asked).ok()
    shop.api.post(f"/{{c}}/orders/{draft['id']}/transitions", {"to": "validated"}).ok()

    shop.api.put(path, {**body, "billing": {**PLACE, "country": ""}}).ok()
    bus.deliver()
    shop.api.post(f"/{{c}}/orders/{draft['id']}/invoice").refused(422, CUSTOMER)

    shop.api.put(path, {**body, "billing": {**PLACE, "country": "FR"}}).ok()
    bus.deliver()
    invoice = shop.api.post(f"/{{c}}/orders/{draft['id']}/invoice").ok(201)
    assert (invoice["vat_case"], invoice["buyer"]["address"]["country"]) == ("domestic", "FR")
