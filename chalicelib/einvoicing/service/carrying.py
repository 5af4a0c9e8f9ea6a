"""Carrying a flow to the platform: any number of times, there once.

The one trick: a flow is marked as tried before it is posted, and one that was tried is looked for by its tracking id
before it is posted again; so a kill at any point, or an answer that was lost, sends nothing twice and loses nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.aws.call import Call
from chalicelib.aws.line import Silent
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.einvoicing import index
from chalicelib.einvoicing.partners import afnor
from chalicelib.einvoicing.partners.afnor import Account, Declined, Sent
from chalicelib.einvoicing.rules.einvoice import FLOWS as PAIRS
from chalicelib.einvoicing.rules.einvoice import SYNTAX, EInvoice, Flow
from chalicelib.einvoicing.service import contents, subjects
from chalicelib.einvoicing.service.platforms import account_of
from chalicelib.einvoicing.store import EINVOICES, FLOWS, PLATFORMS
from chalicelib.kernel.book import WHOLE
from chalicelib.readmodel import ListQuery, lists

LEASE = timedelta(minutes=2)
"""For so long a flow is left to whoever carries it."""
KEYS, SILENT = "keys", "silent"
"""Problems of our own: the platform refuses the keys, or does not answer. Any other is in its words."""


def carry(call: Call, id: str) -> str:
    """Bring a pending flow to the platform; gives the state it is left in ("" when there is none)."""
    call = replace(call, idempotency=None, if_match=None)
    unit = reading(call)
    unit.load((FLOWS, id), (PLATFORMS, WHOLE))
    account, flow = account_of(unit), unit.find(FLOWS, id)
    if account is None or flow is None or flow.state != "pending":
        return flow.state if flow else ""
    if not _tried(call, id):
        return "pending"
    try:
        there = _there(account, id) if flow.tries else None
        number = there.id if there else _posted(call, account, flow)
    except Silent:
        return _left(call, id, SILENT, rejected=False)
    except Declined as no:
        return _left(call, id, KEYS if no.keys else no.words, rejected=not no.keys)
    return _sent(call, id, number)


def carry_left(call: Call) -> int:
    """What is still pending, the oldest first; stops at the first silence. Gives how many left."""
    ids = lists.each(
        call, index.FLOWS, ListQuery(where=_PENDING, sort="asked_at", fields="id"), lambda rows: [r["id"] for r in rows]
    )
    done = 0
    for id in ids:
        state = carry(call, id)
        if state == "pending" and reading(call).get(FLOWS, id).problem in (SILENT, KEYS):
            break
        done += state == "sent"
    return done


_PENDING = '{"field": "state", "op": "eq", "value": "pending"}'


def _there(account: Account, tracking: str) -> Sent | None:
    """The flow that the platform already has under this tracking id."""
    found = [
        one for one in afnor.search(account, trackingId=tracking) if one.tracking == tracking and one.ack != "Error"
    ]
    return found[0] if found else None


def _posted(call: Call, account: Account, flow: Flow) -> str:
    if flow.sort == "invoice":
        _reached(call, account, flow.subject)
    name, content = contents.of(call, flow)
    rule = "B2B" if flow.sort in ("invoice", "status") else "B2C"
    return afnor.post(account, flow.id, name, SYNTAX[flow.sort], rule, content)


def _reached(call: Call, account: Account, invoice: str) -> None:
    """Ask the directory for the buyer, once; its refusal says nothing of the invoice."""
    known = reading(call).get(EINVOICES, invoice)
    if known.reach:
        return
    try:
        there = afnor.reachable(account, known.siren)
    except Declined:
        return
    _reach_kept(call, invoice, "yes" if there else "no")


@use_case("einvoicing.invoice.reach")
def _reach_kept(unit: Unit, invoice: str, reach: str) -> None:
    unit.put(EINVOICES, invoice, replace(unit.get(EINVOICES, invoice), reach=reach))


@use_case("einvoicing.flow.try")
def _tried(unit: Unit, id: str) -> bool:
    """Take the flow to carry it; False when somebody else does."""
    flow = unit.get(FLOWS, id)
    if flow.state != "pending" or (flow.tried_at is not None and unit.at - flow.tried_at < LEASE):
        return False
    unit.put(FLOWS, id, replace(flow, tries=flow.tries + 1, tried_at=unit.at))
    return True


@use_case("einvoicing.flow.leave")
def _left(unit: Unit, id: str, problem: str, *, rejected: bool) -> str:
    flow = unit.get(FLOWS, id)
    unit.load(subjects.ref(flow))
    state = "rejected" if rejected else "pending"
    after = replace(flow, state=state, problem=problem, tried_at=None)
    unit.put(FLOWS, id, after)
    subjects.follow(unit, after)
    return state


@use_case("einvoicing.flow.send")
def _sent(unit: Unit, id: str, number: str) -> str:
    flow = unit.get(FLOWS, id)
    if flow.state != "pending":
        return flow.state
    unit.load(subjects.ref(flow))
    after = replace(flow, state="sent", flow=number, sent_at=unit.at, problem="", tried_at=None)
    unit.put(FLOWS, id, after)
    subjects.follow(unit, after)
    return "sent"


@use_case("einvoicing.flow.answer")
def answered(unit: Unit, told: Sent) -> None:
    """The platform says what it thinks of a flow of ours. What it refuses for being there already changes nothing."""
    flow = unit.find(FLOWS, told.tracking) if told.tracking else None
    if flow is None or told.double or (flow.flow and told.id != flow.flow):
        return
    state = {"Ok": "accepted", "Error": "rejected"}.get(told.ack, "sent")
    if flow.state == "pending":  # we were killed before we wrote that it left
        flow = replace(flow, state="sent", flow=told.id, sent_at=unit.at, problem="", tried_at=None)
    elif (flow.state, state) not in PAIRS:
        return
    after = replace(flow, state=state, problem=told.why if state == "rejected" else "")
    unit.load(subjects.ref(after))
    unit.put(FLOWS, flow.id, after)
    subjects.follow(unit, after)


def asked_again(unit: Unit, id: str) -> None:
    """A rejected flow is to be tried once more."""
    flow = unit.find(FLOWS, id)
    if flow is not None and flow.state == "rejected":
        after = replace(flow, state="pending", problem="", flow="", tried_at=None)
        unit.put(FLOWS, id, after)
        subjects.follow(unit, after)


def opened(unit: Unit, known: EInvoice) -> None:
    """An invoice and the flow that will carry it."""
    unit.put(EINVOICES, known.id, known)
    unit.put(FLOWS, known.id, Flow(known.id, "invoice", known.id, known.number, "pending", unit.at, owner=known.owner))
