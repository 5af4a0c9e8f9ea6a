"""Issued invoices and credit notes, what is due on them, and their papers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id, Line, Text, Version
from chalicelib.sales.schemas.common import (
    Amount,
    DiscountOut,
    EffectiveOut,
    Language,
    PlaceOut,
    PriceBasis,
    TotalsOut,
)
from chalicelib.sales.schemas.deposits import DepositOut
from chalicelib.sales.schemas.rates import ExchangeOut

InvoiceStatus = Literal["unpaid", "partly_paid", "paid", "overpaid"]


class SellerOut(Contract):
    name: str
    legal_name: str
    legal_line: str
    address: PlaceOut
    siret: str
    vat_number: str
    excise_number: str
    iban: str
    bic: str


class BuyerOut(Contract):
    id: str
    code: str
    name: str
    business: bool
    address: PlaceOut
    delivery: PlaceOut | None
    siret: str
    vat_number: str
    excise_number: str


class InvoiceLineOut(Contract):
    """`before` is quantity x price, `amount` after discounts, both in the invoice's basis; `account` is what variant,
    product or family said (null: the chart of accounts). Of a credit note: `credits` is the rank of the invoice's line
    (0 elsewhere), `returned` the bottles that come back. `free`: bottles given besides. `left_*`: what may still be
    credited of it."""

    variant: str
    sku: str
    label: str
    goods: bool
    quantity: int
    free: int
    packs: int | None
    packaging_label: str
    unit_price: Decimal
    before: Amount
    discounts: list[DiscountOut]
    amount: Amount
    net: Amount
    vat: Amount
    vat_rate: Decimal
    category: str
    account: str | None
    account_level: str
    credits: int
    returned: int
    left_quantity: int
    left_free: int
    left_amount: Amount


class MethodOut(Contract):
    code: str
    label_fr: str
    label_en: str
    level: str


class MentionOut(Contract):
    code: str
    fr: str
    en: str


class SealOut(Contract):
    """Position in the chain of invoices and hexadecimal digests."""

    seq: int
    previous: str
    digest: str


class SettlementOut(Contract):
    """A part of a payment or of a credit note (`source`) on this invoice."""

    source: str
    number: str
    amount: Amount
    on: date


class InstalmentOut(Contract):
    """A part of what is due: `paid` and `balance` say what money and credit notes made of it, the first due first."""

    due_on: date
    amount: Amount
    paid: Amount
    balance: Amount


class PrecedingOut(Contract):
    """The invoice that a credit note credits."""

    id: str
    number: str
    issued_on: date


class CreditNoteOut(Contract):
    """A credit note of the invoice; amounts are positive."""

    id: str
    number: str
    on: date
    net: Amount
    vat: Amount
    gross: Amount


class CreditNoteLineIn(Contract):
    """What is credited of the invoice's line of this rank (from 1): bottles (their share of what is left), an `amount`
    of one's own in the invoice's basis, or both; an amount without bottles is a reduction of price. `returned`: how
    many of the bottles come back."""

    line: Annotated[int, Field(ge=1, le=1000)]
    quantity: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    amount: Annotated[int, Field(ge=0, le=10_000_000_000, description="cents of the invoice's basis")] | None = None
    returned: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    free: Annotated[int, Field(ge=0, le=10_000_000, description="of those given besides")] = 0


class CreditNoteIn(Contract):
    """A credit note, issued at once; without `lines`, of all that is left of the invoice, its bottles `returned` or
    not. `reason` and `comment` are printed."""

    lines: Annotated[list[CreditNoteLineIn], Field(min_length=1, max_length=400)] | None = None
    returned: bool = False
    reason: Line = ""
    comment: Text = ""


class BatchIn(Contract):
    """Which orders to invoice; without `orders`, every validated one whose planned day has come. Of those named, the
    ones planned for later are left."""

    orders: Annotated[list[Id], Field(min_length=1, max_length=100)] | None = None


class IssuedOut(Contract):
    order: str
    order_number: str
    id: str
    number: str
    gross: Amount


class RefusedOut(Contract):
    """An order that was not invoiced, and why."""

    order: str
    order_number: str
    code: str
    detail: str


class BatchOut(Contract):
    """`left`: how many are still due beyond the hundred of one request."""

    invoices: list[IssuedOut]
    refused: list[RefusedOut]
    left: int


class WarningOut(Contract):
    """What an e-invoicing platform would refuse: the official rule, the field, cause then remedy. It stops nothing
    here."""

    rule: str
    field: str
    detail: str


class HomeOut(Contract):
    """A document in a foreign currency in euro cents, as it is booked."""

    net: int
    vat: int
    gross: int


class InvoiceOut(Contract):
    """An issued invoice or credit note (`kind`), which never changes, and what was paid or credited on it, from which
    alone `status` follows. The amounts of a credit note are positive, what is due on it negative."""

    id: str
    version: Version
    number: str
    kind: str
    issued_on: date
    due_on: date
    delivered_on: date
    order: str
    order_number: str
    seller: SellerOut
    buyer: BuyerOut
    basis: PriceBasis
    currency: str
    exchange: ExchangeOut | None = Field(description="the rate that it is booked at; null in euros")
    home: HomeOut | None = Field(description="what it is in euros; null in euros")
    language: Language
    vat_case: str
    zone: str
    lines: list[InvoiceLineOut]
    totals: TotalsOut
    term: EffectiveOut
    method: MethodOut
    mentions: list[MentionOut]
    reference: str
    comment: str
    preceding: list[PrecedingOut]
    reason: str
    credit_notes: list[CreditNoteOut]
    credited: Amount
    seal: SealOut
    status: InvoiceStatus
    paid: Amount
    balance: Amount
    settlements: list[SettlementOut]
    deposits: list[DepositOut] = Field(description="deposit invoices that it deducts")
    schedule: list[InstalmentOut] = Field(description="its instalments; empty: all on `due_on`")
    template: EffectiveOut | None = Field(description="the name of the template it is printed with; null: none then")
    warnings: list[WarningOut]


class PaperQuery(Contract):
    """The language of the paper; the invoice's own when left out."""

    lang: Language | None = None
