"""Types that every contract of a sale shares.

An integer is an amount in cents, a decimal string a price or a rate (docs/decisions/0004).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.sales.rules.order import DocumentName as DocumentName

OrderState = Literal["draft", "pending", "validated", "invoiced", "cancelled"]
QuoteState = Literal["draft", "sent", "accepted", "refused", "expired", "cancelled"]
NoteState = Literal["issued", "cancelled", "counter"]
Shipped = Literal["nothing", "to_ship", "partly", "shipped"]
Language = Literal["fr", "en"]
PriceBasis = Literal["HT", "TTC"]
Bottles = Annotated[int, Field(ge=1, le=10_000_000)]
Amount = Annotated[int, Field(description="cents of the document's currency")]
AmountIn = Annotated[int, Field(ge=1, le=10_000_000_000, description="cents of the document's currency")]


class RateOut(Contract):
    """The foot of one rate: `category` is the EN 16931 code (S, Z, E, K, G); `net` is HT."""

    rate: Decimal
    category: str
    net: Amount
    vat: Amount


class TotalsOut(Contract):
    """HT, VAT, TTC, what discounts took; physical bottles, their volume (10^-5 hL) and their 75 cl equivalents."""

    net: Amount
    vat: Amount
    gross: Amount
    discounts: Amount
    cols: int
    volume: int
    equivalents: Decimal
    rates: list[RateOut]


class EffectiveOut(Contract):
    """The value that applies and the level that gave it (order, customer, customer_category, price_grid…)."""

    value: str
    level: str


class PlaceOut(Contract):
    lines: list[str]
    postcode: str
    town: str
    country: str


class DiscountOut(Contract):
    """One discount on one line: what it applied to and what it took. `kind`: line_percent, per_col, order_percent,
    order_amount; `origin`: line, order, customer."""

    kind: str
    rate: Decimal
    base: Amount
    taken: Amount
    origin: str


class PlannedOut(Contract):
    """An instalment as typed (`percent` or `amount`, neither takes the rest; `on` a day, or by a `term` from the
    invoice), and what that makes: `cents` due on `due_on` if it were invoiced on the day planned, at the earliest
    today."""

    percent: Decimal | None
    amount: Amount | None
    on: date | None
    term: str
    due_on: date
    cents: Amount
