"""Contracts of pricing: grids, prices of a variant, and the explanation of a price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chalicelib.catalogue.schemas import VariantRow
from chalicelib.kernel.contract import Contract, Fact
from chalicelib.kernel.fields import Code, Id, Line, Percent, Price, TermCode, Version
from chalicelib.kernel.money import Basis


class GridIn(Contract):
    """A price grid. `tier_basis`: tiers count each variant alone, or the whole order. `tier_unit`: in cols
    or in 75 cl equivalents. `payment_term`, `payment_method`: null = inherit."""

    code: Annotated[Code, Field(min_length=1)]
    name: Annotated[Line, Field(min_length=1)]
    name_en: Line = ""
    basis: Basis = Basis.HT
    decimals: int = Field(default=2, ge=2, le=4)
    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$")
    tier_basis: Literal["variant", "order"] = "variant"
    tier_unit: Literal["cols", "equivalents"] = "cols"
    payment_term: TermCode | None = None
    payment_method: Code | None = None
    archived: bool = False


class GridOut(GridIn):
    """`version` is that of the whole set; `default`: used when nothing nearer names another grid."""

    id: str
    version: Version
    default: bool
    in_use: bool = Field(description="an order was priced with it: archive it, it cannot be deleted")


class GridsOut(Contract):
    items: list[GridOut]
    version: Version


class TierIO(Contract):
    """From `from_qty` cols (or equivalents), one col costs `price` in the grid's basis. Both days are
    included."""

    from_qty: int = Field(default=1, ge=1, le=1_000_000)
    price: Price
    valid_from: date | None = None
    valid_to: date | None = None


class PricesIn(Contract):
    """All the prices of one variant: grid id -> tiers. A grid left out has no price any more."""

    prices: dict[Id, Annotated[list[TierIO], Field(max_length=50)]] = Field(max_length=100)


class VariantPrices(PricesIn):
    """The prices to set on one variant, for setting many at once."""

    variant_id: Id


class PricesFileQuery(Contract):
    """Which variants, in which order (as in their list), and the format of the file."""

    q: str | None = Field(default=None, max_length=200, description="words to search in the variants")
    where: str | None = Field(default=None, max_length=16_000, description="filter of the variants: JSON tree")
    sort: str | None = Field(default=None, max_length=200, description="columns of the variants")
    format: Literal["xlsx", "csv"] = "xlsx"


class PricesOut(PricesIn):
    variant_id: str
    sku: str
    label: str
    version: Version


class PriceRow(VariantRow):
    """A variant with its prices: grid id -> tiers. `prices_version` is for If-Match (0: no price yet)."""

    prices: dict[str, list[TierIO]]
    prices_version: int


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


class GridSavedV1(Fact):
    """A grid was created or changed."""

    TYPE: ClassVar[str] = "pricing.grid.saved.v1"
    grid: str
    code: str
    archived: bool


class PricesSetV1(Fact):
    """The prices of a variant changed."""

    TYPE: ClassVar[str] = "pricing.prices.set.v1"
    variant: str
    grids: list[str]
