"""What a variant inherits: VAT rate, sales account, capsules. Each with the level that gives it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from chalicelib.catalogue.rules.books import FamilyBook
from chalicelib.catalogue.rules.products import Variant
from chalicelib.kernel.book import entry
from chalicelib.kernel.inheritance import CAPSULE, SALES_ACCOUNT, VAT_RATE, Resolved, resolve

Duty = Literal["paid", "suspended"]


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


def capsule(variant: Variant, duty: Duty, line: str | None = None) -> Resolved[str]:
    """The capsule of a sold line, by its id: a duty-paid one wears the CRD, one under suspension or exported the
    neutral one. The line, else the variant, else the product says which."""
    paid = duty == "paid"
    levels = {
        "line": line,
        "variant": variant.crd_capsule if paid else variant.neutral_capsule,
        "product": variant.of.crd_capsule if paid else variant.of.neutral_capsule,
    }
    return resolve(CAPSULE, levels)
