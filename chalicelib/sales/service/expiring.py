"""Quotes nobody answered, closed the night after their last day.

The one trick: candidates come from the list, each is decided on the item read by key: one that was answered or
prolonged meanwhile is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, use_case
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.sales import index
from chalicelib.sales.rules import quote as rules
from chalicelib.sales.service.quotes import closed
from chalicelib.sales.store import QUOTES
from chalicelib.tenancy.service.everywhere import company_ids


def expire_everywhere(call: Call) -> int:
    """Every company's quotes past their last day; gives how many were closed."""
    return sum(expire(call.within(company)) for company in company_ids(call))


def expire(call: Call) -> int:
    """One company's."""

    def ids(rows: Iterator[Row]) -> list[str]:
        return [row["id"] for row in rows]

    past = {"field": "valid_until", "op": "lt", "value": call.today.isoformat()}
    where = json.dumps({"and": [{"field": "state", "op": "eq", "value": "sent"}, past]})
    found = lists.each(call, index.QUOTES, ListQuery(where=where, fields="id"), ids)
    return sum(_expired(call, id) for id in found)


@use_case("sales.quote.expire")
def _expired(unit: Unit, id: str) -> int:
    quote = unit.find(QUOTES, id)
    if quote is None or not rules.expired(quote, unit.today):
        return 0
    unit.put(QUOTES, id, replace(closed(unit, replace(quote, state="expired")), updated_at=unit.at))
    return 1
