"""What a family, a product, a vintage and a variant are.

Nouns: see the room's docstring. The one trick: `facts` (the product's part of a variant) is computed here
and copied into each variant, so whoever holds a variant holds all it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from chalicelib.kernel import volume as volumes
from chalicelib.kernel.book import entry
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import GTIN
from chalicelib.kernel.inheritance import SALES_ACCOUNT, VAT_RATE, Resolved, resolve
from chalicelib.kernel.text import fold, squeeze

Kind = Literal["goods", "service"]
Colour = Literal["", "red", "rose", "white", "sparkling", "other"]
MOST_VARIANTS = 60
"""Of one product: all are rewritten in one transaction when the product changes."""

_COLOURS: dict[str, tuple[str, str]] = {
    "red": ("Rouge", "Red"),
    "rose": ("Rosé", "Rosé"),
    "white": ("Blanc", "White"),
    "sparkling": ("Pétillant", "Sparkling"),
}
_SPARKLING = ("cremant", "champagne", "mousseux", "effervescent", "blanquette", "petillant", "sparkling")
"""Words of a name that say its bubbles: nobody writes "Crémant Pétillant"."""


@dataclass(frozen=True, slots=True)
class Family:
    """`kind`: standard (wines, spirits…), pack (gift boxes) or other. `vat_rate` in percent is the last
    level of inheritance, so never None. `position` orders the families in lists."""

    id: str
    code: str
    name: str
    name_en: str = ""
    kind: Literal["standard", "pack", "other"] = "standard"
    position: int = 0
    vat_rate: Decimal = Decimal(20)
    sales_account: str | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class FamilyBook:
    items: tuple[Family, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyUse:
    """How many products a family has: what forbids deleting it. `gone`: it was deleted."""

    products: int = 0
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Packaging:
    """`quantity` cols; `tare` in grams, without the bottles."""

    id: str
    code: str
    name: str
    name_en: str = ""
    quantity: int = 6
    kind: Literal["carton", "case", "crate", "pallet", "other"] = "carton"
    tare: int = 0
    archived: bool = False


@dataclass(frozen=True, slots=True)
class PackagingBook:
    items: tuple[Packaging, ...] = ()


@dataclass(frozen=True, slots=True)
class Vintage:
    """`year` is None for wines without vintage. `alcohol` in percent by volume."""

    id: str
    year: int | None = None
    alcohol: Decimal | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """`variants`: the ids of its variants. `vat_rate`, `sales_account`: None = inherit from the family."""

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


@dataclass(frozen=True, slots=True)
class Variant:
    """`volume` in 10^-5 hL, None when unknown or without meaning. `gtin` of one col, `case_gtin` of a case.
    `vat_rate`, `sales_account`: None = inherit. `in_use`: a document names it. `of`: the copy of the
    product."""

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
    )


def vat_rate(variant: Variant, families: FamilyBook) -> Resolved[Decimal]:
    """The rate in France, in percent, and the level that gives it."""
    family = entry(families.items, variant.of.family_id)
    levels = {
        "variant": variant.vat_rate,
        "product": variant.of.vat_rate,
        "family": family.vat_rate if family else None,
    }
    return resolve(VAT_RATE, levels)


def sales_account(variant: Variant, families: FamilyBook) -> Resolved[str]:
    """The sales account of a variant: its own, else its product's, else its family's."""
    family = entry(families.items, variant.of.family_id)
    levels = {
        "variant": variant.sales_account,
        "product": variant.of.sales_account,
        "family": family.sales_account if family else None,
    }
    return resolve(SALES_ACCOUNT, levels)


def sku_key(sku: str) -> str:
    """What makes two SKUs the same."""
    return fold(sku)


def gtin_key(gtin: str) -> str:
    """What makes two GTINs the same: GTIN-13 and GTIN-14 differ by zeros in front."""
    return gtin.zfill(14)


def cleaned(variant: Variant) -> Variant:
    """The variant with its codes in stored form."""
    return replace(
        variant,
        sku=squeeze(variant.sku),
        gtin=GTIN.clean(variant.gtin) if variant.gtin else "",
        case_gtin=GTIN.clean(variant.case_gtin) if variant.case_gtin else "",
    )


def gtins(variant: Variant) -> dict[str, str]:
    """Field -> GTIN, for those it has."""
    found = {"gtin": variant.gtin, "case_gtin": variant.case_gtin}
    return {field: number for field, number in found.items() if number}


def variant_problems(variant: Variant, product: Product) -> list[FieldError]:
    """Everything that must refuse the variant."""
    found: list[FieldError] = []
    if not squeeze(variant.sku):
        found.append(FieldError("sku", "catalogue.variant.no_sku", "La référence est vide. Saisissez-la."))
    for field, number in gtins(variant).items():
        if problem := GTIN.check(number):
            found.append(problem.on(field))
    if variant.gtin and variant.gtin == variant.case_gtin:
        found.append(
            FieldError(
                "case_gtin", "catalogue.gtin.same", "Le col et le carton ont chacun leur GTIN. Corrigez l'un des deux."
            )
        )
    if variant.vintage_id is not None and entry(product.vintages, variant.vintage_id) is None:
        found.append(
            FieldError(
                "vintage_id", "catalogue.vintage.unknown", "Ce millésime n'est pas de ce produit. Choisissez-en un."
            )
        )
    return found


def vintage_problems(vintages: Sequence[Vintage]) -> list[FieldError]:
    """Two vintages of one year are one too many."""
    found: list[FieldError] = []
    years = [vintage.year for vintage in vintages]
    for n, year in enumerate(years):
        if year in years[:n]:
            shown = year if year is not None else "sans année"
            found.append(
                FieldError(
                    f"vintages.{n}.year",
                    "catalogue.vintage.twice",
                    f"Le millésime {shown} est donné deux fois. Gardez-en un.",
                )
            )
    return found
