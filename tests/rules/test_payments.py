"""Payments settle invoices by their allocations, and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.payments.rules import (
    Payment,
    allocated,
    cancelled,
    check_amounts,
    check_customer,
    require_recorded,
)
from chalicelib.sales.rules.method import GIVEN_METHODS, Method, Methods
from chalicelib.sales.rules.receivable import Receivable, released, status

DAY = date(2026, 11, 22)


def payment(amount: int) -> Payment:
    return Payment("pay_1", "RG-2026-0001", "recorded", "cus_1", "C1", "Le Bistrot", "transfer", "transfer", "Virement",
                   amount, DAY, datetime(2026, 11, 22, tzinfo=UTC))  # fmt: skip


def owed(number: int, due: int) -> Receivable:
    return Receivable(f"inv_{number}", f"FA-{number}", "invoice", "ord_1", "CO-1", "cus_1", "C1", "Bistrot", DAY, DAY,
                      due, 0, due)  # fmt: skip


@pytest.mark.feature("2.4-X01")
@pytest.mark.parametrize(
    ("due", "paid", "expected"),
    [
        (34560, 0, "unpaid"),
        (34560, 1, "partly_paid"),
        (34560, 34559, "partly_paid"),
        (34560, 34560, "paid"),
        (34560, 34561, "overpaid"),
        (0, 0, "paid"),
    ],
)
def test_the_status_follows_from_the_amounts(due: int, paid: int, expected: str) -> None:
    assert status(due, paid) == expected


@pytest.mark.feature("2.4-07")
def test_one_transfer_settles_two_invoices_and_leaves_a_credit() -> None:
    paid, after = allocated(payment(50000), [(owed(1, 30000), 30000), (owed(2, 15000), 15000)], DAY)
    assert (paid.allocated, paid.unallocated) == (45000, 5000)
    assert [one.balance for one in after] == [0, 0]
    assert [part.source for part in after[0].settlements] == ["pay_1"]


@pytest.mark.feature("2.4-08")
def test_a_part_payment_leaves_the_rest_due() -> None:
    _, [after] = allocated(payment(10000), [(owed(1, 34560), 10000)], DAY)
    assert (after.balance, after.status) == (24560, "partly_paid")


def test_an_invoice_may_be_paid_by_several_payments() -> None:
    first, [after] = allocated(payment(10000), [(owed(1, 34560), 10000)], DAY)
    second, [after] = allocated(replace(payment(24560), id="pay_2"), [(after, 24560)], DAY)
    assert after.balance == 0
    assert [part.source for part in after.settlements] == [first.id, second.id]


def refusal(left: int, wanted: list[tuple[Receivable, int]]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        check_amounts(left, wanted)
    return [(error.field, error.rule) for error in caught.value.errors]


def test_never_more_than_is_due() -> None:
    assert refusal(50000, [(owed(1, 30000), 30001)]) == [("allocations.0.amount", "payments.allocation.over_due")]
    check_amounts(50000, [(owed(1, 30000), 30000)])


def test_never_more_than_was_paid() -> None:
    assert refusal(500, [(owed(1, 300), 300), (owed(2, 300), 201)]) == [
        ("allocations", "payments.allocation.over_paid")
    ]
    check_amounts(500, [(owed(1, 300), 300), (owed(2, 300), 200)])


def test_an_invoice_stands_once_in_a_list() -> None:
    both = [(owed(1, 300), 100), (owed(1, 300), 100)]
    assert refusal(500, both) == [("allocations.1.amount", "payments.allocation.twice")]


def test_a_payment_is_for_the_invoices_of_its_customer_in_its_currency() -> None:
    check_customer("cus_1", "EUR", [owed(1, 1)])
    with pytest.raises(Refused) as caught:
        check_customer("cus_1", "EUR", [owed(1, 1), replace(owed(2, 1), customer="cus_2")])
    assert [error.field for error in caught.value.errors] == ["allocations.1.invoice"]
    with pytest.raises(Refused):
        check_customer("cus_1", "EUR", [replace(owed(1, 1), currency="USD")])


def test_a_cancelled_payment_pays_nothing_and_stays_readable() -> None:
    paid, [after] = allocated(payment(10000), [(owed(1, 34560), 6000)], DAY)
    gone = cancelled(paid, date(2026, 12, 1), "chèque rejeté")
    assert (gone.state, gone.unallocated, gone.allocations) == ("cancelled", 0, paid.allocations)
    assert released(after, "pay_1").balance == 34560
    assert released(after, "pay_2") == after
    require_recorded(paid)
    with pytest.raises(Conflict):
        require_recorded(gone)


@pytest.mark.feature("2.4-01")
def test_a_company_adds_its_own_method_and_changes_a_given_one() -> None:
    own = Method("mth_1", "Chèque Crédit Agricole", "cheque", account="511210", bank="Crédit Agricole")
    methods = Methods().with_method(own).with_method(replace(GIVEN_METHODS[0], account="512100"))
    assert [method.id for method in methods.all()] == [*(method.id for method in GIVEN_METHODS), "mth_1"]
    assert methods.all()[0].account == "512100"
    archived = methods.with_method(replace(own, archived=True))
    assert archived.find("mth_1") == replace(own, archived=True)
    assert len(archived.own) == 2
    assert Methods().find("mth_1") is None


@given(
    st.integers(0, 10**7),
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), max_size=8),
)
def test_what_is_accepted_never_exceeds_the_payment_nor_an_invoice(amount: int, lines: list[tuple[int, int]]) -> None:
    wanted = [(owed(n, due), part) for n, (due, part) in enumerate(lines)]
    fits = sum(part for _, part in wanted) <= amount and all(part <= due for due, part in lines)
    try:
        check_amounts(amount, wanted)
    except Refused:
        assert not fits
        return
    assert fits
    paid, after = allocated(payment(amount), wanted, DAY)
    assert paid.allocated + paid.unallocated == amount
    assert paid.unallocated >= 0
    assert all(one.balance >= 0 for one in after)
