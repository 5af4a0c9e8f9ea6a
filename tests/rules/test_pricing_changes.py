"""Many prices changed at once: the formula, the days, the digest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.pricing.rules import Cell, Formula, Tier, changed_tiers, digest, tier_doubts

D = Decimal
TODAY = date(2026, 11, 22)


@pytest.mark.feature("2.2-X02")
@pytest.mark.parametrize(
    ("formula", "before", "after"),
    [
        ({"percent": D(3), "step": D("0.05")}, "8.00", "8.25"),  # 8.24
        ({"percent": D(3), "step": D("0.05")}, "8.50", "8.75"),  # 8.755
        ({"percent": D(3), "step": D("0.05")}, "9.00", "9.25"),  # 9.27
        ({"percent": D(3), "step": D("0.05"), "direction": "up"}, "9.00", "9.30"),
        ({"percent": D(3), "step": D("0.05"), "direction": "down"}, "8.50", "8.75"),
        ({"percent": D(3)}, "8.55", "8.81"),  # 8.8065
        ({"amount": D("-0.30")}, "8.50", "8.20"),
        ({"amount": D("-10")}, "8.50", "0.00"),
        ({"percent": D(0), "step": D(1)}, "8.50", "9.00"),
    ],
)
def test_a_formula_changes_a_price(formula: dict[str, Any], before: str, after: str) -> None:
    assert Formula(**formula).price(D(before), 2) == D(after)


def test_a_first_day_keeps_the_history() -> None:
    old = (
        Tier(1, D("9.00")),
        Tier(12, D("8.50"), date(2026, 1, 1), date(2026, 12, 31)),
        Tier(36, D("8.00"), None, date(2026, 6, 30)),
        Tier(36, D("7.90"), date(2027, 3, 1)),
    )
    new = changed_tiers(old, Formula(percent=D(10), begins=date(2027, 1, 1)), 2, TODAY)
    assert new == (
        Tier(1, D("9.00"), None, date(2026, 12, 31)),
        Tier(1, D("9.90"), date(2027, 1, 1)),
        Tier(12, D("8.50"), date(2026, 1, 1), date(2026, 12, 31)),
        Tier(36, D("8.00"), None, date(2026, 6, 30)),
        Tier(36, D("8.69"), date(2027, 3, 1)),
    )
    at_once = changed_tiers(old, Formula(percent=D(10)), 2, TODAY)
    assert [str(tier.price) for tier in at_once] == ["9.90", "9.35", "8.00", "8.69"], "what ended stays as it was"


def test_a_digest_is_of_what_is_shown() -> None:
    cell = Cell("var_1", "g", (Tier(1, D("9")),), (Tier(1, D("9.25")),))
    other = Cell("var_2", "g", (), (Tier(1, D("9.25")),))
    assert digest([cell, other]) == digest([other, Cell("var_1", "g", (Tier(1, D("9.00")),), (Tier(1, D("9.250")),))])
    assert digest([cell]) != digest([cell, other])


@given(
    st.lists(st.decimals(1, 100, places=2), min_size=1, max_size=5, unique=True),
    st.decimals(-50, 50, places=1),
    st.sampled_from([None, D("0.05"), D("0.10"), D("1")]),
    st.sampled_from(["nearest", "up", "down"]),
)
@settings(deadline=None)
def test_tiers_that_fall_still_fall(prices: list[Decimal], percent: Decimal, step: Decimal | None, to: Any) -> None:
    tiers = tuple(Tier(n * 6 + 1, price) for n, price in enumerate(sorted(prices, reverse=True)))
    new = changed_tiers(tiers, Formula(percent=percent, step=step, direction=to), 2, TODAY)
    assert not tier_doubts(new, "p")
