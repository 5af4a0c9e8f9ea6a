"""Foreign currencies: the rate of a day, and what an amount is in euros.

Nouns: a `Rate` (how many units of a currency one euro buys, on a day, from a source), `home` amounts (euro cents beside
those of a document). The one trick: a part of what was booked is the same part of its euros, and the last part is what
is left of them, so the parts of a sum are its euros to the cent whatever they were.

Specification: docs/algorithms/currencies.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

HOME = "EUR"
PLACES = 6
"""Decimals a typed rate may have; the European Central Bank publishes up to five."""
WITHOUT_CENTS = frozenset({"JPY", "KRW", "ISK"})
"""Currencies without a minor unit: amounts here are cents, so nothing is sold in them."""
Source = Literal["ecb", "typed"]


@dataclass(frozen=True, slots=True)
class Rate:
    """`rate` units of `currency` for one euro on day `on`."""

    currency: str
    rate: Decimal
    on: date
    source: Source = "ecb"


def euros(cents: int, rate: Decimal) -> int:
    """Euro cents of an amount, half away from zero: 1,000.00 USD at 1.1000 are 909.09."""
    return nearest(Fraction(cents) / Fraction(rate))


def abroad(cents: int, rate: Decimal) -> int:
    """Cents of a currency for an amount in euros, half away from zero."""
    return nearest(Fraction(cents) * Fraction(rate))


def part(home: int, amount: int, whole: int) -> int:
    """The share of `home` euro cents that `amount` of `whole` has, to the nearest cent: all of it for all."""
    return nearest(Fraction(home * amount, whole)) if whole else 0


def nearest(exact: Fraction) -> int:
    """The whole number nearest to it, half away from zero."""
    size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return size if exact >= 0 else -size
