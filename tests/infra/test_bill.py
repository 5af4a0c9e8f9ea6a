"""What an installation costs is computed, and the page that says so is new."""

from __future__ import annotations

from decimal import Decimal

import app  # noqa: F401 - registers every entry point
from scripts.bill import Winery, bill, fixed, growing, prices, table, written
from scripts.infra import INFRA

NOTHING = (0,) * 16


def test_the_page_says_what_is_computed() -> None:
    assert (INFRA / "README.md").read_text(encoding="utf-8") == written(), "python -m scripts.bill"


def test_a_house_adds_its_units_times_their_prices() -> None:
    assert set(growing(Winery(*NOTHING)).values()) == {Decimal(0)}
    asked = growing(Winery(1_000_000, *NOTHING[1:]))
    assert asked["API"] == prices()["api_requests_per_million"] == Decimal("3.70")
    assert asked["firewall"] == Decimal("0.60")
    assert asked["table"] == 0


def test_what_is_fixed_does_not_grow_with_the_houses() -> None:
    one, many = bill(1), bill(100)
    assert one["secrets"] == many["secrets"] == fixed()["secrets"] * prices()["euros_per_dollar"]
    assert many["API"] == 100 * one["API"]
    assert f"{sum(one.values()):,.2f}" in table()
