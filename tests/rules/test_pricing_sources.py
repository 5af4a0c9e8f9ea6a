"""Agreements, promotions, their stacking, delivered prices: which source wins (docs/algorithms/pricing.md)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.kernel.dates import paris_date
from chalicelib.kernel.money import Basis
from chalicelib.pricing.rules import (
    Agreement,
    Grid,
    GridChoice,
    LineAsk,
    OrderDiscount,
    Priceable,
    PricedLine,
    Promotion,
    Scope,
    Tariff,
    Terms,
    Tier,
    explained,
    price_order,
    promotion_doubts,
    promotion_problems,
    tier_doubts,
)

D = Decimal
DAY = date(2026, 11, 22)
WINE = Priceable("A", volume=750, product_id="p", family_id="f", ranges=("x",), rate=D(20))
TIERS = (Tier(1, D("9.00")), Tier(12, D("8.50")), Tier(36, D("8.00")))
CHRISTMAS = Promotion(
    "pro_1",
    "NOEL",
    "Noël",
    percent=D(10),
    valid_from=date(2026, 12, 1),
    valid_to=date(2026, 12, 24),
    scope=Scope(ranges=("x",)),
)


def grid(**changes: Any) -> Grid:
    return Grid("g", "CHR", "CHR", **changes)


def agreed(*tiers: Tier, **changes: Any) -> Agreement:
    return Agreement("cus_1", prices={"A": tiers}, **changes)


def one(
    quantity: int,
    terms: Terms,
    *,
    on: date = DAY,
    tiers: tuple[Tier, ...] = TIERS,
    typed: str | None = None,
    **changes: Any,
) -> PricedLine:
    ask = LineAsk("A", quantity, manual_price=D(typed) if typed else None)
    tariff = {"A": Tariff("A", {"g": tiers})}
    return price_order([ask], {"A": WINE}, tariff, grid(**changes), on, OrderDiscount(), terms)[0]


@pytest.mark.feature("2.2-13")
@pytest.mark.parametrize("listed", ["8.00", "7.00"])
def test_an_agreed_price_beats_the_grid_dearer_or_cheaper(listed: str) -> None:
    line = one(36, Terms(agreed(Tier(1, D("7.25")))), tiers=(Tier(1, D(listed)),))
    assert (line.unit_price, line.amount, line.source) == (D("7.25"), 26100, "negotiated")


@pytest.mark.feature("2.2-13")
def test_an_agreed_price_ends_and_has_tiers() -> None:
    terms = Terms(agreed(Tier(1, D("7.25"), valid_to=date(2026, 12, 31)), Tier(60, D("7.00"))))
    assert one(36, terms, on=date(2026, 12, 31)).unit_price == D("7.25")
    after = one(36, terms, on=date(2027, 1, 1))
    assert (after.unit_price, after.source) == (D("8.00"), "grid_tier")
    assert one(60, terms, on=date(2027, 1, 1)).unit_price == D("7.00")
    assert one(36, terms).next_tier is not None
    assert one(36, terms).next_tier.price == D("7.00")  # type: ignore[union-attr]


def test_an_agreement_of_the_other_basis_is_turned_into_that_of_the_order() -> None:
    terms = Terms(agreed(Tier(1, D("12.00")), basis=Basis.TTC))
    assert one(1, terms).unit_price == D("10.0000")
    assert one(1, Terms(agreed(Tier(1, D("7.25")))), basis=Basis.TTC).unit_price == D("8.7000")
    assert one(1, Terms(agreed(Tier(1, D("7.25")), currency="USD"))).source == "grid_tier"


@pytest.mark.feature("2.2-12")
@pytest.mark.parametrize(
    ("instant", "price"),
    [
        (datetime(2026, 11, 30, 22, 59, tzinfo=UTC), "8.00"),  # 30 November, 23:59 in Paris
        (datetime(2026, 11, 30, 23, 0, tzinfo=UTC), "7.20"),  # 1 December, 00:00 in Paris
        (datetime(2026, 12, 24, 22, 59, tzinfo=UTC), "7.20"),  # 24 December, 23:59 in Paris
        (datetime(2026, 12, 24, 23, 0, tzinfo=UTC), "8.00"),  # 25 December, 00:00 in Paris
    ],
)
def test_a_promotion_holds_between_its_days_of_paris(instant: datetime, price: str) -> None:
    assert one(36, Terms(promotions=(CHRISTMAS,)), on=paris_date(instant)).unit_price == D(price)


@pytest.mark.feature("2.2-12")
@pytest.mark.parametrize(
    ("limits", "channel", "applies"),
    [
        ({}, "office", True),
        ({"grids": ("g",)}, "office", True),
        ({"grids": ("other",)}, "office", False),
        ({"channels": ("shop",)}, "office", False),
        ({"channels": ("shop",)}, "shop", True),
        ({"scope": Scope(ranges=("y",))}, "office", False),
        ({"scope": Scope(families=("f",))}, "office", True),
        ({"scope": Scope(products=("p",), ranges=("y",))}, "office", True),
        ({"scope": Scope(variants=("B",))}, "office", False),
        ({"scope": Scope()}, "office", True),
        ({"archived": True}, "office", False),
    ],
)
def test_a_promotion_is_limited(limits: dict[str, Any], channel: str, applies: bool) -> None:
    promotion = Promotion(**{"id": "i", "code": "C", "name": "N", "percent": D(10), **limits})
    line = one(36, Terms(promotions=(promotion,), channel=channel))
    assert line.unit_price == D("7.20" if applies else "8.00")


@pytest.mark.feature("2.2-X03")
@pytest.mark.parametrize(
    ("rule", "agreed_at", "unit", "source"),
    [
        ("negotiated_only", "7.25", "7.25", "negotiated"),
        ("best_price", "7.25", "7.20", "promotion"),
        ("best_price", "7.10", "7.10", "negotiated"),
        ("best_price", "7.20", "7.20", "negotiated"),
    ],
)
def test_only_the_configured_stacking_rule_applies(rule: Any, agreed_at: str, unit: str, source: str) -> None:
    terms = Terms(agreed(Tier(1, D(agreed_at))), (CHRISTMAS,), rule)
    line = one(36, terms, on=date(2026, 12, 10))
    assert (line.unit_price, line.source, line.stacking) == (D(unit), source, rule)
    said = explained(line, GridChoice(grid(), "order", ()))
    assert any(sentence.startswith("Règle de cumul") for sentence in said)
    assert any("« Noël »" in sentence and "moins 10,00 %" in sentence for sentence in said)


def test_nothing_to_stack_names_no_rule_and_a_typed_price_beats_all() -> None:
    assert one(36, Terms(agreed(Tier(1, D("7.25"))))).stacking == ""
    line = one(36, Terms(agreed(Tier(1, D("7.25"))), (CHRISTMAS,)), typed="6.00", on=date(2026, 12, 1))
    assert [(c.source, c.outcome) for c in line.candidates] == [
        ("manual", "won"), ("negotiated", "beaten"), ("promotion", "beaten"), ("grid_tier", "beaten"),
    ]  # fmt: skip


def test_the_cheapest_promotion_wins_alone() -> None:
    both = (CHRISTMAS, Promotion("pro_2", "AVENT", "Avent", per_col=D("1.00")))
    line = one(36, Terms(promotions=both), on=date(2026, 12, 1))
    assert [(c.name, c.outcome, c.price) for c in line.candidates if c.source == "promotion"] == [
        ("Avent", "won", D("7.00")), ("Noël", "beaten", D("7.20")),
    ]  # fmt: skip


def test_a_promotion_is_rounded_to_the_grid_and_never_below_zero() -> None:
    assert one(1, Terms(promotions=(CHRISTMAS,)), on=date(2026, 12, 1), tiers=(Tier(1, D("8.45")),)).unit_price == D(
        "7.61"
    )
    free = Promotion("i", "C", "N", per_col=D(100))
    assert one(1, Terms(promotions=(free,))).unit_price == D(0)


@pytest.mark.feature("2.2-10")
def test_depart_and_franco_live_side_by_side() -> None:
    tiers = (*TIERS, Tier(12, D("9.10"), franco=True), Tier(60, D("8.70"), franco=True))
    found = {
        (quantity, wanted): (line.unit_price, line.franco)
        for quantity in (6, 12, 36, 60)
        for wanted in (False, True)
        for line in [one(quantity, Terms(delivered=wanted), tiers=tiers)]
    }
    assert found == {
        (6, False): (D("9.00"), False), (6, True): (D("9.00"), False),
        (12, False): (D("8.50"), False), (12, True): (D("9.10"), True),
        (36, False): (D("8.00"), False), (36, True): (D("9.10"), True),
        (60, False): (D("8.00"), False), (60, True): (D("8.70"), True),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tiers", "rules"),
    [
        (TIERS, []),
        ((Tier(6, D(8)), Tier(12, D(7))), ["pricing.tier.hole"]),
        ((Tier(1, D(8)), Tier(12, D(9))), ["pricing.tier.rising"]),
        ((Tier(1, D(8), None, date(2026, 12, 31)), Tier(1, D(9), date(2027, 2, 1))), ["pricing.tier.gap"]),
        ((Tier(1, D(8), None, date(2026, 12, 31)), Tier(1, D(9), date(2027, 1, 1))), []),
        ((Tier(1, D(8)), Tier(12, D(7), None, date(2026, 12, 31)), Tier(12, D(6), date(2027, 2, 1))), []),
        ((Tier(1, D(8)), Tier(6, D(9), franco=True)), ["pricing.tier.hole"]),
    ],
)
def test_doubtful_tiers_are_named(tiers: tuple[Tier, ...], rules: list[str]) -> None:
    assert [doubt.rule for doubt in tier_doubts(tiers, "prices.g")] == rules


def promotion(id: str, **given: Any) -> Promotion:
    return Promotion(**{"id": id, "code": id, "name": id, "percent": D(10), **given})


@pytest.mark.parametrize(
    ("first", "second", "refused", "warned"),
    [
        ({}, {}, True, False),
        ({"scope": Scope(ranges=("x",))}, {"scope": Scope(ranges=("x", "y"))}, True, False),
        ({"scope": Scope(ranges=("x",))}, {"scope": Scope(ranges=("y",))}, False, True),
        ({"scope": Scope(ranges=("x",))}, {"scope": Scope(variants=("A",))}, False, True),
        ({"scope": Scope(variants=("A",))}, {"scope": Scope(variants=("B",))}, False, False),
        ({"valid_to": date(2026, 12, 24)}, {"valid_from": date(2026, 12, 25)}, False, False),
        ({"valid_to": date(2026, 12, 24)}, {"valid_from": date(2026, 12, 24)}, True, False),
        ({"grids": ("g",)}, {"grids": ("h",)}, False, False),
        ({"channels": ("shop",)}, {"channels": ("shop", "till")}, True, False),
        ({"archived": True}, {}, False, False),
    ],
)
def test_overlapping_promotions(first: dict[str, Any], second: dict[str, Any], refused: bool, warned: bool) -> None:
    held, new = promotion("one", **first), promotion("two", **second)
    rules = [problem.rule for problem in promotion_problems(new, [held, new])]
    assert rules == (["pricing.promotion.overlap"] if refused else [])
    assert [doubt.rule for doubt in promotion_doubts(new, [held])] == (["pricing.promotion.overlap"] if warned else [])


def test_a_promotion_takes_one_thing_off_between_two_days() -> None:
    wrong = promotion("p", per_col=D(1), valid_from=date(2026, 12, 2), valid_to=date(2026, 12, 1))
    assert [problem.rule for problem in promotion_problems(wrong, [])] == [
        "pricing.promotion.amount", "pricing.promotion.dates",
    ]  # fmt: skip
