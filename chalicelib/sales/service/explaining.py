"""Why a setting has its value: every level with what it says, who set it when, and the winner.

The one trick: the levels are read by key as a command would read them and resolved by the one mechanism; who set each
is looked up in the history, which nothing rewrites.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.rules import Variant
from chalicelib.crm import service as crm
from chalicelib.crm.rules import relief_in
from chalicelib.kernel import inheritance
from chalicelib.kernel.book import WHOLE, entry
from chalicelib.kernel.errors import NotFound, Refused
from chalicelib.kernel.inheritance import Resolved
from chalicelib.pricing import service as pricing
from chalicelib.readmodel import history
from chalicelib.readmodel.history import HistoryQuery, HistoryRow
from chalicelib.sales.rules.order import Order
from chalicelib.sales.rules.template import SETTING, Templates, heard
from chalicelib.sales.schemas.levels import DefaultOut, LevelOut, SetBy, WhyOut, WhyQuery, WhysOut
from chalicelib.sales.store import ORDERS, TEMPLATES
from chalicelib.tenancy import service as tenancy

SALE = ("payment_term", "payment_method", "price_grid", "vat_relief", SETTING)
GOODS = ("sales_account", "vat_rate")
MOST_HISTORY = 500


@dataclass(frozen=True)
class Held:
    """The record that holds a level: its kind and id in the journal, its name, the path of the field in it. In a book
    the field is that of one entry."""

    kind: str = ""
    id: str | None = None
    label: str = ""
    path: str = ""
    entry: str = ""


@dataclass
class Asked:
    """The records that the question names, read once."""

    unit: Unit
    order: Order | None = None
    customer: Any = None
    category: Any = None
    grid: Any = None
    variant: Variant | None = None
    product: Any = None
    family: Any = None
    individual: bool = False
    held: dict[str, Held] = field(default_factory=dict)


def explain(call: Call, query: WhyQuery) -> WhysOut:
    """Each setting asked, with its levels. NotFound for an unknown record, Refused for an unknown setting."""
    names = [name.strip() for name in query.setting.split(",") if name.strip()]
    unknown = [name for name in names if name not in (*SALE, *GOODS)]
    if unknown or not names:
        raise Refused("sales.explain.setting", "Ce paramètre n'a pas de niveaux. Choisissez-en un autre.", "setting")
    asked = _asked(call, query)
    return WhysOut(items=[_why(call, asked, name) for name in names])


def _asked(call: Call, query: WhyQuery) -> Asked:
    unit = reading(call)
    found = Asked(unit)
    if query.order:
        found.order = unit.find(ORDERS, query.order)
        if found.order is None:
            raise NotFound("sales.order.not_found", "Cette commande n'existe pas ou plus.")
    customer = found.order.buyer.id if found.order else query.customer
    unit.load(*(crm.refs(customer) if customer else crm.refs()), *pricing.refs([], on=unit.today))
    found.customer = crm.customer(unit, customer) if customer else None
    _sale(found, query)
    if query.variant or query.product or query.family:
        _goods(found, query)
    return found


def _sale(found: Asked, query: WhyQuery) -> None:
    unit = found.unit
    own = found.customer.category_id if found.customer else None
    category = entry(crm.categories(unit).items, query.category or own)
    found.category = category if category and not category.archived else None
    found.individual = found.customer.individual if found.customer else query.individual
    asked = found.order.asked_grid if found.order else query.grid
    found.grid = pricing.choose_grid(unit, found.customer, asked).grid


def _goods(found: Asked, query: WhyQuery) -> None:
    unit = found.unit
    unit.load(*catalogue.refs([query.variant] if query.variant else []))
    found.variant = catalogue.variant(unit, query.variant) if query.variant else None
    product = found.variant.product_id if found.variant else query.product
    found.product = catalogue.product(unit, product) if product else None
    family = found.product.family_id if found.product else query.family
    found.family = entry(catalogue.families(unit).items, family)
    if found.family is None:
        raise NotFound("catalogue.family.not_found", "Cette famille n'existe pas ou plus.")


def _why(call: Call, asked: Asked, name: str) -> WhyOut:
    find = _goods_levels if name in GOODS else _relief_levels if name == "vat_relief" else _sale_levels
    resolved, held = find(asked, name)
    shows = "history:read" in call.actor.scopes or call.actor.kind == "system"
    levels = [
        LevelOut(
            level=step.level,
            value=None if step.value is None else str(step.value),
            outcome=step.outcome,
            kind=held.get(step.level, Held()).kind,
            id=held.get(step.level, Held()).id,
            label=held.get(step.level, Held()).label,
            set_by=_set_by(call, held.get(step.level)) if shows and step.value is not None else None,
        )
        for step in resolved.trace
    ]
    defaults = {step.level: _default(resolved, step.level) for step in resolved.trace}
    value = None if resolved.value is None else str(resolved.value)
    return WhyOut(setting=name, value=value, level=resolved.level, levels=levels, defaults=defaults)


def _default(resolved: Resolved[Any], level: str) -> DefaultOut:
    below = resolved.default_at(level)
    return DefaultOut(value=None if below is None else str(below.value), level=below.level if below else "")


def _sale_levels(asked: Asked, name: str) -> tuple[Resolved[Any], dict[str, Held]]:
    order, customer, category, grid = asked.order, asked.customer, asked.category, asked.grid
    settings = tenancy.company_settings(asked.unit)
    top = Held("settings", WHOLE, "", f"values.{name}")
    held = {"company" if name in ("price_grid", SETTING) else "invoice_options": top}
    if name == SETTING:
        return _template_levels(asked, held)
    if order:
        held["order"] = Held("order", order.id, order.number, "asked_grid" if name == "price_grid" else name)
    if customer:
        path = "grid_id" if name == "price_grid" else name
        held["customer"] = Held("customer", customer.id, customer.display_name, path)
    if name == "price_grid":
        levels = {
            "order": order.asked_grid if order else None,
            "customer": customer.grid_id if customer else None,
            "company": settings.text(name) or None,
        }
        return inheritance.resolve(inheritance.PRICE_GRID, levels), held
    if category:
        held["customer_category"] = Held("customer_categories", category.id, category.name, name, category.id)
    if grid:
        held["price_grid"] = Held("grids", grid.id, grid.name, name, grid.id)
    levels = {
        "order": getattr(order, name, None),
        "customer": getattr(customer, name, None),
        "customer_category": getattr(category, name, None),
        "price_grid": getattr(grid, name, None),
        "invoice_options": settings.text(name) or None,
    }
    if name == "payment_term":
        return inheritance.payment_term(levels, individual=asked.individual), held
    return inheritance.resolve(inheritance.PAYMENT_METHOD, levels), held


def _relief_levels(asked: Asked, name: str) -> tuple[Resolved[Any], dict[str, Held]]:
    """The customer's, while it holds; a company has none."""
    order, customer, today = asked.order, asked.customer, asked.unit.today
    held = {"order": Held("order", order.id, order.number, name)} if order else {}
    if customer:
        held["customer"] = Held("customer", customer.id, customer.display_name, name)
    own = relief_in(customer.vat_relief, customer.relief_year, today) if customer else None
    levels = {"order": order.vat_relief if order else None, "customer": own}
    return inheritance.resolve(inheritance.VAT_RELIEF, levels), held


