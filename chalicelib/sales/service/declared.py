"""The invoices and credit notes dated in a period, for who declares them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading
from chalicelib.readmodel import ListQuery, lists
from chalicelib.sales import index
from chalicelib.sales.rules.deposit import KIND as DEPOSIT
from chalicelib.sales.rules.former import KIND as FORMER
from chalicelib.sales.rules.invoice import Invoice
from chalicelib.sales.store import INVOICES

AT_ONCE = 90


def each_sale(call: Call, first: date, last: date) -> Iterator[Invoice]:
    """Those dated from `first` to `last`, in the order of their numbers, each read by key; none of a former program.
    A deposit is no sale yet, nor is its credit note: the invoice that follows it is, whole."""
    where = {
        "and": [
            {"field": "issued_on", "op": "ge", "value": first.isoformat()},
            {"field": "issued_on", "op": "le", "value": last.isoformat()},
            {"field": "kind", "op": "ne", "value": FORMER},
        ]
    }
    asked = ListQuery(where=json.dumps(where), sort="issued_on,number", fields="id")
    ids = lists.each(call, index.INVOICES, asked, lambda rows: [row["id"] for row in rows])
    for at in range(0, len(ids), AT_ONCE):
        unit, some = reading(call), ids[at : at + AT_ONCE]
        unit.load(*((INVOICES, id) for id in some))
        found = [unit.get(INVOICES, id) for id in some]
        unit.load(*((INVOICES, before.id) for said in found for before in said.preceding))
        yield from (said for said in found if said.kind != DEPOSIT and not _of_deposit(unit, said))


def _of_deposit(unit: Unit, said: Invoice) -> bool:
    before = [unit.find(INVOICES, one.id) for one in said.preceding]
    return any(one is not None and one.kind == DEPOSIT for one in before)
