"""Carriage: thresholds, delivered prices, shares (docs/algorithms/pricing.md, "Franco")."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.kernel.money import Basis
from chalicelib.pricing.rules import Franco, Freight, carriage


@pytest.mark.feature("2.2-08")
@pytest.mark.parametrize(("cols", "charged", "reason"), [(59, 1500, ""), (60, 0, "cols"), (61, 0, "cols")])
def test_threshold_in_cols(cols: int, charged: int, reason: str) -> None:
    found = carriage(1500, [Freight(cols, 750, cols * 800, cols * 160)], Franco(cols=60))
    assert (found.charged, found.reason) == (charged, reason)


@pytest.mark.feature("2.2-09")
@pytest.mark.parametrize(
    ("net", "basis", "charged"),
    [(49999, Basis.HT, 1500), (50000, Basis.HT, 0), (41666, Basis.TTC, 1500), (41667, Basis.TTC, 0)],
)
def test_threshold_in_amount(net: int, basis: Basis, charged: int) -> None:
    found = carriage(1500, [Freight(6, 750, net, round(net / 5))], Franco(amount=50000, basis=basis))
    assert found.charged == charged


@pytest.mark.feature("2.2-10")
def test_a_delivered_price_takes_its_own_share_away() -> None:
    lines = [Freight(12, 750, 10200, 2040), Freight(6, 1500, 10200, 2040, franco=True)]
    found = carriage(1501, lines, Franco(cols=60))
    assert (found.full, found.charged, found.reason) == (1501, 751, "price"), "9 litres each: half the carriage"
    both = [Freight(12, 750, 10200, 2040, franco=True), Freight(6, None, 1, 0, franco=True)]
    assert carriage(1501, both, Franco()).charged == 0


def test_nothing_to_carry_costs_nothing_and_zero_is_no_threshold() -> None:
    assert carriage(1500, [], Franco(cols=1)).charged == 0
    assert carriage(1500, [Freight(1, 750, 0, 0)], Franco()).charged == 1500


@given(
    st.integers(0, 100_000),
    st.lists(st.builds(Freight, st.integers(1, 600), st.sampled_from([None, 375, 750, 1500]), st.integers(0, 9999),
                       st.just(0), st.booleans()), max_size=8),
)  # fmt: skip
@settings(deadline=None)
def test_never_more_than_it_costs(full: int, lines: list[Freight]) -> None:
    found = carriage(full, lines, Franco())
    assert 0 <= found.charged <= full
    if lines and not any(line.franco for line in lines):
        assert found.charged == full
