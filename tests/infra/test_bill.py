"""What an installation costs is computed, and the page that says so is new."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

import app  # noqa: F401 - registers every entry point
from scripts.bill import Winery, bill, fixed, growing, prices, table, written
from scripts.infra import INFRA

NOTHING = (0,) * 17


def test_the_page_says_what_is_computed() -> None:
    assert (INFRA / "README.md").read_text(encoding="utf-8") == written(), "python -m scripts.bill"


def test_a_house_adds_its_units_times_their_prices() -> None:
    assert set(growing(Winery(*NOTHING)).values()) == {Decimal(0)}
    asked = growing(Winery(1_000_000, *NOTHING[1:]))
    assert asked["API"] == prices()["api_requests_per_million"] == Decimal("3.70")
    assert asked["firewall"] == Decimal("0.60")
    assert asked["table"] == 0


@pytest.mark.parametrize("file", ["bench/prices.json", "chalicelib/aws/prices.json"])
def test_every_price_says_where_it_was_read_or_that_it_was_not_found(file: str) -> None:
    held = json.loads((INFRA.parent / file).read_text(encoding="utf-8"))
    assert set(held["sources"]) == set(held) - {"as_of", "region", "note", "sources"}
    assert all(len(said) > 20 for said in held["sources"].values())
    shared = json.loads((INFRA.parent / "bench/prices.json").read_text(encoding="utf-8"))
    names = set(held) & set(shared) - {"note"}
    assert {name: held[name] for name in names - {"sources"}} == {name: shared[name] for name in names - {"sources"}}


def test_what_is_fixed_does_not_grow_with_the_houses() -> None:
    one, many = bill(1), bill(100)
    assert one["secrets"] == many["secrets"] == fixed()["secrets"] * prices()["euros_per_dollar"]
    assert many["API"] == 100 * one["API"]
    assert f"{sum(one.values()):,.2f}" in table()
