"""Entries are a function of the facts, and balance to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounting.rules.chart import Chart, closing, fiscal_year, opening, vat_label
from chalicelib.accounting.rules.entries import (
    Draft,
    Line,
    balance,
    entry_of_invoice,
    numbered,
)
from chalicelib.accounting.rules.paying import entry_of_cancellation, entry_of_payment
from chalicelib.payments.schemas import AllocationV1, PaymentCancelledV1, PaymentRecordedV1
from chalicelib.sales.schemas import InvoiceIssuedV1, SaleShare, VatAmount

DAY = date(2026, 11, 22)


def share(net: int, account: str | None = None, rate: str = "20", category: str = "S") -> SaleShare:
    return SaleShare(account=account, rate=Decimal(rate), category=category, net=net)


def vat(net: int, amount: int, rate: str = "20", category: str = "S") -> VatAmount:
    return VatAmount(rate=Decimal(rate), category=category, net=net, vat=amount)


def invoice(sales: list[SaleShare], rates: list[VatAmount], zone: str = "domestic") -> InvoiceIssuedV1:
    net, tax = sum(one.net for one in sales), sum(one.vat for one in rates)
    return InvoiceIssuedV1(
        invoice_id="inv_1", number="FA-2026-0001", kind="invoice", issued_on=DAY, due_on=date(2026, 12, 22),
        order_id="ord_1", order_number="CO-2026-0001", customer_id="cus_1", customer_code="C00012",
        customer_name="Le Bistrot", currency="EUR", zone=zone, net=net, vat_total=tax, gross=net + tax, sales=sales,
        vat=rates,
    )  # fmt: skip


def payment(
    amount: int, parts: list[tuple[str, int]], kind: str = "transfer", own: str | None = None
) -> PaymentRecordedV1:
    return PaymentRecordedV1(
        payment_id="pay_1", number="RG-2026-0001", received_on=DAY, customer_id="cus_1", customer_code="C00012",
        customer_name="Le Bistrot", method_id=kind, method_kind=kind, method_label="Virement", account=own,
        amount=amount, currency="EUR", reference="",
        allocations=[AllocationV1(invoice_id=i, invoice_number=i, amount=a, settles=True) for i, a in parts],
    )  # fmt: skip


def moved(draft: Draft | None) -> list[tuple[str, int, int]]:
    assert draft is not None
    return [(line.account, line.debit, line.credit) for line in draft.lines]


@pytest.mark.feature("6.1-03")
def test_an_invoice_with_shipping_to_the_cent() -> None:
    fact = invoice([share(36000), share(1667, "708500")], [vat(37667, 7533)])
    draft = entry_of_invoice(fact, Chart())
    assert moved(draft) == [("411000", 45200, 0), ("701000", 0, 36000), ("708500", 0, 1667), ("445710", 0, 7533)]
    assert draft is not None
    assert (draft.journal.code, draft.piece, draft.on) == ("VE", "FA-2026-0001", DAY)
    assert (draft.lines[0].aux, draft.lines[0].aux_label, draft.lines[0].invoice) == ("C00012", "Le Bistrot", "inv_1")
    assert [line.aux for line in draft.lines[1:]] == ["", "", ""]


@pytest.mark.feature("HER-01")
def test_the_account_of_the_product_wins_over_the_chart() -> None:
    own = entry_of_invoice(invoice([share(1000, "701150")], [vat(1000, 200)]), Chart())
    assert moved(own)[1] == ("701150", 0, 1000)


@pytest.mark.parametrize(("zone", "account"), [("domestic", "701000"), ("eu", "701100"), ("export", "701200")])
def test_a_sale_without_vat_goes_to_the_account_of_its_zone(zone: str, account: str) -> None:
    fact = invoice([share(1000, None, "0", "K")], [vat(1000, 0, "0", "K")], zone)
    assert moved(entry_of_invoice(fact, Chart())) == [("411000", 1000, 0), (account, 0, 1000)]


def test_each_rate_has_its_vat_account() -> None:
    rates = [vat(1000, 200), vat(1000, 55, "5.50"), vat(1000, 85, "8.5")]
    draft = entry_of_invoice(invoice([share(3000)], rates), Chart())
    assert moved(draft)[2:] == [("445710", 0, 200), ("445712", 0, 55), ("445719", 0, 85)]
    assert vat_label(Decimal("5.50")) == "TVA collectée 5,5 %"


def test_every_account_is_a_setting() -> None:
    chart = Chart(customers="411100", aux_prefix="411", sales={"domestic": "707000"}, vat={"20": "445711"},
                  methods={"transfer": "512100"})  # fmt: skip
    sold = entry_of_invoice(invoice([share(1000)], [vat(1000, 200)], "export"), chart)
    assert moved(sold) == [("411100", 1200, 0), ("707000", 0, 1000), ("445711", 0, 200)]
    assert sold is not None
    assert sold.lines[0].aux == "411C00012"
    assert moved(entry_of_payment(payment(100, []), chart)) == [("512100", 100, 0), ("411100", 0, 100)]


def test_a_share_below_zero_goes_to_the_other_side() -> None:
    draft = entry_of_invoice(invoice([share(1000), share(-100, "709000")], [vat(900, 180)]), Chart())
    assert moved(draft) == [("411000", 1080, 0), ("701000", 0, 1000), ("709000", 100, 0), ("445710", 0, 180)]


def test_an_invoice_of_nothing_books_nothing() -> None:
    assert entry_of_invoice(invoice([share(0)], [vat(0, 0)]), Chart()) is None


def test_a_fact_that_does_not_add_up_is_not_booked() -> None:
    lying = invoice([share(1000)], [vat(1000, 200)]).model_copy(update={"gross": 1201})
    with pytest.raises(ValueError, match="1 cents out of balance"):
        entry_of_invoice(lying, Chart())


@pytest.mark.parametrize(
    ("kind", "account", "journal"),
    [
        ("cash", "530000", "CA"),
        ("cheque", "511200", "BQ"),
        ("card", "511500", "BQ"),
        ("transfer", "512000", "BQ"),
        ("direct_debit", "511800", "BQ"),
        ("bill", "511300", "BQ"),
        ("other", "511000", "BQ"),
    ],
)
def test_each_kind_of_method_has_its_account_and_journal(kind: str, account: str, journal: str) -> None:
    draft = entry_of_payment(payment(1000, [("inv_1", 1000)], kind), Chart())
    assert moved(draft) == [(account, 1000, 0), ("411000", 0, 1000)]
    assert draft is not None
    assert draft.journal.code == journal
    assert moved(entry_of_payment(payment(1000, [], kind, "512300"), Chart()))[0] == ("512300", 1000, 0)


def test_a_payment_has_one_customer_line_per_invoice_and_one_for_the_rest() -> None:
    draft = entry_of_payment(payment(50000, [("inv_1", 30000), ("inv_2", 15000)]), Chart())
    assert moved(draft) == [("512000", 50000, 0), ("411000", 0, 30000), ("411000", 0, 15000), ("411000", 0, 5000)]
    assert draft is not None
    assert [line.invoice for line in draft.lines] == ["", "inv_1", "inv_2", ""]


def test_a_cancellation_is_the_exact_opposite() -> None:
    draft = entry_of_payment(payment(1000, [("inv_1", 600)]), Chart())
    assert draft is not None
    booked = numbered(draft, 7, 2026, "com_1:main:3:0", DAY)
    lettered = replace(booked, lines=tuple(replace(x, letter="A", lettered_on=DAY) for x in booked.lines))
    fact = PaymentCancelledV1(
        payment_id="pay_1", number="RG-2026-0001", customer_id="cus_1", cancelled_on=date(2026, 12, 1),
        reason="chèque rejeté", amount=1000, currency="EUR", allocations=[],
    )  # fmt: skip
    undone = entry_of_cancellation(fact, lettered, Chart())
    assert undone.id != draft.id
    assert undone.on == date(2026, 12, 1)
    assert moved(undone) == [(account, credit, debit) for account, debit, credit in moved(draft)]
    assert {line.letter for line in undone.lines} == {""}


def test_a_number_is_given_once_with_its_year_and_its_fact() -> None:
    draft = entry_of_payment(payment(1000, []), Chart())
    assert draft is not None
    entry = numbered(draft, 12, 2026, "com_1:main:3:0", date(2026, 11, 23))
    assert (entry.number, entry.year, entry.fact_id, entry.validated_on) == (
        12,
        2026,
        "com_1:main:3:0",
        date(2026, 11, 23),
    )
    assert entry.lines == draft.lines


@pytest.mark.parametrize(
    ("day", "start", "year", "first", "last"),
    [
        (date(2026, 1, 1), 1, 2026, date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), 1, 2026, date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 7, 31), 8, 2026, date(2025, 8, 1), date(2026, 7, 31)),
        (date(2026, 8, 1), 8, 2027, date(2026, 8, 1), date(2027, 7, 31)),
        (date(2027, 2, 3), 3, 2027, date(2026, 3, 1), date(2027, 2, 28)),
    ],
)
def test_the_accounting_year_of_a_day(day: date, start: int, year: int, first: date, last: date) -> None:
    assert fiscal_year(day, start) == year
    assert (opening(year, start), closing(year, start)) == (first, last)


@given(
    st.lists(st.tuples(st.integers(-10**7, 10**9), st.sampled_from(["20", "10", "5.5", "2.1", "0"]),
                       st.sampled_from([None, "701100", "708500", "701000"])), min_size=1, max_size=30),
    st.integers(0, 10**8),
)  # fmt: skip
def test_every_entry_balances(lines: list[tuple[int, str, str | None]], left: int) -> None:
    sales = [share(net, account, rate) for net, rate, account in lines]
    rates = [vat(net, round(net * float(rate) / 100), rate) for net, rate, _ in lines]
    drafts = [entry_of_invoice(invoice(sales, rates), Chart())]
    parts = [(f"inv_{n}", abs(net) + 1) for n, (net, _, _) in enumerate(lines)]
    drafts.append(entry_of_payment(payment(sum(a for _, a in parts) + left, parts), Chart()))
    for draft in drafts:
        if draft is not None:
            assert balance(draft.lines) == 0
            assert all(
                line.debit >= 0 and line.credit >= 0 and bool(line.debit) != bool(line.credit) for line in draft.lines
            )


def test_balance_is_debit_less_credit() -> None:
    assert balance([Line("411000", "", "", debit=5), Line("701000", "", "", credit=3)]) == 2
