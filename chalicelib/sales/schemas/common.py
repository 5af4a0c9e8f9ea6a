"""Types that every contract of a sale shares.

The one trick: an `Amount` is read from the cents that items hold and leaves as a decimal of euros, so no route
converts.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.money import from_cents

OrderState = Literal["draft", "pending", "validated", "invoiced", "cancelled"]
Language = Literal["fr", "en"]
PriceBasis = Literal["HT", "TTC"]
Id = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_-]+$")]
Price = Annotated[Decimal, Field(ge=0, le=1_000_000, max_digits=12, decimal_places=4)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)]
Bottles = Annotated[int, Field(ge=1, le=10_000_000)]


def _amount(value: Any) -> Any:
    return from_cents(value) if isinstance(value, int) else value


Amount = Annotated[Decimal, BeforeValidator(_amount)]
"""Out: `"345.60"`, from 34560 cents."""

AmountIn = Annotated[Decimal, Field(gt=0, le=100_000_000, max_digits=12, decimal_places=2)]
"""In: a positive amount with two decimals at most."""


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
