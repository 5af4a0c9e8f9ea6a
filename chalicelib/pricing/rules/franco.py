"""Carriage: what is charged, what is free, and why.

Nouns: *freight* (the part of one line in the carriage), *franco* (from where it is free), *carriage* (the decision with
its reason). The one trick: carriage is shared between the lines first, so a line whose price is delivered takes its
own share away and nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from chalicelib.kernel.money import Basis, share
from chalicelib.kernel.volume import BOTTLE

Reason = Literal["", "cols", "amount", "price"]


@dataclass(frozen=True, slots=True)
class Freight:
    """One line of goods. `volume` of one col in 10^-5 hL; `net` and `vat` in cents after all discounts; `franco`:
    carriage is in its price."""

    cols: int
    volume: int | None
    net: int
    vat: int
    franco: bool = False

    @property
    def weight(self) -> int:
        return self.cols * (self.volume or BOTTLE)


@dataclass(frozen=True, slots=True)
class Franco:
    """From so many cols, or from such an amount in cents of `basis`, carriage is free; 0 is never."""

    cols: int = 0
    amount: int = 0
    basis: Basis = Basis.HT


@dataclass(frozen=True, slots=True)
class Carriage:
    """`full` is what carriage costs, `charged` what is asked, in cents of the order's basis. `reason`: why less is
    asked (threshold in cols or amount, or delivered prices). `cols` and `amount` are what was compared."""

    full: int
    charged: int
    reason: Reason = ""
    cols: int = 0
    amount: int = 0
    franco: Franco = Franco()

    @property
    def free(self) -> bool:
        """Was there something to carry, and nothing to pay?"""
        return self.charged == 0 and (self.full > 0 or self.reason != "")


def carriage(full: int, lines: Sequence[Freight], franco: Franco) -> Carriage:
    """What carriage is charged on these lines of goods; nothing when there are none."""
    cols = sum(line.cols for line in lines)
    amount = sum(line.net + (line.vat if franco.basis is Basis.TTC else 0) for line in lines)
    if not lines:
        return Carriage(0, 0)
    reason: Reason = ""
    charged = full
    if franco.cols and cols >= franco.cols:
        reason, charged = "cols", 0
    elif franco.amount and amount >= franco.amount:
        reason, charged = "amount", 0
    elif any(line.franco for line in lines):
        parts = share(full, [line.weight for line in lines])
        charged = sum(part for part, line in zip(parts, lines, strict=True) if not line.franco)
        reason = "price"
    return Carriage(full, charged, reason, cols, amount, franco)
