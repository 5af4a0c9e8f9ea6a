"""Agreements (*tarifs négociés*): the prices agreed with one customer.

The one trick: agreed prices keep the basis they were agreed in, and are turned into that of the order with the
variant's own rate, to four decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from chalicelib.kernel.money import Basis, rounded
from chalicelib.pricing.rules.tiers import MOST_DECIMALS, Tier


@dataclass(frozen=True, slots=True)
class Agreement:
    """All the prices agreed with one customer: variant id -> tiers."""

    customer_id: str
    basis: Basis = Basis.HT
    currency: str = "EUR"
    prices: dict[str, tuple[Tier, ...]] = field(default_factory=dict)

    def offered(self, variant_id: str, basis: Basis, currency: str, rate: Decimal) -> Sequence[Tier]:
        """The tiers agreed for a variant, in the basis of the order; none in another currency."""
        tiers = self.prices.get(variant_id, ())
        if currency != self.currency:
            return ()
        if basis is self.basis:
            return tiers
        factor = (100 + rate) / 100 if basis is Basis.TTC else 100 / (100 + rate)
        return [replace(tier, price=rounded(tier.price * factor, MOST_DECIMALS)) for tier in tiers]
