"""What pricing tells."""

from __future__ import annotations

from typing import ClassVar

from chalicelib.kernel.contract import Fact


class GridSavedV1(Fact):
    """A grid was created or changed. `reprices`: how it counts or carries changed, so drafts cost something else."""

    TYPE: ClassVar[str] = "pricing.grid.saved.v1"
    grid: str
    code: str
    archived: bool
    reprices: bool = False


class PricesSetV1(Fact):
    """The prices of a variant changed."""

    TYPE: ClassVar[str] = "pricing.prices.set.v1"
    variant: str
    grids: list[str]


class PromotionSavedV1(Fact):
    """A promotion was created, changed or removed."""

    TYPE: ClassVar[str] = "pricing.promotion.saved.v1"
    promotion: str
    code: str


class AgreementSavedV1(Fact):
    """The prices agreed with a customer changed."""

    TYPE: ClassVar[str] = "pricing.agreement.saved.v1"
    customer: str
    variants: int


class PricesChangedV1(Fact):
    """Many prices changed at once, or such a change was undone."""

    TYPE: ClassVar[str] = "pricing.prices.changed.v1"
    change: str
    cells: int
    undone: bool
