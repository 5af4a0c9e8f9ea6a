"""The items of stock.

| kind | pk | what | who asks |
|---|---|---|---|
| depots | `<company>#depots#all` | all the depots | every sale, in its one batch; the page of depots |
| stock_level | `<company>#stock_level#<var_…>` | bottles of a variant, by depot | every sale of it; who moves it |
| stock_movement | `<company>#stock_movement#<mov_… or dln_…>` | one movement, for ever | undoing what it did |
| reservation | `<company>#reservation#<ord_…>` | what an order holds | confirming, delivering, cancelling it |
"""

from __future__ import annotations

from chalicelib.aws.table import Kind
from chalicelib.stock.rules.depot import DepotBook
from chalicelib.stock.rules.level import Level
from chalicelib.stock.rules.movement import Movement
from chalicelib.stock.rules.reservation import Reservation

DEPOTS = Kind("depots", DepotBook, prefix="dep")
LEVELS = Kind("stock_level", Level)
MOVEMENTS = Kind("stock_movement", Movement, prefix="mov")
RESERVATIONS = Kind("reservation", Reservation)
