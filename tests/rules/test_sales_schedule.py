"""Instalment schedules: what each part is, when it falls due, what is refused, what money leaves of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.sales.rules.receivable import Instalment, Receivable, Settlement, left
from chalicelib.sales.rules.schedule import Planned, cut, instalments, problems
from chalicelib.sales.rules.terms import beyond_ceiling
from chalicelib.sales.rules.vat import case_named

DAY = date(2026, 3, 2)


def by(percent: str | None = None, amount: int | None = None, on: date | None = None, term: str = "") -> Planned:
    return Planned(Decimal(percent) if percent else None, amount, on, term or ("" if on else "net-30"))


THIRTY_FORTY = (by("30", term="cash"), by("40", term="net-30"), by("30", on=date(2026, 6, 30)))


def owed(schedule: tuple[Instalment, ...], paid: int) -> Receivable:
    due = sum(one.amount for one in schedule)
    plain = Receivable(
        "ivc_1", "F-1", "invoice", "ord_1", "C-1", "cus_1", "C1", "Bistrot", DAY, schedule[-1].due_on, due, 0, due
    )
    return replace(plain, schedule=schedule, settlements=(Settlement("pay_1", "R-1", paid, DAY),) if paid else ())


def test_thirty_forty_thirty_of_1000_01_sums_to_the_cent() -> None:
    assert cut(THIRTY_FORTY, 100_001) == [30_000, 40_000, 30_001]


def test_dates_are_relative_to_the_invoice_or_absolute() -> None:
    assert instalments(THIRTY_FORTY, 100_001, DAY) == (
        Instalment(DAY, 30_000),
        Instalment(date(2026, 4, 1), 40_000),
        Instalment(date(2026, 6, 30), 30_001),
    )


def test_a_day_gone_by_when_the_invoice_is_made_is_the_day_of_the_invoice() -> None:
    plan = (by("50", on=date(2026, 3, 10)), by(on=date(2026, 5, 1)))
    made = instalments(plan, 1001, date(2026, 4, 2))
    assert made == (Instalment(date(2026, 4, 2), 501), Instalment(date(2026, 5, 1), 500))


def test_instalments_stand_in_the_order_they_fall_due() -> None:
    plan = (by("50", on=date(2026, 9, 1)), by(term="cash"))
    assert [one.due_on for one in instalments(plan, 1000, DAY)] == [DAY, date(2026, 9, 1)]


def test_nothing_is_planned_of_nothing() -> None:
    assert instalments(THIRTY_FORTY, 0, DAY) == ()
    assert instalments((), 1000, DAY) == ()


@given(st.lists(st.decimals("0.01", "20", places=2), min_size=1, max_size=5), st.integers(1_000, 10**9))
def test_any_percents_then_the_rest_sum_to_the_total(percents: list[Decimal], total: int) -> None:
    plan = (*(Planned(one, term="net-30") for one in percents), Planned(term="net-60"))
    assert not problems(plan, total, DAY) or sum(percents) >= Decimal("99.9")
    assert sum(cut(plan, total)) == total
    assert sum(one.amount for one in instalments(plan, total, DAY)) == total


@given(st.integers(0, 120_000))
def test_money_pays_the_first_due_first_and_nothing_is_lost(paid: int) -> None:
    schedule = instalments(THIRTY_FORTY, 100_001, DAY)
    rest = left(owed(schedule, paid))
    assert sum(one.amount for one in rest) == max(0, 100_001 - paid)
    assert [one.due_on for one in rest] == [one.due_on for one in schedule][len(schedule) - len(rest) :]


@pytest.mark.parametrize(
    ("plan", "field", "rule"),
    [
        ((by("30"), by("40"), by("20")), "schedule", "sales.schedule.percents"),
        ((by("30"), by("80")), "schedule", "sales.schedule.percents"),
        ((by("50"), by(), by()), "schedule.1.percent", "sales.schedule.share"),
        ((Planned(Decimal(50), 500, None, "cash"), by()), "schedule.0.amount", "sales.schedule.both"),
        ((by("0"), by()), "schedule.0.percent", "sales.schedule.nothing"),
        ((by("50", on=date(2026, 3, 1)), by()), "schedule.0.on", "sales.schedule.before"),
        ((Planned(Decimal(50)), by()), "schedule.0.on", "sales.schedule.when"),
        ((Planned(Decimal(50), on=DAY, term="cash"), by()), "schedule.0.on", "sales.schedule.when"),
        ((by("50", term="soon"), by()), "schedule.0.term", "sales.schedule.term"),
        ((by(amount=1000), by()), "schedule", "sales.schedule.too_much"),
        ((by(amount=600), by(amount=300)), "schedule.1.amount", "sales.schedule.sum"),
        ((by(amount=600), by("30")), "schedule.1.amount", "sales.schedule.sum"),
    ],
)
def test_a_schedule_that_does_not_fit_names_field_and_rule(plan: tuple[Planned, ...], field: str, rule: str) -> None:
    found = [(one.field, one.rule) for one in problems(plan, 1000, DAY)]
    assert found == [(field, rule)]


def test_amounts_that_fit_and_amounts_of_an_order_still_empty_are_right() -> None:
    assert problems((by(amount=600), by(amount=400)), 1000, DAY) == []
    assert problems((by(amount=600), by("40")), 1000, DAY) == []
    assert problems((by(amount=600), by()), 0, DAY) == []
    assert problems((), 1000, DAY) == []


def test_each_instalment_is_held_against_the_legal_ceiling() -> None:
    plan = (by("30", term="net-60"), by("30", term="net-61"), by(on=date(2026, 6, 30)))
    told = beyond_ceiling("cash", case_named("domestic"), DAY, business=True, schedule=plan)
    assert [(one.field, one.rule) for one in told] == [
        ("schedule.1.term", "sales.term.ceiling"),
        ("schedule.2.on", "sales.term.ceiling"),
    ]
    assert not beyond_ceiling("cash", case_named("domestic"), DAY, business=False, schedule=plan)
