"""What the rooms above read of the stock, for their own batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.kernel.book import WHOLE, entry
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.kernel.inheritance import Resolved
from chalicelib.stock.rules import depot as depots
from chalicelib.stock.rules.depot import CHECK, DepotBook
from chalicelib.stock.rules.level import MOST_TRACKED, Level, Wanted, shortages
from chalicelib.stock.schemas import AvailabilityOut
from chalicelib.stock.store import DEPOTS, LEVELS, RESERVATIONS
from chalicelib.tenancy import service as tenancy


def depot_refs() -> tuple[Ref, ...]:
    """For the caller's batch: the depots."""
    return ((DEPOTS, WHOLE),)


def refs(variants: Iterable[str]) -> tuple[Ref, ...]:
    """For the caller's batch: the depots, and what stands of these variants, wherever it is."""
    return ((DEPOTS, WHOLE), *((LEVELS, id) for id in dict.fromkeys(variants)))


def order_refs(order: str) -> tuple[Ref, ...]:
    """For the caller's batch: the depots, and what this order holds."""
    return ((DEPOTS, WHOLE), (RESERVATIONS, order))


def book(unit: Unit) -> DepotBook:
    return unit.find(DEPOTS, WHOLE) or DepotBook()


def tracks(unit: Unit) -> bool:
    """Does the company keep a stock at all?"""
    return bool(book(unit).items)


def leaves_from(unit: Unit, asked: str | None, customer: str | None) -> Resolved[str]:
    """The depot of an order that asks for one (None: as its customer, or the company, says) and the level that decided.
    Refused for one that does not exist, or was put away."""
    items = book(unit).items
    wanted = entry(items, asked)
    if asked is not None and (wanted is None or wanted.archived):
        raise Refused("stock.depot.unknown", "Ce dépôt est archivé ou n'existe pas. Choisissez-en un autre.", "depot")
    return depots.leaves_from(items, asked, customer)


def depot_name(unit: Unit, id: str | None) -> str:
    """What a depot is called; nothing for none."""
    found = entry(book(unit).items, id)
    return found.name if found else ""


def levels(unit: Unit, variants: Iterable[str]) -> dict[str, Level]:
    """The levels of those that are tracked, by variant."""
    ids = tuple(dict.fromkeys(variants))
    unit.load(*((LEVELS, id) for id in ids))
    return {id: found for id in ids if (found := unit.find(LEVELS, id)) is not None}


def blocks(unit: Unit) -> bool:
    """Is an order beyond what is available refused, rather than warned of?"""
    return tenancy.company_settings(unit).text(CHECK) == "block"


def doubts(unit: Unit, depot: str | None, wanted: Sequence[Wanted]) -> list[FieldError]:
    """The lines that ask for more than what is available, unless the company does not look."""
    if depot is None or not wanted or tenancy.company_settings(unit).text(CHECK) == "off":
        return []
    return shortages(wanted, levels(unit, (one.variant for one in wanted)), depot, depot_name(unit, depot))


def availability(unit: Unit, depot: str | None, variants: Iterable[str]) -> list[AvailabilityOut]:
    """What stands of the tracked ones in this depot."""
    if depot is None:
        return []
    found = [(id, level.at(depot)) for id, level in levels(unit, variants).items()]
    return [
        AvailabilityOut(variant=id, depot=depot, physical=at.physical, reserved=at.reserved, available=at.available)
        for id, at in found
    ]


def require_few(tracked: Iterable[str]) -> None:
    """Refused when a document moves more variants than one transaction can hold."""
    count = len(set(tracked))
    if count > MOST_TRACKED:
        raise Refused(
            "stock.too_many",
            f"Ce document porte sur {count} produits suivis en stock, {MOST_TRACKED} au plus. Partagez-le en deux.",
            "lines",
        )
