"""Tiers: from how many, at which price, between which days, and what is wrong or doubtful in a set of them.

Nouns: *tier*, *tariff* (all the prices of one variant), *series* (départ or franco). The one trick: what is wrong
refuses, what is doubtful only warns, and both are data with the field they are on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from chalicelib.kernel.dates import within
from chalicelib.kernel.errors import FieldError

MOST_DECIMALS = 4
Quantity = int | Fraction
"""Cols, or 75 cl equivalents: exact."""


@dataclass(frozen=True, slots=True)
class Tier:
    """From `from_qty` (cols or equivalents, as the grid counts), one col costs `price`, in the grid's basis
    and currency. Both days of validity are included; None = open. `franco`: carriage is in the price."""

    from_qty: int
    price: Decimal
    valid_from: date | None = None
    valid_to: date | None = None
    franco: bool = False

    @property
    def begins(self) -> date:
        return self.valid_from or date.min


@dataclass(frozen=True, slots=True)
class Tariff:
    """The prices of one variant: grid id -> tiers, by threshold then by first day."""

    variant_id: str
    prices: dict[str, tuple[Tier, ...]] = field(default_factory=dict)


def in_order(tiers: Iterable[Tier]) -> tuple[Tier, ...]:
    """Tiers as a tariff keeps them."""
    return tuple(sorted(tiers, key=lambda tier: (tier.from_qty, tier.begins, tier.franco)))


def valid_on(tiers: Iterable[Tier], on: date) -> list[Tier]:
    return [tier for tier in tiers if within(on, tier.valid_from, tier.valid_to)]


def series(tiers: Sequence[Tier], count: Quantity, delivered: bool) -> list[Tier]:
    """The tiers of the series wanted; those of the other when none of the first is reached."""
    wanted = [tier for tier in tiers if tier.franco == delivered]
    if len(wanted) == len(tiers):
        return wanted
    other = [tier for tier in tiers if tier.franco != delivered]
    return other if not _any(wanted, count) and _any(other, count) else wanted or other


def _any(tiers: Iterable[Tier], count: Quantity) -> bool:
    return any(tier.from_qty <= count for tier in tiers)


def reached(tiers: Iterable[Tier], count: Quantity) -> Tier | None:
    """The highest threshold reached; for one threshold, the tier that began last."""
    found = [tier for tier in tiers if tier.from_qty <= count]
    return max(found, key=lambda tier: (tier.from_qty, tier.begins), default=None)


def decimals_of(price: Decimal) -> int:
    """Decimals a price really uses: 3.4700 uses 2."""
    exponent = price.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else MOST_DECIMALS + 1


def shown_price(price: Decimal) -> Decimal:
    """The one way to write a price: two decimals, or more when it uses them, so that 8.5 and 8.50 are one."""
    return price.quantize(Decimal(1).scaleb(-max(2, decimals_of(price))))


def price_problem(price: Decimal, decimals: int, field: str) -> FieldError | None:
    """Why a price cannot be one of a grid with that many decimals."""
    if not price.is_finite() or price < 0:
        return FieldError(field, "pricing.price.negative", "Un prix est un nombre positif ou nul. Corrigez-le.")
    if decimals_of(price) > decimals:
        return FieldError(
            field,
            "pricing.price.decimals",
            f"Ce tarif est à {decimals} décimales : {price} en a trop. Arrondissez le prix ou changez le tarif.",
        )
    return None


def tier_problems(decimals: int, tiers: Sequence[Tier], field: str) -> list[FieldError]:
    """Everything that refuses the tiers of one variant in one grid, each on its own field."""
    found: list[FieldError] = []
    seen: set[tuple[int, date | None, bool]] = set()
    for n, tier in enumerate(tiers):
        here = f"{field}.{n}"
        if problem := price_problem(tier.price, decimals, f"{here}.price"):
            found.append(problem)
        if tier.valid_from and tier.valid_to and tier.valid_to < tier.valid_from:
            detail = "La fin de validité précède le début. Inversez les dates."
            found.append(FieldError(f"{here}.valid_to", "pricing.tier.dates", detail))
        key = (tier.from_qty, tier.valid_from, tier.franco)
        if key in seen:
            detail = f"Le palier {tier.from_qty} est donné deux fois à la même date. Gardez-en un."
            found.append(FieldError(f"{here}.from_qty", "pricing.tier.twice", detail))
        seen.add(key)
    return found


def tier_doubts(tiers: Sequence[Tier], field: str) -> list[FieldError]:
    """What is odd in the tiers of one variant in one grid, and refuses nothing: each series for itself."""
    if len(tiers) == 1 and tiers[0].from_qty == 1:
        return []
    return [
        doubt
        for franco in (False, True)
        if (own := [tier for tier in in_order(tiers) if tier.franco == franco])
        for doubt in (*_holes(own, field), *_gaps(own, field), *_rising(own, field))
    ]


def _holes(tiers: Sequence[Tier], field: str) -> Iterator[FieldError]:
    lowest = tiers[0].from_qty
    if lowest > 1:
        detail = f"Aucun prix de 1 à {lowest - 1} : ajoutez un palier de 1, ou vendez par {lowest} au moins."
        yield FieldError(field, "pricing.tier.hole", detail)


def _gaps(tiers: Sequence[Tier], field: str) -> Iterator[FieldError]:
    """Days between two periods of one threshold on which no tier of this threshold or below is valid."""
    for last, first in _silences(tiers):
        if not valid_on(tiers, last):
            detail = f"Aucun prix du {last:%d/%m/%Y} au {first:%d/%m/%Y}. Prolongez une période."
            yield FieldError(field, "pricing.tier.gap", detail)


def _silences(tiers: Sequence[Tier]) -> Iterator[tuple[date, date]]:
    """(first, last) day of each silence between the end of a period and the next beginning."""
    ends = sorted({tier.valid_to for tier in tiers if tier.valid_to})
    starts = sorted({tier.valid_from for tier in tiers if tier.valid_from})
    for end in ends:
        after = next((start for start in starts if start > end), None)
        if after is not None and after > end + timedelta(days=1):
            yield end + timedelta(days=1), after - timedelta(days=1)


def _rising(tiers: Sequence[Tier], field: str) -> Iterator[FieldError]:
    """A higher threshold that costs more than the one below, on some day."""
    days = sorted({tier.begins for tier in tiers})
    for day in days:
        steps = _steps(valid_on(tiers, day))
        for low, high in pairwise(steps):
            if high.price > low.price:
                detail = f"Le palier {high.from_qty} est plus cher que le palier {low.from_qty}. Vérifiez les prix."
                yield FieldError(field, "pricing.tier.rising", detail)
                return


def _steps(tiers: Iterable[Tier]) -> list[Tier]:
    """One tier for each threshold, the one that began last."""
    best: dict[int, Tier] = {}
    for tier in tiers:
        known = best.get(tier.from_qty)
        if known is None or tier.begins >= known.begins:
            best[tier.from_qty] = tier
    return [best[threshold] for threshold in sorted(best)]
