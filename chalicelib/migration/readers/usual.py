"""Files whose headings are nearly all usual ones, those of the templates above all.

The one trick: nothing is taken for known unless one kind of file knows almost all the headings, its required ones among
them, and clearly more than any other kind; a file in doubt waits for a person.
"""

from __future__ import annotations

import re

from chalicelib.kernel.text import fold
from chalicelib.migration.rules.fields import KINDS, PRODUCT
from chalicelib.migration.rules.grid import Grid
from chalicelib.migration.rules.heading import Heading
from chalicelib.migration.rules.mapping import BasisCode, Mapping, PriceColumn, guessed, lacks

NAME = "Titres connus"
LEGEND = ("Colonne", "Obligatoire", "Ce qui est attendu")
"""The headings of the legend of a template: a sheet to read, not to import."""
FEWEST = 5
SHARE = 0.8
MARGIN = 2
_PRICE = re.compile(r"(?:prix|tarif|price) (?P<grid>[a-z0-9][a-z0-9 _-]*?) (?P<basis>ht|ttc)")


class Usual:
    """A file of any kind, known by its headings."""

    name = NAME
    kind = ""

    def recognise(self, heading: Heading, grid: Grid) -> Mapping | None:
        found = sorted((_mapping(kind, heading) for kind in KINDS), key=lambda one: -len(one.used()))
        best, second = found[0], found[1]
        known, titles = len(best.used()), sum(bool(title) for title in heading.titles)
        if known < FEWEST or known < titles * SHARE or known < len(second.used()) + MARGIN or lacks(best):
            return None
        return best


def _mapping(kind: str, heading: Heading) -> Mapping:
    return Mapping(kind, guessed(kind, heading), _prices(heading) if kind == PRODUCT else ())


def _prices(heading: Heading) -> tuple[PriceColumn, ...]:
    """The columns called "Prix PUBLIC TTC": a grid and its basis."""
    found: dict[str, PriceColumn] = {}
    for column, title in enumerate(heading.titles):
        named = _PRICE.fullmatch(fold(title).strip())
        if named:
            basis: BasisCode = "TTC" if named["basis"] == "ttc" else "HT"
            code = named["grid"].strip().upper()[:40]
            found.setdefault(code, PriceColumn(code, column, basis, title))
    return tuple(found.values())
