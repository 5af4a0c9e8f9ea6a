"""Quotes, orders and receivables of a customer that was found to be another one.

The one trick: only what still moves follows (quotes, orders, what is due); an issued invoice keeps its buyer for ever,
and is listed with the customer that stays because its receivable is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from chalicelib.aws.call import Call
from chalicelib.aws.table import Kind
from chalicelib.aws.unit import Unit, use_case
from chalicelib.crm import service as crm
from chalicelib.crm.rules import Customer
from chalicelib.kernel.pieces import pieces
from chalicelib.readmodel import Row, Table, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.sales import index
from chalicelib.sales.rules.order import Offer
from chalicelib.sales.service.composing import buyer_of
from chalicelib.sales.store import ORDERS, QUOTES, RECEIVABLES

CHUNK = 40
T = TypeVar("T", bound=Offer)


def follow_merge(call: Call, gone: str, into: str) -> int:
    """Give the quotes, orders and receivables of `gone` to `into`; how many items changed. Twice changes no more."""
    done = 0
    for ids in pieces(_ids(call, index.ORDERS, gone), CHUNK):
        done += _orders(call, ids, gone, into)
    for ids in pieces(_ids(call, index.QUOTES, gone), CHUNK):
        done += _quotes(call, ids, gone, into)
    for ids in pieces(_ids(call, index.INVOICES, gone), CHUNK):
        done += _receivables(call, ids, gone, into)
    return done


@use_case("sales.orders.follow_merge")
def _orders(unit: Unit, ids: Sequence[str], gone: str, into: str) -> int:
    return _offers(unit, ORDERS, ids, gone, into)


@use_case("sales.quotes.follow_merge")
def _quotes(unit: Unit, ids: Sequence[str], gone: str, into: str) -> int:
    return _offers(unit, QUOTES, ids, gone, into)


def _offers(unit: Unit, kind: Kind[T], ids: Sequence[str], gone: str, into: str) -> int:
    unit.load(*crm.refs(into), *((kind, id) for id in ids))
    kept = crm.customer(unit, into)
    for id in ids:
        offer = unit.find(kind, id)
        if offer is not None and offer.buyer.id == gone:
            unit.put(kind, id, _given(offer, kept))
    return sum(1 for _ in unit.touched())


def _given(order: T, kept: Customer) -> T:
    """An order or quote that is not over has the buyer as he is now, delivered where it was to be; one that is over
    keeps what it said, under the customer that stays."""
    if order.over:
        return replace(order, buyer=replace(order.buyer, id=kept.id, code=kept.code, owner=kept.representative or ""))
    there = order.buyer.destination
    found = [rank for rank, one in enumerate(kept.deliveries) if one.lines == there.lines and one.town == there.town]
    rank = found[0] if found else None
    return replace(order, buyer=replace(buyer_of(kept, rank), delivery=order.buyer.delivery), delivery_rank=rank)


@use_case("sales.invoices.follow_merge")
def _receivables(unit: Unit, ids: Sequence[str], gone: str, into: str) -> int:
    unit.load(*crm.refs(into), *((RECEIVABLES, id) for id in ids))
    kept = crm.customer(unit, into)
    for id in ids:
        owed = unit.find(RECEIVABLES, id)
        if owed is not None and owed.customer == gone:
            owner = kept.representative or ""
            unit.put(RECEIVABLES, id, replace(owed, customer=kept.id, customer_code=kept.code, owner=owner))
    return sum(1 for _ in unit.touched())


def _ids(call: Call, table: Table, customer: str) -> list[str]:
    where = json.dumps({"field": "customer", "op": "eq", "value": customer})

    def collect(rows: Iterator[Row]) -> list[str]:
        return [row["id"] for row in rows]

    return lists.each(call, table, ListQuery(where=where, fields="id"), collect)
