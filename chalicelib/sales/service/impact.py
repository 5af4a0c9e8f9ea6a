"""What a change at the top would touch, counted before it is made.

The one trick: every customer is resolved twice by the one mechanism, with the value as it is and as it would be, so
what is counted is exactly what will change. Counting only: it decides nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.kernel import inheritance
from chalicelib.kernel.book import entry
from chalicelib.kernel.errors import NotFound, Refused
from chalicelib.kernel.inheritance import DOCUMENT_TEMPLATE, PAYMENT_METHOD, payment_term, resolve
from chalicelib.pricing import service as pricing
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.sales import index
from chalicelib.sales.rules.template import SETTING
from chalicelib.sales.schemas.levels import ImpactIn, ImpactOut
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.rules.settings import DECLARED

OPEN = json.dumps({"field": "state", "op": "in", "value": ["draft", "pending", "validated"]})
EXAMPLES = 5


@dataclass(frozen=True)
class Top:
    """What everything above the customer says of one setting: the company, its default grid, grids and categories by id
    (archived ones say nothing)."""

    setting: str
    company: str | None
    default_grid: str | None
    grids: Mapping[str, str | None]
    categories: Mapping[str, str | None]

    def value(self, row: Row | None, order: Row | None = None) -> Any:
        """The value in force for a customer of the list, or for one of his orders."""
        own = row or {}
        if self.setting == "price_grid":
            return next((id for id in (own.get("grid_id"), self.default_grid) if id in self.grids), None)
        named = order["grid"] if order else next((id for id in (own.get("grid_id"),) if id in self.grids), None)
        if self.setting == SETTING:
            return self._template(own, named)
        levels = {
            "order": order[self.setting] if order else None,
            "customer": own.get(self.setting),
            "customer_category": self.categories.get(own.get("category_id") or ""),
            "price_grid": self.grids.get(named or self.default_grid or ""),
            "invoice_options": self.company,
        }
        if self.setting == "payment_term":
            return payment_term(levels, individual=own.get("kind") == "individual").value
        return resolve(PAYMENT_METHOD, levels).value

    def _template(self, own: Row, grid: str | None) -> str | None:
        levels = {
            "customer": own.get("template"),
            "customer_category": self.categories.get(own.get("category_id") or ""),
            "price_grid": self.grids.get(grid or self.default_grid or ""),
            "company": self.company,
        }
        return resolve(DOCUMENT_TEMPLATE, levels).value


def impact(call: Call, asked: ImpactIn) -> ImpactOut:
    """How many customers, orders and variants would have another value. Refused for a level that the setting does not
    have, NotFound for a record that does not exist."""
    if asked.setting in ("sales_account", "vat_rate"):
        return _on_variants(call, asked)
    unit = reading(call)
    unit.load(*crm.refs(), *pricing.refs([], on=unit.today))
    before = _top(unit, asked.setting)
    after = _changed(before, asked)
    customers = crm.each_customer(call, ListQuery(), _by_id)
    touched = [id for id, row in customers.items() if before.value(row) != after.value(row)]
    orders = 0
    if asked.setting != "price_grid":
        orders = lists.each(
            call,
            index.ORDERS,
            ListQuery(where=OPEN),
            lambda rows: sum(
                before.value(customers.get(row["customer"]), row) != after.value(customers.get(row["customer"]), row)
                for row in rows
            ),
        )
    return ImpactOut(
        customers=len(touched),
        orders=orders,
        variants=0,
        invoices=0,
        frozen=lists.page(call, index.INVOICES, ListQuery(limit=1)).count,
        examples=[customers[id]["name"] for id in touched[:EXAMPLES]],
    )


def _by_id(rows: Iterator[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows}


def _top(unit: Unit, setting: str) -> Top:
    settings = tenancy.company_settings(unit)
    field = "template" if setting == SETTING else setting
    grids = {one.id: getattr(one, field, None) for one in pricing.grids(unit).items if not one.archived}
    categories = {one.id: getattr(one, field, None) for one in crm.categories(unit).items if not one.archived}
    company = settings.text(setting) or None
    default = pricing.default_grid_id(unit)
    return Top(setting, company, default if default in grids else None, grids, categories)


def _changed(top: Top, asked: ImpactIn) -> Top:
    if asked.level in ("invoice_options", "company") and asked.id is None:
        if asked.setting == "price_grid":
            return replace(top, default_grid=asked.value if asked.value in top.grids else None)
        given = DECLARED[asked.setting].default
        return replace(top, company=asked.value or (None if given is None else str(given)))
    held = {"price_grid": top.grids, "customer_category": top.categories}.get(asked.level)
    if held is None or asked.setting == "price_grid":
        raise _no_level()
    if asked.id not in held:
        raise NotFound("sales.explain.record", "Cette fiche n'existe pas ou plus.")
    new: dict[str, str | None] = {**held, str(asked.id): asked.value}
    return replace(top, grids=new) if asked.level == "price_grid" else replace(top, categories=new)


def _no_level() -> Refused:
    return Refused("sales.explain.level", "Ce paramètre n'a pas ce niveau. Choisissez-en un autre.", "level")


def _on_variants(call: Call, asked: ImpactIn) -> ImpactOut:
    """The variants of a family or a product that inherit from it."""
    if asked.level not in ("family", "product") or asked.id is None:
        raise _no_level()
    unit = reading(call)
    where = json.dumps({"field": f"{asked.level}_id", "op": "eq", "value": asked.id})
    rows = catalogue.each_variant(call, ListQuery(where=where, fields="id,label"), list)
    unit.load(*catalogue.refs([row["id"] for row in rows]))
    family = entry(catalogue.families(unit).items, asked.id) if asked.level == "family" else None
    touched = []
    for wine in catalogue.variants(unit, [row["id"] for row in rows]).values():
        levels = {"variant": getattr(wine, asked.setting), "product": getattr(wine.of, asked.setting)}
        own = family or entry(catalogue.families(unit).items, wine.of.family_id)
        levels["family"] = getattr(own, asked.setting, None)
        setting = inheritance.VAT_RATE if asked.setting == "vat_rate" else inheritance.SALES_ACCOUNT
        before = resolve(setting, levels).value
        changed: dict[str, Any] = {**levels, asked.level: asked.value}
        after = resolve(setting, changed).value
        if str(before) != str(after):
            touched.append(wine.label)
    frozen = lists.page(call, index.INVOICES, ListQuery(limit=1)).count
    return ImpactOut(
        customers=0, orders=0, variants=len(touched), invoices=0, frozen=frozen, examples=touched[:EXAMPLES]
    )
