"""Opening stock brought from another program: one movement for each product and depot, taken back by its opposite.

The one trick: a guard keeps which movement opened a product in a depot, so that a file read twice opens it once. What
is taken back leaves the product as if nothing of it had ever been counted there: no longer tracked, free to be deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from chalicelib.aws.kinds import guard_ref
from chalicelib.aws.unit import Unit, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.rules import Variant
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.stock.rules.depot import Depot, DepotBook
from chalicelib.stock.rules.level import Level
from chalicelib.stock.rules.movement import Moved, Movement, opposite
from chalicelib.stock.service.reading import book, levels
from chalicelib.stock.service.reserving import moved
from chalicelib.stock.store import DEPOTS, LEVELS, MOVEMENTS

GUARD = "stock_opening"
Spot = tuple[str, str]
"""A variant and a depot."""


def depots(unit: Unit) -> tuple[Depot, ...]:
    """Those that may be named: not archived."""
    return tuple(one for one in book(unit).items if not one.archived)


def openings(unit: Unit, spots: Sequence[Spot]) -> dict[Spot, Movement]:
    """The movements that brought an opening stock there, those loaded; a spot that none opened is absent."""
    unit.load(*(guard_ref(GUARD, _key(spot)) for spot in spots))
    ids = {spot: id for spot in spots if (id := unit.owner_of(GUARD, _key(spot)))}
    unit.load(*((MOVEMENTS, id) for id in ids.values()))
    return {spot: unit.get(MOVEMENTS, id) for spot, id in ids.items()}


def counted(unit: Unit, spots: Iterable[Spot]) -> set[Spot]:
    """Where something was counted already, however it came there."""
    wanted = tuple(spots)
    known = levels(unit, (variant for variant, _ in wanted))
    return {
        (variant, depot)
        for variant, depot in wanted
        if variant in known and any(place.depot == depot for place in known[variant].places)
    }


@use_case("stock.opening.take")
def take_opening(unit: Unit, wine: Variant, depot: str, quantity: int, on: date) -> Movement:
    """Open a product in a depot with so many bottles, on a day. Conflict where something was counted already. Items:
    the movement, its guard, the level, the variant; the depots the first time."""
    if on > unit.today:
        raise Refused("stock.movement.future", "Cette date est à venir. Choisissez aujourd'hui ou avant.", "on")
    spot = (wine.id, depot)
    taken = Conflict("stock.opening.twice", f"« {wine.label} » a déjà un stock dans ce dépôt. Saisissez un inventaire.")
    if counted(unit, [spot]):
        raise taken
    id = unit.new_id(MOVEMENTS.prefix)
    unit.guard(GUARD, _key(spot), id, taken)
    line = Moved(depot, wine.id, quantity, wine.sku, wine.label)
    movement = Movement(id, "opening", on, unit.at, unit.actor.id, (line,), reason="Reprise de l'ancien logiciel")
    moved(unit, levels(unit, [wine.id]), movement)
    catalogue.mark_stocked(unit, wine.id, True)
    if any(one.id == depot and not one.in_use for one in book(unit).items):
        items = tuple(replace(one, in_use=one.in_use or one.id == depot) for one in book(unit).items)
        unit.put(DEPOTS, WHOLE, DepotBook(items))
    return movement


def untouched(unit: Unit, movement: Movement) -> bool:
    """Is what stands there exactly what was opened, nothing promised of it?"""
    (line,) = movement.lines
    place = levels(unit, [line.variant]).get(line.variant, Level(line.variant)).at(line.depot)
    return (place.physical, place.reserved) == (line.quantity, 0)


@use_case("stock.opening.withdraw")
def withdraw_opening(unit: Unit, movement: Movement) -> Movement:
    """Take an opening back by the movement of the opposite, on the same day. Conflict once its bottles have moved or
    are promised."""
    (line,) = movement.lines
    unit.load(
        (LEVELS, line.variant), guard_ref(GUARD, _key((line.variant, line.depot))), *catalogue.refs([line.variant])
    )
    if not untouched(unit, movement):
        detail = f"Des bouteilles de « {line.label} » ont bougé ou sont promises. Saisissez un inventaire."
        raise Conflict("stock.opening.moved", detail)
    back = Movement(
        unit.new_id(MOVEMENTS.prefix),
        "withdrawal",
        movement.on,
        unit.at,
        unit.actor.id,
        opposite(movement.lines),
        reason="Reprise annulée",
        undoes=movement.id,
    )
    unit.put(MOVEMENTS, back.id, back)
    unit.release(GUARD, _key((line.variant, line.depot)))
    level = unit.get(LEVELS, line.variant)
    places = tuple(one for one in level.places if one.depot != line.depot)
    if places:
        unit.put(LEVELS, line.variant, replace(level, places=places))
    else:
        unit.delete(LEVELS, line.variant)
        catalogue.mark_stocked(unit, line.variant, False)
    return back


def _key(spot: Spot) -> str:
    return ".".join(spot)
