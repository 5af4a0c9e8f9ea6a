"""Use cases of the catalogue, and what the rooms above read of it.

unit.load(*catalogue.refs(variant_ids), *others)      # with the caller's own batch: one read
wines = catalogue.variants(unit, variant_ids)         # id -> Variant; unknown ids are absent
rate = catalogue.vat_rate(unit, wines[id]).value
catalogue.mark_used(unit, variant_ids)                # when a document names them
"""

from chalicelib.catalogue.service.codes import load_codes, search_codes
from chalicelib.catalogue.service.reading import (
    capsule_refs,
    capsules,
    each_variant,
    families,
    list_variants,
    mark_stocked,
    mark_used,
    packagings,
    ranges,
    refs,
    sales_account,
    variant,
    variants,
    vat_rate,
    with_parts,
)
from chalicelib.catalogue.service.sheets import get_sheet, put_sheet, sheet_pdf, sheet_picture
from chalicelib.catalogue.service.tags import change_tag, delete_tag, list_tags, tag_products
from chalicelib.catalogue.service.vintages import duplicate_vintage
from chalicelib.catalogue.service.write_books import (
    change_family,
    change_packaging,
    change_range,
    create_family,
    create_packaging,
    create_range,
    delete_family,
    delete_packaging,
    list_families,
    list_packagings,
    list_ranges,
)
from chalicelib.catalogue.service.write_capsules import change_capsule, create_capsule, list_capsules
from chalicelib.catalogue.service.write_products import (
    change_product,
    create_product,
    create_products,
    delete_products,
    get_product,
    product,
    product_out,
)
from chalicelib.catalogue.service.write_variants import (
    change_variant,
    create_variant,
    create_variants,
    delete_variants,
    get_variant,
)

__all__ = [
    "capsule_refs",
    "capsules",
    "change_capsule",
    "change_family",
    "change_packaging",
    "change_product",
    "change_range",
    "change_tag",
    "change_variant",
    "create_capsule",
    "create_family",
    "create_packaging",
    "create_product",
    "create_products",
    "create_range",
    "create_variant",
    "create_variants",
    "delete_family",
    "delete_packaging",
    "delete_products",
    "delete_tag",
    "delete_variants",
    "duplicate_vintage",
    "each_variant",
    "families",
    "get_product",
    "get_sheet",
    "get_variant",
    "list_capsules",
    "list_families",
    "list_packagings",
    "list_ranges",
    "list_tags",
    "list_variants",
    "load_codes",
    "mark_stocked",
    "mark_used",
    "packagings",
    "product",
    "product_out",
    "put_sheet",
    "ranges",
    "refs",
    "sales_account",
    "search_codes",
    "sheet_pdf",
    "sheet_picture",
    "tag_products",
    "variant",
    "variants",
    "vat_rate",
    "with_parts",
]
