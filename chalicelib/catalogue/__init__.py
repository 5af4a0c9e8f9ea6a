"""Catalogue: what an estate sells.

Owns: families, products with their vintages (*millésimes*), variants (*déclinaisons*), packagings
(*conditionnements*), ranges (*gammes*), capsules (CRD and neutral), technical sheets, the code tables of the customs.

Nouns: Family > Product > Vintage > Variant · Packaging · Range · Capsule · TechSheet · CodeTable.

| state of a family, product or variant | may become | meaning |
|---|---|---|
| in use | archived | |
| archived | in use | not offered any more; existing documents are untouched |

A **variant** is what is priced, stocked and sold: one product of one vintage in one container, with its own
SKU and GTIN, each unique in the company. It carries a copy of what its product says, rewritten whenever the
product changes, so a sale reads variants alone. A variant that is not *marketable* (*commercialisable*) is
absent from order entry, till and shop and stays visible in stock. Kind `goods` moves stock and has weight;
kind `service` does neither.

A variant with parts is a gift box (*coffret*): made of so many cols of other variants, never of itself.

VAT rate and sales account inherit: variant > product > family; the capsule of a sold line: line > variant > product.
A family with products is archived, never deleted; so is a variant that a document names.
"""
