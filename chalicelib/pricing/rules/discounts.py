"""Discounts, in one fixed order: line percent, per col, order percent, order amount.

Nouns: *order discount* (what the order and the customer take off the whole), *step* (one discount on one
line). The one trick: each step keeps what it applied to and what it took, so a line's net is its amount
minus its steps, exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from chalicelib.kernel.errors import Refused
from chalicelib.kernel.money import percent_of, rounded_cents, share

StepKind = Literal["line_percent", "per_col", "order_percent", "order_amount"]


@dataclass(frozen=True, slots=True)
class OrderDiscount:
    """`percent` typed on the order wins over the customer's permanent one, 0 included; `amount` in cents,
    in the order's basis."""

    percent: Decimal | None = None
    customer_percent: Decimal = Decimal(0)
    amount: int = 0

    @property
    def rate(self) -> Decimal:
        return self.customer_percent if self.percent is None else self.percent

    @property
    def origin(self) -> Literal["order", "customer"]:
        return "customer" if self.percent is None else "order"


@dataclass(frozen=True, slots=True)
class Step:
    """`rate` is a percentage, an amount per col, or the amount of the order; `base` and `taken` in cents."""

    kind: StepKind
    rate: Decimal
    base: int
    taken: int
    origin: Literal["line", "order", "customer"] = "line"


def discounted(
    lines: Sequence[tuple[int | None, int]],
    own: Sequence[tuple[Decimal, Decimal]],
    order: OrderDiscount,
    names: Sequence[str] = (),
) -> list[tuple[Step, ...]]:
    """The steps of each line. `lines`: amount in cents (None: no price yet, no discount) and cols; `own`:
    percent and reduction per col of each line; `names`: what is sold, so that the cents left over by a share go to the
    same lines in whatever order they were typed. Raises Refused when a reduction is larger than what it reduces."""
    steps: list[list[Step]] = []
    left: list[int] = []
    for n, ((amount, cols), (percent, per_col)) in enumerate(zip(lines, own, strict=True)):
        found = [] if amount is None else _own_steps(n, amount, cols, percent, per_col)
        steps.append(found)
        left.append((amount or 0) - sum(step.taken for step in found))
    for kind, rate, total, origin in _order_steps(sum(left), order):
        parts = _parts(total, left, names)
        for n, part in enumerate(parts):
            if lines[n][0] is not None:
                steps[n].append(Step(kind, rate, left[n], part, origin))
                left[n] -= part
    return [tuple(found) for found in steps]


def _own_steps(n: int, amount: int, cols: int, percent: Decimal, per_col: Decimal) -> list[Step]:
    found: list[Step] = []
    left = amount
    if percent:
        found.append(Step("line_percent", percent, left, percent_of(left, percent)))
        left -= found[-1].taken
    if per_col:
        found.append(Step("per_col", per_col, left, rounded_cents(per_col * cols)))
        left -= found[-1].taken
    if left < 0:
        raise Refused(
            "pricing.discount.too_large",
            "Les remises dépassent le montant de la ligne. Réduisez-les.",
            f"lines.{n}.percent" if percent > 100 else f"lines.{n}.per_col",
        )
    return found


def _order_steps(left: int, order: OrderDiscount) -> list[tuple[StepKind, Decimal, int, Literal["order", "customer"]]]:
    found: list[tuple[StepKind, Decimal, int, Literal["order", "customer"]]] = []
    if order.rate:
        found.append(("order_percent", order.rate, percent_of(left, order.rate), order.origin))
        left -= found[-1][2]
    if order.amount:
        found.append(("order_amount", Decimal(order.amount).scaleb(-2), order.amount, "order"))
        left -= order.amount
    if left < 0:
        raise Refused(
            "pricing.discount.too_large",
            "La remise dépasse le montant de la commande. Réduisez-la.",
            "discount_amount" if order.rate <= 100 else "discount_percent",
        )
    return found


def _parts(total: int, left: list[int], names: Sequence[str]) -> list[int]:
    """A share in proportion to what is left, by name then amount; nothing at all where nothing is left."""
    if not any(left):
        return [0] * len(left)
    places = sorted(range(len(left)), key=lambda n: (names[n] if names else "", left[n]))
    parts = dict(zip(places, share(total, [left[n] for n in places]), strict=True))
    return [parts[n] for n in range(len(left))]
