"""A vintage copied with its prices: the catalogue copies the articles, this room what they cost, in one transaction."""

from __future__ import annotations

from chalicelib.aws.unit import Unit, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.schemas import ProductOut
from chalicelib.catalogue.schemas.vintages import DuplicateIn
from chalicelib.pricing.rules import Tariff
from chalicelib.pricing.service.reading import tariff
from chalicelib.pricing.service.write_grids import recount
from chalicelib.pricing.store import COUNTS, TARIFFS


@use_case("pricing.vintage.duplicate")
def duplicate_vintage(unit: Unit, product_id: str, asked: DuplicateIn) -> ProductOut:
    """Copy a vintage to another year: variants, settings, technical sheet and prices; never stock or statistics."""
    copies = catalogue.duplicate_vintage(unit, product_id, asked)
    unit.load(*((TARIFFS, id) for id in copies))
    prices = {new: tariff(unit, old).prices for old, new in copies.items()}
    unit.load(*((COUNTS, grid) for one in prices.values() for grid in one))
    for new, own in prices.items():
        if own:
            recount(unit, set(), set(own))
            unit.put(TARIFFS, new, Tariff(new, own))
    return catalogue.product_out(unit, product_id)
