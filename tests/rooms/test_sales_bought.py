"""What a customer bought, in figures that equal those of the lists and of the dashboard."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rooms.sales_support import Shop, open_shop


@pytest.mark.feature("4.1-16")
def test_turnover_quantity_basket_by_year_and_product(new_estate: Any) -> None:
    shop: Shop = open_shop(new_estate, wines=3)
    shop.invoice(lines=2, quantity=12)  # 2 x 12 x 8.50
    second = shop.invoice(lines=1, quantity=36)  # 36 x 8.00
    shop.order(lines=3, quantity=1)
    gone = shop.order(lines=1, quantity=6)
    shop.api.post(f"/{{c}}/orders/{gone['id']}/transitions", {"to": "cancelled"}).ok()
    shop.customer("autre", name="Autre", siret="", vat_number="")
    shop.invoice(customer="autre", lines=1, quantity=12)

    found = shop.api.get(f"/{{c}}/customers/{shop.customer('bistrot')}/sales").ok()
    year = int(second["issued_on"][:4])
    assert (found["turnover"], found["invoices"], found["cols"]) == (20400 + 28800, 2, 60)
    assert found["average"] == 24600
    assert (found["orders"], found["last_order"]) == (3, gone["ordered_on"])
    assert found["years"] == [{"year": year, "turnover": 49200, "invoices": 2, "cols": 60}]
    assert [(one["variant"], one["quantity"], one["turnover"], one["years"]) for one in found["products"]] == [
        (shop.wines[0], 48, 39000, {str(year): 48}),
        (shop.wines[1], 12, 10200, {str(year): 12}),
    ]

    where = json.dumps({"field": "customer", "op": "eq", "value": shop.customer("bistrot")})
    sums = shop.api.get("/{c}/invoices", where=where, sums="net,cols").ok()["sums"]
    assert sums == {"net": found["turnover"], "cols": found["cols"]}
    row = shop.api.get("/{c}/customers", q="Bistrot").ok()["items"][0]
    assert (row["turnover"], row["invoices"], row["orders"]) == (found["turnover"], 2, 3)


def test_nothing_bought_is_nothing(new_estate: Any) -> None:
    shop: Shop = open_shop(new_estate, wines=1)
    found = shop.api.get(f"/{{c}}/customers/{shop.customer('bistrot')}/sales").ok()
    assert found == {
        "turnover": 0, "invoices": 0, "cols": 0, "average": 0, "orders": 0, "last_order": None, "years": [],
        "products": [],
    }  # fmt: skip
    shop.api.get("/{c}/customers/cus_none/sales").refused(404, "crm.customer.not_found")
    shop.api.stranger().get(f"/{{c}}/customers/{shop.customer('bistrot')}/sales").refused(401)
