"""The price of each line of an order, with its reasons.

Nouns: *ask* (what is wanted), *terms* (what holds for the whole order beside its grid), *candidate* (what one
source proposes), *priced line* (the price, the amounts, the trace). The specification is
docs/algorithms/pricing.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.kernel.money import Basis, rounded_cents
from chalicelib.kernel.volume import equivalents
from chalicelib.pricing.rules.agreements import Agreement
from chalicelib.pricing.rules.candidates import Candidate, Source, Stacking, judged, next_tier, proposals
from chalicelib.pricing.rules.discounts import OrderDiscount, Step, discounted
from chalicelib.pricing.rules.grids import Grid
from chalicelib.pricing.rules.promotions import Priceable, Promotion
from chalicelib.pricing.rules.tiers import MOST_DECIMALS, Tariff, price_problem

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
class Terms:
    """What holds for the whole order: the customer's agreement, the promotions of the company, which of the two wins,
    where the order comes from, and whether delivered prices are wanted."""

    agreement: Agreement | None = None
    promotions: tuple[Promotion, ...] = ()
    stacking: Stacking = "negotiated_only"
    channel: str = "office"
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class NextTier:
    """The first cheaper tier above the count: `missing` cols or equivalents from here."""

    from_qty: int
    price: Decimal
    missing: str


@dataclass(frozen=True, slots=True)
class PricedLine:
    """Amounts in cents, in `basis`; `unit_price`, `amount` and `net` are None when no source has a price.
    `count` is what the tiers were compared with, in `tier_unit`. `stacking`: the rule that chose between an agreed
    price and a promotion, empty when there was nothing to choose. `franco`: carriage is in the price."""

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
    stacking: str = ""
    franco: bool = False

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
    terms: Terms | None = None,
) -> list[PricedLine]:
    """Every line priced and discounted, in the order of the asks. Raises Refused for a typed price with too
    many decimals or a reduction larger than what it reduces."""
    _check(asks, grid)
    counts = _counts(asks, goods, grid)
    holds = terms or Terms()
    lines = [
        _priced(ask, goods[ask.variant_id], tariffs.get(ask.variant_id), grid, count, on, holds)
        for ask, count in zip(asks, counts, strict=True)
    ]
    steps = discounted(
        [(line.amount, line.cols) for line in lines],
        [(ask.percent, ask.per_col) for ask in asks],
        discount,
        [ask.variant_id for ask in asks],
    )
    return [
        line if line.amount is None else replace(line, steps=own, net=line.amount - sum(step.taken for step in own))
        for line, own in zip(lines, steps, strict=True)
    ]


def _check(asks: Sequence[LineAsk], grid: Grid | None) -> None:
    decimals = grid.decimals if grid else MOST_DECIMALS
    problems: list[FieldError] = []
    for n, ask in enumerate(asks):
        if ask.cols <= 0:
            detail = "La quantité est d'au moins 1. Corrigez la ligne."
            problems.append(FieldError(f"lines.{n}.quantity", "pricing.quantity", detail))
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


def _priced(
    ask: LineAsk, wine: Priceable, tariff: Tariff | None, grid: Grid | None, count: Fraction, on: date, terms: Terms
) -> PricedLine:
    basis, currency = (grid.basis, grid.currency) if grid else (Basis.HT, "EUR")
    agreed = terms.agreement.offered(wine.variant_id, basis, currency, wine.rate) if terms.agreement else ()
    listed = tariff.prices.get(grid.id, ()) if tariff and grid else ()
    running = [
        one
        for one in sorted(terms.promotions, key=lambda one: one.code)
        if grid and one.applies(wine, grid.id, terms.channel, on)
    ]
    proposed = proposals(agreed, listed, running, grid.decimals if grid else MOST_DECIMALS, count, on, terms.delivered)
    typed = Candidate("manual", "none" if ask.manual_price is None else "won", ask.manual_price)
    candidates, stacking = judged([typed, *(one.candidate for one in proposed)], terms.stacking)
    at = next((n for n, candidate in enumerate(candidates) if candidate.outcome == "won"), None)
    price = candidates[at].price if at is not None else None
    own = proposed[at - 1].tiers if at else proposed[-1].tiers
    above = None if ask.manual_price is not None else next_tier(own, count, price)
    return PricedLine(
        variant_id=ask.variant_id,
        quantity=ask.quantity,
        per_pack=ask.per_pack,
        cols=ask.cols,
        basis=basis,
        currency=currency,
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
        next_tier=NextTier(above.from_qty, above.price, _shown(above.from_qty - count)) if above else None,
        stacking=stacking,
        franco=at is not None and candidates[at].franco,
    )


def _shown(count: Fraction) -> str:
    """A count for people: "36", "26.667"."""
    if count.denominator == 1:
        return str(count.numerator)
    exact = Decimal(count.numerator) / Decimal(count.denominator)
    return f"{exact.quantize(Decimal('0.001')).normalize():f}"
