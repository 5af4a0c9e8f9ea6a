"""What a product, a vintage and a variant are.

Nouns: see the room's docstring. The one trick: `facts` (the product's part of a variant) is computed here
and copied into each variant, so whoever holds a variant holds all it needs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from chalicelib.kernel import volume as volumes
from chalicelib.kernel.book import entry
from chalicelib.kernel.text import fold

Kind = Literal["goods", "service"]
Colour = Literal["", "red", "rose", "white", "sparkling", "other"]
MOST_VARIANTS = 60
"""Of one product: all are rewritten in one transaction when the product changes."""

COLOUR_WORDS: dict[str, tuple[str, str]] = {
    "red": ("Rouge", "Red"),
    "rose": ("Rosé", "Rosé"),
    "white": ("Blanc", "White"),
    "sparkling": ("Effervescent", "Sparkling"),
    "other": ("Autre", "Other"),
}
"""As lists say them; a name says less of them."""
_COLOURS: dict[str, tuple[str, str]] = {
    "red": ("Rouge", "Red"),
    "rose": ("Rosé", "Rosé"),
    "white": ("Blanc", "White"),
    "sparkling": ("Pétillant", "Sparkling"),
}
_SPARKLING = ("cremant", "champagne", "mousseux", "effervescent", "blanquette", "petillant", "sparkling")
"""Words of a name that say its bubbles: nobody writes "Crémant Pétillant"."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """`year` is None for wines without vintage. `alcohol` in percent by volume; None: that of the product."""

    id: str
    year: int | None = None
    alcohol: Decimal | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Customs:
    """What the customs want to know of a wine: its INAO product code, or the fiscal label of the DRM when it has none,
    the NC8 code, its strength in percent by volume."""

    inao: str = ""
    label: str = ""
    nc8: str = ""
    alcohol: Decimal | None = None

    @property
    def declarable(self) -> bool:
        """Can it stand in a DRM?"""
        return bool(self.inao or self.label)


@dataclass(frozen=True, slots=True)
class PackPart:
    """So many cols of one variant in a gift box."""

    variant_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Product:
    """`variants`: the ids of its variants. `tags`: the ids of the tags it bears. `vat_rate`, `sales_account`: None =
    inherit from the family. `crd_capsule`, `neutral_capsule`: the capsules its bottles wear when nothing nearer names
    others."""

    id: str
    family_id: str
    name: str
    code: str = ""
    name_en: str = ""
    kind: Kind = "goods"
    colour: Colour = ""
    appellation: str = ""
    vat_rate: Decimal | None = None
    sales_account: str | None = None
    vintages: tuple[Vintage, ...] = ()
    variants: tuple[str, ...] = ()
    source: str = ""
    archived: bool = False
    ranges: tuple[str, ...] = ()
    crd_capsule: str | None = None
    neutral_capsule: str | None = None
    customs: Customs = Customs()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a variant copies from its product and vintage."""

    name: str
    family_id: str
    name_en: str = ""
    kind: Kind = "goods"
    colour: Colour = ""
    appellation: str = ""
    year: int | None = None
    vat_rate: Decimal | None = None
    sales_account: str | None = None
    archived: bool = False
    ranges: tuple[str, ...] = ()
    crd_capsule: str | None = None
    neutral_capsule: str | None = None
    customs: Customs = Customs()


@dataclass(frozen=True, slots=True)
class Variant:
    """`volume` in 10^-5 hL, None when unknown or without meaning. `gtin` of one col, `case_gtin` of a case.
    `vat_rate`, `sales_account` and the capsules: None = inherit. `sales_unit`: sold by so many cols. `weight` of one
    col in grams. `parts`: what a gift box is made of. `in_use`: a document names it; `stocked`: so does
    the stock brought from another program, until that is taken back. `of`: the copy of the product.
    `lot`: what its label says of the bottling, `ttb_id`: the approval of its label in the United States (COLA)."""

    id: str
    sku: str
    product_id: str
    of: Facts
    vintage_id: str | None = None
    volume: int | None = None
    gtin: str = ""
    case_gtin: str = ""
    vat_rate: Decimal | None = None
    sales_account: str | None = None
    marketable: bool = True
    own_label: str = ""
    own_label_en: str = ""
    label: str = ""
    label_en: str = ""
    source: str = ""
    archived: bool = False
    in_use: bool = False
    stocked: bool = False
    crd_capsule: str | None = None
    neutral_capsule: str | None = None
    sales_unit: int = 1
    weight: int | None = None
    parts: tuple[PackPart, ...] = ()
    lot: str = ""
    ttb_id: str = ""

    @property
    def named(self) -> bool:
        """Can it not be deleted, only archived?"""
        return self.in_use or self.stocked

    @property
    def goods(self) -> bool:
        return self.of.kind == "goods"

    @property
    def offered(self) -> bool:
        """Is it proposed in order entry, till and shop?"""
        return self.marketable and not self.archived and not self.of.archived


def labelled(variant: Variant) -> Variant:
    """The variant with its two labels: those typed for it, else those its product, vintage and volume
    make."""
    english = variant.own_label_en or _label(variant.of.name_en or variant.of.name, variant, french=False)
    return replace(variant, label=variant.own_label or _label(variant.of.name, variant, french=True), label_en=english)


def _label(name: str, variant: Variant, *, french: bool) -> str:
    """\"Roche Cuvée Prestige Rouge 2019 1,5 L": the colour unless the name says it, the vintage, the
    volume."""
    parts = [name]
    if colour := _COLOURS.get(variant.of.colour):
        word = colour[0 if french else 1]
        said = _SPARKLING if variant.of.colour == "sparkling" else (fold(word),)
        if not any(one in fold(name) for one in said):
            parts.append(word)
    if variant.of.year is not None and str(variant.of.year) not in name:
        parts.append(str(variant.of.year))
    if variant.volume:
        shown = volumes.shown(variant.volume)
        parts.append(shown if french else shown.replace(",", "."))
    return " ".join(parts)


def facts(product: Product, vintage_id: str | None) -> Facts:
    """The product's part of a variant of that vintage."""
    vintage = entry(product.vintages, vintage_id)
    return Facts(
        name=product.name,
        family_id=product.family_id,
        name_en=product.name_en,
        kind=product.kind,
        colour=product.colour,
        appellation=product.appellation,
        year=vintage.year if vintage else None,
        vat_rate=product.vat_rate,
        sales_account=product.sales_account,
        archived=product.archived or (vintage.archived if vintage else False),
        ranges=product.ranges,
        crd_capsule=product.crd_capsule,
        neutral_capsule=product.neutral_capsule,
        customs=replace(product.customs, alcohol=vintage.alcohol) if vintage and vintage.alcohol else product.customs,
    )
