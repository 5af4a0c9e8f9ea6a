"""Depots: where the bottles stand, and from which one an order leaves.

Nouns: a `Depot`, suspended (*sous suspension de droits*) or duty-paid (*acquitté*), the `DepotBook` of a company. The
one trick: a company that has no depot keeps no stock, so whoever sells reads one item to know that there is nothing to
look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.crm.rules import Address
from chalicelib.kernel.book import entry, with_entry
from chalicelib.kernel.inheritance import DEPOT, Resolved, resolve
from chalicelib.tenancy.rules.settings import Declared, declare

CHECK = "stock_check"
MOST_DEPOTS = 50
NOWHERE = Address()
DepotDuty = Literal["suspended", "paid"]

declare(
    Declared(
        CHECK,
        "choice",
        "warn",
        "stock",
        "Commande au-delà du stock disponible",
        "Order beyond the stock available",
        choices=("warn", "block", "off"),
    )
)


@dataclass(frozen=True, slots=True)
class Depot:
    """`default`: orders leave from it unless they, or their customer, say another. `in_use`: something moved there."""

    id: str
    code: str
    name: str
    duty: DepotDuty = "paid"
    address: Address = NOWHERE
    default: bool = False
    archived: bool = False
    in_use: bool = False


@dataclass(frozen=True, slots=True)
class DepotBook:
    """The depots of a company, in the order they came."""

    items: tuple[Depot, ...] = ()


def with_depot(items: Sequence[Depot], new: Depot) -> tuple[Depot, ...]:
    """The depots with `new`: the first one is the default, and there is never more than one."""
    only = not any(one.default and one.id != new.id for one in items)
    new = replace(new, default=new.default or only)
    others = tuple(replace(one, default=False) if new.default else one for one in items)
    return with_entry(others, new)


def leaves_from(items: Sequence[Depot], order: str | None, customer: str | None) -> Resolved[str]:
    """The depot that an order leaves from, and the level that says so. A customer's depot that was put away says
    nothing; value None while the company has no depot."""
    own = entry(items, customer)
    company = next((one.id for one in items if one.default), None)
    values = {"order": order, "customer": own.id if own and not own.archived else None, "company": company}
    return resolve(DEPOT, values)
