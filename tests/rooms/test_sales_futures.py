"""Futures (primeurs): promised before there is any stock, with a pro-forma, normal orders once released."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.kernel.clock import paris_date
from tests.rooms.sales_support import Shop, open_shop
from tests.rooms.stock_support import check, depot, move, standing


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


def today() -> date:
    return paris_date(datetime.now(UTC))


def release(shop: Shop, order: Any, on: date) -> Any:
    body = {"to": "validated", "release_on": on.isoformat()}
    return shop.api.post(f"/{{c}}/orders/{order['id']}/transitions", body)


@pytest.mark.feature("2.3-22")
def test_futures_are_reserved_before_any_stock_and_are_normal_once_released(shop: Shop) -> None:
    chai = depot(shop)
    check(shop, "block")
    coming = (today() + timedelta(days=400)).isoformat()
    order = shop.order(quantity=60, release_on=coming, confirm=True)
    assert (order["state"], order["release_on"], order["warnings"]) == ("validated", coming, [])
    assert order["proforma_number"].startswith("PF-")
    assert standing(shop, shop.wines[0], chai) == (0, 60, -60)
    deposit = shop.api.post(f"/{{c}}/orders/{order['id']}/deposits", {"percent": "30"}).ok(201)
    shop.pay(deposit["balance"], [(deposit["id"], deposit["balance"])])
    shop.api.post("/{c}/delivery-notes", {"order": order["id"]}).refused(409, "sales.futures.not_released")
    shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").refused(409, "sales.futures.not_released")
    tiers = [{"from_qty": 1, "price": "99.00"}]
    shop.api.put(f"/{{c}}/prices/{shop.wines[0]}", {"prices": {shop.grid: tiers}}).ok()
    move(shop, "correction", chai, (shop.wines[0], 600), reason="Mise en bouteille").ok(201)
    now = release(shop, order, today()).ok()
    assert (now["totals"], [one["gross"] for one in now["deposits"]]) == (order["totals"], [deposit["balance"]])
    assert standing(shop, shop.wines[0], chai) == (600, 60, 540)
    shop.api.post("/{c}/delivery-notes", {"order": order["id"]}).ok(201)
    assert standing(shop, shop.wines[0], chai) == (540, 0, 540)
    final = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert final["totals"]["gross"] == order["totals"]["gross"]
    assert final["balance"] == order["totals"]["gross"] - deposit["balance"]


def test_the_preview_of_futures_is_not_short_and_of_the_same_bottles_now_is(shop: Shop) -> None:
    move(shop, "opening", depot(shop), (shop.wines[0], 10)).ok(201)
    coming = (today() + timedelta(days=1)).isoformat()
    for day, short in ((coming, False), (None, True), (today().isoformat(), True)):
        seen = shop.api.post("/{c}/orders/price", shop.asked(quantity=60, release_on=day)).ok()
        assert any(one["rule"] == "stock.short" for one in seen["warnings"]) is short


def test_only_confirmed_futures_are_released(shop: Shop) -> None:
    release(shop, shop.order(confirm=True), today()).refused(409, "sales.futures.none")
    draft = shop.order(release_on=(today() + timedelta(days=9)).isoformat())
    release(shop, draft, today()).refused(409, "sales.futures.none")
    assert draft["proforma"] is None


def test_futures_cancelled_free_what_was_promised(shop: Shop) -> None:
    chai = depot(shop)
    order = shop.order(quantity=12, release_on=(today() + timedelta(days=9)).isoformat(), confirm=True)
    assert standing(shop, shop.wines[0], chai) == (0, 12, -12)
    shop.api.post(f"/{{c}}/orders/{order['id']}/transitions", {"to": "cancelled"}).ok()
    assert standing(shop, shop.wines[0], chai) == (0, 0, 0)
