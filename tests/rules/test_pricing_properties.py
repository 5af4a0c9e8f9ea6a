"""What holds of any order whatever (docs/algorithms/pricing.md, "Guarantees")."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.kernel.errors import Refused
from chalicelib.kernel.money import Basis, Rounding, Taxable, vat_breakdown
from chalicelib.pricing.rules import (
    STACKINGS,
    Agreement,
    Grid,
    LineAsk,
    OrderDiscount,
    Priceable,
    PricedLine,
    Promotion,
    Scope,
    Tariff,
    Terms,
    Tier,
    price_order,
    replayed,
)

D = Decimal
DAY = date(2026, 12, 1)
IDS = ("A", "B", "C", "D")
WINES = {
    id: Priceable(id, id != "D", 750 if n % 2 else 375, "p", "f", ("x",) if n < 2 else (), D(20))
    for n, id in enumerate(IDS)
}
prices = st.decimals(0, 60, places=2)
percents = st.decimals(0, 40, places=1)
tiers = st.lists(st.builds(Tier, st.integers(1, 60), prices, franco=st.booleans()), max_size=5,
                 unique_by=lambda tier: (tier.from_qty, tier.franco)).map(tuple)  # fmt: skip
falling = st.lists(st.tuples(st.integers(1, 60), prices), min_size=1, max_size=5, unique_by=lambda one: one[0]).map(
    lambda found: tuple(
        Tier(n, price)
        for n, price in zip(
            sorted(one[0] for one in found), sorted((one[1] for one in found), reverse=True), strict=True
        )
    )
)
promotions = st.lists(
    st.builds(
        Promotion, st.text("ab", min_size=1, max_size=3), st.text("ab", min_size=1, max_size=3), st.just("Promo"),
        percent=percents, scope=st.sampled_from([Scope(), Scope(ranges=("x",)), Scope(variants=("C",))]),
    ),
    max_size=3,
    unique_by=lambda one: one.code,
).map(tuple)  # fmt: skip


@st.composite
def orders(draw: Any, kind: Any = tiers) -> dict[str, Any]:
    counts = [("variant", "cols"), ("order", "cols"), ("variant", "equivalents"), ("order", "equivalents")]
    basis, unit = draw(st.sampled_from(counts))
    grid = Grid("g", "G", "G", basis=draw(st.sampled_from(Basis)), tier_basis=basis, tier_unit=unit)
    agreement = Agreement("c", draw(st.sampled_from(Basis)), prices=draw(st.dictionaries(st.sampled_from(IDS), kind)))
    typed = st.none() | prices
    asks = st.builds(LineAsk, st.sampled_from(IDS), st.integers(1, 90), st.sampled_from([1, 6]), typed, percents)
    return {
        "asks": draw(st.lists(asks, min_size=1, max_size=6)),
        "tariffs": {id: Tariff(id, {"g": draw(kind)}) for id in IDS},
        "grid": grid,
        "discount": OrderDiscount(draw(st.none() | percents), draw(percents), 0),
        "terms": Terms(agreement, draw(promotions), draw(st.sampled_from(STACKINGS)), "office", draw(st.booleans())),
    }


def priced(order: dict[str, Any], asks: list[LineAsk] | None = None) -> list[PricedLine]:
    wanted = order["asks"] if asks is None else asks
    return price_order(wanted, WINES, order["tariffs"], order["grid"], DAY, order["discount"], order["terms"])


def totals(lines: list[PricedLine], basis: Basis, mode: Rounding) -> tuple[int, int, int]:
    rates = {"A": D(20), "B": D("5.5"), "C": D(10), "D": D(20)}
    found = vat_breakdown([Taxable(line.net or 0, rates[line.variant_id]) for line in lines], basis, mode)
    return found.net, found.vat, found.gross


@given(orders(), st.randoms(use_true_random=False), st.sampled_from(Rounding))
@settings(max_examples=100, deadline=None)
def test_totals_never_depend_on_the_order_of_entry(order: dict[str, Any], random: Any, mode: Rounding) -> None:
    places = list(range(len(order["asks"])))
    random.shuffle(places)
    lines, moved = priced(order), priced(order, [order["asks"][n] for n in places])
    assert [lines[n].unit_price for n in places] == [line.unit_price for line in moved]
    assert [lines[n].amount for n in places] == [line.amount for line in moved]
    assert sum(line.net or 0 for line in lines) == sum(line.net or 0 for line in moved)
    assert totals(lines, order["grid"].basis, mode) == totals(moved, order["grid"].basis, mode)


@given(orders(), st.sampled_from(Rounding))
@settings(max_examples=100, deadline=None)
def test_ht_and_vat_make_ttc(order: dict[str, Any], mode: Rounding) -> None:
    lines = priced(order)
    net, vat, gross = totals(lines, order["grid"].basis, mode)
    assert net + vat == gross


@pytest.mark.feature("M04")
@given(orders())
@settings(max_examples=100, deadline=None)
def test_replaying_a_trace_gives_the_same_cents(order: dict[str, Any]) -> None:
    for line in priced(order):
        again = replayed(replace(line, unit_price=None, amount=None, net=None))
        assert (again.unit_price, again.amount, again.net) == (line.unit_price, line.amount, line.net)


@given(orders(falling), st.sampled_from(IDS), st.integers(1, 90), st.integers(0, 90))
@settings(max_examples=100, deadline=None)
def test_monotone_tiers_never_raise_the_unit_price(order: dict[str, Any], id: str, few: int, more: int) -> None:
    low, high = (priced(order, [LineAsk(id, n)])[0] for n in (few, few + more))
    if low.unit_price is not None and low.source == high.source:
        assert high.unit_price is not None
        assert high.unit_price <= low.unit_price


@given(orders())
@settings(deadline=None)
def test_one_winner_at_most_and_one_promotion(order: dict[str, Any]) -> None:
    for line in priced(order):
        won = [one for one in line.candidates if one.outcome == "won"]
        assert len(won) == (line.unit_price is not None)
        if won and won[0].source == "promotion":
            assert won[0].base is not None
            assert won[0].price is not None
            assert won[0].price < won[0].base


def test_a_reduction_is_never_larger_than_what_it_reduces() -> None:
    order = {"grid": Grid("g", "G", "G"), "tariffs": {}, "terms": Terms(), "discount": OrderDiscount(amount=1001)}
    with pytest.raises(Refused):
        priced(order, [LineAsk("A", 1, manual_price=D(10))])
