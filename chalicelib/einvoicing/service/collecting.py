"""Status 212 (encaissée): what was collected on an invoice, told once it is settled by money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, use_case
from chalicelib.einvoicing.rules import statuses
from chalicelib.einvoicing.rules.einvoice import Flow, cut
from chalicelib.einvoicing.service.carrying import carry
from chalicelib.einvoicing.store import EINVOICES, FLOWS
from chalicelib.sales import service as sales

MONEY = "pay_"
"""How the id of what money settled begins."""


def collect(call: Call, invoices: Iterable[str]) -> int:
    """Tell of those that are settled and at the platform; gives how many were told."""
    asked = [flow for id in dict.fromkeys(invoices) if (flow := _collected(call, id))]
    return sum(carry(call, flow) == "sent" for flow in asked)


@use_case("einvoicing.invoice.collect")
def _collected(unit: Unit, id: str) -> str:
    """The flow of the status; "" when there is nothing to tell."""
    unit.load((EINVOICES, id), *sales.receivable_refs(id))
    known = unit.find(EINVOICES, id)
    if known is None or known.told or not known.alive or known.state == statuses.FIRST:
        return ""
    owed = sales.receivable(unit, id)
    money = sum(one.amount for one in owed.settlements if one.source.startswith(MONEY))
    if owed.balance > 0 or money <= 0:
        return ""
    rates = [(rate, gross) for rate, _, gross in sales.rates_of(unit, id)]
    flow = Flow(
        id=f"{id}-212-{known.told + 1}",
        sort="status",
        subject=id,
        number=known.number,
        state="pending",
        asked_at=unit.at,
        code=statuses.COLLECTED,
        parts=cut(money, rates),
        owner=known.owner,
    )
    unit.put(FLOWS, flow.id, flow)
    unit.put(EINVOICES, id, replace(known, told=known.told + 1))
    return flow.id
