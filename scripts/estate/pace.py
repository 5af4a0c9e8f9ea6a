"""When things happen: how many orders on which day. Seasons, days of the week, growth. Pure."""

import random
from collections import Counter
from datetime import date, timedelta

GROWTH = 0.12  # a year
# January to December: fairs in March, summer visitors, Christmas.
SEASONS = (0.62, 0.70, 1.15, 1.05, 1.10, 1.12, 0.95, 0.70, 1.10, 1.15, 1.55, 1.95)
WEEK = (1.0, 1.1, 1.1, 1.1, 1.05, 0.55, 0.0)
HOLIDAYS = {(12, 25), (1, 1), (5, 1), (7, 14), (8, 15), (11, 11)}


def weight(day: date, today: date) -> float:
    """How busy a day is, compared with an ordinary one of the last year."""
    if (day.month, day.day) in HOLIDAYS:
        return 0.0
    years_ago = (today - day).days / 365
    return SEASONS[day.month - 1] * WEEK[day.weekday()] / float((1 + GROWTH) ** years_ago)


def orders_by_day(chance: random.Random, first: date, today: date, orders: int) -> dict[date, int]:
    """Day -> number of orders, in order; the days without are absent. They sum to `orders`."""
    days = [first + timedelta(days=n) for n in range(1, (today - first).days + 1)]
    counted = Counter(chance.choices(days, [weight(day, today) for day in days], k=orders))
    return dict(sorted(counted.items()))


def working(day: date) -> bool:
    """Is the office open?"""
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def months(first: date, last: date) -> list[date]:
    """The first days of the months after `first`, up to `last`."""
    found: list[date] = []
    year, month = first.year, first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        if (day := date(year, month, 1)) > last:
            return found
        found.append(day)
