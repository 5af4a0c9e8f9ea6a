"""What payments tells the other rooms. Amounts in cents of `currency`."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact
from chalicelib.sales.schemas import VatAmount


class EurosV1(Contract):
    """A share in a foreign currency in euro cents: what is `given` at the rate of the payment, what it closes of the
    invoice at the rate of that (`booked`), of which what is granted or written off; `gain`: what the rate brought."""

    given: int
    booked: int
    discount: int
    difference: int
    gain: int


class AllocationV1(Contract):
    """`amount` cents of a payment on one invoice; `settles` when nothing is left to pay on it. `discount` is what was
    granted for paying early, cut by rate in `discount_rates` (in euros); `difference` what was written off, below zero
    a gain."""

    invoice_id: str
    invoice_number: str
    amount: int
    settles: bool
    discount: int = 0
    difference: int = 0
    discount_rates: list[VatAmount] = Field(default_factory=list)
    euros: EurosV1 | None = None


class Moved(Fact):
    """Money that moved, in or out, between a customer and us by a method. `account`: the method's own, None for that of
    the chart; `journal` "": that of the chart."""

    number: str
    customer_id: str
    customer_code: str
    customer_name: str
    method_id: str
    method_kind: str
    method_label: str
    account: str | None
    journal: str = ""
    journal_label: str = ""
    home: int | None = None
    amount: int
    currency: str
    reference: str


class PaymentRecordedV1(Moved):
    """Money received."""

    TYPE: ClassVar[str] = "payments.payment.recorded.v1"
    payment_id: str
    received_on: date
    allocations: list[AllocationV1]


class PaymentAllocatedV1(Fact):
    """What was left of a payment was given to invoices. `settling` names what was granted or written off with it, ""
    when nothing was."""

    TYPE: ClassVar[str] = "payments.payment.allocated.v1"
    payment_id: str
    number: str
    customer_id: str
    allocations: list[AllocationV1]
    customer_code: str = ""
    customer_name: str = ""
    currency: str = "EUR"
    allocated_on: date | None = None
    settling: str = ""


class PaymentCancelledV1(Fact):
    """A payment was undone by a counter-entry; the invoices it paid are due again. `settlings`: what was granted or
    written off since. `deposited`: it was at the bank already, on `deposit_account` (None: that of the chart)."""

    TYPE: ClassVar[str] = "payments.payment.cancelled.v1"
    payment_id: str
    number: str
    customer_id: str
    cancelled_on: date
    reason: str
    amount: int
    currency: str
    allocations: list[AllocationV1]
    settlings: list[str] = Field(default_factory=list)
    deposited: bool = False
    deposit_account: str | None = None


class PaymentRefundedV1(Moved):
    """Money given back. `taken`: what it took back of invoices, which are due again by as much; the rest was to the
    customer's credit, `credit` euro cents in a foreign currency."""

    TYPE: ClassVar[str] = "payments.payment.refunded.v1"
    refund_id: str
    payment_id: str
    payment_number: str
    refunded_on: date
    taken: list[AllocationV1]
    credit: int | None = None


class DepositedV1(Contract):
    """A payment of a slip. `account`: that of its method, None for that of the chart for its kind."""

    payment_id: str
    number: str
    customer_name: str
    amount: int
    account: str | None
    home: int | None = None


class SlipMadeV1(Fact):
    """Payments in hand went to the bank together. `account`: the bank's, None for that of the chart."""

    TYPE: ClassVar[str] = "payments.slip.made.v1"
    slip_id: str
    number: str
    kind: str
    deposited_on: date
    bank: str
    account: str | None
    total: int
    currency: str
    lines: list[DepositedV1]
