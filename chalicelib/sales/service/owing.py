"""What a customer owes on his invoices, from the very rows that lists show."""

from __future__ import annotations

import json

from chalicelib.aws.call import Call
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.sales import index


def open_invoices(call: Call, customer: str) -> list[Row]:
    """The rows of the invoices that are not settled (overpaid ones too), the oldest due first."""
    where = {
        "and": [{"field": "customer", "op": "eq", "value": customer}, {"field": "balance", "op": "ne", "value": 0}]
    }
    asked = ListQuery(where=json.dumps(where), sort="due_on,number")
    return lists.each(call, index.INVOICES, asked, lambda rows: list(rows))
