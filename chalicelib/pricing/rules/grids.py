"""The nouns of pricing, and which grid prices an order.

Nouns: *grid*, *grid choice* (the grid and the level that named it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from chalicelib.kernel.book import entry
from chalicelib.kernel.inheritance import PRICE_GRID, resolve
from chalicelib.kernel.money import Basis

TierBasis = Literal["variant", "order"]
TierUnit = Literal["cols", "equivalents"]


@dataclass(frozen=True, slots=True)
class Grid:
    """A price grid. `payment_term` is a code of kernel.dates; None = inherit, here as everywhere. `franco_cols` and
    `franco_amount` (cents of `franco_basis`): from where carriage is free, 0 for never. `in_use`: an order was priced
    with it."""

    id: str
    code: str
    name: str
    name_en: str = ""
    basis: Basis = Basis.HT
    decimals: int = 2
    currency: str = "EUR"
    tier_basis: TierBasis = "variant"
    tier_unit: TierUnit = "cols"
    payment_term: str | None = None
    payment_method: str | None = None
    archived: bool = False
    in_use: bool = False
    franco_cols: int | None = None
    franco_amount: int | None = None
    franco_basis: Basis | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True)
class GridBook:
    """All the grids of a company. The one used when nothing nearer names another is a setting of the
    company."""

    items: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many variants have a price in a grid. `gone`: it was deleted."""

    n: int = 0
    gone: bool = False


@dataclass(frozen=True, slots=True)
class GridStep:
    """What one level named, and what became of it."""

    level: str
    grid_id: str | None
    outcome: Literal["won", "hidden", "inherits", "archived", "unknown"]


@dataclass(frozen=True, slots=True)
class GridChoice:
    """`grid` is None when no level names a grid in use."""

    grid: Grid | None
    level: str
    trace: tuple[GridStep, ...]


def choose_grid(
    book: GridBook,
    *,
    order: str | None = None,
    point_of_sale: str | None = None,
    customer: str | None = None,
    company: str | None = None,
) -> GridChoice:
    """The grid of an order: order, else point of sale, else customer, else company. An archived grid is
    never picked."""
    named: Mapping[str, str | None] = {
        "order": order,
        "point_of_sale": point_of_sale,
        "customer": customer,
        "company": company,
    }
    usable = {level: id if _state(book, id) == "usable" else None for level, id in named.items()}
    found = resolve(PRICE_GRID, usable)
    steps = tuple(
        GridStep(step.level, named[step.level], _outcome(step.outcome, _state(book, named[step.level])))
        for step in found.trace
    )
    return GridChoice(entry(book.items, found.value), found.level, steps)


def _state(book: GridBook, id: str | None) -> Literal["usable", "archived", "unknown", "silent"]:
    if id is None:
        return "silent"
    grid = entry(book.items, id)
    if grid is None:
        return "unknown"
    return "archived" if grid.archived else "usable"


def _outcome(
    outcome: str, state: Literal["usable", "archived", "unknown", "silent"]
) -> Literal["won", "hidden", "inherits", "archived", "unknown"]:
    if state == "archived" or state == "unknown":
        return state
    return "won" if outcome == "won" else "hidden" if outcome == "hidden" else "inherits"
