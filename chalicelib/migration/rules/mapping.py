"""Which column of a file is which neutral field.

Nouns: *mapping* (a kind of file, a column for each field, the price columns), *price column* (a grid, its
basis HT or TTC or not known). The one trick: a known program's reader and a person in front of an unknown
file produce the same mapping, so everything after it is common.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.kernel.errors import Refused
from chalicelib.migration.rules.fields import (
    AGREEMENT,
    BY_KIND,
    CONTACT,
    CUSTOMER,
    INVOICE,
    PRICE,
    PRODUCT,
    STOCK,
    suggested,
)
from chalicelib.migration.rules.heading import Heading

BasisCode = Literal["HT", "TTC"]
REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    # One field of each group must have a column.
    CUSTOMER: (("last_name", "company", "display_name"),),
    PRODUCT: (("reference",), ("name",)),
    CONTACT: (("customer",), ("last_name", "first_name")),
    AGREEMENT: (("customer",), ("reference",), ("price_ht", "price_ttc")),
    INVOICE: (("number",), ("customer",), ("issued_on",), ("gross", "balance")),
    STOCK: (("reference",), ("quantity",)),
}


@dataclass(frozen=True, slots=True)
class PriceColumn:
    """A column of prices. `basis` None: neither the file nor a person has said HT or TTC."""

    grid: str
    column: int
    basis: BasisCode | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns`: field -> column index (from 0). `decimal`: the decimal mark of the file, None to find it
    out. `own`: a file that Caveau wrote."""

    kind: str
    columns: dict[str, int]
    prices: tuple[PriceColumn, ...] = ()
    decimal: Literal[",", "."] | None = None
    own: bool = False

    def used(self) -> set[int]:
        return set(self.columns.values()) | {price.column for price in self.prices}

    def with_basis(self, chosen: dict[str, BasisCode]) -> Mapping:
        """The same with the bases a person chose, grid by grid."""
        prices = tuple(replace(price, basis=chosen.get(price.grid, price.basis)) for price in self.prices)
        return replace(self, prices=prices)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One column of an unknown file: its heading, what it probably is, and a few of its values."""

    column: int
    heading: str
    field: str | None
    samples: tuple[str, ...]


def guessed_kind(heading: Heading) -> str:
    """Customers or products, by which knows more of the headings."""
    known = {kind: len({suggested(kind, title) for title in heading.titles} - {None}) for kind in BY_KIND}
    return max(known, key=lambda kind: known[kind])


def guessed(kind: str, heading: Heading) -> dict[str, int]:
    """Field -> column for the headings known to a kind of file; the first column wins a field."""
    columns: dict[str, int] = {}
    for column, title in enumerate(heading.titles):
        field = suggested(kind, title)
        if field and field not in columns:
            columns[field] = column
    return columns


def built(kind: str, fields: dict[int, str], heading: Heading) -> Mapping:
    """The mapping a person chose (column -> field, "price:CHR" for a price column), or Refused."""
    if kind not in BY_KIND:
        detail = "Dites ce que le fichier contient : clients, articles, contacts…"
        raise Refused("migration.mapping.kind", detail, "kind")
    columns: dict[str, int] = {}
    prices: list[PriceColumn] = []
    for column, field in sorted(fields.items()):
        _require_column(column, field, kind, heading)
        if field.startswith(PRICE):
            prices.append(
                PriceColumn(field.removeprefix(PRICE).strip().upper()[:40], column, label=heading.titles[column])
            )
        elif columns.setdefault(field, column) != column:
            raise Refused("migration.mapping.twice", f"Deux colonnes pour « {field} ». Gardez-en une.", "columns")
    _require_fields(kind, columns, prices)
    return Mapping(kind, columns, tuple(prices))


def _require_column(column: int, field: str, kind: str, heading: Heading) -> None:
    if not 0 <= column < heading.width:
        raise Refused("migration.mapping.column", f"La colonne {column + 1} n'existe pas dans le fichier.", "columns")
    is_price = kind == PRODUCT and field.startswith(PRICE) and field.removeprefix(PRICE).strip()
    if field not in BY_KIND[kind] and not is_price:
        raise Refused("migration.mapping.field", f"« {field} » n'est pas un champ de ce fichier.", "columns")


def lacks(mapping: Mapping) -> str:
    """What a mapping cannot do without and has no column for, "" for nothing: "Nom ou Société"."""
    for group in REQUIRED[mapping.kind]:
        if not any(field in mapping.columns for field in group):
            return " ou ".join(BY_KIND[mapping.kind][field].fr for field in group)
    return ""


def _require_fields(kind: str, columns: dict[str, int], prices: list[PriceColumn]) -> None:
    if names := lacks(Mapping(kind, columns)):
        raise Refused("migration.mapping.required", f"Aucune colonne pour « {names} ». Choisissez-la.", "columns")
    grids = [price.grid for price in prices]
    if len(set(grids)) < len(grids):
        raise Refused("migration.mapping.twice", "Deux colonnes pour le même tarif. Gardez-en une.", "columns")
