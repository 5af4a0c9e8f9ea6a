"""The price of each line of an order, with its reasons.

Nouns: *ask* (what is wanted), *priceable* (what the catalogue says of the variant), *candidate* (what one
source proposes), *priced line* (the price, the amounts, the trace). The specification is
docs/algorithms/pricing.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from chalicelib.kernel.dates import within
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.kernel.money import Basis, rounded_cents
from chalicelib.kernel.volume import equivalents
from chalicelib.pricing.rules.discounts import OrderDiscount, Step, discounted
from chalicelib.pricing.rules.grids import MOST_DECIMALS, Grid, Tariff, Tier, price_problem

Source = Literal["manual", "negotiated", "promotion", "grid_tier"]
SOURCES: tuple[Source, ...] = ("manual", "negotiated", "promotion", "grid_tier")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class LineAsk:
    """`quantity` packagings of `per_pack` cols. `percent` and `per_col` are the line's own discounts,
    `manual_price` a price typed by hand, per col, in the grid's basis."""

    variant_id: str
    quantity: int
    per_pack: int = 1
    manual_price: Decimal | None = None
    percent: Decimal = NOTHING
    per_col: Decimal = NOTHING

    @property
    def cols(self) -> int:
        return self.quantity * self.per_pack


@dataclass(frozen=True, slots=True)
class Priceable:
    """`volume` in 10^-5 hL, None when unknown; services have no part in the count of an order."""

    variant_id: str
    goods: bool = True
    volume: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one source proposes. `none`: it proposes nothing; `unreached`: only from `from_qty`."""

    source: Source
    outcome: Literal["won", "beaten", "none", "unreached"]
    price: Decimal | None = None
    from_qty: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class NextTier:
    """The first cheaper tier above the count: `missing` cols or equivalents from here."""

    from_qty: int
    price: Decimal
    missing: str


@dataclass(frozen=True, slots=True)
class PricedLine:
    """Amounts in cents, in `basis`; `unit_price`, `amount` and `net` are None when no source has a price.
    `count` is what the tiers were compared with, in `tier_unit`."""

    variant_id: str
    quantity: int
    per_pack: int
    cols: int
    basis: Basis
    currency: str
    grid_id: str | None
    unit_price: Decimal | None
    manual: bool
    amount: int | None
    steps: tuple[Step, ...]
    net: int | None
    candidates: tuple[Candidate, ...]
    tier_basis: str
    tier_unit: str
    count: str
    next_tier: NextTier | None = None

    @property
    def source(self) -> Source | None:
        return next((candidate.source for candidate in self.candidates if candidate.outcome == "won"), None)


def price_order(
    asks: Sequence[LineAsk],
    goods: Mapping[str, Priceable],
    tariffs: Mapping[str, Tariff],
    grid: Grid | None,
    on: date,
    discount: OrderDiscount,
) -> list[PricedLine]:
    """Every line priced and discounted, in the order of the asks. Raises Refused for a typed price with too
    many decimals or a reduction larger than what it reduces."""
    _check(asks, grid)
    counts = _counts(asks, goods, grid)
    lines = [
        _priced(ask, tariffs.get(ask.variant_id), grid, count, on) for ask, count in zip(asks, counts, strict=True)
    ]
    steps = discounted([(line.amount, line.cols) for line in lines], [(a.percent, a.per_col) for a in asks], discount)
    return [
        line if line.amount is None else replace(line, steps=own, net=line.amount - sum(step.taken for step in own))
        for line, own in zip(lines, steps, strict=True)
    ]


def _check(asks: Sequence[LineAsk], grid: Grid | None) -> None:
    decimals = grid.decimals if grid else MOST_DECIMALS
    problems: list[FieldError] = []
    for n, ask in enumerate(asks):
        if ask.cols <= 0:
            problems.append(
                FieldError(
                    f"lines.{n}.quantity", "pricing.quantity", "La quantité est d'au moins 1. Corrigez la ligne."
                )
            )
        if ask.manual_price is not None and (
            problem := price_problem(ask.manual_price, decimals, f"lines.{n}.manual_price")
        ):
            problems.append(problem)
    if problems:
        raise Refused.many(problems)


def _counts(asks: Sequence[LineAsk], goods: Mapping[str, Priceable], grid: Grid | None) -> list[Fraction]:
    """What the tiers of each line are compared with."""
    own = [_counted(ask, goods[ask.variant_id], grid) for ask in asks]
    if grid is not None and grid.tier_basis == "order":
        whole = sum((n for ask, n in zip(asks, own, strict=True) if goods[ask.variant_id].goods), Fraction(0))
        return [whole if goods[ask.variant_id].goods else n for ask, n in zip(asks, own, strict=True)]
    by_variant: dict[str, Fraction] = {}
    for ask, n in zip(asks, own, strict=True):
        by_variant[ask.variant_id] = by_variant.get(ask.variant_id, Fraction(0)) + n
    return [by_variant[ask.variant_id] for ask in asks]


def _counted(ask: LineAsk, variant: Priceable, grid: Grid | None) -> Fraction:
    if grid is not None and grid.tier_unit == "equivalents" and variant.goods and variant.volume:
        return equivalents(variant.volume, ask.cols)
    return Fraction(ask.cols)


def _priced(ask: LineAsk, tariff: Tariff | None, grid: Grid | None, count: Fraction, on: date) -> PricedLine:
    tiers = tariff.prices.get(grid.id, ()) if tariff and grid else ()
    valid = [tier for tier in tiers if within(on, tier.valid_from, tier.valid_to)]
    candidates = _judged(
        [_manual(ask), Candidate("negotiated", "none"), Candidate("promotion", "none"), _tier(valid, count)]
    )
    winner = next((candidate for candidate in candidates if candidate.outcome == "won"), None)
    price = winner.price if winner else None
    return PricedLine(
        variant_id=ask.variant_id,
        quantity=ask.quantity,
        per_pack=ask.per_pack,
        cols=ask.cols,
        basis=grid.basis if grid else Basis.HT,
        currency=grid.currency if grid else "EUR",
        grid_id=grid.id if grid else None,
        unit_price=price,
        manual=ask.manual_price is not None,
        amount=None if price is None else rounded_cents(price * ask.cols),
        steps=(),
        net=None,
        candidates=candidates,
        tier_basis=grid.tier_basis if grid else "variant",
        tier_unit=grid.tier_unit if grid else "cols",
        count=_shown(count),
        next_tier=None if ask.manual_price is not None else _next(valid, count, price),
    )


def _manual(ask: LineAsk) -> Candidate:
    if ask.manual_price is None:
        return Candidate("manual", "none")
    return Candidate("manual", "won", ask.manual_price)


def _tier(valid: Sequence[Tier], count: Fraction) -> Candidate:
    """The highest threshold reached; for one threshold, the tier that began last."""
    reached = [tier for tier in valid if tier.from_qty <= count]
    if reached:
        best = max(reached, key=lambda tier: (tier.from_qty, tier.valid_from or date.min))
        return Candidate("grid_tier", "won", best.price, best.from_qty, best.valid_from, best.valid_to)
    if valid:
        return Candidate("grid_tier", "unreached", None, min(tier.from_qty for tier in valid))
    return Candidate("grid_tier", "none")


def _judged(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """The first source that proposes a price wins; the others that do are beaten."""
    judged: list[Candidate] = []
    for candidate in candidates:
        beaten = candidate.price is not None and any(other.outcome == "won" for other in judged)
        judged.append(replace(candidate, outcome="beaten") if beaten else candidate)
    return tuple(judged)


def _next(valid: Sequence[Tier], count: Fraction, price: Decimal | None) -> NextTier | None:
    """The lowest threshold above the count whose price is lower."""
    above = sorted(
        (tier for tier in valid if tier.from_qty > count and (price is None or tier.price < price)),
        key=lambda tier: (tier.from_qty, -(tier.valid_from or date.min).toordinal()),
    )
    if not above:
        return None
    return NextTier(above[0].from_qty, above[0].price, _shown(above[0].from_qty - count))


def _shown(count: Fraction) -> str:
    """A count for people: "36", "26.667"."""
    if count.denominator == 1:
        return str(count.numerator)
    exact = Decimal(count.numerator) / Decimal(count.denominator)
    return f"{exact.quantize(Decimal('0.001')).normalize():f}"
