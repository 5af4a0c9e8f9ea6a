"""A shop that keeps a stock: depots, movements, and what stands."""

from __future__ import annotations

import json
from typing import Any

from tests.rooms.sales_support import Shop


def depot(shop: Shop, code: str = "CHAI", name: str = "Chai", **given: Any) -> str:
    return str(shop.api.post("/{c}/depots", {"code": code, "name": name, **given}).ok(201)["id"])


def move(shop: Shop, cause: str, depot: str, *lines: tuple[str, int], **given: Any) -> Any:
    """A movement that a person tells: (variant, bottles) lines."""
    told = [{"variant": variant, "quantity": quantity} for variant, quantity in lines]
    return shop.api.post("/{c}/stock/movements", {"cause": cause, "depot": depot, "lines": told, **given})


def check(shop: Shop, value: str) -> None:
    """What the company does with orders beyond what is available."""
    shop.api.put("/{c}/settings", {"values": {"stock_check": value}}).ok()


def standing(shop: Shop, variant: str, depot: str) -> tuple[int, int, int]:
    """(physical, reserved, available), as the list shows them."""
    page = shop.api.get("/{c}/stock", where=both(variant=variant, depot=depot)).ok()
    if not page["items"]:
        return 0, 0, 0
    (row,) = page["items"]
    return row["physical"], row["reserved"], row["available"]


def summed(shop: Shop, path: str, variant: str, depot: str) -> int:
    """What the rows of movements, or reservations, add up to."""
    page = shop.api.get(f"/{{c}}/stock/{path}", where=both(variant=variant, depot=depot), sums="quantity").ok()
    return int(page["sums"]["quantity"] or 0)


def both(**wanted: str) -> str:
    return json.dumps({"and": [{"field": name, "op": "eq", "value": value} for name, value in wanted.items()]})
