"""What sales tells the other rooms. Amounts in cents of `currency`, quantities in bottles."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact
from chalicelib.sales.schemas.rates import ExchangeOut


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


class QuoteSentV1(Fact):
    """A quote was given to its customer."""

    TYPE: ClassVar[str] = "sales.quote.sent.v1"
    quote_id: str
    number: str
    customer_id: str
    valid_until: date
    gross: int


class QuoteAcceptedV1(Fact):
    """The customer said yes, on a day."""

    TYPE: ClassVar[str] = "sales.quote.accepted.v1"
    quote_id: str
    number: str
    customer_id: str
    accepted_on: date
    gross: int


class QuoteClosedV1(Fact):
    """A quote that will not be an order: `state` is refused, expired or cancelled."""

    TYPE: ClassVar[str] = "sales.quote.closed.v1"
    quote_id: str
    number: str
    customer_id: str
    state: str
    reason: str


class QuoteOrderedV1(Fact):
    """An accepted quote became an order."""

    TYPE: ClassVar[str] = "sales.quote.ordered.v1"
    quote_id: str
    number: str
    order_id: str
    order_number: str


class ShippedLine(Contract):
    """Bottles that left the cellar: `line` is the rank of the order's line (from 1), `capsule` what they wear."""

    line: int
    variant: str
    quantity: int
    capsule: str | None


class DeliveryIssuedV1(Fact):
    """Goods of an order left: what stock takes out, and takes off what it held for the order. `complete`: nothing of
    the order is left to ship."""

    TYPE: ClassVar[str] = "sales.delivery.issued.v1"
    note_id: str
    number: str
    issued_on: date
    order_id: str
    order_number: str
    customer_id: str
    complete: bool
    lines: list[ShippedLine]


class DeliveryCancelledV1(Fact):
    """A delivery note was undone by another, `note_id`: what stock puts back, and holds for the order again."""

    TYPE: ClassVar[str] = "sales.delivery.cancelled.v1"
    note_id: str
    number: str
    issued_on: date
    cancels_id: str
    cancels_number: str
    order_id: str
    order_number: str
    customer_id: str
    lines: list[ShippedLine]


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


class HomeV1(Contract):
    """A document in a foreign currency in euro cents, at its own rate: what the books are told. `lines`: the HT of each
    of its lines; of a credit note, what it `settled` of the invoice's own euros, and what its `excess` is worth."""

    rate: ExchangeOut
    net: int
    vat_total: int
    gross: int
    sales: list[SaleShare]
    vat: list[VatAmount]
    lines: list[int]
    settled: int = 0
    excess: int = 0


class ProformaIssuedV1(Fact):
    """A pro-forma of an order was given to its customer: nothing is owed by it."""

    TYPE: ClassVar[str] = "sales.proforma.issued.v1"
    proforma_id: str
    number: str
    order_id: str
    order_number: str
    customer_id: str
    gross: int


class CreditedLine(Contract):
    """A line of a credit note. `line`: rank of the invoice's line (from 1); `quantity`: bottles credited, `free`: those
    given besides, `returned`: of all these, those that come back; `net` and `vat` in cents, positive."""

    line: int
    variant: str
    goods: bool
    quantity: int
    returned: int
    free: int = 0
    net: int
    vat: int
    rate: Decimal
    category: str


class CreditedInvoice(Contract):
    """An invoice credited, and how much of what was due on it the credit note settles."""

    id: str
    number: str
    issued_on: date
    settled: int
    settles: bool


class CreditNoteIssuedV1(Fact):
    """An issued credit note, with all that the books, the stock, the agents and payments need. Amounts are positive
    cents. `excess`: what it credits beyond what was due, the customer's to use; `owner`: his representative."""

    TYPE: ClassVar[str] = "sales.credit_note.issued.v1"
    credit_id: str
    number: str
    issued_on: date
    order_id: str
    order_number: str
    customer_id: str
    customer_code: str
    customer_name: str
    owner: str
    currency: str
    zone: str
    reason: str
    net: int
    vat_total: int
    gross: int
    excess: int
    invoices: list[CreditedInvoice]
    lines: list[CreditedLine]
    sales: list[SaleShare]
    vat: list[VatAmount]
    home: HomeV1 | None = None


class DepositTaken(Contract):
    """A deposit invoice that an invoice deducts."""

    invoice_id: str
    number: str
    gross: int


class InvoiceIssuedV1(Fact):
    """An issued invoice, with all that the books need. `zone`: domestic, eu, export; `agent_id`: the representative who
    earns on it."""

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
    deposits: list[DepositTaken] = Field(default_factory=list)
    agent_id: str = ""
    home: HomeV1 | None = None
