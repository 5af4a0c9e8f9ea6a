"""What sales tells the other rooms. Amounts in cents of `currency`, quantities in bottles."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from chalicelib.kernel.contract import Contract, Fact


class OrderedLine(Contract):
    """A physical or service line of a validated order."""

    variant: str
    quantity: int
    goods: bool


class OrderConfirmedV1(Fact):
    """A validated order: what stock reserves and shipping prepares."""

    TYPE: ClassVar[str] = "sales.order.confirmed.v1"
    order_id: str
    number: str
    customer_id: str
    ordered_on: date
    gross: int
    lines: list[OrderedLine]


class OrderUnconfirmedV1(Fact):
    """A validated order is a draft again: what was reserved for it is free."""

    TYPE: ClassVar[str] = "sales.order.unconfirmed.v1"
    order_id: str
    number: str


class OrderCancelledV1(Fact):
    """An order will not be. `was` is the state it left."""

    TYPE: ClassVar[str] = "sales.order.cancelled.v1"
    order_id: str
    number: str
    was: str


class SaleShare(Contract):
    """HT cents of the lines that share one sales account (None: the chart's) and one rate."""

    account: str | None
    rate: Decimal
    category: str
    net: int


class VatAmount(Contract):
    """Base and VAT of one rate, in cents."""

    rate: Decimal
    category: str
    net: int
    vat: int


class InvoiceIssuedV1(Fact):
    """An issued invoice, with all that the books need. `zone`: domestic, eu, export."""

    TYPE: ClassVar[str] = "sales.invoice.issued.v1"
    invoice_id: str
    number: str
    kind: str
    issued_on: date
    due_on: date
    order_id: str
    order_number: str
    customer_id: str
    customer_code: str
    customer_name: str
    currency: str
    zone: str
    net: int
    vat_total: int
    gross: int
    sales: list[SaleShare]
    vat: list[VatAmount]
