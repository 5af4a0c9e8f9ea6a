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
    """The rows of the invoices that are not settled (overpaid ones too), the oldest due first; one that has a schedule
    gives a row for each instalment still due, with its own `due_on`, `gross` (0 after the first), `paid` and
    `balance`."""
    where = {
        "and": [{"field": "customer", "op": "eq", "value": customer}, {"field": "balance", "op": "ne", "value": 0}]
    }
    asked = ListQuery(where=json.dumps(where), sort="due_on,number")
    rows = lists.each(call, index.INVOICES, asked, lambda rows: list(rows))
    his = ListQuery(where=json.dumps({"field": "customer", "op": "eq", "value": customer}), sort="due_on,id")
    planned: dict[str, list[Row]] = {}
    for one in lists.each(call, index.INSTALMENTS, his, lambda found: list(found)):
        planned.setdefault(one["invoice"], []).append(one)
    parts = [part for row in rows for part in _by_instalment(row, planned.get(row["id"], []))]
    return sorted(parts, key=lambda row: (row["due_on"], row["number"]))


def _by_instalment(row: Row, planned: list[Row]) -> list[Row]:
    """The row of an invoice, one for each instalment still due: the first also tells what was invoiced and paid."""
    return [
        {
            **row,
            "due_on": one["due_on"],
            "balance": one["balance"],
            "gross": row["gross"] if not at else 0,
            "paid": row["paid"] if not at else 0,
        }
        for at, one in enumerate(planned)
    ] or [row]


def in_instalments(call: Call) -> set[str]:
    """The ids of the invoices of which an instalment is still due."""
    asked = ListQuery(fields="invoice")
    return lists.each(call, index.INSTALMENTS, asked, lambda rows: {row["invoice"] for row in rows})


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


def each_open(call: Call, work: Callable[[Iterator[Row]], T]) -> T:
    """Give `work` the id and the customer of every invoice of ours on which something is due, the oldest due first."""
    where = {"and": [{"field": "balance", "op": "gt", "value": 0}, {"field": "kind", "op": "ne", "value": FORMER}]}
    asked = ListQuery(where=json.dumps(where), sort="due_on,number", fields="id,customer")
    return lists.each(call, index.INVOICES, asked, work)
