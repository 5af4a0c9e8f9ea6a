"""A row of a price list -> a product and its prices, or the reasons why not.

Nouns: *product* (cleaned, in plain values), *price list* (the price columns with their basis and the file's
decimal mark). The one trick: each price cell gives a price exactly as written or a finding, never both
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from chalicelib.kernel import volume
from chalicelib.kernel.identifiers import GTIN
from chalicelib.kernel.text import fold
from chalicelib.migration.rules import cells
from chalicelib.migration.rules.details import details
from chalicelib.migration.rules.mapping import PriceColumn
from chalicelib.migration.rules.prices import Mark, plain, read_price, read_rate
from chalicelib.migration.rules.row import Row, Settings

COLOURS = {
    "rouge": "red", "red": "red", "blanc": "white", "white": "white", "rose": "rose",
    "petillant": "sparkling", "effervescent": "sparkling", "mousseux": "sparkling", "cremant": "sparkling",
    "champagne": "sparkling", "sparkling": "sparkling", "autre": "other", "other": "other", "orange": "other",
}  # fmt: skip
_NO_VINTAGE = frozenset({"nm", "sa", "nv", "non millesime", "sans annee", "-"})
FAR_APART = 3
NO_FAMILY = "Articles repris"
"""The family of what stands under no section and names none: a product has one."""


@dataclass(frozen=True, slots=True)
class Product:
    """A product as the import will create it. `volume` in units of 1e-5 hL, None = not known. `vat_rate` in
    percent, "" = not known. `prices`: grid -> price as text, in the grid's basis. What follows them
    is "" or None when the file does not say it. `packaging`: as it is written. `said`: the texts of a row that Caveau
    exported, by field."""

    reference: str
    name: str
    family: str = ""
    colour: str = ""
    vintage: int | None = None
    volume: int | None = None
    gtin: str = ""
    vat_rate: str = ""
    active: bool = True
    prices: dict[str, str] = field(default_factory=dict)
    name_en: str = ""
    appellation: str = ""
    alcohol: str = ""
    inao: str = ""
    fiscal_label: str = ""
    nc8: str = ""
    case_gtin: str = ""
    sales_unit: int | None = None
    weight: int | None = None
    capsule: str = ""
    packaging: str = ""
    kind: str = "goods"
    box: bool = False
    archived: bool = False
    said: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PriceList:
    """`columns` of prices; `mark`: the decimal mark of the file (None: not known)."""

    columns: tuple[PriceColumn, ...]
    mark: Mark | None


def cleaned(row: Row, prices: PriceList, family: str, settings: Settings) -> Product | None:
    """The product of a row in the section `family`; None (and said so) when it has no reference or no
    name."""
    reference, name = row.text("reference"), row.text("name")
    if not reference:
        row.say("product.no_reference", "reference")
    elif not name:
        row.say("product.no_name", "name")
    if not (reference and name):
        return None
    rate = _rate(row)
    found = _prices(row, prices)
    _compare(row, found, prices, rate)
    return Product(
        reference=reference,
        name=name,
        family=row.text("family") or family or NO_FAMILY,
        colour=_colour(row),
        vintage=_vintage(row, settings),
        volume=_volume(row),
        gtin=_gtin(row),
        vat_rate="" if rate is None else f"{rate.normalize():f}",
        # Without a rate of its own it would inherit one: off sale until somebody chooses.
        active=_active(row) and (rate is not None or row.own),
        prices={grid: plain(value) for grid, value in found.items()},
        **details(row),
        kind="service" if fold(row.text("nature")) in ("service", "prestation") else "goods",
        box=cells.flag(row.raw("box")) is True,
        archived=cells.flag(row.raw("archived")) is True,
        said={name: cells.text(cell) for name, cell in row.cells.items()} if row.own else None,
    )


def _prices(row: Row, prices: PriceList) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for price in prices.columns:
        name = f"price:{price.grid}"
        reading = read_price(row.raw(name), prices.mark)
        if reading.value is not None:
            found[price.grid] = reading.value
        elif reading.code:
            row.say(reading.code, name, grid=price.grid)
    return found


def _compare(row: Row, found: dict[str, Decimal], prices: PriceList, rate: Decimal | None) -> None:
    """Say so when a price is three times away from the middle of the product's other prices, net of VAT: a
    slip of the comma looks like that, two grids do not."""
    gross = {price.grid for price in prices.columns if price.basis == "TTC"}
    taxed = 1 + (Decimal(20) if rate is None else rate) / 100
    net = {grid: value / taxed if grid in gross else value for grid, value in found.items()}
    for grid, value in net.items():
        others = sorted(other for name, other in net.items() if name != grid)
        if len(others) < 2:
            continue
        middle = others[len(others) // 2]
        if value > middle * FAR_APART or value * FAR_APART < middle:
            shown = ", ".join(plain(found[name]) for name in found if name != grid)
            row.say("price.suspicious", f"price:{grid}", grid=grid, others=shown)


def _rate(row: Row) -> Decimal | None:
    if not row.shown("vat_rate"):
        if not row.own:  # our own list has none: whoever makes a product of it says so
            row.say("product.vat.missing", "vat_rate")
        return None
    rate = read_rate(row.raw("vat_rate"))
    if rate is None:
        row.say("product.vat.unreadable", "vat_rate")
    return rate


def _volume(row: Row) -> int | None:
    written = row.text("volume")
    if not written:
        if not row.shown("volume") and not row.own:
            row.say("product.volume.missing", "volume")
        return None
    units = volume.parse(written, "ml" if row.own else None)
    if units is None:
        row.say("product.volume.unreadable", "volume")
    return units


def _vintage(row: Row, settings: Settings) -> int | None:
    written = row.text("vintage")
    if not written or fold(written) in _NO_VINTAGE:
        return None
    if re.fullmatch(r"\d{4}", written) and 1900 <= int(written) <= settings.today.year:
        return int(written)
    row.say("product.vintage.unreadable", "vintage")
    return None


def _colour(row: Row) -> str:
    written = row.text("colour")
    colour = COLOURS.get(fold(written), "")
    if written and not colour:
        row.say("product.colour.unknown", "colour")
    return colour


def _gtin(row: Row) -> str:
    written = row.text("gtin")
    if not written:
        return ""
    number = re.sub(r"[.,]0+$", "", written)
    problem = GTIN.check(number)
    if problem is None:
        return GTIN.clean(number)
    why = "clé fausse" if problem.code.endswith("checksum") else "8, 12, 13 ou 14 chiffres attendus"
    row.say("product.gtin.wrong", "gtin", why=why)
    return ""


def _active(row: Row) -> bool:
    """Is it sold? An unreadable answer is no: a product wrongly off sale is seen, one wrongly on sale is
    sold."""
    if not row.shown("active"):
        return True
    value = cells.flag(row.raw("active"))
    if value is None:
        row.say("product.flag.unreadable", "active")
    elif not value and not row.own:
        row.say("product.inactive", "active")
    return bool(value)
