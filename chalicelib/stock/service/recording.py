"""Use cases of movements that a person tells: opening, inventory, correction, transfer.

The one trick: whatever it is called, a movement is lines of signed bottles; a count is written as what it differs by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from chalicelib.aws.unit import Unit, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.rules import Variant
from chalicelib.kernel.book import WHOLE, entry
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.stock.rules.depot import DepotBook
from chalicelib.stock.rules.level import Level
from chalicelib.stock.rules.movement import Moved, Movement, applied
from chalicelib.stock.schemas import MovedIn, MovementIn, MovementOut
from chalicelib.stock.service.reading import book, levels, refs
from chalicelib.stock.service.reserving import moved
from chalicelib.stock.store import DEPOTS, MOVEMENTS


@use_case("stock.movement.record")
def record(unit: Unit, asked: MovementIn) -> MovementOut:
    """Write a movement and the levels it changes. Refused with every line in error, and for one that would leave less
    than nothing in a depot. Items: two for each variant, the movement, the depots the first time."""
    wines = _loaded(unit, asked.lines)
    on = asked.on or unit.today
    if found := [*_head_errors(unit, asked, on), *_line_errors(asked, wines)]:
        raise Refused.many(found)
    known = levels(unit, wines)
    lines = tuple(one for line in asked.lines for one in _lines(asked, line, wines[line.variant], known))
    if found := [*_opened_twice(asked, known), *_below_zero(asked, applied(known, lines), lines)]:
        raise Refused.many(found)
    id = unit.new_id(MOVEMENTS.prefix)
    movement = Movement(id, asked.cause, on, unit.at, unit.actor.id, lines, reason=asked.reason)
    _named(unit, movement, wines)
    return _out(moved(unit, known, movement))


def _loaded(unit: Unit, lines: Sequence[MovedIn]) -> dict[str, Variant]:
    ids = [line.variant for line in lines]
    unit.load(*refs(ids), *catalogue.refs(ids))
    return catalogue.variants(unit, ids)


def _head_errors(unit: Unit, asked: MovementIn, on: date) -> Iterator[FieldError]:
    items = book(unit).items
    for field, id in (("depot", asked.depot), ("to", asked.to)):
        depot = entry(items, id)
        if id is not None and (depot is None or depot.archived):
            detail = "Ce dépôt est archivé ou n'existe pas. Choisissez-en un autre."
            yield FieldError(field, "stock.depot.unknown", detail)
    if (asked.cause == "transfer") != (asked.to is not None) or asked.to == asked.depot:
        detail = "Un transfert va d'un dépôt à un autre, les autres mouvements sont d'un seul dépôt."
        yield FieldError("to", "stock.movement.to", detail)
    if on > unit.today:
        yield FieldError("on", "stock.movement.future", "Cette date est à venir. Choisissez aujourd'hui ou avant.")
    if asked.cause == "inventory" and on < unit.today:
        detail = "Un inventaire compare à ce qui est là aujourd'hui. Pour un jour passé, saisissez une correction."
        yield FieldError("on", "stock.movement.past_count", detail)
    if asked.cause == "correction" and not asked.reason:
        yield FieldError("reason", "stock.movement.reason", "Une correction dit pourquoi. Indiquez le motif.")


def _line_errors(asked: MovementIn, wines: Mapping[str, Variant]) -> Iterator[FieldError]:
    seen: set[str] = set()
    for n, line in enumerate(asked.lines):
        wine = wines.get(line.variant)
        if wine is None or not wine.goods:
            detail = "Ce produit n'existe pas, ou c'est un service : il n'a pas de stock. Choisissez-en un autre."
            yield FieldError(f"lines.{n}.variant", "stock.line.unknown", detail)
        if line.variant in seen:
            detail = "Ce produit figure deux fois. Réunissez les quantités sur une ligne."
            yield FieldError(f"lines.{n}.variant", "stock.line.twice", detail)
        seen.add(line.variant)
        if asked.cause != "correction" and line.quantity < 0:
            detail = "Une quantité négative n'a de sens que pour une correction."
            yield FieldError(f"lines.{n}.quantity", "stock.line.negative", detail)
        if asked.cause in ("correction", "transfer") and not line.quantity:
            detail = "Aucune bouteille sur cette ligne. Saisissez une quantité, ou retirez-la."
            yield FieldError(f"lines.{n}.quantity", "stock.line.nothing", detail)


def _lines(asked: MovementIn, line: MovedIn, wine: Variant, known: Mapping[str, Level]) -> Iterator[Moved]:
    here = known.get(wine.id, Level(wine.id)).at(asked.depot).physical
    quantity = line.quantity - here if asked.cause == "inventory" else line.quantity
    first = Moved(asked.depot, wine.id, -quantity if asked.to else quantity, wine.sku, wine.label)
    yield first
    if asked.to:
        yield replace(first, depot=asked.to, quantity=quantity)


def _opened_twice(asked: MovementIn, known: Mapping[str, Level]) -> Iterator[FieldError]:
    if asked.cause != "opening":
        return
    for n, line in enumerate(asked.lines):
        level = known.get(line.variant)
        if level and any(one.depot == asked.depot for one in level.places):
            detail = f"« {level.label} » a déjà un stock dans ce dépôt. Saisissez un inventaire ou une correction."
            yield FieldError(f"lines.{n}.variant", "stock.opening.twice", detail)


def _below_zero(asked: MovementIn, after: Mapping[str, Level], lines: Sequence[Moved]) -> Iterator[FieldError]:
    """Nobody can take from a depot bottles that are not there."""
    at = {line.variant: n for n, line in enumerate(asked.lines)}
    for line in lines:
        left = after[line.variant].at(line.depot).physical
        if line.quantity < 0 and left < 0:
            detail = f"« {line.label} » : il n'y a que {left - line.quantity} cols dans ce dépôt. Réduisez la quantité."
            yield FieldError(f"lines.{at[line.variant]}.quantity", "stock.movement.below_zero", detail)


def _named(unit: Unit, movement: Movement, wines: Mapping[str, Variant]) -> None:
    """From now on a movement names these products and depots."""
    catalogue.mark_used(unit, wines)
    named = {line.depot for line in movement.lines}
    items = book(unit).items
    if any(one.id in named and not one.in_use for one in items):
        unit.put(DEPOTS, WHOLE, DepotBook(tuple(replace(o, in_use=True) if o.id in named else o for o in items)))


def _out(movement: Movement) -> MovementOut:
    return MovementOut.model_validate(movement)
