"""What each source proposes for a line, and which one wins.

Nouns: *proposal* (a candidate with the tiers it was taken from), *stacking* (which of an agreed price and a promotion
wins). The one trick: every source is reduced to a list of tiers valid today, so one search serves them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from chalicelib.pricing.rules.promotions import Promotion
from chalicelib.pricing.rules.tiers import Quantity, Tier, reached, series, valid_on

Source = Literal["manual", "negotiated", "promotion", "grid_tier"]
SOURCES: tuple[Source, ...] = ("manual", "negotiated", "promotion", "grid_tier")
Stacking = Literal["negotiated_only", "best_price"]
STACKINGS: tuple[Stacking, ...] = ("negotiated_only", "best_price")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one source proposes. `none`: it proposes nothing; `unreached`: only from `from_qty`. Of a promotion: its
    name and id, and the grid price (`base`) that it lowers. `franco`: carriage is in the price."""

    source: Source
    outcome: Literal["won", "beaten", "none", "unreached"]
    price: Decimal | None = None
    from_qty: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    name: str = ""
    promotion: str | None = None
    base: Decimal | None = None
    percent: Decimal | None = None
    per_col: Decimal | None = None
    franco: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate, and the tiers among which the next one is looked for; of a promotion, those that it lowers."""

    candidate: Candidate
    tiers: Sequence[Tier] = ()
    promotion: Promotion | None = None


def proposals(
    agreed: Iterable[Tier],
    listed: Iterable[Tier],
    promotions: Sequence[Promotion],
    decimals: int,
    count: Quantity,
    on: date,
    delivered: bool,
) -> list[Proposal]:
    """What agreement, promotions (cheapest first, one "none" when there is none) and grid propose, in that order."""
    grid = series(valid_on(listed, on), count, delivered)
    found = [_promoted(one, grid, decimals, count) for one in promotions]
    lowering = sorted((one for one in found if one is not None), key=lambda one: one.candidate.price or Decimal(0))
    return [
        _of("negotiated", series(valid_on(agreed, on), count, delivered), count),
        *(lowering or [Proposal(Candidate("promotion", "none"))]),
        _of("grid_tier", grid, count),
    ]


def _of(source: Source, tiers: Sequence[Tier], count: Quantity) -> Proposal:
    best = reached(tiers, count)
    if best is not None:
        days = best.valid_from, best.valid_to
        return Proposal(Candidate(source, "beaten", best.price, best.from_qty, *days, franco=best.franco), tiers)
    if tiers:
        return Proposal(Candidate(source, "unreached", None, min(tier.from_qty for tier in tiers)), tiers)
    return Proposal(Candidate(source, "none"))


def _promoted(promotion: Promotion, grid: Sequence[Tier], decimals: int, count: Quantity) -> Proposal | None:
    """None when the promotion lowers nothing here."""
    best = reached(grid, count)
    if best is None:
        return None
    price = promotion.reduced(best.price, decimals)
    if price >= best.price:
        return None
    candidate = Candidate(
        "promotion",
        "beaten",
        price,
        best.from_qty,
        promotion.valid_from,
        promotion.valid_to,
        promotion.name,
        promotion.id,
        best.price,
        promotion.percent,
        promotion.per_col,
        best.franco,
    )
    return Proposal(candidate, grid, promotion)


def judged(candidates: Sequence[Candidate], stacking: Stacking) -> tuple[tuple[Candidate, ...], str]:
    """The candidates with one winner at most, and the rule that chose between an agreed price and a promotion."""
    priced = [n for n, candidate in enumerate(candidates) if candidate.price is not None]
    first = {source: next((n for n in priced if candidates[n].source == source), None) for source in SOURCES}
    negotiated, promotion = first["negotiated"], first["promotion"]
    winner = priced[0] if priced else None
    both = negotiated is not None and promotion is not None
    if both and winner == negotiated and stacking == "best_price":
        winner = min((n for n in (negotiated, promotion) if n is not None), key=lambda n: candidates[n].price or 0)
    outcomes = tuple(
        candidate
        if candidate.price is None or (candidate.outcome == "won") == (n == winner)
        else replace(candidate, outcome="won" if n == winner else "beaten")
        for n, candidate in enumerate(candidates)
    )
    return outcomes, stacking if both else ""


def next_tier(proposal: Proposal, count: Quantity, price: Decimal | None, decimals: int) -> tuple[int, Decimal] | None:
    """The lowest threshold above the count whose price is lower, with that price."""
    promotion = proposal.promotion
    above = sorted(
        (tier for tier in proposal.tiers if tier.from_qty > count),
        key=lambda tier: (tier.from_qty, -tier.begins.toordinal()),
    )
    for tier in above:
        lowered = promotion.reduced(tier.price, decimals) if promotion else tier.price
        if price is None or lowered < price:
            return tier.from_qty, lowered
    return None
