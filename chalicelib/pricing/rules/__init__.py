"""Pricing, pure: grids, tiers, promotions, agreements, prices of lines, discounts, carriage, and their explanation.

Specification: docs/algorithms/pricing.md.
"""

from chalicelib.pricing.rules.agreements import Agreement
from chalicelib.pricing.rules.candidates import STACKINGS, Candidate, Stacking
from chalicelib.pricing.rules.changes import Cell, ChangePart, Formula, PriceChange, changed_tiers, digest
from chalicelib.pricing.rules.discounts import OrderDiscount, Step
from chalicelib.pricing.rules.explain import explained
from chalicelib.pricing.rules.franco import Carriage, Franco, Freight, carriage
from chalicelib.pricing.rules.grids import Count, Grid, GridBook, GridChoice, GridStep, choose_grid
from chalicelib.pricing.rules.lines import LineAsk, NextTier, PricedLine, Terms, price_order
from chalicelib.pricing.rules.promotions import (
    CHANNELS,
    Channel,
    Priceable,
    Promotion,
    PromotionBook,
    Scope,
    promotion_doubts,
    promotion_problems,
)
from chalicelib.pricing.rules.replay import Replayed, replayed
from chalicelib.pricing.rules.tiers import (
    Tariff,
    Tier,
    in_order,
    price_problem,
    shown_price,
    tier_doubts,
    tier_problems,
)

__all__ = [
    "CHANNELS",
    "STACKINGS",
    "Agreement",
    "Candidate",
    "Carriage",
    "Cell",
    "ChangePart",
    "Channel",
    "Count",
    "Formula",
    "Franco",
    "Freight",
    "Grid",
    "GridBook",
    "GridChoice",
    "GridStep",
    "LineAsk",
    "NextTier",
    "OrderDiscount",
    "PriceChange",
    "Priceable",
    "PricedLine",
    "Promotion",
    "PromotionBook",
    "Replayed",
    "Scope",
    "Stacking",
    "Step",
    "Tariff",
    "Terms",
    "Tier",
    "carriage",
    "changed_tiers",
    "choose_grid",
    "digest",
    "explained",
    "in_order",
    "price_order",
    "price_problem",
    "promotion_doubts",
    "promotion_problems",
    "replayed",
    "shown_price",
    "tier_doubts",
    "tier_problems",
]
