"""Pricing: what a line costs this customer today, and why.

Owns: price grids (*grilles tarifaires*), tariffs (*tarifs*: all the prices of one variant), the choice of
the grid of an order, tiers (*paliers*), discounts and their fixed order.

Nouns: Grid · Tier · Tariff · GridChoice · LineAsk · Candidate · PricedLine · Step · OrderDiscount.

| state of a grid | may become | meaning |
|---|---|---|
| in use | archived | named by orders, points of sale, customers or the company |
| archived | in use | never picked; its prices stay readable |

A price is never stored as decided here: an order keeps its own copy with its trace. Negotiated prices and
promotions have their place in the order of priority and in every trace; they propose nothing yet.

Specification: docs/algorithms/pricing.md.
"""
