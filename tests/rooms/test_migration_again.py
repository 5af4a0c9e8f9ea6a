"""A file imported again, corrected, or against what the company already has; and undo."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rooms.migration_support import (
    CUSTOMER,
    PRICE_ROW,
    advance,
    choose,
    count,
    customer,
    customers,
    ledger,
    prepare,
    prices,
    prices_of,
    reasons,
    run,
    variant,
)
from tests.rules.migration_support import customer_row


@pytest.fixture
def estate(new_estate: Any) -> Any:
    """A company of its own for each test: imports count everything."""
    return new_estate()


# --- again, corrected, changed -------------------------------------------------------------------------------------


def test_a_corrected_file_updates_what_the_import_made(estate: Any) -> None:
    run(estate, customers(CUSTOMER, customer_row(Code_client="T2")))
    corrected = [*CUSTOMER[:4], "9, avenue", *CUSTOMER[5:]]
    doc = run(estate, customers(corrected, customer_row(Code_client="T2"), customer_row(Code_client="T3")))
    assert (doc["tally"]["updated"], doc["tally"]["unchanged"], doc["tally"]["created"]) == (1, 1, 1)
    assert customer(estate, "T00001")["billing"]["lines"] == ["9, avenue"]
    undone = advance(estate, doc["id"], "undoing")
    assert (undone["undone"]["restored"], undone["undone"]["removed"]) == (1, 1)
    assert customer(estate, "T00001")["billing"]["lines"] == ["1, rue"]
    assert count(estate, "customers") == 2


def test_what_the_company_decides_itself_survives_an_update(estate: Any) -> None:
    run(estate, customers(CUSTOMER))
    again = run(estate, customers(CUSTOMER))
    known = customer(estate, "T00001")
    body = {name: value for name, value in known.items() if name not in SHOWN} | {
        "payment_term": "net-30",
        "tags": ["vip"],
    }
    estate.api.put(f"/{{c}}/customers/{known['id']}", body).ok()
    doc = run(estate, customers(CUSTOMER))
    assert (again["tally"]["unchanged"], doc["tally"]["unchanged"]) == (1, 1)
    assert customer(estate, "T00001")["payment_term"] == "net-30"


SHOWN = {"id", "version", "display_name", "in_use", "merged_into", "warnings"}


def test_a_record_changed_by_hand_is_left_as_it_is(estate: Any) -> None:
    run(estate, customers(CUSTOMER))
    known = customer(estate, "T00001")
    body = {name: value for name, value in known.items() if name not in SHOWN} | {"name": "Vaillant-Roux"}
    estate.api.put(f"/{{c}}/customers/{known['id']}", body).ok()
    corrected = [*CUSTOMER[:4], "9, avenue", *CUSTOMER[5:]]
    doc = run(estate, customers(corrected))
    (row,) = ledger(estate, doc["id"], outcome="refused")
    assert (row["reason"], row["record"]) == ("customer.exists.kept", known["id"])
    assert "Adresse" in row["sentence"]
    assert customer(estate, "T00001")["name"] == "Vaillant-Roux"


def test_a_code_typed_by_hand_before_is_left_as_it_is(estate: Any) -> None:
    body = {"kind": "business", "name": "Maison Roux", "code": "t00001"}
    estate.api.post("/{c}/customers", body).ok(201)
    doc = run(estate, customers(CUSTOMER))
    assert reasons(estate, doc, outcome="refused") == ["customer.exists.kept"]
    assert count(estate, "customers") == 1


def test_a_corrected_price_list_updates_prices_family_and_vintage(estate: Any) -> None:
    first = run(estate, prices(PRICE_ROW))
    changed = PRICE_ROW.replace("2019", "2020").replace("10,00", "10,50").replace("9,50", "")
    doc = run(estate, prices("*** ROSÉS ***;;;;;;;;;;;", changed))
    assert (first["prices"], doc["tally"]["updated"]) == (4, 1)
    made = variant(estate, "CUV001")
    assert made["year"] == 2020
    found = sorted(tier["price"] for (tier,) in prices_of(estate, made).values())
    assert found == ["10.50", "12.00", "9.00", "9.50"], "a price the file no longer gives is left alone"
    advance(estate, doc["id"], "undoing")
    back = variant(estate, "CUV001")
    assert back["year"] == 2019
    assert run(estate, prices(PRICE_ROW))["tally"]["unchanged"] == 1
    advance(estate, first["id"], "undoing")
    assert [count(estate, path) for path in ("variants", "products")] == [0, 0]


def test_rows_without_a_code_are_met_again(estate: Any) -> None:
    row = customer_row(Code_client=None)
    first = run(estate, customers(row))
    assert run(estate, customers(row))["tally"]["unchanged"] == 1
    assert count(estate, "customers") == 1
    advance(estate, first["id"], "undoing")
    assert run(estate, customers(row))["tally"]["warned"] == 1


# --- what the company already has ----------------------------------------------------------------------------------


def test_a_grid_of_the_company_is_used_and_never_rounds(estate: Any) -> None:
    known = estate.api.post("/{c}/grids", {"code": "depc", "name": "Cave", "basis": "HT", "decimals": 2}).ok(201)
    doc = run(estate, prices(PRICE_ROW.replace("10,00", "10,1234")))
    assert reasons(estate, doc, outcome="warned") == ["price.grid_decimals"]
    found = prices_of(estate, variant(estate, "CUV001"))
    assert known["id"] not in found
    assert (len(found), doc["prices"]) == (3, 3)


def test_a_grid_of_another_basis_is_asked(estate: Any) -> None:
    estate.api.post("/{c}/grids", {"code": "CHR", "name": "CHR", "basis": "TTC"}).ok(201)
    draft = prepare(estate, prices())
    assert [question["about"] for question in draft["plan"]["questions"]] == ["CHR"]
    assert choose(estate, draft["id"], {"bases": {"CHR": "HT"}})["plan"]["questions"]
    assert choose(estate, draft["id"], {"bases": {"CHR": "TTC"}})["plan"]["questions"] == []


def test_a_barcode_of_another_product_is_left_to_it(estate: Any) -> None:
    run(estate, prices(PRICE_ROW))
    doc = run(estate, prices(PRICE_ROW.replace("CUV001", "CUV002")))
    assert reasons(estate, doc, outcome="warned") == ["product.gtin.taken"]
    assert (variant(estate, "CUV001")["gtin"], variant(estate, "CUV002")["gtin"]) == ("3760123456784", "")


# --- undo ----------------------------------------------------------------------------------------------------------


def test_undo_keeps_what_was_changed_since_and_says_why(estate: Any) -> None:
    doc = run(
        estate, customers(CUSTOMER, customer_row(Code_client="T2")), prices(PRICE_ROW, PRICE_ROW.replace("CUV001", "X"))
    )
    known = customer(estate, "T2")
    body = {name: value for name, value in known.items() if name not in SHOWN} | {"notes": "vu au salon"}
    estate.api.put(f"/{{c}}/customers/{known['id']}", body).ok()
    grid = next(grid["id"] for grid in estate.api.get("/{c}/grids").ok()["items"] if grid["code"] == "CHR")
    priced = variant(estate, "X")["id"]
    estate.api.put(f"/{{c}}/prices/{priced}", {"prices": {grid: [{"price": "8.00"}]}}).ok()
    undone = advance(estate, doc["id"], "undoing")
    assert undone["state"] == "undone"
    kept = ledger(estate, doc["id"], undone="kept", first=True)
    assert {row["key"] for row in kept} == {"T2", "X", "CHR", "Articles repris"}
    assert all(row["undone_why"] for row in kept)
    assert (count(estate, "customers"), count(estate, "variants")) == (1, 1)
    assert [grid["code"] for grid in estate.api.get("/{c}/grids").ok()["items"]] == ["CHR"]


def test_undo_keeps_what_a_document_names(estate: Any) -> None:
    doc = run(estate, customers(CUSTOMER, customer_row(Code_client="T2")), prices())
    grid = next(grid["id"] for grid in estate.api.get("/{c}/grids").ok()["items"] if grid["code"] == "DEPC")
    line = {"variant": variant(estate, "CUV001")["id"], "quantity": 6}
    order = {"customer": customer(estate, "T00001")["id"], "grid": grid, "lines": [line]}
    estate.api.post("/{c}/orders", order).ok(201)
    undone = advance(estate, doc["id"], "undoing")
    assert undone["undone"]["removed"] == 1
    kept = {row["key"]: row["undone_why"] for row in ledger(estate, doc["id"], undone="kept")}
    assert {"T00001", "CUV001", "DEPC"} <= set(kept)
    assert "document" in kept["T00001"]


def test_undo_of_what_was_deleted_since(estate: Any) -> None:
    first = run(estate, customers(CUSTOMER))
    again = run(estate, customers([*CUSTOMER[:4], "9, avenue", *CUSTOMER[5:]]))
    undone = advance(estate, first["id"], "undoing")
    assert undone["undone"]["kept"] >= 1, "a later import changed it"
    assert advance(estate, again["id"], "undoing")["undone"]["restored"] == 1
