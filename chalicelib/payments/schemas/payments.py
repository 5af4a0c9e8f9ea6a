"""Methods, payments with their allocations, refunds.

Every integer amount is cents of `currency`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id, Line, Version
from chalicelib.payments.rules import Rest
from chalicelib.sales.schemas import Amount, AmountIn
from chalicelib.sales.schemas.rates import Currency, ExchangeOut, RateIn

MethodKind = Literal["cash", "cheque", "card", "transfer", "direct_debit", "bill", "other"]


class MethodIn(Contract):
    """A payment method. `account` and `journal` left out are those of the chart for its kind."""

    label_fr: Annotated[str, Field(min_length=1, max_length=60)]
    label_en: Annotated[str, Field(max_length=60)] = ""
    kind: MethodKind
    account: Annotated[str, Field(pattern=r"^\d{3}[0-9A-Za-z]{0,9}$")] | None = None
    journal: Annotated[str, Field(max_length=4, pattern=r"^[A-Z0-9]*$")] = ""
    journal_label: Annotated[str, Field(max_length=60)] = ""
    bank: Annotated[str, Field(max_length=60)] = ""
    archived: bool = False


class MethodOut(Contract):
    id: str
    label_fr: str
    label_en: str
    kind: MethodKind
    account: str | None
    journal: str
    journal_label: str
    bank: str
    archived: bool


class MethodsOut(Contract):
    """`version` is that of the whole set."""

    items: list[MethodOut]
    version: Version


class AllocationIn(Contract):
    """`amount` of the payment given to one invoice. `rest`: what becomes of what lacks. "auto" closes it when it is the
    discount that the invoice offers or within the company's tolerance, "keep" leaves it due, "write_off" asks to write
    it off (refused above the tolerance), "confirmed" writes it off in any case."""

    invoice: Id
    amount: AmountIn
    rest: Rest = "auto"


class PaymentIn(Contract):
    """Money received. `allocations` may be fewer than the amount: the rest stays to the customer's credit."""

    customer: Id
    method: Id
    amount: AmountIn
    received_on: date | None = None
    reference: Line = ""
    currency: Currency | None = Field(default=None, description="null: that of the first invoice paid, else EUR")
    rate: RateIn | None = Field(default=None, description="typed rate of its currency; null: the last one known")
    allocations: Annotated[list[AllocationIn], Field(max_length=30, default_factory=list)]


class AllocateIn(Contract):
    """Give what is left of a payment to invoices."""

    allocations: Annotated[list[AllocationIn], Field(min_length=1, max_length=30)]


class CancelIn(Contract):
    """Why a payment is undone ("chèque rejeté")."""

    reason: Annotated[str, Field(min_length=1, max_length=200)]


class RefundIn(Contract):
    """Money given back of a payment: first what is not allocated, then what invoices were paid, the last first."""

    method: Id
    amount: AmountIn
    refunded_on: date | None = None
    reference: Line = ""
    rate: RateIn | None = Field(default=None, description="typed rate of its currency; null: the last one known")


class CommercialFileQuery(Contract):
    """`lang`: the reader's own when not given."""

    lang: Literal["fr", "en"] | None = None


class AllocationOut(Contract):
    """`amount` is below zero when a refund took it back; `discount` was granted, `difference` written off besides.
    `gain`: euro cents that the rate brought since the invoice, below zero what it cost."""

    invoice: str
    number: str
    amount: Amount
    discount: Amount
    difference: Amount
    gain: int
    on: date


class RefundOut(Contract):
    """A refund of a payment: a payment too, below zero."""

    id: str
    number: str
    amount: Amount
    on: date


class PaymentOut(Contract):
    """A payment. `unallocated` is the customer's credit left of it; of a refund `amount` is below zero and `refund_of`
    the payment that it gives back; `slip` is the deposit slip that it is on."""

    id: str
    version: Version
    number: str
    state: Literal["recorded", "cancelled"]
    customer: str
    customer_code: str
    customer_name: str
    method: str
    method_label: str
    amount: Amount
    unallocated: Amount
    currency: str
    exchange: ExchangeOut | None
    home: int = Field(description="its amount in euro cents, at its rate")
    received_on: date
    reference: str
    allocations: list[AllocationOut]
    refunds: list[RefundOut]
    refund_of: str
    refund_of_number: str
    slip: str
    slip_number: str
    recorded_at: datetime
    cancelled_on: date | None
    cancel_reason: str
    _voided: tuple[str, ...] = PrivateAttr(default=())

    @property
    def voided(self) -> tuple[str, ...]:
        """The partner's pages to close once this is written; never sent."""
        return self._voided


class PaymentRow(Contract):
    """A payment in a list. `invoices`: the numbers of the invoices it paid."""

    id: str
    number: str
    state: Literal["recorded", "cancelled"]
    customer: str
    customer_code: str
    customer_name: str
    method: str
    method_kind: str
    method_label: str
    received_on: date
    amount: Amount
    unallocated: Amount
    currency: str
    home: int = Field(description="amount in euro cents")
    home_left: int = Field(description="unallocated in euro cents")
    reference: str
    invoices: str
    slip: str
    slip_number: str
    refund_of_number: str
    owner: str
    agent: str | None = Field(description="the name of the representative, `owner`")
    recorded_at: datetime
    cancelled_on: date | None
