"""Contracts of inheritance: why a setting has its value, and what a change at the top would touch."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id, Line

Inheriting = Literal[
    "payment_term", "payment_method", "price_grid", "document_template", "sales_account", "vat_rate", "capsule"
]
Outcome = Literal["won", "inherits", "hidden", "overruled"]


class WhyQuery(Contract):
    """Which settings (separated by commas), of what. An order brings its customer, category and grid along; a variant
    its product and family. `category`, `grid`, `individual` say what a form holds before it is saved."""

    setting: str = Field(max_length=200)
    order: Id | None = None
    customer: Id | None = None
    category: Id | None = None
    grid: Id | None = None
    individual: bool = False
    variant: Id | None = None
    product: Id | None = None
    family: Id | None = None


class SetBy(Contract):
    """Who set a value, and when."""

    name: str
    at: datetime


class LevelOut(Contract):
    """What one level says; `value` null is "par défaut". `kind`, `id` and `label` name the record that holds it."""

    level: str
    value: str | None
    outcome: Outcome
    kind: str
    id: str | None
    label: str
    set_by: SetBy | None


class DefaultOut(Contract):
    """What "Par défaut" would give at a level, and from which level."""

    value: str | None
    level: str


class WhyOut(Contract):
    """`level` is the one that won; `defaults`: level -> what choosing "Par défaut" there would give."""

    setting: str
    value: str | None
    level: str
    levels: list[LevelOut]
    defaults: dict[str, DefaultOut]


class WhysOut(Contract):
    items: list[WhyOut]


class ImpactIn(Contract):
    """A change to look at before it is made: `value` null gives the level back to "par défaut". `id`: the category,
    grid, family or product; left out for the company."""

    setting: Literal["payment_term", "payment_method", "price_grid", "document_template", "sales_account", "vat_rate"]
    level: Literal["invoice_options", "company", "price_grid", "customer_category", "family", "product"]
    id: Id | None = None
    value: Line | None = None


class ImpactOut(Contract):
    """How many records would have another value in force. Issued invoices never change: `invoices` is always 0, and
    `frozen` says how many keep theirs."""

    customers: int
    orders: int = Field(description="not invoiced yet")
    variants: int
    invoices: int
    frozen: int
    examples: list[str] = Field(description="names of some of the records touched")
