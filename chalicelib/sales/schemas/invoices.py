"""Issued invoices, what is due on them, and their papers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Version
from chalicelib.sales.schemas.common import (
    Amount,
    DiscountOut,
    EffectiveOut,
    Language,
    PlaceOut,
    PriceBasis,
    TotalsOut,
)

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
    product or family said (null: the chart of accounts)."""

    variant: str
    sku: str
    label: str
    quantity: int
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
    """A part of a payment (`source`) on this invoice."""

    source: str
    number: str
    amount: Amount
    on: date


class WarningOut(Contract):
    """What an e-invoicing platform would refuse: the official rule, the field, cause then remedy. It stops nothing
    here."""

    rule: str
    field: str
    detail: str


class InvoiceOut(Contract):
    """An issued invoice, which never changes, and what was paid on it, from which alone `status` follows."""

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
    seal: SealOut
    status: InvoiceStatus
    paid: Amount
    balance: Amount
    settlements: list[SettlementOut]
    warnings: list[WarningOut]


class PaperQuery(Contract):
    """The language of the paper; the invoice's own when left out."""

    lang: Language | None = None
