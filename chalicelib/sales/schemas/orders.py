"""Orders in and out. Quantities in bottles, prices per bottle in the basis of the order's grid."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from chalicelib.catalogue.schemas import Duty
from chalicelib.crm.schemas import LabelName
from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id, Line, Percent, Price, TermCode, Text, Version
from chalicelib.pricing.schemas import Channel, DoubtOut
from chalicelib.sales.rules.schedule import MOST as MOST_INSTALMENTS
from chalicelib.sales.rules.vat import AskedRelief
from chalicelib.sales.schemas.common import (
    Amount,
    AmountIn,
    Bottles,
    DiscountOut,
    DocumentName,
    EffectiveOut,
    Language,
    NoteState,
    OrderState,
    PlaceOut,
    PlannedOut,
    PriceBasis,
    Shipped,
    TotalsOut,
)
from chalicelib.sales.schemas.deposits import DepositOut
from chalicelib.sales.schemas.rates import Currency, ExchangeOut, RateIn
from chalicelib.stock.schemas import AvailabilityOut


class LineIn(Contract):
    """A line as asked: `quantity` bottles, or `packs` of a `packaging`. Without `unit_price` the price is computed;
    with it, it is the person's own and stays (`manual`). `free`: bottles given besides (12 + 1), never billed."""

    variant: Id
    quantity: Bottles | None = None
    packaging: Id | None = None
    packs: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    free: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    unit_price: Price | None = None
    discount: Percent = Decimal(0)
    per_col: Price = Decimal(0)
    label: Line = ""
    capsule: Id | None = Field(default=None, description="null: as variant or product say")
    commission: Percent | None = Field(default=None, description="percent of its HT; null: as the rates say")


class PlannedIn(Contract):
    """An instalment: a `percent` of what is due or an `amount`, neither for the last one, which takes the rest; due
    `on` a day, or by a payment `term` counted from the invoice."""

    percent: Percent | None = None
    amount: AmountIn | None = None
    on: date | None = None
    term: TermCode = ""


class OrderIn(Contract):
    """An order as asked. What is left out is "par défaut". `discount_percent` replaces the customer's permanent
    discount, 0 included. `delivery` is the rank of one of the customer's delivery addresses, from 0. `channel`: where
    it comes from. `delivered`: delivered prices (franco) are wanted. `shipping`: what carriage costs before any franco,
    in cents of the grid's basis. `duty`: null follows the destination. `comment_private` is printed and sent nowhere;
    `comment_on`: the documents that print `comment_printed`, empty: all. `tags`: names; one that does not exist yet is
    created; null leaves those there are."""

    customer: Id
    lines: Annotated[list[LineIn], Field(max_length=200, default_factory=list)]
    grid: Id | None = None
    discount_percent: Percent | None = None
    discount_amount: AmountIn | None = None
    delivery: Annotated[int, Field(ge=0, le=50)] | None = None
    ordered_on: date | None = None
    planned_on: date | None = None
    language: Language | None = None
    payment_term: TermCode | None = None
    payment_method: Id | None = None
    reference: Line = ""
    comment_private: Text = ""
    comment_printed: Text = ""
    comment_on: list[DocumentName] = Field(max_length=5, default_factory=list)
    channel: Channel = "office"
    delivered: bool = False
    shipping: Annotated[int, Field(ge=0, le=10_000_000_00)] | None = None
    duty: Duty | None = None
    currency: Currency | None = Field(default=None, description="null: as the customer or the grid says")
    rate: RateIn | None = Field(default=None, description="typed rate of its currency; null: the last one known")
    vat_relief: AskedRelief | None = Field(
        default=None, description="ai2: CGI 275; suspended: CGI 277 A; none: with VAT; null: as the customer's record"
    )
    depot: Id | None = Field(default=None, description="null: as the customer or the company says")
    tags: Annotated[list[LabelName], Field(max_length=50)] | None = None
    copies: bool | None = Field(default=None, description="representative in copy of its e-mails; null: as the company")
    agent: Annotated[str, Field(max_length=60)] | None = Field(
        default=None, description='representative who earns on it; "" nobody, null that of the customer'
    )
    schedule: list[PlannedIn] = Field(
        max_length=MOST_INSTALMENTS, default_factory=list, description="instalments; empty: all by the payment term"
    )
    release_on: date | None = Field(default=None, description="of futures (primeurs): when their vintage is released")


class NewOrderIn(OrderIn):
    """`confirm`: validate it too, in the same transaction."""

    confirm: bool = False


class TransitionIn(Contract):
    """The state wanted. Towards `invoiced`, the invoice is issued; an invoiced order `cancelled` gets the credit note
    of all that is left of its invoice, its bottles `returned` or not."""

    to: OrderState
    returned: bool = False
    release_on: date | None = Field(default=None, description="of confirmed futures (to validated): their release")


class NextTierOut(Contract):
    """The next cheaper tier: from how many, at which price, and how many are missing to reach it."""

    from_qty: int
    price: Decimal
    missing: str


