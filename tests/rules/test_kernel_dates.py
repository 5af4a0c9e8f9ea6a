from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel import dates


def test_the_business_date_is_the_one_in_paris() -> None:
    assert dates.paris_date(datetime(2026, 12, 24, 22, 59, 59, tzinfo=UTC)) == date(2026, 12, 24)
    assert dates.paris_date(datetime(2026, 12, 24, 23, 0, tzinfo=UTC)) == date(2026, 12, 25)
    assert dates.paris_date(datetime(2026, 6, 30, 22, 0, tzinfo=UTC)) == date(2026, 7, 1)
    assert dates.paris_midnight(date(2027, 1, 1)) == datetime(2026, 12, 31, 23, 0, tzinfo=UTC)


@pytest.mark.feature("2.3-11")
@pytest.mark.parametrize(
    ("code", "due"),
    [
        ("cash", "2026-01-15"),
        ("net-0", "2026-01-15"),
        ("net-60", "2026-03-16"),
        ("eom-30", "2026-02-28"),
        ("eom-30-10", "2026-03-10"),
        ("eom-0", "2026-01-31"),
        ("eom-0-31", "2026-02-28"),
    ],
)
def test_due_dates_of_an_invoice_of_15_january(code: str, due: str) -> None:
    term = dates.payment_term(code)
    assert term is not None
    assert term.code == code
    assert term.due(date(2026, 1, 15)).isoformat() == due


@pytest.mark.parametrize("code", ["", "net", "cash-3", "net-30-10", "eom-30-0", "eom-30-32", "60", "eom", "NET-30"])
def test_what_is_not_a_term(code: str) -> None:
    assert dates.payment_term(code) is None


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        ("cash", "Comptant", "Cash"),
        ("net-30", "30 jours net", "30 days net"),
        ("eom-30", "30 jours fin de mois", "30 days end of month"),
        ("eom-45-10", "45 jours fin de mois le 10", "45 days end of month on the 10th"),
    ],
)
def test_labels(code: str, french: str, english: str) -> None:
    term = dates.payment_term(code)
    assert term is not None
    assert (term.label(), term.label("en")) == (french, english)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 120), st.integers(1, 31))
def test_due_never_before_issue(issued: date, days: int, day: int) -> None:
    net, eom, on = (
        dates.PaymentTerm("net", days),
        dates.PaymentTerm("eom", days),
        dates.PaymentTerm("eom", days, day),
    )
    assert issued <= net.due(issued) <= eom.due(issued) < on.due(issued)
    assert (eom.due(issued) + timedelta(days=1)).day == 1
    assert dates.payment_term(on.code) == on


def test_periods_include_both_ends() -> None:
    first, last = date(2026, 12, 1), date(2026, 12, 24)
    assert dates.within(first, first, last)
    assert dates.within(last, first, last)
    assert not dates.within(date(2026, 12, 25), first, last)
    assert dates.within(date(1999, 1, 1), None, None)
