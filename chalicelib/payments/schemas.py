"""What crosses the border of payments: methods, payments with their allocations, and the facts.

Every integer amount is cents of `currency`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact
from chalicelib.kernel.fields import Id, Line, Version
from chalicelib.sales.schemas import Amount, AmountIn

MethodKind = Literal["cash", "cheque", "card", "transfer", "direct_debit", "bill", "other"]


class MethodIn(Contract):
    """A payment method. `account` and `journal` left out are those of the chart for its kind."""

    label_fr: Annotated[str, Field(min_length=1, max_length=60)]
    label_en: Annotated[str, Field(max_length=60)] = ""
    kind: MethodKind
    account: Annotated[str, Field(pattern=r"^\d{3}[0-9A-Za-z]{0,9}$")] | None = None
    bank: Annotated[str, Field(max_length=60)] = ""
    archived: bool = False


class MethodOut(Contract):
    id: str
    label_fr: str
    label_en: str
    kind: MethodKind
    account: str | None
    bank: str
    archived: bool


class MethodsOut(Contract):
    """`version` is that of the whole set."""

    items: list[MethodOut]
    version: Version


class AllocationIn(Contract):
    """`amount` of the payment given to one invoice."""

    invoice: Id
    amount: AmountIn


class PaymentIn(Contract):
    """Money received. `allocations` may be fewer than the amount: the rest stays to the customer's credit."""

    customer: Id
    method: Id
    amount: AmountIn
    received_on: date | None = None
    reference: Line = ""
    allocations: Annotated[list[AllocationIn], Field(max_length=30, default_factory=list)]


class AllocateIn(Contract):
    """Give what is left of a payment to invoices."""

    allocations: Annotated[list[AllocationIn], Field(min_length=1, max_length=30)]


class CancelIn(Contract):
    """Why a payment is undone ("chèque rejeté")."""

    reason: Annotated[str, Field(min_length=1, max_length=200)]


class CommercialFileQuery(Contract):
    """`lang`: the reader's own when not given."""

    lang: Literal["fr", "en"] | None = None


class AllocationOut(Contract):
    invoice: str
    number: str
    amount: Amount
    on: date


class PaymentOut(Contract):
    """A payment. `unallocated` is the customer's credit left of it."""

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
    received_on: date
    reference: str
    allocations: list[AllocationOut]
    recorded_at: datetime
    cancelled_on: date | None
    cancel_reason: str


class PaymentRow(Contract):
    """A payment in a list. `invoices`: the numbers of the invoices it paid."""

    id: str
    number: str
    state: Literal["recorded", "cancelled"]
    customer: str
    customer_code: str
    customer_name: str
    method: str
    method_label: str
    received_on: date
    amount: Amount
    unallocated: Amount
    currency: str
    reference: str
    invoices: str
    owner: str
    agent: str | None = Field(description="the name of the representative, `owner`")
    recorded_at: datetime
    cancelled_on: date | None


class AllocationV1(Contract):
    """`amount` cents of a payment on one invoice; `settles` when nothing is left to pay on it."""

    invoice_id: str
    invoice_number: str
    amount: int
    settles: bool


class PaymentRecordedV1(Fact):
    """Money received. `account`: the method's own, None for that of the chart."""

    TYPE: ClassVar[str] = "payments.payment.recorded.v1"
    payment_id: str
    number: str
    received_on: date
    customer_id: str
    customer_code: str
    customer_name: str
    method_id: str
    method_kind: str
    method_label: str
    account: str | None
    amount: int
    currency: str
    reference: str
    allocations: list[AllocationV1]


class PaymentAllocatedV1(Fact):
    """What was left of a payment was given to invoices."""

    TYPE: ClassVar[str] = "payments.payment.allocated.v1"
    payment_id: str
    number: str
    customer_id: str
    allocations: list[AllocationV1]


class PaymentCancelledV1(Fact):
    """A payment was undone by a counter-entry; the invoices it paid are due again."""

    TYPE: ClassVar[str] = "payments.payment.cancelled.v1"
    payment_id: str
    number: str
    customer_id: str
    cancelled_on: date
    reason: str
    amount: int
    currency: str
    allocations: list[AllocationV1]
