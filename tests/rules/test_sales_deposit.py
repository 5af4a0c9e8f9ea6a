"""Deposit invoices: their shares by rate add up with the final invoice to the order, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.errors import CaveauError
from chalicelib.sales.rules.deposit import (
    Deposit,
    DepositShare,
    due_on_receipt,
    require_confirmed,
    require_none,
    require_paid,
    shares_of,
    summed,
    vat_received,
    wanted,
)

DAY = date(2026, 3, 2)
WINE = DepositShare(Decimal(20), "S", True, 83_334, 16_667)
FOOD = DepositShare(Decimal("5.5"), "S", True, 10_000, 550)
CARRIAGE = DepositShare(Decimal(20), "S", False, 1_500, 300)


def deposit(*shares: DepositShare) -> Deposit:
    return Deposit("ivc_1", "AC-1", DAY, shares)


def test_300_at_20_percent_is_250_and_50() -> None:
    order = [DepositShare(Decimal(20), "S", True, 83_333, 16_667)]
    assert shares_of(order, [], 30_000) == (DepositShare(Decimal(20), "S", True, 25_000, 5_000),)


def test_a_deposit_is_cut_by_rate_goods_and_services_apart() -> None:
    made = shares_of([WINE, FOOD, CARRIAGE], [], 30_000)
    assert [one.key for one in made] == [WINE.key, FOOD.key, CARRIAGE.key]
    assert sum(one.gross for one in made) == 30_000


@given(
    st.lists(st.tuples(st.integers(1, 10**7), st.sampled_from(["20", "10", "5.5", "0"])), min_size=1, max_size=4),
    st.lists(st.integers(1, 10**6), max_size=6),
)
def test_deposits_and_what_is_left_are_the_order(lines: list[tuple[int, str]], asked: list[int]) -> None:
    """Never more than the order, per rate; all of it leaves nothing, of VAT either."""
    order = summed(DepositShare(Decimal(rate), "S", True, net, round(net * float(rate) / 100)) for net, rate in lines)
    total = sum(one.gross for one in order)
    taken: list[Deposit] = []
    for cents in [*asked, total]:
        cents = min(cents, total - sum(one.gross for one in taken))
        if cents:
            taken.append(deposit(*shares_of(order, taken, cents)))
            assert taken[-1].gross == cents
        known = {one.key: one for one in summed(part for one in taken for part in one.shares)}
        for of in order:
            part = known.get(of.key, DepositShare(*of.key, 0, 0))
            assert 0 <= part.gross <= of.gross
            assert 0 <= part.vat <= of.vat
    assert {one.key: (one.net, one.vat) for one in summed(part for one in taken for part in one.shares)} == {
        one.key: (one.net, one.vat) for one in order
    }


@given(st.lists(st.integers(1, 20_000), max_size=5))
def test_the_vat_of_what_was_received_in_parts_is_that_of_the_whole(parts: list[int]) -> None:
    of = DepositShare(Decimal(20), "S", True, 25_000, 5_000)
    posted, received = 0, 0
    for part in [*parts, 30_000]:
        received = min(30_000, received + part)
        posted += vat_received(of, received, 30_000) - posted
    assert posted == 5_000


@pytest.mark.parametrize(
    ("percent", "amount", "field", "rule"),
    [
        (None, None, "percent", "sales.deposit.share"),
        (Decimal(30), 300, "percent", "sales.deposit.share"),
        (Decimal(0), None, "percent", "sales.deposit.nothing"),
        (None, 70_002, "amount", "sales.deposit.too_much"),
        (Decimal("70.1"), None, "percent", "sales.deposit.too_much"),
    ],
)
def test_what_is_refused_names_field_and_rule(
    percent: Decimal | None, amount: int | None, field: str, rule: str
) -> None:
    with pytest.raises(CaveauError) as told:
        wanted(100_001, 30_000, percent, amount)
    assert [(one.rule, one.field) for one in told.value.errors] == [(rule, field)]


def test_all_that_is_left_may_be_asked() -> None:
    assert wanted(100_001, 30_000, None, 70_001) == 70_001
    assert wanted(100_001, 0, Decimal(30), None) == 30_000


@pytest.mark.parametrize(("on", "goods", "due"), [
    (date(2022, 12, 31), True, False), (date(2023, 1, 1), True, True), (date(2022, 12, 31), False, True),
])  # fmt: skip
def test_vat_of_goods_is_due_on_receipt_since_2023(on: date, goods: bool, due: bool) -> None:
    assert due_on_receipt(on, goods=goods) is due


@pytest.mark.parametrize(("state", "currency", "code"), [
    ("draft", "EUR", "sales.deposit.order_state"), ("invoiced", "EUR", "sales.deposit.order_state"),
    ("validated", "USD", "sales.deposit.currency"),
])  # fmt: skip
def test_a_deposit_is_of_a_confirmed_order_in_euros(state: str, currency: str, code: str) -> None:
    with pytest.raises(CaveauError) as told:
        require_confirmed(state, currency)
    assert told.value.code == code


def test_an_order_with_deposits_stays_and_its_invoice_waits_for_the_money() -> None:
    with pytest.raises(CaveauError, match="AC-1"):
        require_none([deposit(WINE)])
    with pytest.raises(CaveauError, match="AC-1"):
        require_paid(deposit(WINE), 1)
    require_none([])
    require_paid(deposit(WINE), 0)
