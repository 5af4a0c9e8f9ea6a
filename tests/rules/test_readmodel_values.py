"""The column types: what is stored comes back, keys sort as values do, and what does not belong is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.clock import iso
from chalicelib.readmodel.values import TYPES, decimal_key, micros, moment

DECIMALS = st.decimals(
    allow_nan=False, allow_infinity=False, places=None, min_value=-(10**20), max_value=10**20
).filter(lambda number: len(number.as_tuple().digits) <= 60)
INSTANTS = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(DECIMALS, DECIMALS)
def test_the_key_of_a_decimal_sorts_as_the_number_does(one: Decimal, other: Decimal) -> None:
    first, second = decimal_key(str(one)), decimal_key(str(other))
    assert (first < second) == (one < other)
    assert (first == second) == (one == other)


def test_equal_numbers_written_otherwise_have_one_key() -> None:
    assert len({decimal_key(text) for text in ("1.5", "1.50", "001.500", "15e-1")}) == 1
    assert len({decimal_key(text) for text in ("0", "-0.00", "0e9")}) == 1


@pytest.mark.parametrize(
    ("kind", "given", "back"),
    [
        ("id", "cus_1", "cus_1"),
        ("text", "Château", "Château"),
        ("bool", True, True),
        ("int", -(2**62), -(2**62)),
        ("cents", 34560, 34560),
        ("decimal", "8.5000", Decimal("8.5000")),
        ("decimal", Decimal("0.10"), Decimal("0.10")),
        ("percent", 20, Decimal("20")),
        ("date", "2026-11-22", date(2026, 11, 22)),
        ("date", date(2026, 11, 22), date(2026, 11, 22)),
        ("instant", "2026-11-22T08:00:00.123456Z", datetime(2026, 11, 22, 8, 0, 0, 123456, UTC)),
        ("instant", "2026-11-22T09:00:00+01:00", datetime(2026, 11, 22, 8, tzinfo=UTC)),
        ("tags", ["Lyon, Est", "«É»"], ["Lyon, Est", "«É»"]),
    ],
)
def test_what_is_stored_comes_back(kind: str, given: Any, back: Any) -> None:
    loaded = TYPES[kind].load(TYPES[kind].store(given))
    assert loaded == back
    assert type(loaded) is type(back)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("text", 12),
        ("bool", 1),
        ("int", True),
        ("int", "12"),
        ("int", 2**64),
        ("cents", 12.5),
        ("cents", "12.50"),
        ("decimal", 1.5),
        ("decimal", "NaN"),
        ("decimal", "Infinity"),
        ("decimal", "douze"),
        ("decimal", "1e999999"),
        ("date", "22/11/2026"),
        ("date", "2026-02-30"),
        ("instant", "2026-11-22T08:00:00"),
        ("instant", "hier"),
        ("tags", "Lyon"),
        ("tags", [1]),
    ],
)
def test_a_value_of_another_type_is_refused(kind: str, given: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        TYPES[kind].store(given)


@given(INSTANTS, INSTANTS, st.integers(-12, 14))
def test_instants_are_kept_to_the_microsecond_and_sort_as_texts(one: datetime, other: datetime, hours: int) -> None:
    store = TYPES["instant"].store
    elsewhere = one.astimezone(timezone(timedelta(hours=hours)))
    assert store(elsewhere) == iso(one)
    assert (store(one.isoformat()) < store(other.isoformat())) == (one < other)  # type: ignore[operator]
    assert moment(micros(one)) == one