class LineOut(Contract):
    """A line. `amount` is quantity x price, `reduced` what discounts took of it, both in the order's basis; `net` is
    HT. `unit_price` and `amount` are null while no source has a price; `source` is the one that won."""

    variant: str
    sku: str
    label: str
    goods: bool
    quantity: int
    free: int = Field(description="bottles given besides those billed")
    packaging: str | None
    packs: int | None
    packaging_label: str
    unit_price: Decimal | None
    manual: bool
    source: str | None
    discount: Decimal
    per_col: Decimal
    discounts: list[DiscountOut]
    amount: Amount | None
    reduced: Amount
    net: Amount
    vat: Amount
    vat_rate: Decimal
    next_tier: NextTierOut | None
    franco: bool = Field(description="carriage is in the price")
    capsule: str | None = Field(description="id of the capsule its bottles wear")
    capsule_level: str
    asked_capsule: str | None
    commission: Decimal | None
    asked_label: str = Field(description='words typed for this line; "": those of the product')
    shipped: int = Field(description="bottles out, by delivery notes")
    to_ship: int = Field(description="bottles that a delivery note may still take")


class ShippingOut(Contract):
    """Carriage: what it costs, what is charged, both in cents of the order's basis, and why less is: `cols` or `amount`
    (a threshold is reached), `price` (delivered prices). `mention_*` is printed."""

    full: Amount
    charged: Amount
    reason: str
    net: Amount
    vat: Amount
    mention_fr: str
    mention_en: str


class PricedOut(Contract):
    """What pricing and VAT decided of an order: the grid and the level that chose it, the case of VAT, lines,
    totals."""

    grid: str | None
    grid_label: str
    grid_level: str
    basis: PriceBasis
    currency: str
    exchange: ExchangeOut | None = Field(description="the rate it is priced and invoiced at; null in euros")
    gross_euros: int = Field(description="its TTC in euro cents, at that rate")
    rate_warning: str = Field(description="why that rate is doubtful; else empty")
    vat_case: str
    vat_mention_fr: str
    vat_mention_en: str
    lines: list[LineOut]
    totals: TotalsOut
    shipping: ShippingOut
    weight: int = Field(description="grams, without packagings")
    duty: Duty
    depot: str | None = Field(description="the depot that it leaves from, null while the company keeps no stock")
    depot_level: str
    warnings: list[DoubtOut]


class PreviewOut(PricedOut):
    """What the order would be: nothing is saved. `blocks` says what would forbid validating it."""

    payment_term: EffectiveOut
    payment_method: EffectiveOut | None
    template: EffectiveOut = Field(description="the name of the template of its documents")
    schedule: list[PlannedOut]
    blocks: list[str]
    depot_name: str
    availability: list[AvailabilityOut] = Field(description="of the products with a stock, in that depot")
    customer_notes: str = Field(
        default="", description="the customer's notes, when they are to be shown while ordering"
    )


class OfferOut(PricedOut):
    """What an order and a quote have in common. `allowed` lists the states it may go to now; `payment_*` null means
    inherited."""

    id: str
    version: Version
    number: str
    allowed: list[str]
    customer: str
    customer_code: str
    customer_name: str
    asked_grid: str | None
    discount_percent: Decimal | None
    discount_amount: Amount
    delivery: PlaceOut | None
    delivery_rank: int | None
    channel: Channel
    delivered: bool
    asked_duty: Duty | None
    vat_relief: AskedRelief | None
    asked_depot: str | None
    asked_currency: str | None
    asked_rate: Decimal | None
    asked_shipping: Amount | None
    agent: str = Field(description='id of the representative who earns on it, "" nobody')
    asked_agent: str | None
    language: Language
    ordered_on: date
    planned_on: date | None
    payment_term: str | None
    payment_method: str | None
    reference: str
    comment_private: str
    comment_printed: str
    comment_on: list[DocumentName]
    tags: list[str]
    copies: bool | None
    schedule: list[PlannedOut]
    release_on: date | None
    created_at: datetime
    updated_at: datetime


class DeliveredOut(Contract):
    """A delivery note of the order; `cols` is negative for one that undoes another (`counters`, its id)."""

    note: str
    number: str
    on: date
    cols: int
    counters: str
    state: NoteState


class OrderOut(OfferOut):
    """An order. `shipped` says how far it is: read off its delivery notes."""

    state: OrderState
    validated_at: datetime | None
    invoice: str | None
    invoice_number: str
    quote: str | None
    quote_number: str
    credit_note: str | None
    credit_note_number: str
    proforma: str | None
    proforma_number: str
    shipped: Shipped
    deliveries: list[DeliveredOut]
    deposits: list[DepositOut]


class CandidateOut(Contract):
    """What one source of prices proposed. `outcome`: won, beaten, none, unreached (only from `from_qty`)."""

    source: str
    outcome: str
    price: Decimal | None
    from_qty: int | None
    valid_from: date | None
    valid_to: date | None
    name: str
    base: Decimal | None
    percent: Decimal | None
    per_col: Decimal | None
    franco: bool


class GridStepOut(Contract):
    """What one level said of the grid. `outcome`: won, hidden, inherits, archived, unknown."""

    level: str
    grid_id: str | None
    outcome: str


class ExplainOut(Contract):
    """ "Pourquoi ce prix ?" of line `line` (from 1): which level chose the grid, what each source proposed, in order of
    priority, then each discount to the cent; `sentences` says it in words."""

    line: int
    label: str
    quantity: int
    count: str
    tier_basis: str
    tier_unit: str
    unit_price: Decimal | None
    manual: bool
    grids: list[GridStepOut]
    candidates: list[CandidateOut]
    discounts: list[DiscountOut]
    amount: Amount | None
    net: Amount | None
    stacking: str = Field(description="rule that chose between agreed price and promotion; else empty")
    sentences_fr: list[str]
    sentences_en: list[str]
