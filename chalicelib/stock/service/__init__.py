"""Use cases of stock, and what the rooms above ask of it.

unit.load(*stock.refs(variants), *others)                       # with the caller's own batch: one read
depot = stock.leaves_from(unit, asked, customer_depot).value    # None while the company keeps no stock
doubts = stock.reserve(unit, order, number, depot, wanted)      # Refused when the company blocks; nothing is stored
stock.release(unit, order)                                      # cancelled, or a draft again
stock.ship(unit, order, depot, note, number, wanted)            # out, and no longer promised
stock.take_back(unit, order, note, undoing, number)             # what that note took, and promised again
stock.come_back(unit, depot, note, number, wanted)              # given back by a credit note
"""

from chalicelib.stock.service.depots import change_depot, create_depot, delete_depot, list_depots
from chalicelib.stock.service.opening import (
    counted,
    depots,
    openings,
    take_opening,
    untouched,
    withdraw_opening,
)
from chalicelib.stock.service.reading import (
    availability,
    blocks,
    depot_name,
    depot_refs,
    doubts,
    leaves_from,
    order_refs,
    refs,
    tracks,
)
from chalicelib.stock.service.recording import record
from chalicelib.stock.service.reserving import come_back, release, reserve, ship, take_back

__all__ = [
    "availability",
    "blocks",
    "change_depot",
    "come_back",
    "counted",
    "create_depot",
    "delete_depot",
    "depot_name",
    "depot_refs",
    "depots",
    "doubts",
    "leaves_from",
    "list_depots",
    "openings",
    "order_refs",
    "record",
    "refs",
    "release",
    "reserve",
    "ship",
    "take_back",
    "take_opening",
    "tracks",
    "untouched",
    "withdraw_opening",
]
