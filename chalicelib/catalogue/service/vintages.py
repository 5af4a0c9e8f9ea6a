"""A vintage made from another: its variants and their settings, under the new year.

The one trick: an SKU that says the year says the new one, so nothing has to be typed again; what is one bottle's own
(the GTIN) is left empty.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws.kinds import guard_ref
from chalicelib.aws.unit import Unit, use_case
from chalicelib.catalogue import rules
from chalicelib.catalogue.rules import Variant, Vintage
from chalicelib.catalogue.rules.sheets import TechSheet
from chalicelib.catalogue.schemas.vintages import DuplicateIn
from chalicelib.catalogue.service.reading import variants
from chalicelib.catalogue.service.write_products import product
from chalicelib.catalogue.service.write_variants import hold
from chalicelib.catalogue.store import FAMILIES, PRODUCTS, SHEETS, SKU, VARIANTS, VINTAGE
from chalicelib.kernel.book import WHOLE, entry
from chalicelib.kernel.errors import Conflict, NotFound, Refused

MOST = 20
"""Variants of one vintage copied in one transaction, with their SKUs and prices."""


@use_case("catalogue.vintage.duplicate")
def duplicate_vintage(unit: Unit, product_id: str, asked: DuplicateIn) -> dict[str, str]:
    """Copy a vintage of a product to another year: old variant id -> new one. Conflict when the year is there."""
    unit.load((PRODUCTS, product_id), (FAMILIES, WHOLE))
    owner = product(unit, product_id)
    source = entry(owner.vintages, asked.source)
    if source is None:
        raise NotFound("catalogue.vintage.not_found", "Ce millésime n'existe pas ou plus.")
    if any(one.year == asked.year for one in owner.vintages):
        detail = f"Le millésime {asked.year} existe déjà. Ouvrez-le, ou choisissez une autre année."
        raise Conflict("catalogue.vintage.twice", detail, "year")
    copied = [wine for wine in variants(unit, owner.variants).values() if _of(wine, source)]
    if len(copied) > MOST:
        raise Refused("catalogue.vintage.too_many", f"Un millésime se copie avec {MOST} articles au plus.", "source")
    vintage = Vintage(unit.new_id(VINTAGE), asked.year)
    after = replace(owner, vintages=tuple(sorted((*owner.vintages, vintage), key=lambda one: -(one.year or 0))))
    fresh = [_copy(unit, wine, source, vintage, rules.facts(after, vintage.id)) for wine in copied]
    unit.load(*(guard_ref(SKU, rules.sku_key(wine.sku)) for wine in fresh))
    for n, wine in enumerate(fresh):
        hold(unit, wine, None, f"{n}.")
        unit.put(VARIANTS, wine.id, wine)
    unit.put(PRODUCTS, owner.id, replace(after, variants=(*owner.variants, *(wine.id for wine in fresh))))
    sheet = unit.find(SHEETS, source.id)
    if sheet is not None:
        unit.put(SHEETS, vintage.id, _sheet(sheet, vintage))
    return {old.id: new.id for old, new in zip(copied, fresh, strict=True)}


def _of(wine: Variant, source: Vintage) -> bool:
    return wine.vintage_id == source.id and not wine.archived


def _copy(unit: Unit, wine: Variant, source: Vintage, vintage: Vintage, facts: rules.Facts) -> Variant:
    sku = renamed(wine.sku, source.year, vintage.year)
    return rules.labelled(
        replace(
            wine,
            id=unit.new_id(VARIANTS.prefix),
            sku=sku if sku != wine.sku else f"{wine.sku}-{vintage.year}",
            vintage_id=vintage.id,
            of=facts,
            gtin="",
            case_gtin="",
            own_label=renamed(wine.own_label, source.year, vintage.year),
            own_label_en=renamed(wine.own_label_en, source.year, vintage.year),
            source="",
            in_use=False,
            stocked=False,
        )
    )


def renamed(text: str, old: int | None, new: int | None) -> str:
    """The text with the new year where it says the old one, in four digits or else in its last two."""
    if old is None or new is None:
        return text
    if str(old) in text:
        return text.replace(str(old), str(new))
    before, found, behind = text.rpartition(f"{old % 100:02d}")
    return f"{before}{new % 100:02d}{behind}" if found else text


def _sheet(sheet: TechSheet, vintage: Vintage) -> TechSheet:
    """What lasts from one year to the next; tasting, bottling and pictures are of their year."""
    fr, en = (replace(text, tasting="", bottling="") for text in (sheet.fr, sheet.en))
    return replace(sheet, vintage_id=vintage.id, fr=fr, en=en, pictures=())
