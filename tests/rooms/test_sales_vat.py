"""VAT by destination and regime through the API: rate, mention, structured invoice."""

from __future__ import annotations

from typing import Any

import pytest

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
    shop.api.post("/{c}/orders", shop.asked(vat_relief="none")).refused(422)
