"""What the rooms above read of customers.

The one trick: a customer that its reader may not know of is treated as one that does not exist, here and
nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from chalicelib.aws.call import Call
from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.crm import index, rules
from chalicelib.crm.rules import Category, CategoryBook, Count, Customer
from chalicelib.crm.store import CATEGORIES, COUNTS, CUSTOMERS
from chalicelib.kernel.book import WHOLE, entry
from chalicelib.kernel.errors import NotFound
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery

T = TypeVar("T")


def refs(*customer_ids: str) -> tuple[Ref, ...]:
    """What a sale to these customers reads here: the customers and the categories."""
    return (*((CUSTOMERS, id) for id in customer_ids), (CATEGORIES, WHOLE))


def customer(unit: Unit, id: str) -> Customer:
    """The customer. NotFound when there is none, or when the actor is limited to own customers and this is
    not one."""
    found = unit.find(CUSTOMERS, id)
    if found is None or not rules.visible(found, unit.actor.id, unit.actor.only_own):
        raise NotFound("crm.customer.not_found", "Ce client n'existe pas ou plus.")
    return found


def categories(unit: Unit) -> CategoryBook:
    return unit.find(CATEGORIES, WHOLE) or CategoryBook()


def category_of(unit: Unit, customer: Customer) -> Category | None:
    """The customer's category, archived or not: archiving stops new members, it changes nothing for the
    others."""
    return entry(categories(unit).items, customer.category_id)


def mark_used(unit: Unit, id: str) -> None:
    """A document now names this customer: it can be archived, not deleted. Writes nothing the second time."""
    known = unit.get(CUSTOMERS, id)
    if not known.in_use:
        unit.put(CUSTOMERS, id, replace(known, in_use=True))


def naming(unit: Unit, id: str) -> int:
    """How many customers name this category or grid."""
    found = unit.find(COUNTS, id)
    return found.n if found else 0


def naming_ref(id: str) -> Ref:
    """For the caller's batch: what `naming` looks at."""
    return COUNTS, id


def offer(unit: Unit, grid_id: str) -> None:
    """Customers may name this grid, or depot, from now on. Its room says so in the commit that creates it: crm is
    below, and checks a grid or a depot by this count, an item of its own, so it never looks up."""
    if not offered(unit, grid_id):
        unit.put(COUNTS, grid_id, Count(naming(unit, grid_id)))


def offered(unit: Unit, grid_id: str) -> bool:
    """May a customer name this grid, or depot?"""
    found = unit.find(COUNTS, grid_id)
    return found is not None and not found.gone


def withdraw(unit: Unit, id: str) -> None:
    """Customers may name this category or grid no more. Written even if none ever did: whoever names it at the same
    moment loses the race, reads again and is refused."""
    unit.put(COUNTS, id, Count(gone=True))


def each_customer(call: Call, query: ListQuery, work: Callable[[Iterator[Row]], T]) -> T:
    """Give `work` every row of the customers' list that the query means, in its order."""
    return lists.each(call, index.CUSTOMERS, query, work)
