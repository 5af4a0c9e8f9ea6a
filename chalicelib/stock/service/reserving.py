"""What an order does to the stock, in the order's own transaction: promised, freed, gone, come back.

The one trick: each takes part in the caller's unit and writes nothing for a variant that nothing ever moved, so a
company that keeps no stock pays one item read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chalicelib.aws.unit import Unit
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.stock.rules.level import Level, Wanted, summed
from chalicelib.stock.rules.movement import Cause, Moved, Movement, applied, opposite
from chalicelib.stock.rules.reservation import Held, Reservation, lessened, taken
from chalicelib.stock.service.reading import blocks, doubts, leaves_from, levels, require_few, tracks
from chalicelib.stock.store import LEVELS, MOVEMENTS, RESERVATIONS


def reserve(
    unit: Unit, order: str, number: str, depot: str | None, wanted: Sequence[Wanted], *, ahead: bool = False
) -> list[FieldError]:
    """Promise these bottles to an order; gives the lines that are short. Refused when the company blocks on them, or
    when more variants than a transaction can hold are tracked. Items: one per tracked variant, and the reservation.
    `ahead`: of bottles that are to come, so none is short and a variant that nothing ever moved is tracked from now."""
    if depot is None or not tracks(unit):
        return []
    known = levels(unit, (one.variant for one in wanted))
    if ahead:
        known = {one.variant: Level(one.variant, one.sku, one.label) for one in wanted} | known
    require_few(known)
    short = [] if ahead else doubts(unit, depot, wanted)
    if short and blocks(unit):
        raise Refused.many(short)
    named = {one.variant: one for one in wanted}
    bottles = {variant: quantity for variant, quantity in summed(wanted).items() if variant in known}
    _promised(unit, known, depot, bottles)
    if bottles:
        held = tuple(Held(id, quantity, named[id].sku, named[id].label) for id, quantity in bottles.items())
        unit.put(RESERVATIONS, order, Reservation(order, number, depot, unit.at, held))
    return short


def release(unit: Unit, order: str) -> None:
    """Free what an order holds, if anything."""
    known = unit.find(RESERVATIONS, order)
    if known is None or not known.lines:
        return
    held = {one.variant: -one.quantity for one in known.lines}
    _promised(unit, levels(unit, held), known.depot, held)
    unit.put(RESERVATIONS, order, replace(known, lines=()))


def ship(unit: Unit, order: str, depot: str | None, note: str, number: str, wanted: Sequence[Wanted]) -> None:
    """The bottles of a delivery note leave, and are no longer promised. They leave the depot where the order holds
    them; what really left is never refused for want of stock."""
    if not tracks(unit):
        return
    held = unit.find(RESERVATIONS, order)
    place = held.depot if held else depot
    known = levels(unit, (one.variant for one in wanted))
    require_few(known)
    bottles = {variant: quantity for variant, quantity in summed(wanted).items() if variant in known}
    if place is None or not bottles:
        return
    named = {one.variant: one for one in wanted}
    promised = taken(held, bottles) if held else {}
    lines = tuple(
        Moved(place, id, -quantity, named[id].sku, named[id].label, promised.get(id, 0))
        for id, quantity in bottles.items()
    )
    moved(unit, known, _movement(unit, note, "delivery", number, lines, note))
    if held:
        unit.put(RESERVATIONS, order, replace(held, lines=lessened(held.lines, promised)))


def take_back(unit: Unit, order: str, note: str, undoing: str, number: str) -> None:
    """What a delivery note took comes back by the note that undoes it, and is promised again."""
    before = unit.find(MOVEMENTS, note)
    if before is None:
        return
    lines = opposite(before.lines)
    known = levels(unit, (line.variant for line in lines))
    moved(unit, known, replace(_movement(unit, undoing, "counter", number, lines, undoing), undoes=note))
    held = unit.find(RESERVATIONS, order)
    if held:
        back = {line.variant: line.held for line in lines if line.held}
        unit.put(RESERVATIONS, order, replace(held, lines=lessened(held.lines, back)))


def come_back(unit: Unit, depot: str | None, note: str, number: str, wanted: Sequence[Wanted]) -> None:
    """Bottles that a customer gives back by a credit note are in the depot again, free to be sold; None: the company's
    own depot. What was promised stays as it is."""
    if not tracks(unit):
        return
    known = levels(unit, (one.variant for one in wanted))
    require_few(known)
    place = depot or leaves_from(unit, None, None).value
    named = {one.variant: one for one in wanted}
    bottles = {id: count for id, count in summed(wanted).items() if id in known and count}
    if place is None or not bottles:
        return
    lines = tuple(Moved(place, id, count, named[id].sku, named[id].label) for id, count in bottles.items())
    moved(unit, known, _movement(unit, note, "return", number, lines, note))


def moved(unit: Unit, known: Mapping[str, Level], movement: Movement) -> Movement:
    """Store a movement and the levels it changes, together."""
    for id, level in applied(known, movement.lines).items():
        unit.put(LEVELS, id, level)
    return unit.put(MOVEMENTS, movement.id, movement)


def _promised(unit: Unit, known: Mapping[str, Level], depot: str, bottles: Mapping[str, int]) -> None:
    for id, quantity in bottles.items():
        unit.put(LEVELS, id, known[id].moved(depot, reserved=quantity))


def _movement(unit: Unit, id: str, cause: Cause, number: str, lines: tuple[Moved, ...], source: str) -> Movement:
    return Movement(id, cause, unit.today, unit.at, unit.actor.id, lines, source=source, number=number)
