"""Many prices changed at once: a formula, the cells before and after, and a digest of both.

Nouns: *formula* (a percentage or an amount, a step of rounding, a first day), *cell* (one variant in one grid, before
and after). The one trick: what is applied must have the digest of what was shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

from chalicelib.kernel.money import rounded
from chalicelib.pricing.rules.tiers import Tier, in_order, shown_price

Direction = Literal["nearest", "up", "down"]
_MODES = {"nearest": ROUND_HALF_UP, "up": ROUND_CEILING, "down": ROUND_FLOOR}


@dataclass(frozen=True, slots=True)
class Formula:
    """`percent` and `amount` (per col) may be negative; `step` is what prices are rounded to (0.05), None for the
    decimals of the grid. `begins`: the new prices hold from that day, the old ones until the day before."""

    percent: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    step: Decimal | None = None
    direction: Direction = "nearest"
    begins: date | None = None

    def price(self, price: Decimal, decimals: int) -> Decimal:
        """The new price, to the step and to the decimals of the grid, never below zero."""
        exact = price * (100 + self.percent) / 100 + self.amount
        mode = _MODES[self.direction]
        if self.step:
            exact = (exact / self.step).quantize(Decimal(1), rounding=mode) * self.step
        return shown_price(max(Decimal(0), rounded(exact, decimals, mode)))


@dataclass(frozen=True, slots=True)
class Cell:
    """The tiers of one variant in one grid, before and after a change."""

    variant_id: str
    grid_id: str
    before: tuple[Tier, ...]
    after: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class ChangePart:
    """What one transaction of a change wrote. `undone`: it was put back."""

    change: str
    cells: tuple[Cell, ...]
    undone: bool = False


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A change of many prices: `parts` transactions, `cells` in all. `title` says in words what was done."""

    id: str
    title: str
    cells: int
    parts: int
    user: str
    made_at: datetime
    undone: bool = False


def changed_tiers(tiers: tuple[Tier, ...], formula: Formula, decimals: int, today: date) -> tuple[Tier, ...]:
    """The tiers under a formula. Those that ended before stay as they are; with a first day, those that reach it are
    cut there."""
    begins = formula.begins
    after: list[Tier] = []
    for tier in tiers:
        new = replace(tier, price=formula.price(tier.price, decimals))
        if tier.valid_to is not None and tier.valid_to < (begins or today):
            after.append(tier)
        elif begins is None or tier.begins >= begins:
            after.append(new)
        else:
            after += [replace(tier, valid_to=begins - timedelta(days=1)), replace(new, valid_from=begins)]
    return in_order(after)


def digest(cells: Iterable[Cell]) -> str:
    """What identifies a change: every cell, before and after."""
    text = "\n".join(
        f"{one.variant_id} {one.grid_id} {_written(one.before)} > {_written(one.after)}"
        for one in sorted(cells, key=lambda one: (one.variant_id, one.grid_id))
    )
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _written(tiers: Iterable[Tier]) -> str:
    return ",".join(
        f"{one.from_qty}:{shown_price(one.price)}:{one.valid_from}:{one.valid_to}:{one.franco:d}"
        for one in in_order(tiers)
    )
