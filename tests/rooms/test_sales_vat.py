"""VAT by destination and regime through the API: rate, mention, structured invoice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.kernel.clock import paris_date
from tests.contracts.test_facturx import Judge, judge  # noqa: F401 - the official schematrons, as a fixture
from tests.rooms.sales_support import PDF, Shop, open_shop
from tests.rooms.test_sales_invoices import PERSON, xml_of
from tests.support.papers import text_of

BERLIN = {
    **PERSON,
    "billing": {"lines": ["Unter den Linden 1"], "postcode": "10117", "town": "Berlin", "country": "DE"},
}


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


def printed(shop: Shop, invoice: Any, lang: str) -> str:
    return text_of(shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf", headers=PDF, lang=lang).content)


@pytest.mark.feature("2.3-06")
def test_an_individual_of_the_union_above_the_threshold(shop: Shop) -> None:
    shop.customer("berlin", **BERLIN)
    before = shop.invoice(customer="berlin")
    assert (before["vat_case"], before["totals"]["vat"]) == ("eu_consumer", 5760)
    waiting = shop.order(customer="berlin", confirm=True)
    shop.api.put("/{c}/settings", {"values": {"oss_registered": True}}).ok()
    after = shop.invoice(customer="berlin")
    assert (after["vat_case"], after["totals"]["net"], after["totals"]["vat"], after["zone"]) == (
        "oss",
        28800,
        5472,
        "eu",
    )
    assert [rate["rate"] for rate in after["totals"]["rates"]] == ["19"]
    shop.api.post(f"/{{c}}/orders/{waiting['id']}/invoice").refused(409, "sales.invoice.vat_case_changed")
    shop.api.put("/{c}/settings", {"values": {"oss_registered": False}}).ok()


@pytest.mark.feature("2.3-06")
@pytest.mark.parametrize(("relief", "article"), [("ai2", "article 275"), ("suspended", "article 277 A")])
def test_a_business_with_a_relief(shop: Shop, judge: Judge, relief: str, article: str) -> None:  # noqa: F811
    invoice = shop.invoice(vat_relief=relief)
    assert (invoice["vat_case"], invoice["totals"]["net"], invoice["totals"]["vat"]) == (relief, 28800, 0)
    assert invoice["warnings"] == []
    for lang in ("fr", "en"):
        assert printed(shop, invoice, lang).count(article) == 1
    pdf = shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf", headers=PDF).content
    assert judge(xml_of(pdf)) == []
    shop.api.post("/{c}/orders", shop.asked(vat_relief="other")).refused(422)


ATTESTED = {"siret": "", "vat_number": "", "vat_relief": "ai2"}
"""A French business with an AI2 attestation."""


def asked_of(shop: Shop, customer: str, **more: Any) -> dict[str, Any]:
    return shop.asked(customer=customer, **more)


def warned(out: Any) -> list[str]:
    return [one["rule"] for one in out["warnings"] if one["rule"] == "sales.order.relief_expired"]


def test_the_attestation_of_a_customer_is_inherited_and_told(shop: Shop) -> None:
    year = paris_date(datetime.now(UTC)).year
    shop.customer("attested", name="Attesté", **ATTESTED, relief_year=year)
    asked = asked_of(shop, "attested")
    assert shop.api.post("/{c}/orders/price", asked).ok()["vat_case"] == "ai2"
    quote = shop.api.post("/{c}/quotes", asked).ok(201)
    assert (quote["vat_case"], quote["vat_relief"], quote["totals"]["vat"]) == ("ai2", None, 0)
    order = shop.api.post("/{c}/orders", {**asked, "confirm": True}).ok(201)
    assert (order["vat_case"], order["vat_relief"], warned(order)) == ("ai2", None, [])
    (why,) = shop.api.get("/{c}/explain", setting="vat_relief", order=order["id"]).ok()["items"]
    assert (why["value"], why["level"], why["defaults"]["order"]) == (
        "ai2",
        "customer",
        {"value": "ai2", "level": "customer"},
    )
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert (invoice["vat_case"], invoice["totals"]["vat"]) == ("ai2", 0)
    taxed = shop.api.post("/{c}/orders", {**asked, "vat_relief": "none"}).ok(201)
    assert (taxed["vat_case"], taxed["totals"]["vat"], warned(taxed)) == ("domestic", 5760, [])
    (why,) = shop.api.get("/{c}/explain", setting="vat_relief", order=taxed["id"]).ok()["items"]
    assert (why["value"], why["level"]) == ("none", "order")
    stored = shop.api.get(f"/{{c}}/customers/{asked['customer']}").ok()
    assert (stored["vat_relief"], stored["relief_year"]) == ("ai2", year)


def test_an_attestation_of_another_year_is_not_applied_and_warns(shop: Shop) -> None:
    year = paris_date(datetime.now(UTC)).year
    shop.customer("late", name="Retard", **ATTESTED, relief_year=year - 1)
    asked = asked_of(shop, "late")
    for out in (shop.api.post("/{c}/orders/price", asked).ok(), shop.api.post("/{c}/orders", asked).ok(201)):
        assert (out["vat_case"], out["totals"]["vat"], len(warned(out))) == ("domestic", 5760, 1)
    old = shop.api.post("/{c}/orders", {**asked, "ordered_on": f"{year - 1}-06-01"}).ok(201)
    assert (old["vat_case"], len(warned(old))) == ("domestic", 1), "sold today, under no attestation"
    typed = shop.api.post("/{c}/orders", {**asked, "vat_relief": "ai2"}).ok(201)
    assert (typed["vat_case"], warned(typed)) == ("ai2", []), "what the order says is its own to judge"


def test_a_suspension_has_no_year_and_an_attestation_must_have_one(shop: Shop) -> None:
    shop.customer("bond", name="Entrepôt", siret="", vat_number="", vat_relief="suspended")
    assert shop.api.post("/{c}/orders", asked_of(shop, "bond")).ok(201)["vat_case"] == "suspended"
    body = {"kind": "business", "name": "Sans année", "vat_relief": "ai2"}
    refused = shop.api.post("/{c}/customers", body).refused(422)
    assert [(one["field"], one["rule"]) for one in refused["errors"]] == [("relief_year", "crm.customer.relief_year")]
    person = shop.api.post("/{c}/customers", {**body, "kind": "individual", "relief_year": 2026}).ok(201)
    assert (person["vat_relief"], person["relief_year"]) == (None, None), "a private person has none"
    found = shop.api.get("/{c}/customers", where='{"and":[{"field":"vat_relief","op":"eq","value":"suspended"}]}').ok()
    assert [row["name"] for row in found["items"]] == ["Entrepôt"]
