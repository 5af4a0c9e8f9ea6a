"""Contracts of many prices changed at once: asked, shown, applied, undone."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id, Line, Price
from chalicelib.pricing.schemas.grids import DoubtOut, TierIO

MOST_CELLS = 20_000


class CellIn(Contract):
    """The tiers wanted of one variant in one grid; none takes its price away."""

    variant_id: Id
    grid_id: Id
    tiers: list[TierIO] = Field(max_length=50)


class FormulaIn(Contract):
    """A percentage, then an amount per col (both may be negative), rounded to `step` (0.05). With `begins` the new
    prices hold from that day and the old ones end the day before."""

    percent: Annotated[Decimal, Field(ge=-100, le=1000, decimal_places=4)] = Decimal(0)
    amount: Annotated[Decimal, Field(ge=-100_000, le=100_000, decimal_places=4)] = Decimal(0)
    step: Annotated[Price, Field(gt=0)] | None = None
    direction: Literal["nearest", "up", "down"] = "nearest"
    begins: date | None = None
    grids: list[Id] = Field(min_length=1, max_length=100)
    q: str | None = Field(default=None, max_length=200, description="words to search in the variants")
    where: str | None = Field(default=None, max_length=16_000, description="filter of the variants: JSON tree")


class ChangeIn(Contract):
    """Cells, or a formula. Shown first; `apply` with the `digest` that was shown writes it."""

    title: Line = ""
    cells: list[CellIn] = Field(default=[], max_length=MOST_CELLS)
    formula: FormulaIn | None = None
    apply: bool = False
    digest: str = Field(default="", max_length=64)


class CellOut(Contract):
    variant_id: str
    grid_id: str
    sku: str
    label: str
    grid: str
    before: list[TierIO]
    after: list[TierIO]


class ChangeOut(Contract):
    """`cells`: only those that change. `id` once applied. `problems`: lines of a file that could not be read, and what
    is doubtful; `field` says where."""

    id: str | None
    applied: bool
    digest: str
    count: int
    cells: list[CellOut]
    problems: list[DoubtOut]


class UndoneOut(Contract):
    """`restored` cells are as they were; those `kept` had changed again since."""

    id: str
    restored: int
    kept: list[CellOut]


class ChangeRow(Contract):
    """A change in the list."""

    id: str
    title: str
    cells: int
    undone: bool
    user: str
    made_at: datetime