def _template_levels(asked: Asked, held: dict[str, Held]) -> tuple[Resolved[Any], dict[str, Held]]:
    """No order says which template: the customer is the nearest level."""
    customer, category, grid = asked.customer, asked.category, asked.grid
    if customer:
        held["customer"] = Held("customer", customer.id, customer.display_name, "template")
    if category:
        held["customer_category"] = Held("customer_categories", category.id, category.name, "template", category.id)
    if grid:
        held["price_grid"] = Held("grids", grid.id, grid.name, "template", grid.id)
    levels = {
        "customer": getattr(customer, "template", None),
        "customer_category": getattr(category, "template", None),
        "price_grid": getattr(grid, "template", None),
        "company": tenancy.company_settings(asked.unit).text(SETTING) or None,
    }
    book = asked.unit.find(TEMPLATES, WHOLE) or Templates()
    return inheritance.resolve(inheritance.DOCUMENT_TEMPLATE, heard(book, levels)), held


def _goods_levels(asked: Asked, name: str) -> tuple[Resolved[Any], dict[str, Held]]:
    setting = inheritance.VAT_RATE if name == "vat_rate" else inheritance.SALES_ACCOUNT
    held: dict[str, Held] = {}
    levels: dict[str, str | Decimal | None] = {}
    for level, doc in (("variant", asked.variant), ("product", asked.product), ("family", asked.family)):
        if doc is None:
            continue
        levels[level] = getattr(doc, name)
        label = doc.sku if isinstance(doc, Variant) else doc.name
        held[level] = Held("families" if level == "family" else level, doc.id, label, name)
    if asked.family is not None:
        held["family"] = Held("families", asked.family.id, asked.family.name, name, asked.family.id)
    return inheritance.resolve(setting, levels), held


def _set_by(call: Call, held: Held | None) -> SetBy | None:
    """The last change that gave this field its value, else the creation of the record."""
    if held is None:
        return None
    id = WHOLE if held.entry else held.id
    page = history.page(call, HistoryQuery(kind=held.kind, id=id, limit=MOST_HISTORY))
    gave: Callable[[HistoryRow], bool] = lambda row: row.field == held.path  # noqa: E731
    if held.entry:
        gave = lambda row: row.field == "items" and _differs(row, held)  # noqa: E731
    row = next((row for row in page.items if gave(row)), None)
    row = row or next((row for row in reversed(page.items) if row.what == "created"), None)
    return SetBy(name=row.actor.name or row.actor.id, at=row.at) if row else None


def _differs(row: HistoryRow, held: Held) -> bool:
    """Did this change of a book give the entry another value of the field?"""
    before, after = ({one["id"]: one for one in side or []}.get(held.entry, {}) for side in (row.before, row.after))
    return bool(before.get(held.path) != after.get(held.path))
