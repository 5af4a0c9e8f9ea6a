"""Payments of customers that were one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, use_case
from chalicelib.crm import service as crm
from chalicelib.payments import index
from chalicelib.payments.store import PAYMENTS
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery

MERGED_AT_ONCE = 40


def follow_merge(call: Call, gone: str, into: str) -> int:
    """Give the payments of `gone` to `into`, which stays; how many changed. Twice changes nothing more."""
    where = json.dumps({"field": "customer", "op": "eq", "value": gone})
    ids: list[str] = lists.each(
        call, index.PAYMENTS, ListQuery(where=where, fields="id"), lambda rows: [row["id"] for row in rows]
    )
    chunks = [ids[at : at + MERGED_AT_ONCE] for at in range(0, len(ids), MERGED_AT_ONCE)]
    return sum(_merged(call, chunk, gone, into) for chunk in chunks)


@use_case("payments.follow_merge")
def _merged(unit: Unit, ids: Sequence[str], gone: str, into: str) -> int:
    unit.load(*crm.refs(into), *((PAYMENTS, id) for id in ids))
    kept = crm.customer(unit, into)
    for id in ids:
        payment = unit.find(PAYMENTS, id)
        if payment is not None and payment.customer == gone:
            owner = kept.representative or ""
            unit.put(PAYMENTS, id, replace(payment, customer=kept.id, customer_code=kept.code, owner=owner))
    return sum(1 for _ in unit.touched())
