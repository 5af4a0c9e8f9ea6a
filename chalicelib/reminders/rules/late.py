"""What being late costs a business: a fixed compensation, and interest by the day. Nothing for individuals.

Nouns: a `Rate` that holds from a day on, `Late` (what is claimed). The one trick: rates are dated data, each with its
source, and an amount is the sum of what each half-year's rate gives for its days.

Sources: code de commerce L441-10 II (penalties due without reminder; failing another rate, that of the ECB's latest
main refinancing operation plus 10 points, of 1 January for the first half-year and of 1 July for the second) and D441-5
(40 EUR); ECB, key interest rates, main refinancing operations. A half-year that is not in the table has the last rate
known: add a line when the ECB's rate of 1 January or 1 July is published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

POINTS = Decimal(10)
YEAR = 365


@dataclass(frozen=True)
class Rate:
    """Percent a year, from a day on."""

    since: date
    percent: Decimal


# ECB main refinancing rate on the first day of each half-year.
REFINANCING = (
    Rate(date(2023, 1, 1), Decimal("2.50")),
    Rate(date(2023, 7, 1), Decimal("4.00")),
    Rate(date(2024, 1, 1), Decimal("4.50")),
    Rate(date(2024, 7, 1), Decimal("4.25")),
    Rate(date(2025, 1, 1), Decimal("3.15")),
    Rate(date(2025, 7, 1), Decimal("2.15")),
)
LEGAL = tuple(Rate(one.since, one.percent + POINTS) for one in REFINANCING)


@dataclass(frozen=True)
class Late:
    """Cents. `days`: after the due date; `percent`: the rate of today."""

    days: int
    percent: Decimal
    fee: int
    interest: int


NOTHING = Decimal(0)


def late(balance: int, due_on: date, today: date, *, business: bool, fee: int, percent: Decimal | None) -> Late:
    """What is claimed beyond the balance (cents). `percent`: the company's own rate, None for the legal one."""
    days = max(0, (today - due_on).days)
    if not business or not days:
        return Late(days, NOTHING, 0, 0)
    rates = LEGAL if percent is None else (Rate(date.min, percent),)
    return Late(days, _rate(rates, today).percent, fee, interest(balance, due_on, today, rates))


def late_in_parts(
    parts: Sequence[tuple[int, date]], today: date, *, business: bool, fee: int, percent: Decimal | None
) -> Late:
    """The same of several instalments of one invoice (cents, due date): interest of each from its own day, one fee."""
    each = [late(cents, on, today, business=business, fee=fee, percent=percent) for cents, on in parts]
    first = max(each, key=lambda one: one.days)
    return Late(first.days, first.percent, first.fee, sum(one.interest for one in each))


def interest(balance: int, due_on: date, today: date, rates: Sequence[Rate]) -> int:
    """balance x rate x days / 365, each rate for its own days, rounded once to the cent."""
    total, day = Decimal(0), due_on
    while day < today:
        rate = _rate(rates, day)
        until = min([today, *(one.since for one in rates if one.since > day)])
        total += Decimal(balance) * rate.percent * (until - day).days / (100 * YEAR)
        day = until
    return int(total.quantize(Decimal(1), ROUND_HALF_UP))


def _rate(rates: Sequence[Rate], day: date) -> Rate:
    """The rate of a day; before the first one, the first."""
    return max((one for one in rates if one.since <= day), key=lambda one: one.since, default=rates[0])
