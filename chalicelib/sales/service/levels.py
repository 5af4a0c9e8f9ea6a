"""What each level says of the payment term, the payment method and the template of a sale, for `kernel.inheritance`."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.kernel.book import WHOLE, entry
from chalicelib.pricing.rules import Grid
from chalicelib.sales.rules.party import Buyer
from chalicelib.sales.rules.template import SETTING, Templates, Used, used
from chalicelib.sales.service.methods import method_refs
from chalicelib.sales.store import TEMPLATES
from chalicelib.tenancy import service as tenancy


@dataclass(frozen=True)
class Levels:
    """Level -> what it says; None inherits."""

    term: dict[str, str | None]
    method: dict[str, str | None]


def refs() -> tuple[Ref, ...]:
    """What to add to a batch before asking for levels and freezing lines, besides crm, prices and tenancy."""
    return (*method_refs(), *catalogue.capsule_refs(), (TEMPLATES, WHOLE))


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


def template(unit: Unit, buyer: Buyer, grid: Grid | None) -> Used:
    """The template that a document of this sale is printed with, and the level that named it."""
    category = entry(crm.categories(unit).items, buyer.category)
    said = {
        "customer": buyer.template,
        "customer_category": category.template if category and not category.archived else None,
        "price_grid": grid.template if grid else None,
        "company": tenancy.company_settings(unit).text(SETTING) or None,
    }
    return used(unit.find(TEMPLATES, WHOLE) or Templates(), said)
