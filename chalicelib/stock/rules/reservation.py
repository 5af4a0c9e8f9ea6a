"""Reservations: the bottles promised to a confirmed order.

Nouns: a `Reservation` (of one order, in one depot), what it has `Held` of each variant. The one trick: it remembers
what it took, so what is given back is exactly that, whatever became tracked, or changed on the order, in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Held:
    variant: str
    quantity: int
    sku: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reservation:
    """`lines`: what is promised and has not left; none once released or consumed."""

    order: str
    number: str
    depot: str
    at: datetime
    lines: tuple[Held, ...] = ()

    def of(self, variant: str) -> int:
        return next((one.quantity for one in self.lines if one.variant == variant), 0)


def taken(known: Reservation, wanted: Mapping[str, int]) -> dict[str, int]:
    """How many of the bottles that leave had been promised, by variant: never more than what is held."""
    return {variant: min(quantity, known.of(variant)) for variant, quantity in wanted.items()}


def lessened(lines: Iterable[Held], less: Mapping[str, int]) -> tuple[Held, ...]:
    """What is still held once so many bottles left (negative: came back); what reaches nothing goes."""
    rest = {one.variant: one for one in lines}
    for variant, quantity in less.items():
        held = rest.get(variant) or Held(variant, 0)
        rest[variant] = Held(variant, held.quantity - quantity, held.sku, held.label)
    return tuple(one for one in rest.values() if one.quantity > 0)
