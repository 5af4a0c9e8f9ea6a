"""The sample of an old program, whole, through the public API: imported, imported again, undone.

The tests of this file follow each other on one company.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from tests.rooms.migration_support import advance, count, ledger, prepare, seen
from tests.rules.migration_support import CUSTOMERS, PRICES, SAMPLES

KEY: dict[str, Any] = json.loads((SAMPLES / "answer_key.json").read_text())
FILES = tuple((path.name, path.read_bytes()) for path in (CUSTOMERS, PRICES))
CREATED, PRODUCTS, NO_COUNTRY = 4984, 420, 947
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hand_made(estate: Any) -> Any:
    """A customer and a grid that no import made."""
    grid = estate.api.post("/{c}/grids", {"code": "ROUGE", "name": "Foire", "basis": "TTC"}).ok(201)
    body = {"kind": "individual", "name": "Avant", "code": "AVANT", "grid_id": grid["id"]}
    return estate.api.post("/{c}/customers", body).ok(201)


@pytest.fixture(scope="module")
def previewed(estate: Any, hand_made: Any) -> Any:
    return prepare(estate, *FILES)


@pytest.fixture(scope="module")
def imported(estate: Any, world: Any, previewed: Any) -> Any:
    """Run as it runs in the house: the transition tells a fact, the bus brings it to the room."""
    from tests.support.bus import Bus

    estate.api.post(f"/{{c}}/imports/{previewed['id']}/transitions", {"to": "running"}).ok()
    assert seen(estate, previewed["id"])["state"] == "running"
    Bus().deliver()
    return seen(estate, previewed["id"])


def test_the_preview_says_what_will_be_done(previewed: Any) -> None:
    plan = previewed["plan"]
    assert previewed["state"] == "draft"
    assert [sheet["program"] for sheet in plan["sheets"]] == ["CaveGest", "CaveGest"]
    assert plan["customers"] | {"warned": 0} == {
        "rows": KEY["customers"]["source_rows"], "create": CREATED, "update": 0, "unchanged": 0, "refuse": 7,
        "skip": 3, "warned": 0,
    }  # fmt: skip
    assert (plan["products"]["create"], plan["prices"]) == (PRODUCTS, KEY["prices"]["prices"])
    assert plan["questions"] == []
    assert [offer["kind"] for offer in plan["offers"]] == ["country"]


def test_it_writes_what_the_preview_said(estate: Any, imported: Any, previewed: Any) -> None:
    assert imported["state"] == "done"
    assert imported["done"] == imported["total"] == 5001 + 440
    tally = imported["tally"]
    assert tally["created"] + tally["warned"] == CREATED + PRODUCTS
    assert tally["refused"] == previewed["plan"]["customers"]["refuse"]
    assert imported["prices"] == KEY["prices"]["prices"]
    assert count(estate, "customers") == CREATED + 1
    assert count(estate, "variants") == count(estate, "products") == PRODUCTS


@pytest.mark.feature("M08")
def test_every_fault_is_in_the_ledger_as_often_as_in_the_files(estate: Any, imported: Any) -> None:
    rows = ledger(estate, imported["id"])
    faults = Counter(row["family"] for row in rows)
    wanted = {**KEY["customers"], **KEY["prices"]}
    counted = set(wanted) & set(faults)
    assert counted == {
        "strict_duplicates", "conflicting_duplicates", "missing_country", "unknown_country", "vat_country_conflict",
        "zip_lost_zero", "bad_email", "formula", "unusable", "no_name", "numeric_phone", "zero_prices",
        "unreadable_prices", "missing_vat", "bad_gtin", "duplicate_refs", "no_volume", "section_rows",
    }  # fmt: skip
    assert {name: faults[name] for name in counted} == {name: wanted[name] for name in counted}
    firsts = [row for row in rows if row["first"] and row["kind"] in ("customer", "product")]
    assert len(firsts) == KEY["customers"]["source_rows"] + KEY["prices"]["rows"] - KEY["prices"]["section_rows"]


@pytest.mark.feature("M08")
def test_customers_without_a_country_are_there_to_be_completed(estate: Any, imported: Any) -> None:
    where = json.dumps({"field": "country", "op": "empty", "value": True})
    page = estate.api.get("/{c}/customers", where=where, limit=1).ok()
    assert page["count"] == NO_COUNTRY
    one = estate.api.get(f"/{{c}}/customers/{page['items'][0]['id']}").ok()
    assert "crm.address.no_country" in {warning["rule"] for warning in one["warnings"]}


@pytest.mark.feature("M08")
def test_every_source_row_is_accounted_for(estate: Any, imported: Any) -> None:
    rows = [row for row in ledger(estate, imported["id"], first=True) if row["kind"] != "setup"]
    for name, lines in ((CUSTOMERS.name, 5001), (PRICES.name, 440)):
        assert sorted(row["line"] for row in rows if row["file"] == name) == list(range(1, lines + 1))
    for row in rows:
        assert row["record"] or row["reason"], row
        assert row["reason"] == "" or row["sentence"], row


@pytest.mark.feature("M08")
def test_every_price_is_exact(estate: Any, imported: Any) -> None:
    grids = {grid["id"]: grid for grid in estate.api.get("/{c}/grids").ok()["items"]}
    found: dict[str, Any] = {}
    for start in ("CHA", "COT", "CUV", "DOM", "TRA"):
        where = json.dumps({"field": "sku", "op": "starts", "value": start})
        for row in estate.api.get("/{c}/prices", where=where, limit=500).ok()["items"]:
            for grid, tiers in row["prices"].items():
                (tier,) = tiers
                found[f"{row['sku']}/{grids[grid]['code']}"] = (grids[grid]["basis"], Decimal(tier["price"]))
    assert len(found) == KEY["prices"]["prices"]
    for place, check in KEY["prices"]["spot_checks"].items():
        assert found[place] == (check["basis"], Decimal(check["price"])), place


def test_again_creates_nothing(estate: Any, imported: Any) -> None:
    again = prepare(estate, *FILES)
    assert (again["plan"]["customers"]["create"], again["plan"]["customers"]["unchanged"]) == (0, CREATED)
    done = advance(estate, again["id"], "running")
    assert (done["tally"]["created"], done["tally"]["warned"], done["tally"]["updated"]) == (0, 0, 0)
    assert (done["tally"]["unchanged"], done["prices"]) == (CREATED + PRODUCTS, 0)
    assert count(estate, "customers") == CREATED + 1
    undone = advance(estate, again["id"], "undoing")
    assert sum(undone["undone"].values()) == 0
    assert count(estate, "customers") == CREATED + 1


@pytest.mark.feature("M08")
def test_undo_removes_what_it_made_and_nothing_else(estate: Any, imported: Any, hand_made: Any) -> None:
    undone = advance(estate, imported["id"], "undoing")
    assert undone["state"] == "undone"
    assert undone["undone"] == {"removed": CREATED + PRODUCTS + 14, "restored": 0, "kept": 0, "gone": 0}
    assert [count(estate, path) for path in ("customers", "variants", "products")] == [1, 0, 0]
    assert [grid["code"] for grid in estate.api.get("/{c}/grids").ok()["items"]] == ["ROUGE"]
    assert estate.api.get("/{c}/customer-categories").ok()["items"] == []
    assert estate.api.get("/{c}/families").ok()["items"] == []
    assert estate.api.get(f"/{{c}}/customers/{hand_made['id']}").ok() == hand_made
    rows = ledger(estate, imported["id"], first=True, undone="removed")
    assert len(rows) == CREATED + PRODUCTS + 14
