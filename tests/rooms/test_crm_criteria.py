"""Customers found by what they are and by what they bought: more than twenty criteria, with AND, OR and NOT."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.crm import index
from tests.rooms.sales_support import Shop, open_shop


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    """Three customers: one who bought and owes, one who ordered, one who did nothing."""
    shop = open_shop(new_estate, wines=3)
    me = shop.api.get("/{c}/members").ok()["items"][0]["id"]
    shop.customer("buyer", name="Bistro", tags=["Presse"], zones=["Lyon-Est"], consent=True, representative=me)
    shop.customer("orders", name="Caviste", billing={"town": "Lyon", "postcode": "69003", "country": "FR"})
    shop.customer("nothing", name="Silence", kind="individual", siret="", vat_number="")
    shop.invoice(customer="buyer", lines=2, quantity=12)
    shop.order(customer="orders", quantity=12)
    cancelled = shop.order(customer="nothing", quantity=12)
    shop.api.post(f"/{{c}}/orders/{cancelled['id']}/transitions", {"to": "cancelled"}).ok()
    return shop


def found(shop: Shop, where: Any, **asked: Any) -> list[str]:
    return [row["name"] for row in shop.api.get("/{c}/customers", where=json.dumps(where), **asked).ok()["items"]]


def leaf(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


@pytest.mark.feature("4.1-06")
def test_there_are_more_than_twenty_criteria() -> None:
    columns = {column.name for column in index.CUSTOMERS.columns}
    asked = {"name", "town", "country", "category_id", "grid_id", "tags", "zones", "last_order", "turnover",
             "bought_products", "bought_vintages", "unpaid", "representative", "consent"}  # fmt: skip
    assert asked <= columns
    assert len(columns) >= 40


@pytest.mark.feature("4.1-06")
@pytest.mark.parametrize(
    ("where", "names"),
    [
        (leaf("turnover", "gt", 20000), ["Bistro"]),
        (leaf("turnover", "eq", 0), ["Caviste", "Silence"]),
        (leaf("unpaid", "gt", 0), ["Bistro"]),
        (leaf("orders", "eq", 1), ["Bistro", "Caviste"]),
        (leaf("last_order", "empty", True), ["Silence"]),
        (leaf("last_order", "ge", "2020-01-01"), ["Bistro", "Caviste"]),
        (leaf("last_invoice", "empty", False), ["Bistro"]),
        (leaf("bought_vintages", "has", "2022"), ["Bistro"]),
        (leaf("bought_vintages", "has", "2021"), []),
        (leaf("bought_vintages", "empty", True), ["Caviste", "Silence"]),
        (leaf("consent", "eq", True), ["Bistro"]),
        ({"or": [leaf("unpaid", "gt", 0), leaf("town", "eq", "Lyon")]}, ["Bistro", "Caviste"]),
        ({"and": [leaf("orders", "ge", 1), {"not": leaf("unpaid", "gt", 0)}]}, ["Caviste"]),
        (
            {"and": [leaf("tag_names", "contains", "presse"),
                     {"or": [leaf("zone_names", "contains", "lyon"), leaf("kind", "eq", "individual")]}]},
            ["Bistro"],
        ),
    ],
)  # fmt: skip
def test_customers_are_found_by_what_they_did(shop: Shop, where: Any, names: list[str]) -> None:
    assert found(shop, where) == names


@pytest.mark.feature("4.1-06")
def test_by_product_bought_and_sorted_by_turnover(shop: Shop) -> None:
    first, second, third = shop.wines
    assert found(shop, leaf("bought", "has", first)) == found(shop, leaf("bought", "has", second)) == ["Bistro"]
    assert found(shop, leaf("bought", "has", third)) == []
    product = shop.api.get(f"/{{c}}/variants/{first}").ok()["product_id"]
    assert found(shop, leaf("bought_products", "in", [product, "prd_none"])) == ["Bistro"]
    rows = shop.api.get("/{c}/customers", sort="-turnover,name", sums="turnover,unpaid").ok()
    assert [row["name"] for row in rows["items"]] == ["Bistro", "Caviste", "Silence"]
    assert rows["sums"] == {"turnover": 20400, "unpaid": 24480}
    assert [row["turnover"] for row in rows["items"]] == [20400, 0, 0]
    asked = shop.api.get("/{c}/customers", sort="-turnover,name", fields="name,bought_vintages").ok()
    assert asked["items"][0]["bought_vintages"] == ["2022"], "what names many things is given when it is asked for"


def test_what_was_sold_is_hidden_from_those_who_may_not_see_sales(shop: Shop) -> None:
    key = shop.api.post("/{c}/api-keys", {"name": "lecture", "scopes": ["crm:read"]}).ok(201)["secret"]
    reader = type(shop.api)(shop.api.gateway, shop.api.company, key=key)
    row = reader.get("/{c}/customers", q="Bistro").ok()["items"][0]
    assert (row["turnover"], row["unpaid"], row["bought"]) == (None, None, None)
    where = json.dumps(leaf("turnover", "gt", 0))
    reader.get("/{c}/customers", where=where).refused(422, "list.filter")
