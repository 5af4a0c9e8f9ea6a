"""What an order asks of the stock: its goods, said in the stock's own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.aws.unit import Unit
from chalicelib.kernel.errors import FieldError
from chalicelib.sales.rules.order import Line, Order, Part, to_come
from chalicelib.sales.service.composing import Composed
from chalicelib.stock import service as stock
from chalicelib.stock.rules.level import Wanted


def held(unit: Unit, order: Order) -> tuple[Order, list[FieldError]]:
    """The order with its goods promised, and the lines that are short; futures are promised before there is any stock.
    One composed before there was a depot leaves from that of the company."""
    if order.depot is None and stock.tracks(unit):
        depot = stock.leaves_from(unit, None, None)
        order = replace(order, depot=depot.value, depot_level=depot.level)
    ahead = to_come(order, unit.today)
    return order, stock.reserve(unit, order.id, order.number, order.depot, _goods(order.lines), ahead=ahead)


def short(unit: Unit, lines: Sequence[Line], depot: str | None) -> list[FieldError]:
    """The lines that ask for more than what is available, nothing promised."""
    return stock.doubts(unit, depot, _goods(lines))


def standing(unit: Unit, made: Composed) -> dict[str, Any]:
    """From where what is being typed would leave, and what is there."""
    depot = made.depot.value
    goods = [line.variant for line in made.done.lines if line.goods]
    return {
        "depot": depot,
        "depot_level": made.depot.level,
        "depot_name": stock.depot_name(unit, depot),
        "availability": stock.availability(unit, depot, goods),
    }


def leaving(order: Order, parts: Iterable[Part]) -> list[Wanted]:
    """The bottles that a note takes, by line."""
    return [_wanted(part.line - 1, order.lines[part.line - 1], part.quantity) for part in parts]


def _goods(lines: Sequence[Line]) -> list[Wanted]:
    return [_wanted(at, line, line.bottles) for at, line in enumerate(lines) if line.goods]


def _wanted(at: int, line: Line, quantity: int) -> Wanted:
    return Wanted(at, line.variant, quantity, line.sku, line.label)
