"""Movements: the only way a quantity changes, written once and never touched again.

Nouns: a `Movement` (one event: an opening, a delivery note, a transfer…), its `Moved` lines (bottles in or out of one
depot). The one trick: a movement is whole, so bottles that leave one depot for another never exist in neither or both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from chalicelib.stock.rules.level import Level

Cause = Literal["opening", "inventory", "correction", "transfer", "delivery", "counter", "withdrawal", "return"]
MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class Moved:
    """`quantity` bottles came into the depot (negative: left it). `held`: how many of those that left had been promised
    to the order, and no longer are (negative: are again)."""

    depot: str
    variant: str
    quantity: int
    sku: str = ""
    label: str = ""
    held: int = 0


@dataclass(frozen=True, slots=True)
class Movement:
    """`on`: the day it counts from; `at`: when it was written, by `actor`. `source` and `number`: the document that
    caused it, and what it is called; `reason`: in words."""

    id: str
    cause: Cause
    on: date
    at: datetime
    actor: str
    lines: tuple[Moved, ...]
    source: str = ""
    number: str = ""
    reason: str = ""
    undoes: str = ""


def applied(levels: Mapping[str, Level], lines: Iterable[Moved]) -> dict[str, Level]:
    """The levels these lines change, changed. A variant that has none begins here."""
    after: dict[str, Level] = {}
    for line in lines:
        known = after.get(line.variant) or levels.get(line.variant) or Level(line.variant)
        named = replace(known, sku=line.sku or known.sku, label=line.label or known.label)
        after[line.variant] = named.moved(line.depot, physical=line.quantity, reserved=-line.held)
    return after


def opposite(lines: Iterable[Moved]) -> tuple[Moved, ...]:
    """What gives back what these lines took."""
    return tuple(replace(line, quantity=-line.quantity, held=-line.held) for line in lines)


def folded(movements: Iterable[Movement], until: date | None = None) -> dict[tuple[str, str], int]:
    """(depot, variant) -> bottles there, from nothing but the movements that count until that day."""
    total: dict[tuple[str, str], int] = {}
    for movement in movements:
        if until is None or movement.on <= until:
            for line in movement.lines:
                key = (line.depot, line.variant)
                total[key] = total.get(key, 0) + line.quantity
    return total
