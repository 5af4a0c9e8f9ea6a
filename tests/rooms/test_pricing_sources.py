"""Promotions and agreements through the API, and in orders: stacking, franco, drafts priced again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from pydantic import TypeAdapter

from chalicelib.pricing.rules import PricedLine, replayed
from tests.rooms.sales_support import Shop, open_shop
from tests.support.api import Estate

DECEMBER = {"valid_from": "2026-12-01", "valid_to": "2026-12-24"}


@pytest.fixture
def shop(new_estate: Callable[..., Estate]) -> Shop:
    return open_shop(new_estate, wines=3)


def agree(shop: Shop, prices: dict[str, Any], customer: str = "bistrot", **given: Any) -> Any:
    return shop.api.put(f"/{{c}}/customers/{shop.customer(customer)}/prices", {"prices": prices, **given})


def priced(shop: Shop, **given: Any) -> Any:
    return shop.api.post("/{c}/orders/price", shop.asked(**given)).ok()


def options(shop: Shop, **values: Any) -> None:
    shop.api.put("/{c}/settings", {"values": values}).ok()


@pytest.mark.feature("2.2-13")
def test_an_agreed_price_is_used_until_its_last_day(shop: Shop) -> None:
    wine = shop.wines[0]
    found = agree(shop, {wine: [{"price": "7.25", "valid_to": "2026-12-31"}, {"from_qty": 60, "price": "7.1"}]}).ok()
    assert [(one["sku"], one["listed"]) for one in found["items"]] == [("CT22-0", "9.00")]
    line = priced(shop, ordered_on="2026-12-31")["lines"][0]
    assert (line["unit_price"], line["source"], line["amount"]) == ("7.25", "negotiated", 26100)
    assert (line["next_tier"]["from_qty"], line["next_tier"]["price"]) == (60, "7.10")
    after = priced(shop, ordered_on="2027-01-01")["lines"][0]
    assert (after["unit_price"], after["source"]) == ("8.00", "grid_tier")
    low = [{"price": "7.00"}]
    shop.api.put(f"/{{c}}/prices/{wine}", {"prices": {shop.grid: low}}).ok()
    assert priced(shop, ordered_on="2026-12-31")["lines"][0]["unit_price"] == "7.25", "beats a lower grid price too"
    other = shop.customer("cave", name="Cave", siret="", vat_number="")
    assert priced(shop, customer="cave")["lines"][0]["unit_price"] == "7.00", other


@pytest.mark.parametrize(
    ("prices", "code"),
    [
        ({"var_0": [{"price": "1"}]}, "catalogue.variant.unknown"),
        ({"W": [{"price": "9.12345"}]}, None),
        ({"W": [{"price": "9"}, {"price": "8"}]}, "pricing.tier.twice"),
    ],
)
def test_wrong_agreements(shop: Shop, prices: dict[str, Any], code: str | None) -> None:
    wanted = {shop.wines[0] if id == "W" else id: tiers for id, tiers in prices.items()}
    errors = agree(shop, wanted).refused(422)["errors"]
    assert code is None or errors[0]["rule"] == code
    shop.api.get("/{c}/customers/cus_0/prices").refused(404)
    shop.api.put("/{c}/customers/cus_0/prices", {"prices": {}}).refused(404)


def test_an_agreement_is_versioned_and_emptied(shop: Shop) -> None:
    first = agree(shop, {shop.wines[0]: [{"price": "7"}]}).ok()
    path = f"/{{c}}/customers/{shop.customer('bistrot')}/prices"
    agree(shop, {shop.wines[0]: [{"price": "6"}]}).ok()
    shop.api.put(path, {"prices": {}}, {"If-Match": f'"{first["version"]}"'}).refused(412)
    agree(shop, {}).ok()
    assert shop.api.get(path).ok()["items"] == []
    assert priced(shop)["lines"][0]["source"] == "grid_tier"


@pytest.mark.feature("2.2-12")
def test_a_promotion_is_limited_to_days_grids_and_channels(shop: Shop) -> None:
    family = shop.api.get("/{c}/families").ok()["items"][0]["id"]
    reach = {"code": "CL", "name": "Collection"}
    collection = shop.api.post("/{c}/ranges", reach).ok(201)["id"]
    product = shop.api.get("/{c}/products").ok()["items"][0]["id"]
    known = shop.api.get(f"/{{c}}/products/{product}").ok()
    body = {name: known[name] for name in ("name", "sales_account", "vintages")}
    shop.api.put(f"/{{c}}/products/{product}", {**body, "family_id": family, "ranges": [collection]}).ok()
    given = {"code": "NOEL", "name": "Noël", "percent": "10", "scope": {"ranges": [collection]}, **DECEMBER}
    made = shop.api.post("/{c}/promotions", {**given, "grids": [shop.grid], "channels": ["office"]}).ok(201)
    found = {day: priced(shop, ordered_on=day)["lines"][0]["unit_price"] for day in
             ("2026-11-30", "2026-12-01", "2026-12-24", "2026-12-25")}  # fmt: skip
    assert found == {"2026-11-30": "8.00", "2026-12-01": "7.20", "2026-12-24": "7.20", "2026-12-25": "8.00"}
    assert priced(shop, ordered_on="2026-12-10", channel="till")["lines"][0]["unit_price"] == "8.00"
    other = shop.api.post("/{c}/grids", {"code": "X", "name": "X"}).ok(201)["id"]
    shop.api.put(f"/{{c}}/promotions/{made['id']}", {**given, "grids": [other]}).ok()
    assert priced(shop, ordered_on="2026-12-10")["lines"][0]["unit_price"] == "8.00"
    assert shop.api.delete(f"/{{c}}/promotions/{made['id']}").status == 204
    shop.api.delete(f"/{{c}}/promotions/{made['id']}").refused(404, "pricing.promotion.not_found")


def test_overlapping_promotions_are_refused_with_their_rule(shop: Shop) -> None:
    given = {"code": "A", "name": "A", "percent": "10", **DECEMBER}
    shop.api.post("/{c}/promotions", given).ok(201)
    shop.api.post("/{c}/promotions", {**given, "code": "a", "valid_from": "2027-01-01", "valid_to": None}).refused(
        409, "pricing.promotion.code_taken"
    )
    problem = shop.api.post("/{c}/promotions", {**given, "code": "B", "valid_from": "2026-12-24"}).refused(422)
    assert (problem["errors"][0]["rule"], problem["errors"][0]["field"]) == ("pricing.promotion.overlap", "scope")
    assert "A" in problem["errors"][0]["detail"]
    named = {**given, "code": "C", "scope": {"variants": [shop.wines[0]]}}
    assert [one["rule"] for one in shop.api.post("/{c}/promotions", named).ok(201)["warnings"]] == [
        "pricing.promotion.overlap"
    ]
    shop.api.post("/{c}/promotions", {**given, "code": "D", "per_col": "1"}).refused(422, "pricing.promotion.amount")
    shop.api.post("/{c}/promotions", {**given, "code": "E", "grids": ["grd_0"]}).refused(422)


@pytest.mark.feature("2.2-X03")
@pytest.mark.parametrize(("rule", "unit"), [("negotiated_only", "7.25"), ("best_price", "7.20")])
def test_one_stacking_rule_applies_and_the_line_says_which(shop: Shop, rule: str, unit: str) -> None:
    options(shop, promotion_stacking=rule)
    agree(shop, {shop.wines[0]: [{"price": "7.25"}]}).ok()
    shop.api.post("/{c}/promotions", {"code": "DIX", "name": "Dix", "percent": "10"}).ok(201)
    order = shop.order()
    assert order["lines"][0]["unit_price"] == unit
    why = shop.api.get(f"/{{c}}/orders/{order['id']}/lines/1/explain").ok()
    assert why["stacking"] == rule
    assert any(sentence.startswith("Règle de cumul") for sentence in why["sentences_fr"])
    assert any(sentence.startswith("Stacking rule") for sentence in why["sentences_en"])
    assert [(one["source"], one["price"]) for one in why["candidates"] if one["price"]] == [
        ("negotiated", "7.25"), ("promotion", "7.20"), ("grid_tier", "8.00"),
    ]  # fmt: skip


@pytest.mark.feature("2.2-08")
def test_free_delivery_from_so_many_cols(shop: Shop) -> None:
    options(shop, franco_cols=60)
    under, over = (priced(shop, quantity=n, shipping=1500) for n in (59, 60))
    assert (under["shipping"]["charged"], under["shipping"]["net"], under["shipping"]["vat"]) == (1500, 1500, 300)
    assert under["totals"]["net"] == 59 * 800 + 1500
    assert (over["shipping"]["charged"], over["shipping"]["reason"]) == (0, "cols")
    assert over["shipping"]["mention_fr"] == "Livraison franco de port."
    assert over["totals"]["net"] == 60 * 800
    family = shop.api.get("/{c}/families").ok()["items"][0]["id"]
    visit = shop.api.post("/{c}/products", {"family_id": family, "name": "Visite", "kind": "service"}).ok(201)["id"]
    service = shop.api.post("/{c}/variants", {"product_id": visit, "sku": "VIS"}).ok(201)["id"]
    lines = [{"variant": shop.wines[0], "quantity": 59}, {"variant": service, "quantity": 5, "unit_price": "15"}]
    mixed = shop.api.post("/{c}/orders/price", {**shop.asked(shipping=1500), "lines": lines}).ok()
    assert mixed["shipping"]["charged"] == 1500, "services do not count"


@pytest.mark.feature("2.2-09")
def test_free_delivery_from_such_an_amount(shop: Shop) -> None:
    options(shop, franco_amount=50000, shipping_flat=1200)
    just, enough = ("499.99", "500.00")
    for typed, charged in ((just, 1200), (enough, 0)):
        lines = [{"variant": shop.wines[0], "quantity": 1, "unit_price": typed}]
        found = shop.api.post("/{c}/orders/price", {**shop.asked(), "lines": lines}).ok()
        assert (found["shipping"]["charged"], found["shipping"]["reason"]) == (charged, "" if charged else "amount")
    lines = [{"variant": shop.wines[0], "quantity": 1, "unit_price": "555.56", "discount": "10"}]
    after = shop.api.post("/{c}/orders/price", {**shop.asked(), "lines": lines}).ok()
    assert (after["totals"]["net"], after["shipping"]["charged"]) == (50000, 0), "500.00 after discounts"
    options(shop, franco_basis="TTC")
    lines = [{"variant": shop.wines[0], "quantity": 1, "unit_price": "416.67"}]
    assert shop.api.post("/{c}/orders/price", {**shop.asked(), "lines": lines}).ok()["shipping"]["charged"] == 0
    path = f"/{{c}}/grids/{shop.grid}"
    shop.api.put(path, {"code": "CHR", "name": "CHR", "franco_amount": 0, "franco_cols": 6}).ok()
    assert priced(shop, quantity=5)["shipping"]["charged"] == 1200, "the grid says otherwise than the company"
    assert priced(shop, quantity=6)["shipping"]["reason"] == "cols"


@pytest.mark.feature("2.2-10")
def test_a_delivered_price_frees_its_line_and_is_invoiced(shop: Shop) -> None:
    tiers = [{"price": "9.00"}, {"from_qty": 12, "price": "8.50"}, {"from_qty": 12, "price": "9.20", "franco": True}]
    shop.api.put(f"/{{c}}/prices/{shop.wines[0]}", {"prices": {shop.grid: tiers}}).ok()
    away = priced(shop, lines=2, quantity=12, shipping=1500)
    assert ([one["unit_price"] for one in away["lines"]], away["shipping"]["charged"]) == (["8.50", "8.50"], 1500)
    home = priced(shop, lines=2, quantity=12, shipping=1500, delivered=True)
    assert [(one["unit_price"], one["franco"]) for one in home["lines"]] == [("9.20", True), ("8.50", False)]
    assert (home["shipping"]["charged"], home["shipping"]["reason"]) == (750, "price")
    bill = shop.invoice(lines=2, quantity=12, shipping=1500, delivered=True)
    assert [(one["sku"], one["net"], one["account"]) for one in bill["lines"]][-1] == ("PORT", 750, "708500")
    assert bill["totals"]["net"] == 12 * 920 + 12 * 850 + 750
    assert bill["totals"]["net"] + bill["totals"]["vat"] == bill["totals"]["gross"]


@pytest.mark.feature("2.2-05")
def test_another_way_of_counting_prices_drafts_again_and_only_drafts(shop: Shop, bus: Any) -> None:
    lines: dict[str, Any] = {"lines": 2, "quantity": 18}
    draft, typed = shop.order(**lines), shop.asked(**lines)
    typed["lines"][0] |= {"unit_price": "5.00"}
    manual = shop.api.post("/{c}/orders", typed).ok(201)
    valid = shop.order(confirm=True, **lines)
    bus.deliver()
    shop.api.put(f"/{{c}}/grids/{shop.grid}", {"code": "CHR", "name": "CHR", "tier_basis": "order"}).ok()
    bus.deliver()
    units = {
        name: [line["unit_price"] for line in shop.api.get(f"/{{c}}/orders/{order['id']}").ok()["lines"]]
        for name, order in (("draft", draft), ("manual", manual), ("valid", valid))
    }
    assert units == {"draft": ["8.00", "8.00"], "manual": ["5.00", "8.00"], "valid": ["8.50", "8.50"]}


@pytest.mark.feature("2.2-07")
def test_an_archived_grid_in_use_says_who_named_it(shop: Shop) -> None:
    shop.customer("bistrot")
    options(shop, price_grid=shop.grid)
    found = shop.api.put(f"/{{c}}/grids/{shop.grid}", {"code": "CHR", "name": "CHR", "archived": True}).ok()
    assert [one["rule"] for one in found["warnings"]] == ["pricing.grid.archived_in_use"] * 2
    assert "1 clients" in found["warnings"][0]["detail"]
    order = priced(shop)
    assert (order["grid"], order["lines"][0]["unit_price"]) == (None, None), "never picked"
    shop.api.post("/{c}/orders/price", shop.asked(grid=shop.grid)).refused(422, "sales.order.grid")


@pytest.mark.feature("M04")
def test_two_hundred_explained_lines_replay_to_the_same_cents(shop: Shop) -> None:
    """From the JSON of the answer alone: candidates and steps give unit price, amount and net again."""
    random = Random(5)
    agree(shop, {shop.wines[0]: [{"price": "7.25"}, {"from_qty": 24, "price": "6.95"}]}).ok()
    promotion = {"code": "P", "name": "P", "percent": "12.5", "scope": {"variants": shop.wines[:2]}}
    shop.api.post("/{c}/promotions", promotion).ok(201)
    lines = TypeAdapter(PricedLine)
    seen = set()
    for stacking in ("negotiated_only", "best_price"):
        options(shop, promotion_stacking=stacking)
        for _ in range(2):
            asked = [
                {"variant_id": random.choice(shop.wines), "quantity": random.randint(1, 50),
                 "per_pack": random.choice([1, 6]), "manual_price": random.choice([None, None, "5.55"]),
                 "percent": str(random.choice([0, 3, 7.5])), "per_col": random.choice(["0", "0.13"])}
                for _ in range(50)
            ]  # fmt: skip
            body = {"customer_id": shop.customer("bistrot"), "lines": asked, "percent": "2.5", "amount": 777}
            for line in shop.api.post("/{c}/prices/explain", body).ok()["lines"]:
                told = lines.validate_python({name: value for name, value in line.items() if name != "sentences"})
                again = replayed(replace(told, unit_price=None, amount=None, net=None))
                assert (again.unit_price, again.amount, again.net) == (told.unit_price, told.amount, told.net)
                seen.add((told.source, told.stacking))
    assert len(seen) >= 6, "every source and both rules were met"
