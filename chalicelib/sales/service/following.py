"""What changes on a customer follows to his open quotes and orders, and to whom his invoices are shown.

The one trick: candidates come from the lists, each decision is taken on the order read by key, so running it twice,
or late, changes nothing more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from chalicelib.aws.call import Call
from chalicelib.aws.table import Kind
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import service as crm
from chalicelib.crm.rules import Customer
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.pieces import pieces
from chalicelib.readmodel import Row, Table, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.sales import index
from chalicelib.sales.rules.order import Offer
from chalicelib.sales.rules.party import Buyer
from chalicelib.sales.service.composing import buyer_of
from chalicelib.sales.store import ORDERS, QUOTES, RECEIVABLES

CHUNK = 40
NOT_ORDERED = {"field": "order", "op": "empty", "value": True}
T = TypeVar("T", bound=Offer)
OPEN_STATES = {"field": "state", "op": "in", "value": ["draft", "pending", "validated"]}


def follow_customer(call: Call, customer: str) -> int:
    """Carry a customer's present record to his quotes and orders that are not over, and his representative to his
    invoices. Gives how many items changed; 0 for a customer that was deleted since."""
    try:
        owner = crm.customer(reading(call), customer).representative or ""
    except NotFound:
        return 0
    done = 0
    for chunk in pieces(_ids(call, index.ORDERS, customer, OPEN_STATES), CHUNK):
        done += _follow_orders(call, customer, chunk)
    for chunk in pieces(_ids(call, index.QUOTES, customer, NOT_ORDERED), CHUNK):
        done += _follow_quotes(call, customer, chunk)
    for chunk in pieces(_ids(call, index.INVOICES, customer, {"field": "owner", "op": "ne", "value": owner}), CHUNK):
        done += _follow_invoices(call, customer, chunk)
    return done


@use_case("sales.orders.follow_customer")
def _follow_orders(unit: Unit, customer: str, ids: Sequence[str]) -> int:
    return _follow(unit, ORDERS, customer, ids)


@use_case("sales.quotes.follow_customer")
def _follow_quotes(unit: Unit, customer: str, ids: Sequence[str]) -> int:
    return _follow(unit, QUOTES, customer, ids)


def _follow(unit: Unit, kind: Kind[T], customer: str, ids: Sequence[str]) -> int:
    unit.load(*crm.refs(customer), *((kind, id) for id in ids))
    known = crm.customer(unit, customer)
    for id in ids:
        offer = unit.find(kind, id)
        if offer is not None and not offer.over:
            unit.put(kind, id, replace(offer, buyer=_buyer(known, offer.delivery_rank)))
    return sum(1 for _ in unit.touched())


@use_case("sales.invoices.follow_customer")
def _follow_invoices(unit: Unit, customer: str, ids: Sequence[str]) -> int:
    unit.load(*crm.refs(customer), *((RECEIVABLES, id) for id in ids))
    owner = crm.customer(unit, customer).representative or ""
    for id in ids:
        owed = unit.find(RECEIVABLES, id)
        if owed is not None:
            unit.put(RECEIVABLES, id, replace(owed, owner=owner))
    return sum(1 for _ in unit.touched())


def _buyer(customer: Customer, rank: int | None) -> Buyer:
    """As `buyer_of`, for a rank that the customer may have lost since."""
    return buyer_of(customer, rank if rank is not None and rank < len(customer.deliveries) else None)


def _ids(call: Call, table: Table, customer: str, condition: Mapping[str, object]) -> list[str]:
    where = json.dumps({"and": [{"field": "customer", "op": "eq", "value": customer}, condition]})

    def collect(rows: Iterator[Row]) -> list[str]:
        return [row["id"] for row in rows]

    return lists.each(call, table, ListQuery(where=where, fields="id"), collect)
