"""Periods: the same days a year before, the last twelve months."""

from __future__ import annotations

import calendar
from datetime import date


def year_before(day: date) -> date:
    """The same day a year before; 29 February becomes the 28th."""
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def last_months(day: date, count: int = 12) -> list[date]:
    """The first days of the last `count` months, that of `day` last."""
    place = day.year * 12 + day.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(place - count + 1, place + 1)]
