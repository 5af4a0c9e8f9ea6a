"""Pricing, pure: grids, prices of lines, discounts, and their explanation.

Specification: docs/algorithms/pricing.md.
"""

from chalicelib.pricing.rules.discounts import OrderDiscount, Step
from chalicelib.pricing.rules.explain import explained
from chalicelib.pricing.rules.grids import (
    Count,
    Grid,
    GridBook,
    GridChoice,
    GridStep,
    Tariff,
    Tier,
    choose_grid,
    in_order,
    price_problem,
    shown_price,
    tier_problems,
)
from chalicelib.pricing.rules.lines import Candidate, LineAsk, NextTier, Priceable, PricedLine, price_order

__all__ = [
    "Candidate",
    "Count",
    "Grid",
    "GridBook",
    "GridChoice",
    "GridStep",
    "LineAsk",
    "NextTier",
    "OrderDiscount",
    "Priceable",
    "PricedLine",
    "Step",
    "Tariff",
    "Tier",
    "choose_grid",
    "explained",
    "in_order",
    "price_order",
    "price_problem",
    "shown_price",
    "tier_problems",
]
