"""Goods under suspension of duty: may they leave for this customer?

The one trick: crm knows what SEED said of the number and catalogue what is sold, so what a delivery note refuses and
what an order warns of are one question, asked only of sales under suspension.
"""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.aws.unit import Unit
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.rules.excise import excise_category
from chalicelib.crm import service as crm
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.kernel.identifiers import Problem
from chalicelib.sales.rules.order import Order, Part
from chalicelib.sales.rules.party import Buyer
from chalicelib.sales.rules.vat import territory


def doubts(unit: Unit, buyer: Buyer, variants: Iterable[str]) -> list[FieldError]:
    """What an order under suspension should hear: its goods would not, or should not yet, leave."""
    found = _problem(unit, buyer, variants)
    return [found.on("customer")] if found else []


def require_authorised(unit: Unit, order: Order, parts: Iterable[Part]) -> None:
    """Raise Refused when the goods of a delivery note would leave under suspension for a customer without a valid
    excise number, or for one that is not authorised for them."""
    found = _problem(unit, order.buyer, (order.lines[part.line - 1].variant for part in parts))
    if found and found.blocks:
        raise Refused(found.code, found.detail, "customer", customer=order.buyer.id)


def _problem(unit: Unit, buyer: Buyer, variants: Iterable[str]) -> Problem | None:
    """None for goods that leave the Union: the customs office of exit receives them, not the customer."""
    place = buyer.destination
    if territory(place.country, place.postcode) == "outside":
        return None
    categories = _categories(unit, variants)
    return crm.suspension_problem(unit, buyer.id, categories) if categories else None


def _categories(unit: Unit, ids: Iterable[str]) -> set[str]:
    """The excise categories of what is sold, those of the bottles of a gift box."""
    sold = catalogue.variants(unit, ids)
    inside = catalogue.variants(unit, (part.variant_id for one in sold.values() for part in one.parts))
    single = [one for one in sold.values() if not one.parts]
    return {found for one in (*single, *inside.values()) if (found := excise_category(one))}
