"""Use cases of pricing, and what the rooms above read of it.

unit.load(*pricing.refs(variant_ids, on=unit.today, customer_id=id), *others)    # in the caller's own batch: one read
choice = pricing.choose_grid(unit, customer, grid_id)             # the grid, its level, the trace
lines = pricing.price_lines(unit, customer, grid_id, [LineAsk(variant_id, 6, per_pack=6)])
pricing.explained(lines[0], choice, "fr")                         # the trace as sentences
pricing.mark_used(unit, choice.grid.id)                           # when an order keeps these prices
"""

from chalicelib.pricing.rules import LineAsk, PricedLine, explained
from chalicelib.pricing.service.changes import change_prices, list_changes, undo_change
from chalicelib.pricing.service.reading import (
    agreement,
    choose_grid,
    default_grid_id,
    franco_of,
    grid,
    grids,
    mark_used,
    price_lines,
    priceable,
    promotions,
    refs,
    tariff,
    terms,
)
from chalicelib.pricing.service.sheet import export_prices, list_prices
from chalicelib.pricing.service.sheet_file import read_sheet
from chalicelib.pricing.service.vintages import duplicate_vintage
from chalicelib.pricing.service.write_agreements import get_agreement, put_agreement
from chalicelib.pricing.service.write_grids import change_grid, create_grid, delete_grid, list_grids
from chalicelib.pricing.service.write_prices import (
    delete_prices,
    explain,
    get_prices,
    put_prices,
    set_prices,
)
from chalicelib.pricing.service.write_promotions import (
    change_promotion,
    create_promotion,
    delete_promotion,
    list_promotions,
)

__all__ = [
    "LineAsk",
    "PricedLine",
    "agreement",
    "change_grid",
    "change_prices",
    "change_promotion",
    "choose_grid",
    "create_grid",
    "create_promotion",
    "default_grid_id",
    "delete_grid",
    "delete_prices",
    "delete_promotion",
    "duplicate_vintage",
    "explain",
    "explained",
    "export_prices",
    "franco_of",
    "get_agreement",
    "get_prices",
    "grid",
    "grids",
    "list_changes",
    "list_grids",
    "list_prices",
    "list_promotions",
    "mark_used",
    "price_lines",
    "priceable",
    "promotions",
    "put_agreement",
    "put_prices",
    "read_sheet",
    "refs",
    "set_prices",
    "tariff",
    "terms",
    "undo_change",
]
