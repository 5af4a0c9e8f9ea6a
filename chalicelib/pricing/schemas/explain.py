"""Contracts of a price explained: what is asked, what each source proposed, the discounts, in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id, Percent, Price
from chalicelib.kernel.money import Basis
from chalicelib.pricing.schemas.grids import Channel


class LineIn(Contract):
    """What is wanted: `quantity` packagings of `per_pack` cols. `manual_price` per col, in the grid's
    basis."""

    variant_id: Id
    quantity: int = Field(ge=1, le=1_000_000)
    per_pack: int = Field(default=1, ge=1, le=10_000)
    manual_price: Price | None = None
    percent: Percent = Decimal(0)
    per_col: Price = Decimal(0)


class ExplainIn(Contract):
    """Lines to price as an order would. `percent`: null takes the customer's permanent discount, 0 removes
    it. `amount`: taken off the whole, in cents of the grid's basis. `on`: today when left out."""

    customer_id: Id | None = None
    grid_id: Id | None = None
    lines: list[LineIn] = Field(min_length=1, max_length=200)
    percent: Percent | None = None
    amount: int = Field(default=0, ge=0, le=100_000_000_00, description="cents")
    on: date | None = None
    channel: Channel = "office"
    delivered: bool = Field(default=False, description="delivered prices are wanted")


class StepOut(Contract):
    """One discount: `base` what it applied to, `taken` what it took, in cents."""

    kind: str
    rate: Decimal
    base: int
    taken: int
    origin: str


class CandidateOut(Contract):
    """What one source proposes; `outcome`: won, beaten, unreached or none."""

    source: str
    outcome: str
    price: Decimal | None
    from_qty: int | None
    valid_from: date | None
    valid_to: date | None
    name: str
    promotion: str | None
    base: Decimal | None = Field(description="of a promotion: the grid price it lowers")
    percent: Decimal | None
    per_col: Decimal | None
    franco: bool


class NextTierOut(Contract):
    from_qty: int
    price: Decimal
    missing: str = Field(description="cols or equivalents to add")


class PricedLineOut(Contract):
    """Amounts in cents of `basis`; null when no source has a price. `sentences`: the trace in the reader's
    language."""

    variant_id: str
    quantity: int
    per_pack: int
    cols: int
    basis: Basis
    currency: str
    grid_id: str | None
    unit_price: Decimal | None
    manual: bool
    amount: int | None
    steps: list[StepOut]
    net: int | None
    candidates: list[CandidateOut]
    tier_basis: str
    tier_unit: str
    count: str
    next_tier: NextTierOut | None
    stacking: str = Field(description="rule that chose between agreed price and promotion; else empty")
    franco: bool
    sentences: list[str]


class GridStepOut(Contract):
    level: str
    grid_id: str | None
    outcome: str = Field(description="won, hidden, inherits, archived or unknown")


class ExplainOut(Contract):
    """`level`: which level named the grid."""

    grid_id: str | None
    level: str
    grid_trace: list[GridStepOut]
    lines: list[PricedLineOut]
