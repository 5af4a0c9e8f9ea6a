"""What is wrong with a variant or a vintage, and what makes two of them the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.catalogue.rules.products import Customs, Product, Variant, Vintage
from chalicelib.kernel.book import entry
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import GTIN
from chalicelib.kernel.text import fold, squeeze


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


def customs_cleaned(customs: Customs) -> Customs:
    """Codes without the blanks that people put between their digits."""
    return replace(
        customs,
        inao=customs.inao.replace(" ", "").upper(),
        nc8=customs.nc8.replace(" ", ""),
        label=squeeze(customs.label),
    )
