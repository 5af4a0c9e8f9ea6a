"""Payments settle invoices by their allocations, and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.payments.rules import (
    Payment,
    Refund,
    Share,
    allocated,
    by_rate,
    cancelled,
    check_amounts,
    check_customer,
    refunded,
    require_recorded,
    shared,
    taken_back,
)
from chalicelib.sales.rules.method import GIVEN_METHODS, Method, Methods
from chalicelib.sales.rules.receivable import Instalment, Receivable, Settlement, left, released, settled, status

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
    paid, after = allocated(payment(50000), [Share(owed(1, 30000), 30000), Share(owed(2, 15000), 15000)], DAY)
    assert (paid.allocated, paid.unallocated) == (45000, 5000)
    assert [one.balance for one in after] == [0, 0]
    assert [part.source for part in after[0].settlements] == ["pay_1"]


@pytest.mark.feature("2.4-08")
def test_a_part_payment_leaves_the_rest_due() -> None:
    _, [after] = allocated(payment(10000), [Share(owed(1, 34560), 10000)], DAY)
    assert (after.balance, after.status) == (24560, "partly_paid")


@pytest.mark.parametrize(
    ("paid", "expected"),
    [(0, [30000, 40000, 30001]), (30000, [40000, 30001]), (50000, [20000, 30001]), (100001, []), (100002, [])],
)
def test_money_pays_the_first_instalment_due_first(paid: int, expected: list[int]) -> None:
    parts = (30000, 40000, 30001)
    cut = tuple(Instalment(DAY + timedelta(days=30 * rank), part) for rank, part in enumerate(parts))
    claim = settled(replace(owed(1, 100001), schedule=cut), Settlement("pay_1", "RG-1", paid, DAY))
    assert [one.amount for one in left(claim)] == expected


def test_an_invoice_without_instalments_is_due_at_once_on_its_day() -> None:
    assert left(owed(1, 34560)) == (Instalment(DAY, 34560),)


def test_an_invoice_may_be_paid_by_several_payments() -> None:
    first, [after] = allocated(payment(10000), [Share(owed(1, 34560), 10000)], DAY)
    second, [after] = allocated(replace(payment(24560), id="pay_2"), [Share(after, 24560)], DAY)
    assert after.balance == 0
    assert [part.source for part in after.settlements] == [first.id, second.id]


def refusal(left: int, wanted: list[tuple[Receivable, int]]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        check_amounts(left, [Share(*part) for part in wanted])
    return [(error.field, error.rule) for error in caught.value.errors]


def test_never_more_than_is_due() -> None:
    assert refusal(50000, [(owed(1, 30000), 30001)]) == [("allocations.0.amount", "payments.allocation.over_due")]
    check_amounts(50000, [Share(owed(1, 30000), 30000)])


def test_never_more_than_was_paid() -> None:
    assert refusal(500, [(owed(1, 300), 300), (owed(2, 300), 201)]) == [
        ("allocations", "payments.allocation.over_paid")
    ]
    check_amounts(500, [Share(owed(1, 300), 300), Share(owed(2, 300), 200)])


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
    paid, [after] = allocated(payment(10000), [Share(owed(1, 34560), 6000)], DAY)
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
    wanted = [Share(owed(n, due), part) for n, (due, part) in enumerate(lines)]
    fits = sum(part for _, part in lines) <= amount and all(part <= due for due, part in lines)
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


# --- what lacks


@pytest.mark.feature("2.4-12")
@pytest.mark.parametrize(
    ("paid", "difference", "balance"),
    [(119998, 2, 0), (120002, -2, 0), (119900, 100, 0), (119899, 0, 101), (120000, 0, 0), (120100, -100, 0)],
)
def test_a_difference_within_the_tolerance_is_written_off(paid: int, difference: int, balance: int) -> None:
    part = shared(owed(1, 120000), paid, "auto", 100, DAY)
    assert (part.amount, part.difference, part.discount) == (paid, difference, 0)
    _, [after] = allocated(payment(paid), [part], DAY)
    assert after.balance == balance


@pytest.mark.feature("2.4-12")
def test_beyond_the_tolerance_it_asks_and_is_written_off_once_confirmed() -> None:
    due = owed(1, 120000)
    with pytest.raises(Refused) as caught:
        shared(due, 119000, "write_off", 100, DAY)
    assert caught.value.code == "payments.allocation.above_tolerance"
    assert shared(due, 119000, "confirmed", 100, DAY).difference == 1000
    assert shared(due, 119000, "auto", 100, DAY).difference == 0
    assert shared(due, 119998, "keep", 100, DAY).difference == 0
    assert shared(due, 119998, "auto", 0, DAY).difference == 0


def early(due: int = 120000) -> Receivable:
    return replace(owed(1, due), discount_percent="2", discount_until=DAY + timedelta(days=8))


@pytest.mark.feature("2.4-10")
def test_paying_early_settles_with_a_discount_and_a_day_later_does_not() -> None:
    in_time = shared(early(), 117600, "auto", 0, DAY + timedelta(days=8))
    assert (in_time.amount, in_time.discount, in_time.settles) == (117600, 2400, 120000)
    [cut] = by_rate(in_time.discount, [(Decimal(20), "S", 120000)])
    assert (cut.net, cut.vat) == (2000, 400)
    late = shared(early(), 117600, "auto", 0, DAY + timedelta(days=9))
    _, [after] = allocated(payment(117600), [late], DAY)
    assert (late.discount, after.balance) == (0, 2400)


def test_the_discount_is_for_who_pays_all_of_it_in_time() -> None:
    assert shared(early(), 100000, "auto", 0, DAY).discount == 0
    _, [part] = allocated(payment(60000), [shared(early(), 60000, "auto", 0, DAY)], DAY)
    assert shared(part, 57600, "auto", 0, DAY).discount == 2400
    _, [part] = allocated(payment(60000), [Share(early(), 60000)], DAY + timedelta(days=9))
    assert shared(part, 57600, "auto", 0, DAY).discount == 0


@given(st.integers(0, 10**6), st.lists(st.tuples(st.sampled_from(["20", "10", "5.5", "0"]), st.integers(1, 10**6)),
                                       min_size=1, max_size=4))  # fmt: skip
def test_a_discount_cut_by_rate_sums_to_itself(discount: int, rates: list[tuple[str, int]]) -> None:
    cut = by_rate(discount, [(Decimal(rate), "S", gross) for rate, gross in rates])
    assert sum(one.net + one.vat for one in cut) == discount
    assert all(one.net >= 0 and one.vat >= 0 for one in cut)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(["auto", "keep", "confirmed"]),
       st.integers(0, 1000), st.integers(-1, 10))  # fmt: skip
def test_money_discount_and_difference_never_settle_more_than_is_due(
    due: int, paid: int, rest: str, tolerance: int, day: int
) -> None:
    part = shared(early(due), paid, rest, tolerance, DAY + timedelta(days=day))  # type: ignore[arg-type]
    assert part.amount == paid
    if part.discount or part.difference:
        assert part.settles == due
        assert not (part.discount and part.difference)
        assert rest != "keep"


# --- refunds


@pytest.mark.feature("2.4-08")
def test_a_refund_takes_what_is_free_first_then_what_the_last_invoices_were_paid() -> None:
    paid, _ = allocated(payment(50000), [Share(owed(1, 30000), 30000), Share(owed(2, 15000), 15000)], DAY)
    assert taken_back(paid, 5000) == []
    assert taken_back(paid, 6000) == [("inv_2", "FA-2", 1000)]
    assert taken_back(paid, 50000) == [("inv_2", "FA-2", 15000), ("inv_1", "FA-1", 30000)]
    with pytest.raises(Refused):
        taken_back(paid, 50001)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=5), st.integers(0, 500), st.lists(st.integers(1, 300)))
def test_what_went_back_was_paid_and_the_invoices_are_due_again(dues: list[int], free: int, backs: list[int]) -> None:
    held = {f"inv_{n}": owed(n, due) for n, due in enumerate(dues)}
    paid, after = allocated(payment(sum(dues) + free), [Share(one, one.due) for one in held.values()], DAY)
    held = {one.invoice: one for one in after}
    for number, back in enumerate(backs):
        if back > paid.amount - paid.refunded:
            continue
        taken = [(held[invoice], amount) for invoice, _, amount in taken_back(paid, back)]
        paid, due = refunded(paid, Refund(f"pay_r{number}", "", back, DAY), taken)
        held |= {one.invoice: one for one in due}
        assert paid.unallocated >= 0
        assert paid.allocated == sum(one.paid for one in held.values())
        assert paid.amount == paid.allocated + paid.unallocated + paid.refunded
