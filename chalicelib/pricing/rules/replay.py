"""A price computed again from its trace alone.

The one trick: nothing of the catalogue, of grids or of promotions is looked at, so a figure kept for years proves
itself, or is found wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from chalicelib.kernel.money import percent_of, rounded_cents
from chalicelib.pricing.rules.candidates import Candidate
from chalicelib.pricing.rules.discounts import Step
from chalicelib.pricing.rules.lines import PricedLine


@dataclass(frozen=True, slots=True)
class Replayed:
    """Cents; None when the trace has no price."""

    unit_price: Decimal | None
    amount: int | None
    net: int | None


def replayed(line: PricedLine) -> Replayed:
    """Unit price, amount and net of a line from its candidates and steps."""
    winner = _winner(line)
    if winner is None or winner.price is None:
        return Replayed(None, None, None)
    amount = rounded_cents(winner.price * line.cols)
    left = amount
    for step in line.steps:
        left -= _taken(step, left, line.cols)
    return Replayed(winner.price, amount, left)


def _winner(line: PricedLine) -> Candidate | None:
    """By the priorities and the stacking rule, not by the outcomes written in the trace."""
    priced = [one for one in line.candidates if one.price is not None]
    if not priced or priced[0].source != "negotiated" or line.stacking != "best_price":
        return priced[0] if priced else None
    rivals = [priced[0], *(one for one in priced if one.source == "promotion")]
    return min(rivals, key=lambda one: one.price or Decimal(0))


def _taken(step: Step, left: int, cols: int) -> int:
    """What a step takes of what is left. A share of the order's discount is what it is: it depends on the others."""
    if step.kind == "line_percent":
        return percent_of(left, step.rate)
    if step.kind == "per_col":
        return rounded_cents(step.rate * cols)
    return step.taken
