"""When sales and collections are reported: periods by VAT regime, and the last day to send each.

Source: DGFiP, external specifications of e-reporting; docs/algorithms/einvoicing.md.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAILY, DECADE, MONTHLY, SIMPLIFIED, FRANCHISE = "daily", "decade", "monthly", "simplified", "franchise"
TRANSACTIONS, PAYMENTS = "transactions", "payments"
DAY = timedelta(days=1)
LATE = {SIMPLIFIED, FRANCHISE}


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both in it; `due_on`: the last day to send it."""

    start: date
    end: date
    due_on: date


def period_of(day: date, setting: str, sort: str = TRANSACTIONS) -> Period:
    """The period that a day falls in."""
    if sort == PAYMENTS and setting in (DAILY, DECADE):
        setting = MONTHLY
    if setting == DAILY:
        return Period(day, day, day + DAY)
    if setting == DECADE:
        return _decade(day)
    months = 2 if setting == FRANCHISE else 1
    start = date(day.year, day.month - (day.month - 1) % months, 1)
    end = _last(_months_on(start, months - 1))
    due = _last(_months_on(start, months)) if setting in LATE else _months_on(start, months).replace(day=10)
    return Period(start, end, due)


def periods(since: date, until: date, setting: str, sort: str = TRANSACTIONS) -> Iterator[Period]:
    """Those from the one that holds `since` to the one that holds `until`, in order."""
    day = since
    while day <= until:
        found = period_of(day, setting, sort)
        yield found
        day = found.end + DAY


def _decade(day: date) -> Period:
    first = day.replace(day=1)
    if day.day <= 10:
        return Period(first, day.replace(day=10), day.replace(day=20))
    if day.day <= 20:
        return Period(day.replace(day=11), day.replace(day=20), _last(day))
    return Period(day.replace(day=21), _last(day), _months_on(first, 1).replace(day=10))


def _last(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _months_on(first: date, count: int) -> date:
    month = first.month - 1 + count
    return date(first.year + month // 12, month % 12 + 1, 1)
