"""The nouns of pricing, and which grid prices an order.

Nouns: *grid*, *tier*, *tariff* (all the prices of one variant), *grid choice* (the grid and the level that
named it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from chalicelib.kernel.book import entry
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.inheritance import PRICE_GRID, resolve
from chalicelib.kernel.money import Basis

MOST_DECIMALS = 4
TierBasis = Literal["variant", "order"]
TierUnit = Literal["cols", "equivalents"]


@dataclass(frozen=True, slots=True)
class Grid:
    """A price grid. `payment_term` is a code of kernel.dates; None = inherit, here as everywhere. `in_use`:
    an order was priced with it."""

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


@dataclass(frozen=True, slots=True)
class GridBook:
    """All the grids of a company. The one used when nothing nearer names another is a setting of the
    company."""

    items: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class Tier:
    """From `from_qty` (cols or equivalents, as the grid counts), one col costs `price`, in the grid's basis
    and currency. Both days of validity are included; None = open."""

    from_qty: int
    price: Decimal
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Tariff:
    """The prices of one variant: grid id -> tiers, by threshold then by first day."""

    variant_id: str
    prices: dict[str, tuple[Tier, ...]] = field(default_factory=dict)


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


def in_order(tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
    """Tiers as a tariff keeps them."""
    return tuple(sorted(tiers, key=lambda tier: (tier.from_qty, tier.valid_from or date.min)))


def decimals_of(price: Decimal) -> int:
    """Decimals a price really uses: 3.4700 uses 2."""
    exponent = price.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else MOST_DECIMALS + 1


def shown_price(price: Decimal) -> Decimal:
    """The one way to write a price: two decimals, or more when it uses them, so that 8.5 and 8.50 are one."""
    return price.quantize(Decimal(1).scaleb(-max(2, decimals_of(price))))


def price_problem(price: Decimal, decimals: int, field: str) -> FieldError | None:
    """Why a price cannot be one of a grid with that many decimals."""
    if not price.is_finite() or price < 0:
        return FieldError(field, "pricing.price.negative", "Un prix est un nombre positif ou nul. Corrigez-le.")
    if decimals_of(price) > decimals:
        return FieldError(
            field,
            "pricing.price.decimals",
            f"Ce tarif est à {decimals} décimales : {price} en a trop. Arrondissez le prix ou changez le tarif.",
        )
    return None


def tier_problems(grid: Grid, tiers: tuple[Tier, ...], field: str) -> list[FieldError]:
    """Everything wrong with the tiers of one variant in one grid, each on its own field."""
    found: list[FieldError] = []
    seen: set[tuple[int, date | None]] = set()
    for n, tier in enumerate(tiers):
        here = f"{field}.{n}"
        if problem := price_problem(tier.price, grid.decimals, f"{here}.price"):
            found.append(problem)
        if tier.valid_from and tier.valid_to and tier.valid_to < tier.valid_from:
            found.append(
                FieldError(
                    f"{here}.valid_to",
                    "pricing.tier.dates",
                    "La fin de validité précède le début. Inversez les dates.",
                )
            )
        if (tier.from_qty, tier.valid_from) in seen:
            found.append(
                FieldError(
                    f"{here}.from_qty",
                    "pricing.tier.twice",
                    f"Le palier {tier.from_qty} est donné deux fois à la même date. Gardez-en un.",
                )
            )
        seen.add((tier.from_qty, tier.valid_from))
    return found
