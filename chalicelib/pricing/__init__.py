"""Pricing: what a line costs this customer today, and why.

Owns: price grids (*grilles tarifaires*), tariffs (*tarifs*: all the prices of one variant), agreements
(*tarifs négociés*), promotions, the choice of the grid of an order, tiers (*paliers*), discounts and their fixed
order, free delivery (*franco*), changes of many prices at once.

Nouns: Grid · Tier · Tariff · Agreement · Promotion · GridChoice · LineAsk · Candidate · PricedLine · Step ·
OrderDiscount · Carriage · PriceChange.

| state of a grid or promotion | may become | meaning |
|---|---|---|
| in use | archived | named by orders, points of sale, customers or the company |
| archived | in use | never picked; its prices stay readable |

| state of a change of prices | may become | meaning |
|---|---|---|
| shown | applied | nothing is written before what is shown is sent back with its digest |
| applied | undone | the cells that nobody changed since are as they were |

A price is never stored as decided here: an order keeps its own copy with its trace, and the trace alone gives the same
cents again.

Specification: docs/algorithms/pricing.md.
"""
