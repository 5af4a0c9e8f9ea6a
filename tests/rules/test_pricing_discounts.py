from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.errors import Refused
from chalicelib.pricing.rules import Grid, LineAsk, OrderDiscount, Priceable, PricedLine, Tariff, Tier, price_order
from chalicelib.pricing.rules.discounts import discounted

D = Decimal
NONE = OrderDiscount()


def line(ask: LineAsk, unit: str = "3.4725", order: OrderDiscount = NONE) -> PricedLine:
    grid = Grid("g", "G", "G", decimals=4)
    tariff = {"A": Tariff("A", {"g": (Tier(1, D(unit)),)})}
    return price_order([ask], {"A": Priceable("A")}, tariff, grid, date(2026, 1, 1), order)[0]


@pytest.mark.feature("2.3-13")
@pytest.mark.parametrize(("percent", "taken", "net"), [("10", 1250, 11251), ("100", 12501, 0), ("5.5", 688, 11813)])
def test_percent(percent: str, taken: int, net: int) -> None:
    found = line(LineAsk("A", 36, percent=D(percent)))
    assert ([step.taken for step in found.steps], found.net) == ([taken], net)


@pytest.mark.feature("2.3-17")
@pytest.mark.parametrize(("quantity", "per_pack"), [(36, 1), (6, 6)])
def test_reduction_per_col(quantity: int, per_pack: int) -> None:
    found = line(LineAsk("A", quantity, per_pack, per_col=D("0.20")))
    assert ([step.taken for step in found.steps], found.net) == ([720], 11781)


@pytest.mark.feature("2.3-15")
def test_order_amount_is_shared_to_the_cent() -> None:
    steps = discounted([(10000, 1), (5000, 1), (3333, 1)], [(D(0), D(0))] * 3, OrderDiscount(amount=1500))
    assert [step[0].taken for step in steps] == [818, 409, 273]


@pytest.mark.feature("2.3-18")
def test_the_order_of_discounts_is_fixed() -> None:
    """125.01 - 10 % = 112.51; - 0.20 x 36 = 105.31; - 5 % = 100.04; - 15.00 = 85.04."""
    found = line(LineAsk("A", 36, percent=D(10), per_col=D("0.20")), order=OrderDiscount(percent=D(5), amount=1500))
    assert [(step.kind, step.base, step.taken) for step in found.steps] == [
        ("line_percent", 12501, 1250),
        ("per_col", 11251, 720),
        ("order_percent", 10531, 527),
        ("order_amount", 10004, 1500),
    ]
    assert found.net == 8504


@pytest.mark.feature("2.3-18")
def test_permuting_the_lines_changes_no_total() -> None:
    lines = [(10001, 3), (5003, 7), (333, 1), (40, 2)]
    totals = {
        sum(
            step.taken
            for steps in discounted(list(order), [(D("3.3"), D("0.01"))] * 4, OrderDiscount(D("7.7"), amount=1234))
            for step in steps
        )
        for order in permutations(lines)
    }
    assert len(totals) == 1


@pytest.mark.feature("4.1-13")
@pytest.mark.parametrize(
    ("typed", "rate", "origin"), [(None, "5", "customer"), (D(0), None, None), (D(8), "8", "order")]
)
def test_permanent_discount_is_visible_and_removable(
    typed: Decimal | None, rate: str | None, origin: str | None
) -> None:
    found = line(LineAsk("A", 36), order=OrderDiscount(typed, customer_percent=D(5)))
    assert [(str(step.rate), step.origin) for step in found.steps] == ([(rate, origin)] if rate else [])


def test_a_line_without_price_takes_no_discount() -> None:
    steps = discounted([(None, 1), (1000, 1)], [(D(10), D(0))] * 2, OrderDiscount(amount=100))
    assert [[step.taken for step in found] for found in steps] == [[], [100, 100]]


@pytest.mark.parametrize(
    ("own", "order", "field"),
    [
        ((D(101), D(0)), NONE, "lines.0.percent"),
        ((D(50), D(6)), NONE, "lines.0.per_col"),
        ((D(0), D(0)), OrderDiscount(amount=1001), "discount_amount"),
        ((D(0), D(0)), OrderDiscount(percent=D(101)), "discount_percent"),
        ((D(100), D(0)), OrderDiscount(amount=1), "discount_amount"),
    ],
)
def test_too_large(own: tuple[Decimal, Decimal], order: OrderDiscount, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        discounted([(1000, 1)], [own], order)
    assert refusal.value.errors[0].field == field


LINE = st.tuples(st.integers(0, 10**7), st.integers(1, 600))
RATE = st.decimals(0, 100, places=2)


@given(st.lists(LINE, min_size=1, max_size=15), RATE, RATE, st.integers(0, 10**7))
def test_every_cent_is_accounted_for(lines: list[tuple[int, int]], own: Decimal, rate: Decimal, amount: int) -> None:
    order = OrderDiscount(rate, amount=amount)
    try:
        steps = discounted(list(lines), [(own, D(0))] * len(lines), order)
    except Refused:
        return
    for (given_amount, _), found in zip(lines, steps, strict=True):
        left = given_amount
        for step in found:
            assert step.base == left
            left -= step.taken
            assert left >= 0
    shared = sum(step.taken for found in steps for step in found if step.kind == "order_amount")
    assert shared == amount
