"""Contracts of grids and of the prices of a variant."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.catalogue.schemas import VariantRow
from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Code, Id, Line, Price, TermCode, Version
from chalicelib.kernel.money import Basis

Channel = Literal["office", "shop", "till"]


class GridIn(Contract):
    """A price grid. `tier_basis`: tiers count each variant alone, or the whole order. `tier_unit`: in cols
    or in 75 cl equivalents. `payment_term`, `payment_method`: null = inherit; so are the thresholds of free
    delivery."""

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
    franco_cols: int | None = Field(default=None, ge=0, le=100_000, description="free delivery from; 0 never")
    franco_amount: int | None = Field(default=None, ge=0, le=100_000_000_00, description="cents; 0 never")
    franco_basis: Basis | None = None
    template: Code | None = Field(default=None, description="template of documents; null = inherit")


class DoubtOut(Contract):
    """What is doubtful, and refuses nothing: the field, the rule, a French sentence."""

    field: str | None
    rule: str
    detail: str


class GridOut(GridIn):
    """`version` is that of the whole set; `default`: used when nothing nearer names another grid."""

    id: str
    version: Version
    default: bool
    in_use: bool = Field(description="an order was priced with it: archive it, it cannot be deleted")
    warnings: list[DoubtOut]


class GridsOut(Contract):
    items: list[GridOut]
    version: Version


class TierIO(Contract):
    """From `from_qty` cols (or equivalents), one col costs `price` in the grid's basis. Both days are
    included. `franco`: carriage is in the price."""

    from_qty: int = Field(default=1, ge=1, le=1_000_000)
    price: Price
    valid_from: date | None = None
    valid_to: date | None = None
    franco: bool = False


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
    warnings: list[DoubtOut]


class PriceRow(VariantRow):
    """A variant with its prices: grid id -> tiers. `prices_version` is for If-Match (0: no price yet)."""

    prices: dict[str, list[TierIO]]
    prices_version: int
