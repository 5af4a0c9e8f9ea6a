"""The packagings that an import of products names: made once or found, taken back when nothing uses them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rooms.migration_support import advance, ledger, prepare, run, text, variant

TITLES = "Référence;Désignation;Contenance;TVA;Conditionnement"
ROWS = (
    "A1;Galets;75 cl;20;6x75cl",
    "A2;Galets;75 cl;20;Carton de 6",
    "A3;Galets;75 cl;20;carton 6 bouteilles",
    "A4;Galets;75 cl;20;caisse bois 12",
    "A5;Galets;75 cl;20;Palette de 600",
    "A6;Galets;75 cl;20;palette",
    "A7;Galets;1,5 L;20;6x75cl",
    "A8;Galets;75 cl;20;3",
    "A9;Galets;75 cl;20;",
)
NAMES = ["Caisse bois de 12", "Carton de 6", "Palette de 600"]


@pytest.fixture
def estate(new_estate: Any) -> Any:
    return new_estate()


def packagings(estate: Any) -> dict[str, Any]:
    return {one["name"]: one for one in estate.api.get("/{c}/packagings").ok()["items"]}


def file(*rows: str) -> Any:
    return text("articles.csv", TITLES, *(rows or ROWS))


def test_they_are_made_once_and_what_is_not_certain_is_said(estate: Any) -> None:
    doc = prepare(estate, file())
    assert (doc["state"], doc["plan"]["questions"], doc["plan"]["faults"]["unsure_packaging"]) == ("draft", [], 2)
    assert "palette" not in doc["plan"]["packagings"]
    done = advance(estate, doc["id"], "running")
    made = packagings(estate)
    assert sorted(made) == NAMES
    assert [(made[name]["kind"], made[name]["quantity"], made[name]["code"]) for name in NAMES] == [
        ("case", 12, "CAISSE-BOIS-DE-12"), ("carton", 6, "CARTON-DE-6"), ("pallet", 600, "PALETTE-DE-600"),
    ]  # fmt: skip
    wanted = {"A1": 6, "A2": 6, "A3": 6, "A4": 12, "A5": 1, "A6": 1, "A7": 1, "A8": 3, "A9": 1}
    assert {sku: variant(estate, sku)["sales_unit"] for sku in wanted} == wanted
    said = [row for row in ledger(estate, done["id"]) if row["family"] == "unsure_packaging"]
    assert sorted((row["line"], row["field"], row["raw"], row["reason"]) for row in said) == [
        (7, "Conditionnement", "palette", "product.packaging.unreadable"),
        (8, "Conditionnement", "6x75cl", "product.packaging.volume"),
    ]
    assert [row["key"] for row in ledger(estate, done["id"], reason="setup.packaging")] != []


def test_again_makes_none_and_changes_nothing(estate: Any) -> None:
    run(estate, file())
    before = packagings(estate)
    again = run(estate, file())
    assert packagings(estate) == before
    tally = again["tally"]
    assert (tally["created"], tally["warned"], tally["updated"], tally["refused"]) == (0, 0, 0, 0)
    assert tally["unchanged"] == len(ROWS)


def test_those_of_the_company_are_found_whatever_they_are_called(estate: Any) -> None:
    for code, name, count, kind in (
        ("C6", "Carton 6 btl debout", 6, "carton"),
        ("PE", "Palette Europe", 480, "pallet"),
    ):
        body = {"code": code, "name": name, "quantity": count, "kind": kind}
        estate.api.post("/{c}/packagings", body).ok(201)
    rows = ("B1;Galets;75 cl;20;carton de 6", "B2;Galets;75 cl;20;palette europe", "B3;Galets;75 cl;20;6x75cl")
    done = run(estate, file(*rows))
    assert sorted(packagings(estate)) == ["Carton 6 btl debout", "Palette Europe"]
    assert done["tally"]["created"] == 3
    assert variant(estate, "B3")["sales_unit"] == 6
    estate.api.post("/{c}/packagings", {"code": "CB6", "name": "Caisse 6", "quantity": 6, "kind": "case"}).ok(201)
    done = run(estate, file("B4;Galets;75 cl;20;6x75cl"))
    (row,) = ledger(estate, done["id"], reason="product.packaging.several")
    assert "Carton 6 btl debout, Caisse 6" in row["sentence"]
    assert len(packagings(estate)) == 3
    assert variant(estate, "B4")["sales_unit"] == 6


def test_an_undo_takes_back_those_that_nothing_uses(estate: Any) -> None:
    hand = {"code": "H", "name": "Carton de 3", "quantity": 3, "kind": "carton"}
    estate.api.post("/{c}/packagings", hand).ok(201)
    done = run(estate, file(*ROWS, "C1;Galets;75 cl;20;carton de 3"))
    customer = estate.api.post("/{c}/customers", {"kind": "individual", "name": "Rey"}).ok(201)["id"]
    other = estate.api.post("/{c}/families", {"code": "F", "name": "Autres"}).ok(201)["id"]
    product = estate.api.post("/{c}/products", {"name": "Autre", "family_id": other, "vat_rate": "20"}).ok(201)["id"]
    sold = estate.api.post("/{c}/variants", {"product_id": product, "sku": "Z", "volume": 750}).ok(201)["id"]
    line = {"variant": sold, "packs": 2, "packaging": packagings(estate)["Carton de 6"]["id"], "unit_price": "10"}
    estate.api.post("/{c}/orders", {"customer": customer, "lines": [line]}).ok(201)
    undone = advance(estate, done["id"], "undoing")
    assert undone["state"] == "undone"
    assert sorted(packagings(estate)) == ["Carton de 3", "Carton de 6"]
    (kept,) = ledger(estate, done["id"], undone="kept")
    assert (kept["key"], "commandes ou devis" in kept["undone_why"]) == ("Carton de 6", True)
