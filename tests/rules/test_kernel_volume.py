from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel import volume


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("75 cl", 750), ("75CL", 750), ("0,75 L", 750), ("0.75l", 750), ("1,5L", 1500), ("Magnum", 1500),
        ("demi", 375), ("37.5 cl", 375), ("BIB 5 L", 5000), ("BIB 10L", 10000), ("bib de 3 litres", 3000),
        ("1 hL", 100_000), ("750 ml", 750), ("Demi-bouteille", 375), ("MAGNUM 1,5 L", 1500),
        ("Jéroboam", None), ("", None), ("75", None),
        ("BIB", None), ("quart", None), ("0 cl", None), ("12.34567 cl", None),
        ("6 x 75 cl", None), ("-75 cl", None), ("75 kg", None),
    ],
)  # fmt: skip
def test_reads_what_the_trade_writes(text: str, units: int | None) -> None:
    assert volume.parse(text) == units


def test_a_bare_number_needs_its_unit() -> None:
    assert volume.parse("75", "cl") == 750
    assert volume.parse("0,75", "l") == 750


@pytest.mark.feature("2.1-09")
@pytest.mark.parametrize(("units", "expected"), [(750, "1.0000"), (1500, "2.0000"), (5000, "6.6667"), (375, "0.5000")])
def test_equivalents(units: int, expected: str) -> None:
    assert volume.equivalents_shown(units) == Decimal(expected)


@given(st.integers(1, 10**6), st.integers(0, 10**5))
def test_equivalents_are_exact(units: int, count: int) -> None:
    assert volume.equivalents(units, count) * 750 == units * count
    assert isinstance(volume.equivalents(units, count), Fraction)


@given(st.integers(1, 10**6))
def test_what_is_shown_reads_back(units: int) -> None:
    assert volume.parse(volume.shown(units)) == units


def test_hectolitres_have_five_decimals() -> None:
    assert str(volume.hectolitres(36 * 750)) == "0.27000"
