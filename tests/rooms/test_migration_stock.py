"""The opening stock imported: by product and depot, exact, once, taken back; what is not certain is refused by name."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rooms.migration_support import advance, count, ledger, prepare, run, text, variant
from tests.support.api import Api

ARTICLES = "Référence;Désignation;Contenance;Taux de TVA;Famille;Prix PUBLIC TTC"
WINES = ("MRG-19;Château Margelle;75 cl;20;Rouges;17,90", "MRG-19-M;Château Margelle;1,5 L;20;Rouges;39,00")
STOCK = "Référence;Désignation;Contenance;Dépôt;Stock (cols);Stock au"
ROWS = (
    "MRG-19;Château Margelle;75 cl;CHAI;1 248;31/12/2025",
    "MRG-19;Château Margelle;75 cl;Boutique;36;31/12/2025",
    "MRG-19-M;Magnum;magnum;CHAI;0;31/12/2025",
)


@pytest.fixture
def estate(new_estate: Any) -> Any:
    estate = new_estate()
    for code, name in (("CHAI", "Chai"), ("B", "Boutique")):
        estate.api.post("/{c}/depots", {"code": code, "name": name}).ok(201)
    return estate


def articles() -> tuple[str, bytes]:
    return text("articles.csv", ARTICLES, *WINES)


def stock(*rows: str) -> tuple[str, bytes]:
    return text("stock.csv", STOCK, *rows)


def standing(estate: Any) -> dict[tuple[str, str], tuple[int, int]]:
    """(reference, depot) -> (physical, available)."""
    page = estate.api.get("/{c}/stock").ok()
    return {(row["sku"], row["depot_name"]): (row["physical"], row["available"]) for row in page["items"]}


def movements(estate: Any, cause: str) -> list[Any]:
    where = json.dumps({"field": "cause", "op": "eq", "value": cause})
    rows: list[Any] = estate.api.get("/{c}/stock/movements", where=where).ok()["items"]
    return rows


def test_the_stock_comes_with_its_products_to_the_bottle_and_to_the_day(estate: Any) -> None:
    draft = prepare(estate, stock(*ROWS), articles())
    assert draft["plan"]["questions"] == []
    assert (draft["plan"]["stocks"]["create"], draft["plan"]["stocks"]["refuse"]) == (3, 0)
    done = advance(estate, draft["id"], "running")
    assert (done["state"], done["tally"]["refused"]) == ("done", 0), done["failure"]
    assert standing(estate) == {
        ("MRG-19", "Chai"): (1248, 1248), ("MRG-19", "Boutique"): (36, 36), ("MRG-19-M", "Chai"): (0, 0),
    }  # fmt: skip
    opened = movements(estate, "opening")
    assert sorted((one["quantity"], one["on"]) for one in opened) == [
        (0, "2025-12-31"), (36, "2025-12-31"), (1248, "2025-12-31"),
    ]  # fmt: skip
    assert len({one["movement"] for one in opened}) == 3, "one movement for each product and depot"
    assert variant(estate, "MRG-19")["in_use"]


def test_again_counts_nothing_and_undo_takes_all_away(estate: Any) -> None:
    first = run(estate, stock(*ROWS), articles())
    again = run(estate, stock(*ROWS), articles())
    assert [again["tally"][name] for name in ("created", "warned", "updated", "refused")] == [0, 0, 0, 0]
    assert again["tally"]["unchanged"] == 5
    assert len(movements(estate, "opening")) == 3
    undone = advance(estate, first["id"], "undoing")
    assert (undone["state"], undone["undone"]["kept"]) == ("undone", 0)
    assert (standing(estate), count(estate, "variants")) == ({}, 0)
    assert len(movements(estate, "withdrawal")) == 3, "nothing is erased: the opposite is written"
    total = estate.api.get("/{c}/stock/movements", sums="quantity").ok()["sums"]["quantity"]
    assert total == 0
    third = run(estate, stock(*ROWS), articles())
    assert third["tally"]["refused"] == 0
    assert standing(estate)["MRG-19", "Chai"] == (1248, 1248)


def test_what_moved_or_was_counted_since_stays(estate: Any) -> None:
    doc = run(estate, stock(*ROWS), articles())
    wine = variant(estate, "MRG-19")["id"]
    chai = estate.api.get("/{c}/depots").ok()["items"][0]["id"]
    moved = {"cause": "correction", "depot": chai, "reason": "Casse", "lines": [{"variant": wine, "quantity": -2}]}
    estate.api.post("/{c}/stock/movements", moved).ok(201)
    undone = advance(estate, doc["id"], "undoing")
    kept = {(one["kind"], one["key"]): one["undone_why"] for one in ledger(estate, doc["id"], undone="kept")}
    assert "bougé" in kept["stock", "MRG-19 · CHAI"]
    assert "MRG-19" in kept["product", "MRG-19"]
    assert undone["undone"]["removed"] >= 2
    assert standing(estate) == {("MRG-19", "Chai"): (1246, 1246)}


def test_a_stock_typed_here_is_never_changed_by_a_file(estate: Any) -> None:
    run(estate, articles())
    wine = variant(estate, "MRG-19")["id"]
    chai = estate.api.get("/{c}/depots").ok()["items"][0]["id"]
    typed = {"cause": "opening", "depot": chai, "lines": [{"variant": wine, "quantity": 12}]}
    estate.api.post("/{c}/stock/movements", typed).ok(201)
    doc = run(estate, stock(*ROWS))
    (said,) = ledger(estate, doc["id"], reason="stock.counted")
    assert (said["outcome"], said["line"]) == ("refused", 2)
    assert standing(estate)["MRG-19", "Chai"] == (12, 12)
    other = run(estate, stock(ROWS[1].replace("36", "40"), ROWS[2]))
    (said,) = ledger(estate, other["id"], outcome="refused")
    assert (said["reason"], said["key"]) == ("stock.exists.kept", "MRG-19 · Boutique")
    assert standing(estate)["MRG-19", "Boutique"] == (36, 36)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("NOPE;;75 cl;CHAI;12;31/12/2025", "stock.unknown_product"),
        (";Margelle;75 cl;CHAI;12;31/12/2025", "stock.no_reference"),
        ("MRG-19;;75 cl;CAVE 9;12;31/12/2025", "stock.unknown_depot"),
        ("MRG-19;;magnum;CHAI;12;31/12/2025", "stock.other_volume"),
        ("MRG-19;;grande;CHAI;12;31/12/2025", "stock.volume"),
        ("MRG-19;;75 cl;CHAI;;31/12/2025", "stock.no_quantity"),
        ("MRG-19;;75 cl;CHAI;-12;31/12/2025", "stock.negative"),
        ("MRG-19;;75 cl;CHAI;12,5;31/12/2025", "stock.quantity"),
        ("MRG-19;;75 cl;CHAI;1.248;31/12/2025", "stock.quantity"),
        ("MRG-19;;75 cl;CHAI;=12*6;31/12/2025", "stock.quantity"),
        ("MRG-19;;75 cl;CHAI;12 cartons;31/12/2025", "stock.quantity"),
        ("MRG-19;;75 cl;CHAI;12;31/12/2999", "stock.date"),
        ("MRG-19;;75 cl;CHAI;12;31/12/25", "stock.date"),
    ],
)
def test_what_is_not_certain_is_refused_by_name(new_estate: Any, row: str, reason: str) -> None:
    estate = new_estate()
    estate.api.post("/{c}/depots", {"code": "CHAI", "name": "Chai"}).ok(201)
    doc = run(estate, articles(), stock(row, ROWS[2]))
    refused = ledger(estate, doc["id"], outcome="refused")
    assert reason in {one["reason"] for one in refused}
    assert {(one["file"], one["line"]) for one in refused} == {("stock.csv", 2)}
    assert standing(estate) == {("MRG-19-M", "Chai"): (0, 0)}


def test_without_a_depot_nothing_has_a_place_and_without_a_column_it_is_the_usual_one(new_estate: Any) -> None:
    estate = new_estate()
    titles = "Référence;Désignation;Contenance;Stock (cols);Stock au"
    bare = text("stock.csv", titles, "MRG-19;Margelle;75 cl;12;31/12/2025", "MRG-19-M;Magnum;1,5 L;6;31/12/2025")
    doc = run(estate, articles(), bare)
    assert {one["reason"] for one in ledger(estate, doc["id"], outcome="refused")} == {"stock.no_depot"}
    estate.api.post("/{c}/depots", {"code": "CHAI", "name": "Chai"}).ok(201)
    run(estate, bare)
    assert standing(estate) == {("MRG-19", "Chai"): (12, 12), ("MRG-19-M", "Chai"): (6, 6)}


def test_one_product_twice_in_a_depot_counts_once_and_says_it(estate: Any) -> None:
    """By its code and by its name the depot is the same: the second row is not added to the first."""
    doc = run(estate, articles(), stock(ROWS[0], "MRG-19;;75 cl;Chai ;7;31/12/2025", "mrg-19;;75 cl;CHAI;9;31/12/2025"))
    assert standing(estate) == {("MRG-19", "Chai"): (1248, 1248)}
    assert {one["line"] for one in ledger(estate, doc["id"], outcome="refused")} == {3, 4}


def test_the_template_is_understood_and_who_may_not_touch_the_stock_does_not(estate: Any) -> None:
    run(estate, text("articles.csv", ARTICLES, "MRG-19-75;Château Margelle 2019;75 cl;20;Rouges;17,90"))
    content = estate.api.get("/{c}/import-fields/stock", headers={"accept": "*/*"}).content
    draft = prepare(estate, ("modele-stock.xlsx", content))
    assert (draft["plan"]["questions"], draft["plan"]["stocks"]["create"]) == ([], 1)
    scopes = ["migration:write", "crm:write", "catalogue:write", "pricing:write", "stock:read"]
    key = estate.api.post("/{c}/api-keys", {"name": "Reprise", "scopes": scopes}).ok(201)
    other = Api(estate.api.gateway, estate.company, key=key["secret"])
    other.post(f"/{{c}}/imports/{draft['id']}/transitions", {"to": "running"}).refused(403)
    assert advance(estate, draft["id"], "running")["state"] == "done"
    assert standing(estate) == {("MRG-19-75", "Chai"): (1248, 1248)}
