"""CaveGest 4: the customers workbook and the price list.

The one trick: both are recognised by their headings, in any order and with a few missing; in the price list
every column between the known ones whose cells look like prices is a grid.
"""

from __future__ import annotations

import re

from chalicelib.migration.rules.cells import shown
from chalicelib.migration.rules.fields import CUSTOMER, PRODUCT, key
from chalicelib.migration.rules.grid import Grid
from chalicelib.migration.rules.heading import Heading
from chalicelib.migration.rules.mapping import Mapping, PriceColumn
from chalicelib.migration.rules.prices import bases, basis_in

NAME = "CaveGest"
CODE = 40
"""The longest code of a grid."""

_CUSTOMERS = {
    "code client": "code", "nom": "last_name", "prenom": "first_name", "societe": "company", "adresse": "street",
    "cp": "postcode", "ville": "town", "pays": "country", "email": "email", "telephone": "phone", "portable": "mobile",
    "liv nom": "delivery_last_name", "liv prenom": "delivery_first_name", "liv societe": "delivery_company",
    "liv adresse": "delivery_street", "liv cp": "delivery_postcode", "liv ville": "delivery_town",
    "liv pays": "delivery_country", "liv tel": "delivery_phone", "fam": "category",
    "libelle famille": "category_label", "tarif": "grid", "libelle tarif": "grid_label", "n tva": "vat_number",
    "n accise": "excise_number", "cree le": "since", "inutilisable": "unusable",
}  # fmt: skip
_PRICES = {
    "ref": "reference", "designation": "name", "couleur": "colour", "mill": "vintage", "contenance": "volume",
    "ean": "gtin", "tva": "vat_rate", "actif": "active",
}  # fmt: skip
_PRICE_LIKE = re.compile(r"\s*\d[\d\s]*([.,]\d+)?\s*(€|eur)?\s*", re.IGNORECASE)


def _columns(heading: Heading, names: dict[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, title in enumerate(heading.titles):
        field = names.get(key(title))
        if field and field not in columns:
            columns[field] = column
    return columns


class CavegestCustomers:
    """« export_clients » : one sheet, header on the first line, a TOTAL row at the end."""

    name = NAME
    kind = CUSTOMER
    marks = frozenset({"code", "last_name", "postcode", "category", "grid", "unusable"})

    def recognise(self, heading: Heading, grid: Grid) -> Mapping | None:
        columns = _columns(heading, _CUSTOMERS)
        if len(self.marks & columns.keys()) < 5 or not {"code", "last_name"} <= columns.keys():
            return None
        return Mapping(CUSTOMER, columns)


class CavegestPrices:
    """« export_tarifs » : lines above the table that say HT or TTC, sections, one column per grid."""

    name = NAME
    kind = PRODUCT
    marks = frozenset({"reference", "name", "volume", "gtin", "vat_rate", "active"})

    def recognise(self, heading: Heading, grid: Grid) -> Mapping | None:
        columns = _columns(heading, _PRICES)
        if len(self.marks & columns.keys()) < 5 or not {"reference", "name"} <= columns.keys():
            return None
        return Mapping(PRODUCT, columns, price_columns(heading, grid, set(columns.values())))


def price_columns(heading: Heading, grid: Grid, taken: set[int]) -> tuple[PriceColumn, ...]:
    """The columns no field took that hold prices or that the lines above name, each a grid named by its
    heading, with its basis if the file says it."""
    free = [column for column, title in enumerate(heading.titles) if title and column not in taken]
    told = bases(heading.preamble, [heading.titles[column] for column in free])
    words = {word for text in heading.preamble for word in key(text).split()}
    named = {column for column in free if key(heading.titles[column]) in words}
    found = [column for column in free if column in named or _holds_prices(grid, heading, column)]
    # A grid that comes twice is taken once, from its first column: sorting says where the other one differs.
    firsts = {heading.titles[column].upper()[:CODE]: column for column in reversed(found)}
    titles = [(column, heading.titles[column]) for column in sorted(firsts.values())]
    return tuple(
        PriceColumn(title.upper()[:CODE], column, told[title] or basis_in(title), title) for column, title in titles
    )


def _holds_prices(grid: Grid, heading: Heading, column: int) -> bool:
    """Are most of a column's filled cells prices?"""
    cells = (shown(line.at(column)).strip() for line in grid.lines if line.number > heading.line)
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(bool(_PRICE_LIKE.fullmatch(cell)) for cell in filled) * 2 > len(filled)
