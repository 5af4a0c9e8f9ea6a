"""Prices and tiers, as tables of cents (docs/algorithms/pricing.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.errors import Refused
from chalicelib.kernel.money import Basis, Taxable, vat_breakdown
from chalicelib.pricing.rules import Grid, LineAsk, OrderDiscount, Priceable, PricedLine, Tariff, Tier, price_order

DAY = date(2026, 11, 22)
WINE = Priceable("A", volume=750)
GOODS = {
    "A": WINE,
    "B": Priceable("B", volume=750),
    "half": Priceable("half", volume=375),
    "visit": Priceable("visit", goods=False),
    "unknown": Priceable("unknown"),
}
TIERS = (Tier(1, Decimal("9.00")), Tier(12, Decimal("8.50")), Tier(36, Decimal("8.00")))


def grid(**changes: Any) -> Grid:
    return replace(Grid("g", "CHR", "CHR", decimals=4), **changes)


def price(*asks: LineAsk, tiers: tuple[Tier, ...] = TIERS, on: date = DAY, **changes: Any) -> list[PricedLine]:
    tariffs = {id: Tariff(id, {"g": tiers}) for id in GOODS}
    return price_order(asks, GOODS, tariffs, grid(**changes), on, OrderDiscount())


def one(quantity: int, unit: str, **changes: Any) -> PricedLine:
    return price(LineAsk("A", quantity), tiers=(Tier(1, Decimal(unit)),), **changes)[0]


@pytest.mark.feature("2.2-01")
def test_grid_ht() -> None:
    line = one(36, "8.00")
    assert line.amount is not None
    found = vat_breakdown([Taxable(line.amount, Decimal(20))], line.basis)
    assert (found.net, found.vat, found.gross) == (28800, 5760, 34560)


@pytest.mark.feature("2.2-02")
@pytest.mark.parametrize(
    ("quantity", "unit", "expected"), [(6, "12.50", (6250, 1250, 7500)), (7, "9.99", (5828, 1165, 6993))]
)
def test_grid_ttc(quantity: int, unit: str, expected: tuple[int, int, int]) -> None:
    line = one(quantity, unit, basis=Basis.TTC)
    assert line.amount is not None
    found = vat_breakdown([Taxable(line.amount, Decimal(20))], line.basis)
    assert (found.net, found.vat, found.gross) == expected


@pytest.mark.feature("2.2-03")
@pytest.mark.parametrize(("unit", "cents"), [("3.47", 12492), ("3.473", 12503), ("3.4725", 12501)])
def test_decimals(unit: str, cents: int) -> None:
    line = one(36, unit)
    assert (line.amount, line.unit_price) == (cents, Decimal(unit))
    found = vat_breakdown([Taxable(cents, Decimal(20))], Basis.HT)
    if unit == "3.4725":
        assert (found.vat, found.gross) == (2500, 15001)


@pytest.mark.feature("2.2-04")
@pytest.mark.parametrize(
    ("quantity", "cents"), [(1, 900), (11, 9900), (12, 10200), (35, 29750), (36, 28800), (500, 400000)]
)
def test_tiers(quantity: int, cents: int) -> None:
    assert price(LineAsk("A", quantity))[0].amount == cents


@pytest.mark.feature("2.2-05")
def test_tier_basis() -> None:
    asks = (LineAsk("A", 18), LineAsk("B", 18))
    assert [line.unit_price for line in price(*asks)] == [Decimal("8.50")] * 2
    assert [line.unit_price for line in price(*asks, tier_basis="order")] == [Decimal("8.00")] * 2


def test_two_lines_of_one_variant_count_together() -> None:
    assert [line.unit_price for line in price(LineAsk("A", 6), LineAsk("A", 6))] == [Decimal("8.50")] * 2


def test_services_do_not_help_the_wine() -> None:
    lines = price(LineAsk("A", 6), LineAsk("visit", 30), tier_basis="order")
    assert [line.unit_price for line in lines] == [Decimal("9.00"), Decimal("8.50")]


@pytest.mark.feature("2.2-06")
def test_packagings_and_equivalents() -> None:
    assert price(LineAsk("A", 6, per_pack=6))[0].amount == 28800
    assert price(LineAsk("half", 36))[0].unit_price == Decimal("8.00")
    counted = price(LineAsk("half", 36), tier_unit="equivalents")[0]
    assert (counted.count, counted.unit_price) == ("18", Decimal("8.50"))
    assert price(LineAsk("half", 1), tier_unit="equivalents")[0].count == "0.5"
    assert price(LineAsk("unknown", 12), tier_unit="equivalents")[0].unit_price == Decimal("8.50")


@pytest.mark.feature("2.2-X01")
def test_dated_prices() -> None:
    tiers = (
        Tier(1, Decimal("9.00"), valid_to=date(2026, 12, 31)),
        Tier(1, Decimal("9.40"), valid_from=date(2027, 1, 1)),
        Tier(12, Decimal("8.90"), valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 24)),
    )
    prices = {
        day: price(LineAsk("A", 12), tiers=tiers, on=day)[0].unit_price
        for day in (date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 31), date(2027, 1, 1))
    }
    assert [str(found) for found in prices.values()] == ["8.90", "9.00", "9.00", "9.40"]


def test_the_later_price_of_one_threshold_wins() -> None:
    tiers = (Tier(1, Decimal("9.00")), Tier(1, Decimal("9.40"), valid_from=date(2026, 11, 1)))
    assert price(LineAsk("A", 1), tiers=tiers)[0].unit_price == Decimal("9.40")


@pytest.mark.feature("2.3-X03")
@pytest.mark.feature("2.3-10")
def test_a_typed_price_is_kept_and_flagged() -> None:
    for quantity in (11, 12, 36):
        line = price(LineAsk("A", quantity, manual_price=Decimal("7.50")))[0]
        assert (line.unit_price, line.manual, line.source) == (Decimal("7.50"), True, "manual")
    computed = price(LineAsk("A", 12))[0]
    assert (computed.unit_price, computed.manual) == (Decimal("8.50"), False)


def test_zero_is_a_price_and_no_price_is_not_zero() -> None:
    free = price(LineAsk("A", 3, manual_price=Decimal(0)))[0]
    assert (free.amount, free.net) == (0, 0)
    missing = price(LineAsk("A", 3), tiers=())[0]
    assert (missing.unit_price, missing.amount, missing.net, missing.source) == (None, None, None, None)
    low = price(LineAsk("A", 3), tiers=(Tier(6, Decimal(8)),))[0]
    assert (low.amount, low.candidates[3].outcome, low.candidates[3].from_qty) == (None, "unreached", 6)
    assert low.next_tier is not None
    assert low.next_tier.missing == "3"


def test_no_grid_leaves_typed_prices_in_ht() -> None:
    lines = price_order(
        [LineAsk("A", 2), LineAsk("A", 2, manual_price=Decimal(5))], GOODS, {}, None, DAY, OrderDiscount()
    )
    assert [(line.amount, line.basis, line.grid_id) for line in lines] == [
        (None, Basis.HT, None),
        (1000, Basis.HT, None),
    ]


@pytest.mark.feature("2.2-14")
def test_the_trace_lists_the_sources_in_order() -> None:
    line = price(LineAsk("A", 12, manual_price=Decimal("7.50")))[0]
    assert [(c.source, c.outcome, c.price) for c in line.candidates] == [
        ("manual", "won", Decimal("7.50")),
        ("negotiated", "none", None),
        ("promotion", "none", None),
        ("grid_tier", "beaten", Decimal("8.50")),
    ]


def test_next_tier_is_the_first_cheaper_one() -> None:
    line = price(LineAsk("A", 32))[0]
    assert line.next_tier is not None
    assert (line.next_tier.from_qty, str(line.next_tier.price), line.next_tier.missing) == (36, "8.00", "4")
    assert price(LineAsk("A", 36))[0].next_tier is None
    dearer = (Tier(1, Decimal(5)), Tier(12, Decimal(6)), Tier(24, Decimal(4)))
    found = price(LineAsk("A", 1), tiers=dearer)[0].next_tier
    assert found is not None
    assert found.from_qty == 24


@pytest.mark.parametrize(
    ("ask", "field", "code"),
    [
        (LineAsk("A", 0), "lines.0.quantity", "pricing.quantity"),
        (LineAsk("A", 1, manual_price=Decimal("3.4725")), "lines.0.manual_price", "pricing.price.decimals"),
        (LineAsk("A", 1, manual_price=Decimal("-1")), "lines.0.manual_price", "pricing.price.negative"),
        (LineAsk("A", 1, manual_price=Decimal("NaN")), "lines.0.manual_price", "pricing.price.negative"),
        (LineAsk("A", 1, per_col=Decimal("9.01")), "lines.0.per_col", "pricing.discount.too_large"),
    ],
)
def test_refusals(ask: LineAsk, field: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        price(ask, decimals=2)
    assert [(error.field, error.rule) for error in refusal.value.errors] == [(field, code)]


TIER = st.builds(Tier, st.integers(1, 60), st.decimals(0, 100, places=2))


@given(st.lists(TIER, max_size=6, unique_by=lambda tier: tier.from_qty), st.integers(1, 80), st.integers(1, 80))
def test_more_never_picks_a_lower_tier(tiers: list[Tier], few: int, many: int) -> None:
    low, high = sorted((few, many))
    first, second = (price(LineAsk("A", n), tiers=tuple(tiers))[0].candidates[3] for n in (low, high))
    if first.outcome == "won":
        assert second.outcome == "won"
        assert (second.from_qty or 0) >= (first.from_qty or 0)
    expected = [tier for tier in tiers if tier.from_qty <= low]
    assert (first.price if first.outcome == "won" else None) == (
        max(expected, key=lambda tier: tier.from_qty).price if expected else None
    )
