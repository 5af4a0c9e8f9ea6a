"""A winery ready to sell, founded through the public API: ten wines, a grid with tiers, customers of each sort."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.rooms.tenancy_support import colleague
from tests.support.api import Api, Estate
from tests.support.bus import Bus

IDENTITY = {
    "siret": "40483304800022",
    "vat_number": "FR83404833048",
    "iban": "FR7630006000011234567890189",
    "bic": "AGRIFRPP",
    "address": {"lines": ["1 rue du Chai"], "postcode": "33500", "town": "Libourne", "country": "FR"},
}
RESTAURANT = {
    "kind": "business",
    "name": "Le Bistrot d'Élise",
    "siret": "73282932000074",
    "vat_number": "FR44732829320",
    "billing": {"lines": ["2 place du Marché"], "postcode": "75001", "town": "Paris"},
}
PDF = {"accept": "application/pdf"}
TEXT = {"accept": "text/plain"}
CSV = {"accept": "text/csv"}


@dataclass
class Shop:
    """An estate with its grid, its wines and its customers, by short names."""

    estate: Estate
    grid: str = ""
    wines: list[str] = field(default_factory=list)
    customers: dict[str, str] = field(default_factory=dict)

    @property
    def api(self) -> Api:
        return self.estate.api

    def customer(self, short: str, **given: Any) -> str:
        """A customer by a short name, created the first time; by default a restaurant in Paris with the grid."""
        if short not in self.customers:
            body = {**RESTAURANT, "grid_id": self.grid, **given}
            self.customers[short] = self.api.post("/{c}/customers", body).ok(201)["id"]
        return self.customers[short]

    def asked(self, lines: int = 1, quantity: int = 36, customer: str = "bistrot", **given: Any) -> dict[str, Any]:
        """The body of an order of the first wines."""
        wanted = [{"variant": wine, "quantity": quantity} for wine in self.wines[:lines]]
        return {"customer": self.customer(customer), "lines": wanted, **given}

    def order(self, **given: Any) -> Any:
        """A created order."""
        return self.api.post("/{c}/orders", self.asked(**given)).ok(201)

    def invoice(self, **given: Any) -> Any:
        """An issued invoice."""
        order = self.order(confirm=True, **given)
        return self.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)

    def pay(self, amount: int, parts: list[tuple[str, int]], **given: Any) -> Any:
        """A recorded payment of the restaurant by transfer."""
        body = {
            "customer": self.customer("bistrot"),
            "method": "transfer",
            "amount": amount,
            "allocations": [{"invoice": invoice, "amount": part} for invoice, part in parts],
            **given,
        }
        return self.api.post("/{c}/payments", body).ok(201)


def joined(shop: Shop, role: str, name: str) -> Api:
    """Somebody of the house, invited in that role and signed in."""
    email = f"{name}.{shop.estate.company.lower()}@domaine.example"
    return colleague(shop.estate, Bus(), role, email).into(shop.estate.company)


def open_shop(new_estate: Callable[..., Estate], wines: int = 10, **given: Any) -> Shop:
    """A shop: grid CHR (HT) at 9.00, 8.50 from 12, 8.00 from 36."""
    estate = new_estate(**{**IDENTITY, **given})
    api = estate.api
    family = api.post("/{c}/families", {"code": "VIN", "name": "Vins"}).ok(201)["id"]
    product = api.post(
        "/{c}/products",
        {"family_id": family, "name": "Château des Tests", "sales_account": "701100", "vintages": [{"year": 2022}]},
    ).ok(201)
    shop = Shop(estate, api.post("/{c}/grids", {"code": "CHR", "name": "CHR"}).ok(201)["id"])
    tiers = [{"from_qty": n, "price": price} for n, price in ((1, "9.00"), (12, "8.50"), (36, "8.00"))]
    for number in range(wines):
        body = {"product_id": product["id"], "vintage_id": product["vintages"][0]["id"], "sku": f"CT22-{number}",
                "volume": 750, "own_label": f"Château des Tests n° {number} 2022"}  # fmt: skip
        wine = api.post("/{c}/variants", body).ok(201)["id"]
        api.put(f"/{{c}}/prices/{wine}", {"prices": {shop.grid: tiers}}).ok()
        shop.wines.append(wine)
    return shop
