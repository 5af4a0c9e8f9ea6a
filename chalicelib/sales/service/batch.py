"""Invoicing many orders at once: those named, or every one whose planned day has come.

The one trick: each order is invoiced by its own use case, so a refusal holds back no other, and running it again finds
only what is left; candidates come from the list, each decision is taken on the order read by key.
"""

from __future__ import annotations

import json
from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.unit import reading
from chalicelib.kernel.errors import CaveauError, Conflict
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.sales import index
from chalicelib.sales.rules.order import Order, require_due
from chalicelib.sales.schemas.invoices import BatchIn, BatchOut, IssuedOut, RefusedOut
from chalicelib.sales.service.invoices import issue, order_of

MOST = 100


def invoice_due(call: Call, asked: BatchIn) -> BatchOut:
    """Invoice the orders named that are due, else the first hundred validated ones whose planned day has come; what was
    refused says why, and `left` how many are still due."""
    wanted, due = (asked.orders, len(asked.orders)) if asked.orders is not None else _due(call)
    out = BatchOut(invoices=[], refused=[], left=due - len(wanted))
    for id in wanted:
        number = ""
        try:
            order = order_of(reading(call), id)
            number = order.number
            _require_due(order, call)
            made = issue(replace(call, idempotency=None, if_match=None), id)
            out.invoices.append(
                IssuedOut(order=id, order_number=number, id=made.id, number=made.number, gross=made.totals.gross)
            )
        except CaveauError as refusal:
            out.refused.append(RefusedOut(order=id, order_number=number, code=refusal.code, detail=refusal.detail))
    return out


def _require_due(order: Order, call: Call) -> None:
    require_due(order, call.today)
    if order.state != "validated":
        detail = "Seule une commande validée se facture. Validez-la d'abord."
        raise Conflict("sales.order.transition", detail, state=order.state)


def _due(call: Call) -> tuple[list[str], int]:
    """The orders whose planned day has come, the oldest first, and how many there are."""
    where = {
        "and": [
            {"field": "state", "op": "eq", "value": "validated"},
            {"field": "planned_on", "op": "le", "value": call.today.isoformat()},
        ]
    }
    query = ListQuery(where=json.dumps(where), sort="planned_on,number", limit=MOST)
    page = lists.page(call, index.ORDERS, query)
    return [row["id"] for row in page.items], page.count
