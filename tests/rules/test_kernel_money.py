"""Amounts, shares and the VAT breakdown, as tables of cents."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.money import (
    Basis,
    Rounding,
    Taxable,
    from_cents,
    gross_of_net,
    net_of_gross,
    percent_of,
    rounded,
    rounded_cents,
    share,
    to_cents,
    vat_breakdown,
)

TWENTY = Decimal("20")


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("58.275", 2, "58.28"),
        ("-58.275", 2, "-58.28"),
        ("3.47249", 4, "3.4725"),
        ("2.5", 0, "3"),
        ("7", 2, "7.00"),
    ],
)
def test_rounds_half_away_from_zero(value: str, places: int, expected: str) -> None:
    assert str(rounded(Decimal(value), places)) == expected


def test_cents_lose_nothing_silently() -> None:
    assert to_cents(Decimal("69.93")) == 6993
    assert str(from_cents(6990)) == "69.90"
    assert rounded_cents(Decimal("125.028")) == 12503
    with pytest.raises(ValueError, match="decimals"):
        to_cents(Decimal("69.931"))


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        (100001, [30, 40, 30], [30000, 40001, 30000]),
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (1500, [10000, 0, 5000], [1000, 0, 500]),
        (7, [0, 0, 0], [3, 2, 2]),
        (0, [], []),
        (5, [Decimal("0.1"), Decimal("0.2")], [2, 3]),
    ],
)
def test_share_table(total: int, weights: list[int], expected: list[int]) -> None:
    assert share(total, weights) == expected


def test_nobody_to_share_with() -> None:
    with pytest.raises(ValueError, match="between no lines"):
        share(1, [])


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=40))
def test_shares_sum_exactly_and_are_fair(total: int, weights: list[int]) -> None:
    parts = share(total, weights)
    assert sum(parts) == total
    assert share(-total, weights) == [-part for part in parts]
    if sum(weights):
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part * sum(weights) - total * weight) < sum(weights)


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=12))
def test_shares_sum_whatever_the_signs(total: int, weights: list[int]) -> None:
    assert sum(share(total, weights)) == total


@pytest.mark.feature("2.2-01")
def test_grid_excluding_tax() -> None:
    found = vat_breakdown([Taxable(36 * 800, TWENTY)], Basis.HT)
    assert (found.net, found.vat, found.gross) == (28800, 5760, 34560)


@pytest.mark.feature("2.2-02")
@pytest.mark.parametrize(
    ("cents", "net", "vat"), [(1250 * 6, 6250, 1250), (999 * 7, 5828, 1165), (-999 * 7, -5828, -1165)]
)
@pytest.mark.parametrize("rounding", list(Rounding))
def test_grid_including_tax(cents: int, net: int, vat: int, rounding: Rounding) -> None:
    found = vat_breakdown([Taxable(cents, TWENTY)], Basis.TTC, rounding)
    if rounding is Rounding.SUM_BY_NET:
        assert found.net == net
        assert found.gross == found.net + percent_of(found.net, TWENTY)
    else:
        assert (found.net, found.vat, found.gross) == (net, vat, cents)


@pytest.mark.parametrize(
    ("basis", "rounding", "net", "vat", "gross"),
    [
        # Three lines of 0.99 at 5.5 %: 0.05445 of VAT each, 0.16335 in all.
        (Basis.HT, Rounding.LINE, 297, 15, 312),
        (Basis.HT, Rounding.SUM_BY_NET, 297, 16, 313),
        (Basis.HT, Rounding.SUM_BY_NET_KEEP_GROSS, 297, 16, 313),
        # The same as TTC: 0.93839 HT each, 2.81517 in all.
        (Basis.TTC, Rounding.LINE, 282, 15, 297),
        (Basis.TTC, Rounding.SUM_BY_NET, 282, 16, 298),
        (Basis.TTC, Rounding.SUM_BY_NET_KEEP_GROSS, 282, 15, 297),
    ],
)
def test_rounding_modes(basis: Basis, rounding: Rounding, net: int, vat: int, gross: int) -> None:
    found = vat_breakdown([Taxable(99, Decimal("5.5"))] * 3, basis, rounding)
    assert (found.net, found.vat, found.gross) == (net, vat, gross)


def test_keep_gross_shares_what_line_by_line_would_lose() -> None:
    """Ten bottles at 1.01 TTC: 0.84 HT each by line, but 8.42 HT for 10.10."""
    lines = [Taxable(101, TWENTY)] * 10
    assert vat_breakdown(lines, Basis.TTC, Rounding.LINE).net == 840
    kept = vat_breakdown(lines, Basis.TTC, Rounding.SUM_BY_NET_KEEP_GROSS)
    assert (kept.net, kept.vat, kept.gross) == (842, 168, 1010)
    assert sorted(line.net for line in kept.lines) == [84] * 8 + [85] * 2


def test_two_regimes_of_one_rate_stay_apart() -> None:
    found = vat_breakdown(
        [Taxable(100, Decimal(0), "AE"), Taxable(200, TWENTY), Taxable(300, Decimal(0), "G")], Basis.HT
    )
    assert [(total.rate, total.code, total.net) for total in found.rates] == [
        (Decimal(0), "AE", 100),
        (Decimal(0), "G", 300),
        (TWENTY, "", 200),
    ]


RATES = st.sampled_from([Decimal("20"), Decimal("10"), Decimal("5.5"), Decimal("2.1"), Decimal("8.5"), Decimal(0)])
LINES = st.lists(st.builds(Taxable, st.integers(-(10**7), 10**7), RATES), max_size=30)


@given(LINES, st.sampled_from(list(Basis)), st.sampled_from(list(Rounding)))
def test_everything_sums_and_nothing_announced_moves(lines: list[Taxable], basis: Basis, rounding: Rounding) -> None:
    found = vat_breakdown(lines, basis, rounding)
    assert found.net + found.vat == found.gross
    assert sum(line.net for line in found.lines) == sum(total.net for total in found.rates) == found.net
    assert sum(line.vat for line in found.lines) == sum(total.vat for total in found.rates) == found.vat
    for line, given_line in zip(found.lines, lines, strict=True):
        if basis is Basis.HT:
            assert line.net == given_line.amount
        elif rounding is not Rounding.SUM_BY_NET:
            assert line.gross == given_line.amount
    for total in found.rates:
        if basis is Basis.HT and rounding is not Rounding.LINE:
            assert total.vat == percent_of(total.net, total.rate)
        if basis is Basis.TTC and rounding is Rounding.SUM_BY_NET_KEEP_GROSS:
            assert total.net == net_of_gross(total.gross, total.rate)
    opposite = vat_breakdown([Taxable(-x.amount, x.rate) for x in lines], basis, rounding)
    assert (opposite.net, opposite.vat) == (-found.net, -found.vat)


@given(st.integers(-(10**9), 10**9), RATES)
def test_net_of_gross_undoes_gross_of_net(net: int, rate: Decimal) -> None:
    assert net_of_gross(gross_of_net(net, rate), rate) == net
