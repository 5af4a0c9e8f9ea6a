from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chalicelib.pricing.rules import (
    Grid,
    GridBook,
    LineAsk,
    OrderDiscount,
    Priceable,
    Tariff,
    Tier,
    choose_grid,
    explained,
    in_order,
    price_order,
    shown_price,
    tier_problems,
)

BOOK = GridBook(
    (
        Grid("a", "A", "Départ"),
        Grid("b", "B", "CHR"),
        Grid("c", "C", "Export"),
        Grid("old", "O", "Vieux", archived=True),
    ),
)


@pytest.mark.feature("2.2-07")
@pytest.mark.parametrize(
    ("named", "grid", "level"),
    [
        ({}, "a", "company"),
        ({"customer": "b"}, "b", "customer"),
        ({"customer": "b", "point_of_sale": "c"}, "c", "point_of_sale"),
        ({"customer": "b", "point_of_sale": "c", "order": "a"}, "a", "order"),
        ({"order": "old", "customer": "b"}, "b", "customer"),
        ({"customer": "old"}, "a", "company"),
        ({"customer": "gone"}, "a", "company"),
    ],
)
def test_grid_selection_order(named: dict[str, str], grid: str, level: str) -> None:
    found = choose_grid(BOOK, company="a", **named)
    assert found.grid is not None
    assert (found.grid.id, found.level) == (grid, level)


def test_the_trace_says_what_became_of_each_level() -> None:
    found = choose_grid(BOOK, order="old", point_of_sale="gone", customer="b", company="a")
    assert [(step.level, step.grid_id, step.outcome) for step in found.trace] == [
        ("order", "old", "archived"),
        ("point_of_sale", "gone", "unknown"),
        ("customer", "b", "won"),
        ("company", "a", "hidden"),
    ]
    assert choose_grid(GridBook()).grid is None


@pytest.mark.feature("2.2-03")
@pytest.mark.parametrize(
    ("decimals", "price", "ok"),
    [
        (2, "3.47", True),
        (2, "3.4700", True),
        (2, "3.4725", False),
        (3, "3.473", True),
        (4, "3.4725", True),
        (2, "-1", False),
    ],
)
def test_a_price_has_at_most_the_decimals_of_its_grid(decimals: int, price: str, ok: bool) -> None:
    found = tier_problems(decimals, (Tier(1, Decimal(price)),), "prices.g")
    assert [error.field for error in found] == ([] if ok else ["prices.g.0.price"])


def test_tiers_that_contradict_each_other() -> None:
    tiers = (
        Tier(1, Decimal(9)),
        Tier(1, Decimal(8)),
        Tier(1, Decimal(8), valid_from=date(2027, 1, 1)),
        Tier(6, Decimal(7), date(2027, 1, 2), date(2027, 1, 1)),
    )
    found = tier_problems(2, tiers, "p")
    assert [(error.field, error.rule) for error in found] == [
        ("p.1.from_qty", "pricing.tier.twice"),
        ("p.3.valid_to", "pricing.tier.dates"),
    ]
    assert [tier.from_qty for tier in in_order((Tier(12, Decimal(1)), Tier(1, Decimal(2))))] == [1, 12]


@pytest.mark.feature("2.2-14")
def test_a_price_is_explained_in_sentences() -> None:
    book = GridBook((Grid("g", "CHR", "CHR HT", name_en="Restaurants", tier_basis="order"),))
    choice = choose_grid(book, company="g")
    line = price_order(
        [LineAsk("A", 6, 6, manual_price=Decimal("7.5"), percent=Decimal("5.5"))],
        {"A": Priceable("A", volume=750)},
        {"A": Tariff("A", {"g": (Tier(1, Decimal("9")), Tier(36, Decimal("8.00")))})},
        choice.grid,
        date(2026, 11, 22),
        OrderDiscount(customer_percent=Decimal(2)),
    )[0]
    assert explained(line, choice) == [
        "Tarif CHR HT (HT), par défaut de la société.",
        "Paliers comptés sur 36 cols dans toute la commande.",
        "Prix saisi à la main : 7,50 EUR, retenu.",
        "Prix du tarif (palier 36) : 8,00 EUR, écarté.",
        "7,50 × 36 = 270,00 HT",
        "Remise de la ligne 5,50 % : \u221214,85",
        "Remise permanente du client 2,00 % : \u22125,10",
        "Reste 250,05 HT",
    ]
    english = explained(line, choice, "en")
    assert english[0] == "Grid Restaurants (HT), the company's default."
    assert english[-1] == "Leaves 250.05 HT"


def test_no_price_says_what_to_do() -> None:
    line = price_order([LineAsk("A", 1)], {"A": Priceable("A")}, {}, None, date(2026, 1, 1), OrderDiscount())[0]
    assert explained(line, choose_grid(GridBook()))[-1] == "Aucun prix : saisissez-le."


@pytest.mark.parametrize(
    ("given", "kept"),
    [("8.5", "8.50"), ("8.500", "8.50"), ("29.5600", "29.56"), ("3.4725", "3.4725"), ("8", "8.00"), ("0", "0.00")],
)
def test_a_price_is_written_one_way(given: str, kept: str) -> None:
    assert str(shown_price(Decimal(given))) == kept
