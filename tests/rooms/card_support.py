"""A shop connected to the twin of Stripe, and what its customers do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from chalicelib.aws import line
from scripts.twins.stripe import KEY, SECRET, Stripe
from tests.rooms.sales_support import Shop, open_shop
from tests.support.api import Reply


@pytest.fixture
def stripe(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stripe]:
    """The twin, and the product pointed at it."""
    monkeypatch.setattr(line, "PAUSE", (0.0, 0.01))
    monkeypatch.setenv("CAVEAU_REGISTER_SECONDS", "20")
    with Stripe() as twin:
        monkeypatch.setenv("CAVEAU_STRIPE_URL", twin.url)
        yield twin


@pytest.fixture
def shop(new_estate: Any, stripe: Stripe) -> Shop:
    """A shop that takes cards; the twin's events come to it at once."""
    shop = open_shop(new_estate, wines=1)
    shown = shop.api.put("/{c}/connectors/stripe", {"key": KEY, "webhook_secret": SECRET}).ok()
    assert (shown["key_end"], shown["has_secret"], shown["enabled"], shown["trial"]) == (KEY[-4:], True, True, True)
    assert KEY not in str(shown)
    stripe.tell = lambda path, body, signed: tell(shop, body, signed)
    return shop


def tell(shop: Shop, body: bytes, signed: str) -> Reply:
    headers = {"content-type": "application/json", "stripe-signature": signed}
    return shop.api.stranger().call("POST", "/{c}/connectors/stripe", body, headers)


def link(shop: Shop, document: Any, **given: Any) -> Any:
    return shop.api.post("/{c}/payment-links", {"document": document["id"], **given}).ok(201)


def followed(shop: Shop, url: str) -> Reply:
    """The customer follows our link."""
    parts = urlsplit(url)
    document = parts.path.rpartition("/")[2]
    assert parts.path == f"/pay/{shop.estate.company}/{document}"
    query: dict[str, Any] = dict(parse_qsl(parts.query))
    return shop.api.stranger().get(f"/{{c}}/payment-links/{document}", **query)


def state(shop: Shop) -> str:
    [row] = shop.api.get("/{c}/payment-links").ok()["items"]
    return str(row["state"])


def due(shop: Shop, invoice: Any) -> tuple[str, int]:
    now = shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()
    return now["status"], now["balance"]


def session_of(page: Any) -> str:
    return str(page["url"]).rpartition("/")[2]
