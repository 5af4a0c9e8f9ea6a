"""The legal ceiling of payment terms warns while an order is typed and when it is validated, and blocks nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rooms.sales_support import Shop, open_shop
from tests.rooms.test_sales_invoices import NEW_YORK, PERSON

RULE = "sales.term.ceiling"


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


def rules(out: Any) -> list[str]:
    return [one["rule"] for one in out["warnings"]]


@pytest.mark.feature("2.3-X04")
def test_a_business_is_warned_wherever_the_term_comes_from(shop: Shop) -> None:
    assert RULE in rules(shop.api.post("/{c}/orders/price", shop.asked(payment_term="net-90")).ok())
    assert RULE not in rules(shop.api.post("/{c}/orders/price", shop.asked(payment_term="eom-45")).ok())
    shop.customer("lent", payment_term="eom-60")
    order = shop.order(customer="lent")
    told = shop.api.post(f"/{{c}}/orders/{order['id']}/transitions", {"to": "validated"}).ok()
    assert (told["state"], RULE in rules(told)) == ("validated", True)
    confirmed = shop.order(customer="lent", confirm=True)
    assert (confirmed["state"], RULE in rules(confirmed)) == ("validated", True)
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert invoice["term"] == {"value": "eom-60", "level": "customer"}


@pytest.mark.feature("2.3-X04")
def test_an_export_and_an_individual_are_not(shop: Shop) -> None:
    shop.customer("new york", **NEW_YORK)
    shop.customer("renée", **PERSON)
    for who in ("new york", "renée"):
        asked = shop.asked(customer=who, payment_term="net-90")
        assert RULE not in rules(shop.api.post("/{c}/orders/price", asked).ok())
        order = shop.order(customer=who, payment_term="net-90", confirm=True)
        assert (order["state"], RULE in rules(order)) == ("validated", False)
        assert shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)["due_on"] > order["ordered_on"]
