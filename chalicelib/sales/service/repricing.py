"""Drafts priced again when the way their grid counts has changed.

The one trick: candidates come from the list, and each draft is decided on the item read by key: one that has left its
draft since is left alone, and so are typed prices.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.rules import Packaging
from chalicelib.kernel.errors import CaveauError
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.sales import index
from chalicelib.sales.rules.order import Line, Offer
from chalicelib.sales.schemas import LineIn, OrderIn
from chalicelib.sales.service.composing import composed, filled, refs
from chalicelib.sales.store import ORDERS


def reprice_drafts(call: Call, grid: str) -> int:
    """Price again every draft of this grid; gives how many were looked at. Validated orders keep their prices."""
    tree = [{"field": "grid", "op": "eq", "value": grid}, {"field": "state", "op": "eq", "value": "draft"}]

    def ids(rows: Iterator[Row]) -> list[str]:
        return [row["id"] for row in rows]

    found = lists.each(call, index.ORDERS, ListQuery(where=json.dumps({"and": tree}), fields="id"), ids)
    return sum(_again(call, id) for id in found)


def _again(call: Call, id: str) -> int:
    try:
        return _repriced(call, id)
    except CaveauError:
        # A draft that can no longer be composed (an address or a packaging is gone) says so when it is opened.
        return 0


@use_case("sales.order.reprice")
def _repriced(unit: Unit, id: str) -> int:
    order = unit.find(ORDERS, id)
    if order is None or order.state != "draft":
        return 0
    unit.load(*refs(unit, asked_of(order, {})))
    asked = asked_of(order, {one.id: one for one in catalogue.packagings(unit).items})
    made = composed(unit, asked, order.ordered_on, {line.variant for line in order.lines})
    unit.put(ORDERS, id, filled(order, asked, made, unit, order.ordered_on))
    return 1


def asked_of(order: Offer, packagings: Mapping[str, Packaging]) -> OrderIn:
    """What was asked, from the order as it is stored."""
    return OrderIn(
        customer=order.buyer.id,
        lines=[_line(line, packagings) for line in order.lines],
        grid=order.asked_grid,
        discount_percent=order.discount.percent,
        discount_amount=order.discount.amount or None,
        delivery=order.delivery_rank,
        ordered_on=order.ordered_on,
        planned_on=order.planned_on,
        language="en" if order.language == "en" else "fr",
        payment_term=order.payment_term,
        payment_method=order.payment_method,
        reference=order.reference,
        comment_private=order.comment_private,
        comment_printed=order.comment_printed,
        comment_on=list(order.comment_on),
        channel=order.channel,
        delivered=order.delivered,
        shipping=order.asked_shipping,
        duty=order.asked_duty,
        vat_relief=order.vat_relief,
        depot=order.asked_depot,
        agent=order.asked_agent,
        currency=order.asked_currency,
        rate=order.asked_rate,
    )


def _line(line: Line, packagings: Mapping[str, Packaging]) -> LineIn:
    priced = line.priced
    packaging = packagings.get(line.packaging or "")
    in_packs = packaging is not None and packaging.quantity == priced.per_pack
    return LineIn(
        variant=line.variant,
        quantity=None if in_packs else line.quantity,
        packaging=packaging.id if packaging else None,
        packs=priced.quantity if in_packs else None,
        free=line.free,
        unit_price=priced.unit_price if priced.manual else None,
        discount=line.percent,
        per_col=line.per_col,
        label=line.label,
        capsule=line.asked_capsule,
        commission=line.commission,
    )
