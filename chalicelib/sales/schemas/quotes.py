"""Quotes in and out: an order's contract, with how long it is good and what the customer answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Line
from chalicelib.sales.schemas.common import Language, QuoteState
from chalicelib.sales.schemas.orders import OfferOut, OrderIn


class QuoteIn(OrderIn):
    """A quote as asked. `valid_until` left out: as many days as the company's setting `quote_validity` says, counted
    when it is sent."""

    valid_until: date | None = None


class QuoteMoveIn(Contract):
    """The state wanted. `on`: the day the customer accepted, today when left out. `reason`: why he refused."""

    to: QuoteState
    on: date | None = None
    reason: Line = ""


class QuoteOut(OfferOut):
    """A quote. `order` is what it became, once."""

    state: QuoteState
    valid_until: date | None
    sent_at: datetime | None
    accepted_on: date | None
    reason: str
    order: str | None
    order_number: str


class QuoteLineQuery(Contract):
    """Which line (from 1)."""

    line: Annotated[int, Field(ge=1, le=200)] = 1


class OfferPaperQuery(Contract):
    """The language of the paper; the customer's own when left out."""

    lang: Language | None = None
