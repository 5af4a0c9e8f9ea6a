"""A small estate with one of everything, made through the public API: what the pages have to show."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, field
from typing import Any

from scripts.client import Client

PASSWORD = "Grenache-Syrah-1907"
_numbers = itertools.count(1)


@dataclass
class Estate:
    """A company, its owner's client, and the ids of its records by name."""

    client: Client
    email: str
    company: str
    ids: dict[str, str] = field(default_factory=dict)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return self.client.post(f"/{self.company}{path}", body)

    def get(self, path: str) -> Any:
        return self.client.get(f"/{self.company}{path}")


def found(url: str, name: str = "Domaine des Trois Terroirs", **given: Any) -> Estate:
    """A person and her company, empty."""
    client = Client(url)
    email = f"web{next(_numbers)}.{os.getpid()}@domaine.example"
    client.sign_up(email, PASSWORD, "Anne Moreau")
    body = {
        "name": name,
        "siret": "404 833 048 00022",
        "vat_number": "FR83 404833048",
        "address": {"lines": ["12 chemin des Galets"], "postcode": "33500", "town": "Pomerol"},
        "iban": "FR7630006000011234567890189",
        **given,
    }
    return Estate(client, email, client.post("/companies", body)["id"])


def furnished(url: str) -> Estate:
    """The same with a catalogue, a grid, customers, orders in every state, an invoice, a payment."""
    estate = found(url)
    ids = estate.ids
    ids["family"] = estate.post("/families", {"code": "VR", "name": "Vins rouges"})["id"]
    ids["packaging"] = estate.post("/packagings", {"code": "C6", "name": "Carton de 6", "quantity": 6})["id"]
    ids["grid"] = estate.post("/grids", {"code": "CHR", "name": "Restaurants", "basis": "HT"})["id"]
    ids["category"] = estate.post("/customer-categories", {"code": "CHR", "name": "Café, hôtel, restaurant"})["id"]
    ids["method"] = estate.get("/payment-methods")["items"][0]["id"]
    for number, name in enumerate(("Clos des Galets", "Vieilles Vignes", "Les Terrasses", "Cuvée Prestige"), 1):
        ids[f"variant{number}"] = _variant(estate, name, number)
    for number, name in enumerate(("Le Bistrot du Port", "La Table d'Hélène", "Caves Martin"), 1):
        ids[f"customer{number}"] = _customer(estate, name, number)
    ids["depot"] = estate.post("/depots", {"code": "CHAI", "name": "Chai", "duty": "suspended"})["id"]
    there = [{"variant": ids["variant2"], "quantity": 240}, {"variant": ids["variant4"], "quantity": 18}]
    estate.post("/stock/movements", {"cause": "opening", "depot": ids["depot"], "lines": there})
    ids["draft"] = _order(estate, 1, [("variant1", 12), ("variant2", 6)])
    ids["validated"] = _order(estate, 2, [("variant2", 36)], confirm=True)
    ids["agent"] = _agent(estate)
    ids["order"] = _order(estate, 1, [("variant1", 36), ("variant3", 12)], confirm=True, agent=ids["agent"])
    invoice = estate.post(f"/orders/{ids['order']}/invoice", {})
    ids["invoice"] = invoice["id"]
    ids["statement"] = f"{ids['agent']}-{invoice['issued_on'][:7]}"
    columns = ["sku", "label", "quantity", "unit_price", "vat_rate", "amount"]
    ids["document_template"] = estate.post("/document-templates", {"name": "Export", "columns": columns})["id"]
    ids["quote_draft"] = _quote(estate, 2, [("variant1", 36)])
    ids["quote"] = _quote(estate, 3, [("variant2", 12), ("variant4", 6)])
    estate.post(f"/quotes/{ids['quote']}/transitions", {"to": "sent"})
    some = {"order": ids["order"], "lines": [{"line": 1, "quantity": 24}]}
    ids["delivery_note"] = estate.post("/delivery-notes", some)["id"]
    share = {"invoice": ids["invoice"], "amount": 10_000}
    money = {"customer": ids["customer1"], "method": ids["method"], "amount": 12_000, "allocations": [share]}
    ids["payment"] = estate.post("/payments", money)["id"]
    return estate


def _variant(estate: Estate, name: str, number: int) -> str:
    product = {"family_id": estate.ids["family"], "name": name, "colour": "red", "vintages": [{"year": 2020 + number}]}
    made = estate.post("/products", product)
    estate.ids[f"product{number}"] = made["id"]
    estate.ids[f"vintage{number}"] = made["vintages"][0]["id"]
    body = {
        "product_id": made["id"], "vintage_id": made["vintages"][0]["id"], "sku": f"R{number:03}", "volume": 750,
    }  # fmt: skip
    variant = str(estate.post("/variants", body)["id"])
    tiers = [{"from_qty": 1, "price": f"{8 + number}.00"}, {"from_qty": 36, "price": f"{7 + number}.50"}]
    estate.client.put(f"/{estate.company}/prices/{variant}", {"prices": {estate.ids["grid"]: tiers}})
    return variant


def _customer(estate: Estate, name: str, number: int) -> str:
    body = {
        "kind": "business",
        "name": name,
        "billing": {"lines": [f"{number} quai des Chartrons"], "postcode": "33000", "town": "Bordeaux"},
        "category_id": estate.ids["category"],
        "grid_id": estate.ids["grid"],
        "emails": [f"contact{number}@client.example"],
    }
    return str(estate.post("/customers", body)["id"])


def _agent(estate: Estate) -> str:
    terms = {"rate": "5", "rates": [{"level": "customer", "target": estate.ids["customer1"], "rate": "3"}]}
    return str(estate.post("/agents", {"name": "Paul Négoce", "email": "paul@pn.example", "terms": terms})["id"])


def _order(
    estate: Estate, customer: int, lines: list[tuple[str, int]], confirm: bool = False, agent: str | None = None
) -> str:
    return str(estate.post("/orders", {**_asked(estate, customer, lines), "confirm": confirm, "agent": agent})["id"])


def _quote(estate: Estate, customer: int, lines: list[tuple[str, int]]) -> str:
    return str(estate.post("/quotes", _asked(estate, customer, lines))["id"])


def _asked(estate: Estate, customer: int, lines: list[tuple[str, int]]) -> dict[str, Any]:
    asked = [{"variant": estate.ids[name], "quantity": quantity} for name, quantity in lines]
    return {"customer": estate.ids[f"customer{customer}"], "lines": asked}
