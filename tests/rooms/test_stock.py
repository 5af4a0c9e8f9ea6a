"""Depots and movements through the API: one default, a past that stays, and what nobody can enter."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.kernel.clock import paris_date
from tests.rooms.sales_support import CSV, Shop, joined, open_shop
from tests.rooms.stock_support import both, depot, move, standing, summed


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=8)


@pytest.fixture(scope="module")
def chai(shop: Shop) -> str:
    return depot(shop)


@pytest.fixture(scope="module")
def boutique(shop: Shop, chai: str) -> str:
    return depot(shop, "BOU", "Boutique", duty="paid", address={"lines": ["3 rue du Port"], "country": "France"})


def rules(problem: Any) -> list[tuple[str, str]]:
    return [(one["field"], one["rule"]) for one in problem["errors"]]


def test_the_first_depot_is_the_default_and_there_is_never_another(new_estate: Any) -> None:
    house = open_shop(new_estate, wines=0)
    first = house.api.post("/{c}/depots", {"code": "A", "name": "Chai", "duty": "suspended"}).ok(201)
    assert (first["default"], first["duty"]) == (True, "suspended")
    second = house.api.post("/{c}/depots", {"code": "B", "name": "Quai", "default": True}).ok(201)
    kept = {one["code"]: one["default"] for one in house.api.get("/{c}/depots").ok()["items"]}
    assert kept == {"A": False, "B": True}
    house.api.post("/{c}/depots", {"code": "b", "name": "Autre"}).refused(409, "stock.depot.code_taken")
    put_away = {"code": "B", "name": "Quai", "default": True, "archived": True}
    refused = house.api.put(f"/{{c}}/depots/{second['id']}", put_away).refused(422, "stock.depot.default")
    assert rules(refused) == [("archived", "stock.depot.default")]
    house.api.delete(f"/{{c}}/depots/{second['id']}").refused(422, "stock.depot.default")
    house.api.delete(f"/{{c}}/depots/{first['id']}").ok()
    house.api.delete(f"/{{c}}/depots/{second['id']}").ok()
    house.api.put(f"/{{c}}/depots/{second['id']}", put_away).refused(404, "stock.depot.not_found")
    lost = {"code": "C", "name": "X", "address": {"country": "Atlantide"}}
    assert rules(house.api.post("/{c}/depots", lost).refused(422))[0][0] == "address.country"


def test_versions_and_repeats_of_depots(shop: Shop, boutique: str) -> None:
    key = {"Idempotency-Key": "one-depot"}
    first = shop.api.post("/{c}/depots", {"code": "Z", "name": "Zone"}, headers=key).ok(201)
    assert shop.api.post("/{c}/depots", {"code": "Z", "name": "Zone"}, headers=key).ok(201) == first
    stale = {"If-Match": f'"{first["version"] - 1}"'}
    shop.api.put(f"/{{c}}/depots/{first['id']}", {"code": "Z", "name": "Y"}, headers=stale).refused(412)
    shop.api.delete(f"/{{c}}/depots/{first['id']}", headers=stale).refused(412)
    shop.api.delete(f"/{{c}}/depots/{first['id']}").ok()


@pytest.mark.feature("3.2-10")
def test_a_transfer_of_120_leaves_one_depot_for_the_other_whole(shop: Shop, chai: str, boutique: str) -> None:
    wine = shop.wines[0]
    move(shop, "opening", chai, (wine, 500)).ok(201)
    made = move(shop, "transfer", chai, (wine, 120), to=boutique).ok(201)
    assert [(line["depot"], line["quantity"]) for line in made["lines"]] == [(chai, -120), (boutique, 120)]
    assert standing(shop, wine, chai) == (380, 0, 380)
    assert standing(shop, wine, boutique) == (120, 0, 120)
    page = shop.api.get("/{c}/stock", where=json.dumps({"field": "variant", "op": "eq", "value": wine}),
                        sums="physical,available").ok()  # fmt: skip
    assert page["sums"] == {"physical": 500, "available": 500}
    refused = move(shop, "transfer", boutique, (wine, 121), to=chai).refused(422, "stock.movement.below_zero")
    assert rules(refused) == [("lines.0.quantity", "stock.movement.below_zero")]
    assert "que 120 cols" in refused["errors"][0]["detail"]
    assert standing(shop, wine, boutique) == (120, 0, 120)


def test_a_count_is_written_as_what_it_differs_by(shop: Shop, chai: str) -> None:
    wine = shop.wines[1]
    move(shop, "opening", chai, (wine, 60)).ok(201)
    made = move(shop, "inventory", chai, (wine, 57), reason="Comptage du soir").ok(201)
    assert [line["quantity"] for line in made["lines"]] == [-3]
    same = move(shop, "inventory", chai, (wine, 57)).ok(201)
    assert [line["quantity"] for line in same["lines"]] == [0]
    move(shop, "correction", chai, (wine, -7), reason="Casse").ok(201)
    assert standing(shop, wine, chai) == (50, 0, 50)
    assert summed(shop, "movements", wine, chai) == 50


def test_a_movement_of_a_past_day_counts_from_it_and_is_marked(shop: Shop, chai: str) -> None:
    wine, today = shop.wines[2], paris_date(datetime.now(UTC))
    move(shop, "opening", chai, (wine, 100)).ok(201)
    past = str(today - timedelta(days=10))
    move(shop, "correction", chai, (wine, 12), on=past, reason="Oubli").ok(201)
    until = {"and": [{"field": "variant", "op": "eq", "value": wine}, {"field": "on", "op": "le", "value": past}]}
    page = shop.api.get("/{c}/stock/movements", where=json.dumps(until), sums="quantity").ok()
    assert (page["sums"], [row["backdated"] for row in page["items"]]) == ({"quantity": 12}, [True])
    assert (page["items"][0]["reason"], page["items"][0]["author"]) == ("Oubli", page["items"][0]["author"])
    assert page["items"][0]["depot_name"] == "Chai"


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"cause": "correction"}, [("reason", "stock.movement.reason")]),
        ({"cause": "transfer"}, [("to", "stock.movement.to")]),
        ({"cause": "opening", "on": "2999-01-01"}, [("on", "stock.movement.future")]),
        ({"cause": "inventory", "on": "2020-01-01"}, [("on", "stock.movement.past_count")]),
        ({"cause": "opening", "depot": "dep_none"}, [("depot", "stock.depot.unknown")]),
        ({"cause": "opening", "lines": [("none", 1)]}, [("lines.0.variant", "stock.line.unknown")]),
        ({"cause": "opening", "lines": [(3, 1), (3, 2)]}, [("lines.1.variant", "stock.line.twice")]),
        ({"cause": "inventory", "lines": [(3, -1)]}, [("lines.0.quantity", "stock.line.negative")]),
        ({"cause": "correction", "reason": "x", "lines": [(3, 0)]}, [("lines.0.quantity", "stock.line.nothing")]),
        ({"cause": "correction", "reason": "x", "lines": [(3, -1)]},
         [("lines.0.quantity", "stock.movement.below_zero")]),
    ],
)  # fmt: skip
def test_what_nobody_can_enter(shop: Shop, chai: str, given: Any, wrong: Any) -> None:
    lines = [(shop.wines[one] if isinstance(one, int) else one, n) for one, n in given.pop("lines", [(3, 6)])]
    told = {"depot": chai, **given}
    refused = move(shop, told.pop("cause"), told.pop("depot"), *lines, **told).refused(422)
    assert rules(refused) == wrong
    assert standing(shop, shop.wines[3], chai) == (0, 0, 0)


def test_a_stock_is_opened_once_and_a_service_never(shop: Shop, chai: str, boutique: str) -> None:
    wine = shop.wines[4]
    move(shop, "opening", chai, (wine, 0)).ok(201)
    refused = move(shop, "opening", chai, (wine, 6)).refused(422)
    assert rules(refused) == [("lines.0.variant", "stock.opening.twice")]
    move(shop, "opening", boutique, (wine, 6)).ok(201)
    assert standing(shop, wine, chai) == (0, 0, 0)
    moved_there = shop.api.delete(f"/{{c}}/depots/{boutique}").refused(409, "stock.depot.in_use")
    assert "Archivez-le" in moved_there["detail"]


def test_the_list_is_searched_and_leaves_as_a_file(shop: Shop, chai: str) -> None:
    move(shop, "opening", chai, (shop.wines[6], 24)).ok(201)
    found = shop.api.get("/{c}/stock", q="CT22-6").ok()["items"]
    first = next(row for row in found if row["sku"] == "CT22-6")
    assert (first["physical"], first["depot_name"]) == (24, "Chai")
    asked = both(variant=shop.wines[6])
    text = shop.api.get("/{c}/stock/export", format="csv", headers=CSV, where=asked).content.decode("utf-8-sig")
    heading, row = text.splitlines()[:2]
    assert heading.startswith("Référence;Désignation;Dépôt;En stock;Réservé;Disponible")
    assert row.startswith("CT22-6;Château des Tests n° 6 2022;Chai;24;0;24")


def test_a_movement_told_twice_is_written_once(shop: Shop, chai: str) -> None:
    told = {"cause": "opening", "depot": chai, "lines": [{"variant": shop.wines[7], "quantity": 36}]}
    key = {"Idempotency-Key": "opening-once"}
    first = shop.api.post("/{c}/stock/movements", told, headers=key).ok(201)
    assert shop.api.post("/{c}/stock/movements", told, headers=key).ok(201) == first
    assert standing(shop, shop.wines[7], chai) == (36, 0, 36)


def test_who_gets_in(shop: Shop, new_estate: Any, chai: str) -> None:
    told = {"cause": "correction", "depot": chai, "reason": "x", "lines": [{"variant": shop.wines[0], "quantity": 1}]}
    seller = joined(shop, "representative", "vendeur")
    seller.get("/{c}/stock").ok()
    seller.post("/{c}/stock/movements", told).refused(403)
    seller.post("/{c}/depots", {"code": "V", "name": "V"}).refused(403)
    joined(shop, "accountant", "compta").get("/{c}/depots").ok()
    shop.api.stranger().get("/{c}/stock").refused(401)
    other = new_estate()
    other.api.into(shop.estate.company).get("/{c}/stock").refused(404)
    refused = other.api.post("/{c}/stock/movements", told).refused(422)
    assert {one["rule"] for one in refused["errors"]} == {"stock.depot.unknown", "stock.line.unknown"}
