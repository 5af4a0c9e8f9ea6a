"""Levels: how many bottles of a variant stand in each depot, and how many of them are promised.

Nouns: a `Place` (one depot's share: physical, reserved, available), a `Level` (the places of one variant), what is
`Wanted` of it. The one trick: the places of a variant are one item, so an order reads what it needs by the ids of its
lines, before it knows from which depot it leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from chalicelib.kernel.errors import FieldError

MOST_TRACKED = 80
"""Distinct variants with a stock that one document may move: each is an item of its one transaction."""


@dataclass(frozen=True, slots=True)
class Place:
    """Bottles in one depot. `reserved`: promised to confirmed orders; `physical` is below zero when more left than was
    ever entered."""

    depot: str
    physical: int = 0
    reserved: int = 0

    @property
    def available(self) -> int:
        return self.physical - self.reserved


@dataclass(frozen=True, slots=True)
class Level:
    """A variant that something moved. `sku` and `label`: as it was called then, to be found by."""

    variant: str
    sku: str = ""
    label: str = ""
    places: tuple[Place, ...] = ()

    def at(self, depot: str) -> Place:
        """What stands in that depot; nothing where nothing ever came."""
        return next((one for one in self.places if one.depot == depot), Place(depot))

    def moved(self, depot: str, *, physical: int = 0, reserved: int = 0) -> Level:
        """The level after so many bottles came (or left) and so many were promised (or freed)."""
        was = self.at(depot)
        now = Place(depot, was.physical + physical, was.reserved + reserved)
        others = tuple(one for one in self.places if one.depot != depot)
        return replace(self, places=tuple(sorted((*others, now), key=lambda one: one.depot)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Bottles asked of a variant by line `at` (from 0) of a document."""

    at: int
    variant: str
    quantity: int
    sku: str = ""
    label: str = ""


def shortages(wanted: Iterable[Wanted], levels: Mapping[str, Level], depot: str, name: str) -> list[FieldError]:
    """Lines that ask for more than what is available in the depot, those above them served first. A variant without a
    level is not tracked: nothing is asked of it."""
    taken: dict[str, int] = {}
    found = []
    for line in wanted:
        level = levels.get(line.variant)
        if level is None:
            continue
        place, before = level.at(depot), taken.get(line.variant, 0)
        taken[line.variant] = before + line.quantity
        rest = place.available - before
        if line.quantity > rest:
            found.append(_short(line, place, max(rest, 0), name))
    return found


def _short(line: Wanted, place: Place, rest: int, depot: str) -> FieldError:
    detail = (
        f"« {line.label} » : {line.quantity} cols demandés, {rest} disponibles à {depot} ({place.physical} en stock, "
        f"{place.reserved} réservés). Réduisez la quantité, ou choisissez un autre dépôt."
    )
    return FieldError(f"lines.{line.at}.quantity", "stock.short", detail)


def summed(wanted: Iterable[Wanted]) -> dict[str, int]:
    """Bottles by variant."""
    total: dict[str, int] = {}
    for line in wanted:
        total[line.variant] = total.get(line.variant, 0) + line.quantity
    return total
