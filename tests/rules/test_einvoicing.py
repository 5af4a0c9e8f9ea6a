"""Rules of e-invoicing: periods and their last days, statuses in any order, cents cut by rate."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.einvoicing.rules import statuses
from chalicelib.einvoicing.rules.einvoice import cut
from chalicelib.einvoicing.rules.periods import PAYMENTS, TRANSACTIONS, period_of, periods
from chalicelib.einvoicing.rules.report import Sums, way
from chalicelib.einvoicing.rules.statuses import REASONS, STATES, TRANSITIONS, Status
from chalicelib.sales.rules.invoice import Invoice
from tests.rules.test_sales_credit import invoice

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
SETTINGS = ("daily", "decade", "monthly", "simplified", "franchise")


@pytest.mark.parametrize(
    ("setting", "day", "start", "end", "due"),
    [
        ("daily", "2026-11-30", "2026-11-30", "2026-11-30", "2026-12-01"),
        ("decade", "2026-11-01", "2026-11-01", "2026-11-10", "2026-11-20"),
        ("decade", "2026-11-20", "2026-11-11", "2026-11-20", "2026-11-30"),
        ("decade", "2026-12-31", "2026-12-21", "2026-12-31", "2027-01-10"),
        ("decade", "2028-02-15", "2028-02-11", "2028-02-20", "2028-02-29"),
        ("monthly", "2026-12-05", "2026-12-01", "2026-12-31", "2027-01-10"),
        ("simplified", "2027-01-05", "2027-01-01", "2027-01-31", "2027-02-28"),
        ("franchise", "2026-12-05", "2026-11-01", "2026-12-31", "2027-01-31"),
        ("franchise", "2027-01-05", "2027-01-01", "2027-02-28", "2027-03-31"),
    ],
)
def test_periods_and_the_last_day_to_send_them(setting: str, day: str, start: str, end: str, due: str) -> None:
    found = period_of(date.fromisoformat(day), setting)
    assert [str(one) for one in (found.start, found.end, found.due_on)] == [start, end, due]


def test_collections_are_by_month_for_who_reports_sales_more_often() -> None:
    found = period_of(date(2026, 11, 22), "decade", PAYMENTS)
    assert [str(one) for one in (found.start, found.end, found.due_on)] == ["2026-11-01", "2026-11-30", "2026-12-10"]


@given(
    st.dates(date(2024, 1, 1), date(2032, 1, 1)),
    st.integers(0, 500),
    st.sampled_from(SETTINGS),
    st.sampled_from((TRANSACTIONS, PAYMENTS)),
)
def test_periods_cover_every_day_once(since: date, days: int, setting: str, sort: str) -> None:
    until = since + timedelta(days=days)
    found = list(periods(since, until, setting, sort))
    assert found[0].start <= since
    assert found[-1].end >= until
    assert all(before.end + timedelta(days=1) == after.start for before, after in pairwise(found))
    assert all(one.start <= one.end < one.due_on for one in found)


@given(st.lists(st.tuples(st.sampled_from(sorted(STATES)), st.integers(0, 50)), max_size=12), st.randoms())
def test_statuses_lead_to_the_same_state_in_whatever_order_they_come(
    told: list[tuple[str, int]], random: object
) -> None:
    known = [Status(code, AT + timedelta(minutes=at), f"{n}") for n, (code, at) in enumerate(told)]
    mixed = list(known)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert statuses.state(mixed) == statuses.state(known)
    moved = statuses.moving(mixed)
    assert all((one.code, other.code) in TRANSITIONS for one, other in pairwise(moved))


def test_what_ends_a_life_is_followed_by_nothing() -> None:
    ends = {one for _, one in TRANSITIONS} - {one for one, _ in TRANSITIONS}
    assert ends == {"210", "212", "213", "501"}
    assert set(REASONS) == {"206", "207", "208", "210"}


@given(
    st.integers(1, 10**9),
    st.lists(st.tuples(st.sampled_from(["20", "10", "5.5"]), st.integers(1, 10**8)), min_size=1, max_size=3),
)
def test_what_was_collected_is_cut_by_rate_without_losing_a_cent(amount: int, rates: list[tuple[str, int]]) -> None:
    parts = cut(amount, [(Decimal(rate), gross) for rate, gross in rates])
    assert sum(cents for _, cents in parts) == amount
    assert [rate for rate, _ in parts] == [f"{Decimal(rate):.2f}" for rate, _ in rates]


SOLD = st.tuples(st.integers(1, 60), st.sampled_from(("0.05", "8.00", "9.99", "17.33")), st.sampled_from(("20", "5.5")))


@st.composite
def sold(draw: st.DrawFn) -> Invoice:
    """An invoice or a credit note to a business or to a person, of some goods and some services."""
    made = invoice(*draw(st.lists(SOLD, min_size=1, max_size=5)))
    lines = tuple(replace(one, goods=draw(st.booleans())) for one in made.lines)
    buyer = replace(made.buyer, business=False, siret="") if draw(st.booleans()) else made.buyer
    day = draw(st.dates(date(2026, 11, 1), date(2026, 11, 3)))
    kind = draw(st.sampled_from(("invoice", "credit_note")))
    return replace(made, lines=lines, buyer=buyer, issued_on=day, kind=kind)


@given(st.lists(sold(), max_size=8))
def test_every_cent_sold_is_told_in_exactly_one_place(invoices: list[Invoice]) -> None:
    told = Sums()
    for one in invoices:
        told.add(one)
    signs = [-1 if one.kind == "credit_note" else 1 for one in invoices]
    assert told.net + told.einvoiced_net == sum(s * one.totals.net for s, one in zip(signs, invoices, strict=True))
    assert told.vat + told.einvoiced_vat == sum(s * one.totals.vat for s, one in zip(signs, invoices, strict=True))
    days = told.day_sums()
    assert all(day.net == sum(tax.base for tax in day.taxes) for day in days)
    assert all(day.vat == sum(tax.vat for tax in day.taxes) for day in days)
    assert told.empty is (not any(way(one) != "einvoice" for one in invoices))
