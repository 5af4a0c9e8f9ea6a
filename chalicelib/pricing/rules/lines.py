"""The price of each line of an order, with its reasons.

Nouns: *ask* (what is wanted), *terms* (what holds for the whole order beside its grid), *candidate* (what one
source proposes), *priced line* (the price, the amounts, the trace). The specification is
docs/algorithms/pricing.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.kernel.money import Basis, rounded_cents
from chalicelib.kernel.volume import equivalents
from chalicelib.pricing.rules.agreements import Agreement
from chalicelib.pricing.rules.candidates import Candidate, Proposal, Source, Stacking, judged, next_tier, proposals
from chalicelib.pricing.rules.discounts import OrderDiscount, Step, discounted
from chalicelib.pricing.rules.grids import Grid
from chalicelib.pricing.rules.promotions import Priceable, Promotion
from chalicelib.pricing.rules.tiers import MOST_DECIMALS, Quantity, Tariff, price_problem

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
    desk = _Desk(grid, on, terms or Terms())
    found = [desk.judge(ask, goods[ask.variant_id], tariffs, count) for ask, count in zip(asks, counts, strict=True)]
    amounts = [None if one.price is None else rounded_cents(one.price * one.ask.cols) for one in found]
    steps = discounted(
        [(amount, ask.cols) for amount, ask in zip(amounts, asks, strict=True)],
        [(ask.percent, ask.per_col) for ask in asks],
        discount,
        [ask.variant_id for ask in asks],
    )
    return [desk.line(*one) for one in zip(found, amounts, steps, strict=True)]


@dataclass(frozen=True, slots=True)
class _Judged:
    """A line whose price is decided; the discounts of the order are still to come."""

    ask: LineAsk
    count: Quantity
    price: Decimal | None
    candidates: tuple[Candidate, ...]
    stacking: str
    franco: bool
    proposal: Proposal


class _Desk:
    """What is the same for every line of an order, worked out once."""

    def __init__(self, grid: Grid | None, on: date, terms: Terms) -> None:
        self.grid, self.on, self.terms = grid, on, terms
        self.basis, self.currency = (grid.basis, grid.currency) if grid else (Basis.HT, "EUR")
        self.decimals = grid.decimals if grid else MOST_DECIMALS
        running = [one for one in terms.promotions if grid and one.runs(grid.id, terms.channel, on)]
        self.promotions = [(one, one.scope.names) for one in sorted(running, key=lambda one: one.code)]

    def judge(self, ask: LineAsk, wine: Priceable, tariffs: Mapping[str, Tariff], count: Quantity) -> _Judged:
        """What each source proposes for the line, and which one wins."""
        tariff, agreement = tariffs.get(wine.variant_id), self.terms.agreement
        agreed = agreement.offered(wine.variant_id, self.basis, self.currency, wine.rate) if agreement else ()
        listed = tariff.prices.get(self.grid.id, ()) if tariff and self.grid else ()
        running = [one for one, names in self.promotions if not names or not names.isdisjoint(wine.names)]
        proposed = proposals(agreed, listed, running, self.decimals, count, self.on, self.terms.delivered)
        typed = Candidate("manual", "none" if ask.manual_price is None else "beaten", ask.manual_price)
        candidates, stacking = judged([typed, *(one.candidate for one in proposed)], self.terms.stacking)
        at = next((n for n, candidate in enumerate(candidates) if candidate.outcome == "won"), None)
        won = candidates[at] if at is not None else None
        return _Judged(
            ask,
            count,
            won.price if won else None,
            candidates,
            stacking,
            won.franco if won else False,
            proposed[at - 1] if at else proposed[-1],
        )

    def line(self, found: _Judged, amount: int | None, steps: tuple[Step, ...]) -> PricedLine:
        """The line with its amounts, its discounts and its next tier."""
        ask, grid, manual = found.ask, self.grid, found.ask.manual_price is not None
        above = None if manual else next_tier(found.proposal, found.count, found.price, self.decimals)
        return PricedLine(
            variant_id=ask.variant_id,
            quantity=ask.quantity,
            per_pack=ask.per_pack,
            cols=ask.cols,
            basis=self.basis,
            currency=self.currency,
            grid_id=grid.id if grid else None,
            unit_price=found.price,
            manual=manual,
            amount=amount,
            steps=steps if amount is not None else (),
            net=None if amount is None else amount - sum(step.taken for step in steps),
            candidates=found.candidates,
            tier_basis=grid.tier_basis if grid else "variant",
            tier_unit=grid.tier_unit if grid else "cols",
            count=_shown(found.count),
            next_tier=NextTier(*above, _shown(above[0] - found.count)) if above else None,
            stacking=found.stacking,
            franco=found.franco,
        )


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


def _counts(asks: Sequence[LineAsk], goods: Mapping[str, Priceable], grid: Grid | None) -> list[Quantity]:
    """What the tiers of each line are compared with."""
    own = [_counted(ask, goods[ask.variant_id], grid) for ask in asks]
    if grid is not None and grid.tier_basis == "order":
        whole: Quantity = sum(n for ask, n in zip(asks, own, strict=True) if goods[ask.variant_id].goods)
        return [whole if goods[ask.variant_id].goods else n for ask, n in zip(asks, own, strict=True)]
    by_variant: dict[str, Quantity] = {}
    for ask, n in zip(asks, own, strict=True):
        by_variant[ask.variant_id] = by_variant.get(ask.variant_id, 0) + n
    return [by_variant[ask.variant_id] for ask in asks]


def _counted(ask: LineAsk, variant: Priceable, grid: Grid | None) -> Quantity:
    if grid is not None and grid.tier_unit == "equivalents" and variant.goods and variant.volume:
        return equivalents(variant.volume, ask.cols)
    return ask.cols


def _shown(count: Quantity) -> str:
    """A count for people: "36", "26.667"."""
    if count.denominator == 1:
        return str(count.numerator)
    exact = Decimal(count.numerator) / Decimal(count.denominator)
    return f"{exact.quantize(Decimal('0.001')).normalize():f}"
