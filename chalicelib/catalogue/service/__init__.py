"""Use cases of the catalogue, and what the rooms above read of it.

unit.load(*catalogue.refs(variant_ids), *others)      # with the caller's own batch: one read
wines = catalogue.variants(unit, variant_ids)         # id -> Variant; unknown ids are absent
rate = catalogue.vat_rate(unit, wines[id]).value
catalogue.mark_used(unit, variant_ids)                # when a document names them
"""

from chalicelib.catalogue.service.reading import (
    each_variant,
    families,
    list_variants,
    mark_used,
    packagings,
    refs,
    sales_account,
    variant,
    variants,
    vat_rate,
)
from chalicelib.catalogue.service.write_books import (
    change_family,
    change_packaging,
    create_family,
    create_packaging,
    delete_family,
    list_families,
    list_packagings,
)
from chalicelib.catalogue.service.write_products import (
    change_product,
    create_product,
    create_products,
    delete_products,
    get_product,
)
from chalicelib.catalogue.service.write_variants import (
    change_variant,
    create_variant,
    create_variants,
    delete_variants,
    get_variant,
)

__all__ = [
    "change_family",
    "change_packaging",
    "change_product",
    "change_variant",
    "create_family",
    "create_packaging",
    "create_product",
    "create_products",
    "create_variant",
    "create_variants",
    "delete_family",
    "delete_products",
    "delete_variants",
    "each_variant",
    "families",
    "get_product",
    "get_variant",
    "list_families",
    "list_packagings",
    "list_variants",
    "mark_used",
    "packagings",
    "refs",
    "sales_account",
    "variant",
    "variants",
    "vat_rate",
]
