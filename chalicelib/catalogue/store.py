"""The items of the catalogue.

| kind | pk | what | who asks |
|---|---|---|---|
| families | `<company>#families#all` | all the families | every sale, in its one batch |
| family_use | `<company>#family_use#<fam_…>` | how many products a family has | creating a product, deleting a family |
| packagings | `<company>#packagings#all` | all the packagings | order entry |
| ranges | `<company>#ranges#all` | all the ranges | the product page, promotions |
| product_tags | `<company>#product_tags#all` | all the tags of products | saving or showing a product |
| capsules | `<company>#capsules#all` | all the capsules | the product page, orders |
| product | `<company>#product#<pro_…>` | a product, its vintages, the ids of its variants | the product page |
| variant | `<company>#variant#<var_…>` | a variant with its copy of the product | every sale, by id |
| sheet | `<company>#sheet#<vin_…>` | the technical sheet of a vintage | its page, its PDF |
| codes | `<company>#codes#<inao, label, nc8>` | a code table | its search |
| guard | `<company>#guard#sku:<hash>`, `…gtin:<hash>` | who holds an SKU or a GTIN | saving a variant |
"""

from __future__ import annotations

from chalicelib.aws.kinds import guard_ref
from chalicelib.aws.table import Kind, Ref
from chalicelib.catalogue.rules import (
    CapsuleBook,
    FamilyBook,
    FamilyUse,
    PackagingBook,
    Product,
    RangeBook,
    TagBook,
    Variant,
    gtin_key,
    gtins,
    sku_key,
)
from chalicelib.catalogue.rules.codes import CodeTable
from chalicelib.catalogue.rules.sheets import TechSheet

FAMILIES = Kind("families", FamilyBook, prefix="fam")
FAMILY_USES = Kind("family_use", FamilyUse)
PACKAGINGS = Kind("packagings", PackagingBook, prefix="pkg")
RANGES = Kind("ranges", RangeBook, prefix="rng")
TAGS = Kind("product_tags", TagBook, prefix="tag")
CAPSULES = Kind("capsules", CapsuleBook, prefix="cap")
PRODUCTS = Kind("product", Product, prefix="pro")
VARIANTS = Kind("variant", Variant, prefix="var")
SHEETS = Kind("sheet", TechSheet, prefix="vin")
CODES = Kind("codes", CodeTable)
VINTAGE = "vin"
SKU = "sku"
GTIN = "gtin"


def guard_refs(variant: Variant) -> tuple[Ref, ...]:
    """What makes a variant unique."""
    return (
        guard_ref(SKU, sku_key(variant.sku)),
        *(guard_ref(GTIN, gtin_key(number)) for number in gtins(variant).values()),
    )
