"""Exchange rates in and out: units of a currency for one euro, as decimal strings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.exchange import PLACES
from chalicelib.kernel.fields import Version

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217")]
RateIn = Annotated[
    Decimal, Field(gt=0, lt=10_000_000, decimal_places=PLACES, description="units of the currency for one euro")
]


class ExchangeOut(Contract):
    """The rate of a document: units of its currency for one euro, of a day, from the European Central Bank or typed."""

    currency: str
    rate: Decimal
    on: date
    source: Literal["ecb", "typed"]


class TypedRateIn(Contract):
    """The company's own rate of a currency and a day (today when left out); null takes it away."""

    currency: Currency
    on: date | None = None
    rate: RateIn | None


class RatesQuery(Contract):
    """`until`: the last day asked for, today when left out. `currency`: only that one."""

    until: date | None = None
    currency: Currency | None = None


class RateRow(Contract):
    """A rate of a day; `by`: who typed it."""

    currency: str
    on: date
    rate: Decimal
    source: Literal["ecb", "typed"]
    by: str


class RatesOut(Contract):
    """`current`: the rate that a document of that day would take, by currency. `items`: those of the thirty-one days
    before it, the latest first. `last_on`: the last day the European Central Bank published. `warning`: that day is
    too long ago. `version` is that of the rates the company typed."""

    current: list[RateRow]
    items: list[RateRow]
    currencies: list[str]
    last_on: date | None
    warning: str
    version: Version
