"""What a customer owes on his invoices, from the very rows that lists show."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

from chalicelib.aws.call import Call
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.sales import index
from chalicelib.sales.rules.former import KIND as FORMER

T = TypeVar("T")


def open_invoices(call: Call, customer: str) -> list[Row]:
    """The rows of the invoices that are not settled (overpaid ones too), the oldest due first."""
    where = {
        "and": [{"field": "customer", "op": "eq", "value": customer}, {"field": "balance", "op": "ne", "value": 0}]
    }
    asked = ListQuery(where=json.dumps(where), sort="due_on,number")
    return lists.each(call, index.INVOICES, asked, lambda rows: list(rows))


def each_late(call: Call, days: int, work: Callable[[Iterator[Row]], T]) -> T:
    """Give `work` the id and the due date of every invoice not paid so many days after it was due, the oldest first."""
    until = (call.today - timedelta(days=days)).isoformat()
    where = {
        "and": [
            {"field": "balance", "op": "gt", "value": 0},
            {"field": "due_on", "op": "le", "value": until},
            {"field": "kind", "op": "ne", "value": FORMER},
        ]
    }
    asked = ListQuery(where=json.dumps(where), sort="due_on,number", fields="id,due_on")
    return lists.each(call, index.INVOICES, asked, work)
