"""What each level says of the payment term and method of a sale, for `kernel.inheritance`."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.aws.unit import Unit
from chalicelib.crm import service as crm
from chalicelib.kernel.book import entry
from chalicelib.pricing.rules import Grid
from chalicelib.sales.rules.party import Buyer
from chalicelib.tenancy import service as tenancy


@dataclass(frozen=True)
class Levels:
    """Level -> what it says; None inherits."""

    term: dict[str, str | None]
    method: dict[str, str | None]


def of(unit: Unit, buyer: Buyer, grid: Grid | None, term: str | None, method: str | None) -> Levels:
    """The five levels of a sale: order, customer, category, grid, invoice options."""
    found = entry(crm.categories(unit).items, buyer.category)
    category = found if found and not found.archived else None
    settings = tenancy.company_settings(unit)
    return Levels(
        term={
            "order": term,
            "customer": buyer.term,
            "customer_category": category.payment_term if category else None,
            "price_grid": grid.payment_term if grid else None,
            "invoice_options": settings.text("payment_term"),
        },
        method={
            "order": method,
            "customer": buyer.method,
            "customer_category": category.payment_method if category else None,
            "price_grid": grid.payment_method if grid else None,
            "invoice_options": settings.text("payment_method"),
        },
    )
