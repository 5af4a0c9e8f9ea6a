"""The estate that is measured: a grid, twenty variants with prices, fifty restaurants; made through the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bench.system import Client

COMPANY = {
    "name": "Domaine du Banc d'Essai",
    "siret": "40483304800022",
    "vat_number": "FR83404833048",
    "address": {"lines": ["1 rue des Vignes"], "postcode": "33000", "town": "Bordeaux", "country": "FR"},
    "iban": "FR7630006000011234567890189",
}


@dataclass
class Estate:
    company: str
    grid: str
    variants: list[str]
    customers: list[str]

    def order(self, n: int) -> dict[str, Any]:
        """The body that creates and confirms an order of ten lines for the n-th customer."""
        return {**self.asked(n), "confirm": True}

    def asked(self, n: int) -> dict[str, Any]:
        """The same order, to be priced only."""
        chosen = [self.variants[(n + k) % len(self.variants)] for k in range(10)]
        return {
            "customer": self.customers[n % len(self.customers)],
            "lines": [{"variant": variant, "quantity": 6 * (1 + k % 4)} for k, variant in enumerate(chosen)],
        }


def found(client: Client) -> Estate:
    client.ask("POST", "/signup", {"email": "banc@essai.example", "password": "Grenache-Syrah-1907", "name": "Banc"})
    company = client.ask("POST", "/companies", COMPANY)["id"]
    base = f"/{company}"
    grid = client.ask("POST", f"{base}/grids", {"code": "CHR", "name": "CHR", "basis": "HT"})["id"]
    family = client.ask("POST", f"{base}/families", {"code": "VIN", "name": "Vins"})["id"]
    variants = []
    for n in range(20):
        product = client.ask(
            "POST", f"{base}/products", {"family_id": family, "name": f"Cuvée {n}", "vintages": [{"year": 2022}]}
        )
        variant = client.ask(
            "POST",
            f"{base}/variants",
            {
                "product_id": product["id"],
                "vintage_id": product["vintages"][0]["id"],
                "sku": f"CUV{n:03d}",
                "volume": 750,
            },
        )["id"]
        tiers = [{"from_qty": 1, "price": "9.00"}, {"from_qty": 12, "price": "8.50"}, {"from_qty": 36, "price": "8.00"}]
        client.ask("PUT", f"{base}/prices/{variant}", {"prices": {grid: tiers}})
        variants.append(variant)
    customers = [client.ask("POST", f"{base}/customers", restaurant(n, grid))["id"] for n in range(50)]
    return Estate(company, grid, variants, customers)


def restaurant(n: int, grid: str) -> dict[str, Any]:
    return {
        "kind": "business",
        "name": f"Restaurant de la Gare {n}",
        "grid_id": grid,
        "billing": {"lines": [f"{n} avenue de la Gare"], "postcode": "69002", "town": "Lyon", "country": "FR"},
        "emails": [f"gare{n}@restaurant.example"],
    }
