"""The days of reminders and what being late costs, to the day and the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from chalicelib.reminders.rules.dunning import Step, due_level, due_step, past_due
from chalicelib.reminders.rules.late import LEGAL, Late, late, late_in_parts
from chalicelib.sales.rules.receivable import Instalment

DUE = date(2026, 1, 31)
DAYS = {1: 7, 2: 21, 3: 45}


@pytest.mark.feature("2.3-26")
@pytest.mark.parametrize(
    ("today", "made", "level"),
    [
        (date(2026, 2, 6), {}, None),
        (date(2026, 2, 7), {}, 1),
        (date(2026, 2, 7), {1: date(2026, 2, 7)}, None),
        (date(2026, 2, 20), {1: date(2026, 2, 7)}, None),
        (date(2026, 2, 21), {1: date(2026, 2, 7)}, 2),
        (date(2026, 2, 21), {1: date(2026, 2, 7), 2: date(2026, 2, 21)}, None),
        (date(2026, 3, 17), {1: date(2026, 2, 7), 2: date(2026, 2, 21)}, 3),
        (date(2026, 6, 1), {}, 1),  # found late: the first level first
        (date(2026, 6, 5), {1: date(2026, 6, 1)}, None),  # and a week between two
        (date(2026, 6, 8), {1: date(2026, 6, 1)}, 2),
    ],
)
def test_a_level_is_due_on_its_day(today: date, made: dict[int, date], level: int | None) -> None:
    assert due_level(DUE, made, DAYS, today) == level


def test_a_level_of_no_days_is_passed_over() -> None:
    assert due_level(DUE, {1: date(2026, 2, 7)}, {**DAYS, 2: 0}, date(2026, 3, 17)) == 3
    assert due_level(DUE, {}, {1: 0, 2: 0, 3: 0}, date(2027, 1, 1)) is None


@pytest.mark.feature("2.3-X06")
@pytest.mark.parametrize(
    ("balance", "days", "percent", "interest"),
    [
        (100_000, 45, "12", 1479),  # 1000.00 x 12 % x 45 / 365 = 14.7945
        (34_560, 45, "12.15", 518),  # 345.60 x 12.15 % x 45 / 365 = 5.1769
        (1, 45, "12", 0),
        (100_000, 365, "10", 10_000),
    ],
)
def test_forty_euros_and_interest_by_the_day_for_a_business(
    balance: int, days: int, percent: str, interest: int
) -> None:
    today = date.fromordinal(DUE.toordinal() + days)
    asked = late(balance, DUE, today, business=True, fee=4000, percent=Decimal(percent))
    assert asked == Late(days, Decimal(percent), 4000, interest)
    assert late(balance, DUE, today, business=False, fee=4000, percent=Decimal(percent)) == Late(days, Decimal(0), 0, 0)


def test_the_legal_rate_is_that_of_each_half_year() -> None:
    """1000.00 from 1 June to 31 July 2025: 30 days at 13.15 %, 30 at 12.15 %."""
    asked = late(100_000, date(2025, 6, 1), date(2025, 7, 31), business=True, fee=4000, percent=None)
    assert asked == Late(60, Decimal("12.15"), 4000, 2079)  # 10.8082 + 9.9863
    assert [(one.since.isoformat(), str(one.percent)) for one in LEGAL][-2:] == [
        ("2025-01-01", "13.15"),
        ("2025-07-01", "12.15"),
    ]
    assert late(100_000, DUE, DUE, business=True, fee=4000, percent=None) == Late(0, Decimal(0), 0, 0)


# --- instalments

PARTS = {0: Instalment(DUE, 30_000), 1: Instalment(date(2026, 2, 10), 40_000), 2: Instalment(date(2026, 9, 1), 30_001)}


def test_each_instalment_has_its_own_levels_a_week_apart() -> None:
    steps: tuple[Step, ...] = ()
    made = []
    for n in range(60):
        today = date(2026, 2, 1) + timedelta(days=n)
        step = due_step(PARTS, steps, DAYS, today)
        if step is not None:
            steps = (*steps, replace(step, state="sent"))
            made.append((today, step.rank, step.level, step.due_on))
    assert made == [
        (date(2026, 2, 7), 0, 1, DUE),
        (date(2026, 2, 17), 1, 1, date(2026, 2, 10)),
        (date(2026, 2, 24), 0, 2, DUE),
        (date(2026, 3, 3), 1, 2, date(2026, 2, 10)),
        (date(2026, 3, 17), 0, 3, DUE),
        (date(2026, 3, 27), 1, 3, date(2026, 2, 10)),
    ]


def test_a_paid_instalment_calls_for_nothing_more_and_the_next_begins_again() -> None:
    sent = (Step(1, date(2026, 2, 7), "sent", due_on=DUE),)
    rest = {1: PARTS[1], 2: PARTS[2]}
    assert due_step(rest, sent, DAYS, date(2026, 2, 16)) is None
    step = due_step(rest, sent, DAYS, date(2026, 2, 17))
    assert step is not None
    assert (step.rank, step.level, step.key) == (1, 1, 11)


def test_only_what_is_past_due_is_asked_with_interest_of_each_from_its_day() -> None:
    today = date(2026, 3, 17)
    assert [one.amount for one in past_due(PARTS, today)] == [30_000, 40_000]
    parts = [(one.amount, one.due_on) for one in past_due(PARTS, today)]
    cost = late_in_parts(parts, today, business=True, fee=4000, percent=Decimal(12))
    alone = [late(cents, on, today, business=True, fee=4000, percent=Decimal(12)).interest for cents, on in parts]
    assert (cost.days, cost.fee, cost.interest) == (45, 4000, sum(alone))
