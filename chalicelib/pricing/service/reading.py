"""What a sale asks of pricing: the grid, and the price of each line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.rules import Variant
from chalicelib.crm.rules import Customer
from chalicelib.kernel.book import WHOLE, entry
from chalicelib.kernel.errors import FieldError, NotFound, Refused
from chalicelib.kernel.money import Basis
from chalicelib.pricing import rules
from chalicelib.pricing.rules import (
    Agreement,
    Franco,
    Grid,
    GridBook,
    GridChoice,
    LineAsk,
    OrderDiscount,
    Priceable,
    PricedLine,
    PromotionBook,
    Stacking,
    Tariff,
    Terms,
)
from chalicelib.pricing.store import AGREEMENTS, GRIDS, PROMOTIONS, TARIFFS
from chalicelib.tenancy import service as tenancy


def refs(variant_ids: Iterable[str], *, on: date, customer_id: str | None = None) -> tuple[Ref, ...]:
    """What pricing these variants for this customer reads here and in the company's settings."""
    return (
        (GRIDS, WHOLE),
        (PROMOTIONS, WHOLE),
        *(((AGREEMENTS, customer_id),) if customer_id else ()),
        *((TARIFFS, id) for id in dict.fromkeys(variant_ids)),
        *tenancy.refs(on=on),
    )


def grids(unit: Unit) -> GridBook:
    return unit.find(GRIDS, WHOLE) or GridBook()


def grid(unit: Unit, id: str) -> Grid:
    """The grid, archived or not; NotFound when there is none."""
    found = entry(grids(unit).items, id)
    if found is None:
        raise NotFound("pricing.grid.not_found", "Ce tarif n'existe pas ou plus.")
    return found


def default_grid_id(unit: Unit) -> str | None:
    """The grid of the company, when it has chosen one."""
    return tenancy.company_settings(unit).text("price_grid") or None


def choose_grid(
    unit: Unit, customer: Customer | None, grid_id: str | None = None, *, point_of_sale: str | None = None
) -> GridChoice:
    """The grid of an order: named on it, else at its point of sale, else by its customer, else by the
    company. With the trace of the levels; `grid` is None when none of them names a grid in use."""
    return rules.choose_grid(
        grids(unit),
        order=grid_id,
        point_of_sale=point_of_sale,
        customer=customer.grid_id if customer else None,
        company=default_grid_id(unit),
    )


def promotions(unit: Unit) -> PromotionBook:
    return unit.find(PROMOTIONS, WHOLE) or PromotionBook()


def agreement(unit: Unit, customer_id: str) -> Agreement:
    """The prices agreed with a customer; an empty agreement when there are none."""
    return unit.find(AGREEMENTS, customer_id) or Agreement(customer_id)


def terms(unit: Unit, customer_id: str | None, *, channel: str = "office", delivered: bool = False) -> Terms:
    """What holds for an order beside its grid: agreement, promotions, stacking rule, channel, delivered prices."""
    stacking: Stacking = tenancy.company_settings(unit).text("promotion_stacking")  # type: ignore[assignment]
    agreed = agreement(unit, customer_id) if customer_id else None
    return Terms(agreed, promotions(unit).items, stacking, channel, delivered)


def priceable(unit: Unit, wine: Variant) -> Priceable:
    """What pricing needs to know of a variant."""
    rate = catalogue.vat_rate(unit, wine).value or Decimal(0)
    of = wine.of
    return Priceable(wine.id, wine.goods, wine.volume, wine.product_id, of.family_id, of.ranges, rate)


def franco_of(unit: Unit, grid: Grid | None) -> Franco:
    """From where carriage is free: what the grid says, else the company."""
    settings = tenancy.company_settings(unit)
    cols, amount, basis = (grid.franco_cols, grid.franco_amount, grid.franco_basis) if grid else (None, None, None)
    return Franco(
        settings.integer("franco_cols") if cols is None else cols,
        settings.integer("franco_amount") if amount is None else amount,
        Basis(settings.text("franco_basis")) if basis is None else basis,
    )


def price_lines(
    unit: Unit,
    customer: Customer | None,
    grid_id: str | None,
    asks: Sequence[LineAsk],
    *,
    point_of_sale: str | None = None,
    percent: Decimal | None = None,
    amount: int = 0,
    on: date | None = None,
    channel: str = "office",
    delivered: bool = False,
) -> list[PricedLine]:
    """Price the lines of one order together, in their order, with the trace of each.

    `percent`: the order's discount; None takes the customer's permanent one, 0 removes it. `amount`: taken
    off the whole, in cents of the grid's basis. `on`: the business date of the prices (today). A line that
    no source can price comes back with `unit_price` None. Refused for an unknown variant, a typed price
    with too many decimals, a reduction that is too large."""
    wines = catalogue.variants(unit, [ask.variant_id for ask in asks])
    _known([ask.variant_id for ask in asks], wines)
    unit.load(*((TARIFFS, id) for id in wines))
    tariffs = {id: found for id in wines if (found := unit.find(TARIFFS, id))}
    return rules.price_order(
        asks,
        {id: priceable(unit, wine) for id, wine in wines.items()},
        tariffs,
        choose_grid(unit, customer, grid_id, point_of_sale=point_of_sale).grid,
        on or unit.today,
        OrderDiscount(percent, customer.permanent_discount if customer else Decimal(0), amount),
        terms(unit, customer.id if customer else None, channel=channel, delivered=delivered),
    )


def _known(ids: Sequence[str], wines: Mapping[str, Variant]) -> None:
    unknown = [
        FieldError(
            f"lines.{n}.variant_id", "catalogue.variant.unknown", "Ce produit n'existe pas ou plus. Retirez la ligne."
        )
        for n, id in enumerate(ids)
        if id not in wines
    ]
    if unknown:
        raise Refused.many(unknown)


def mark_used(unit: Unit, grid_id: str) -> None:
    """An order was priced with this grid: it can be archived, not deleted. Writes nothing the second time."""
    known = grid(unit, grid_id)
    if not known.in_use:
        book = grids(unit)
        unit.put(GRIDS, WHOLE, GridBook(tuple(replace(g, in_use=True) if g.id == grid_id else g for g in book.items)))


def tariff(unit: Unit, variant_id: str) -> Tariff:
    """The prices of a variant; an empty tariff when it has none."""
    return unit.find(TARIFFS, variant_id) or Tariff(variant_id)
