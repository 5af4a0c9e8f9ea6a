"""Customer categories: what their customers get when they say "Par défaut".

Nouns: *category*, *count* (how many customers name a category, a grid or a label). The one trick: a level that says
nothing says None, and `kernel.inheritance` does the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.crm.rules.customers import Customer


@dataclass(frozen=True, slots=True)
class Category:
    """A customer category; term, method, template and ledger account are what its customers get when they say "Par
    défaut"."""

    id: str
    code: str
    name: str
    payment_term: str | None = None
    payment_method: str | None = None
    account: str | None = None
    template: str | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class CategoryBook:
    """All the categories of a company."""

    items: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many customers name a category, a grid or a label: what forbids deleting it. `gone`: it was deleted, and no
    customer may name it any more."""

    n: int = 0
    gone: bool = False


def said(customer: Customer, category: Category | None, name: str) -> dict[str, str | None]:
    """What the customer and its category say of a setting ("payment_term", "payment_method", "account", "template"),
    by level of kernel.inheritance."""
    return {"customer": getattr(customer, name), "customer_category": getattr(category, name) if category else None}
