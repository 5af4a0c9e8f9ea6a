"""Use cases of pricing, and what the rooms above read of it.

unit.load(*pricing.refs(variant_ids, on=unit.today), *others)     # with the caller's own batch: one read
choice = pricing.choose_grid(unit, customer, grid_id)             # the grid, its level, the trace
lines = pricing.price_lines(unit, customer, grid_id, [LineAsk(variant_id, 6, per_pack=6)])
pricing.explained(lines[0], choice, "fr")                         # the trace as sentences
pricing.mark_used(unit, choice.grid.id)                           # when an order keeps these prices
"""

from chalicelib.pricing.rules import LineAsk, PricedLine, explained
from chalicelib.pricing.service.reading import (
    choose_grid,
    default_grid_id,
    grid,
    grids,
    mark_used,
    price_lines,
    refs,
    tariff,
)
from chalicelib.pricing.service.sheet import export_prices, list_prices
from chalicelib.pricing.service.write_grids import change_grid, create_grid, delete_grid, list_grids
from chalicelib.pricing.service.write_prices import (
    delete_prices,
    explain,
    get_prices,
    put_prices,
    set_prices,
)

__all__ = [
    "LineAsk",
    "PricedLine",
    "change_grid",
    "choose_grid",
    "create_grid",
    "default_grid_id",
    "delete_grid",
    "delete_prices",
    "explain",
    "explained",
    "export_prices",
    "get_prices",
    "grid",
    "grids",
    "list_grids",
    "list_prices",
    "mark_used",
    "price_lines",
    "put_prices",
    "refs",
    "set_prices",
    "tariff",
]
