"""What becomes of debits: money recorded, money lost again, payouts.

The one trick: an event of the partner only says what moved; its state is then read from him, so events that come
twice, late or in any order lead where the partner is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.aws.call import Call, system_call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.debits import partners
from chalicelib.debits.partners import NAME, PaymentTold, PayoutTold
from chalicelib.debits.rules import debit as rules
from chalicelib.debits.rules.debit import LOST, RECEIVED, Collection, Debit, State
from chalicelib.debits.service import mandates
from chalicelib.debits.store import COLLECTIONS
from chalicelib.payments import service as payments
from chalicelib.payments.rules.payout import Part, Payout, payout_id, require_sum
from chalicelib.payments.schemas import AllocationIn, PaymentIn
from chalicelib.payments.service import connectors
from chalicelib.payments.service.shown import known as payment_of
from chalicelib.sales import service as sales
from chalicelib.sales.rules.receivable import Receivable
from chalicelib.tenancy.rules.tasks import Subject
from chalicelib.tenancy.service import tasks

CAUSES = {
    "failed": "Rejeté par la banque",
    "charged_back": "Contesté par le client",
    "cancelled": "Annulé",
}


def take_events(call: Call, content: bytes, signature: str) -> None:
    """Events of GoCardless, in whatever order. BadSignature (498) when it did not sign them; Unavailable when it is
    silent, so that they are told again later."""
    secret = connectors.secret_of(reading(call), NAME)
    told = partners.events(content, signature, secret)
    ours = system_call(NAME, call.company, call.now, call.request_id)
    unit = reading(ours)
    unit.load(*connectors.connector_refs(NAME))
    key = mandates.key(unit)
    for (kind, id), cause in _moved(told).items():
        _FOLLOWED[kind](ours, key, id, cause)


def _moved(told: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """What moved, once each, with the last cause given."""
    found: dict[tuple[str, str], str] = {}
    for one in told:
        kind = str(one.get("resource_type"))
        id = one["links"].get(_LINKS.get(kind, ""))
        if id and kind in _FOLLOWED:
            cause = (one.get("details") or {}).get("description") if one.get("action") in CAUSES else ""
            found[kind, str(id)] = str(cause or found.get((kind, str(id)), ""))[:200]
    return found


def _request(call: Call, key: str, id: str, cause: str) -> None:
    told = partners.asked(key, id)
    if told.about.get("company") == call.company:
        mandates.signed(call, told)


def _mandate(call: Call, key: str, id: str, cause: str) -> None:
    told = partners.mandate(key, id)
    if told.about.get("company") == call.company:
        mandates.followed(call, told.about.get("customer", ""), told)


def _payment(call: Call, key: str, id: str, cause: str) -> None:
    told = partners.payment(key, id)
    if told.about.get("company") == call.company:
        followed(call, told, cause)


def _payout(call: Call, key: str, id: str, cause: str) -> None:
    told = partners.payout(key, id)
    if told.status == "paid":
        _paid_out(call, told)


_LINKS = {"billing_requests": "billing_request", "mandates": "mandate", "payments": "payment", "payouts": "payout"}
_FOLLOWED = {"billing_requests": _request, "mandates": _mandate, "payments": _payment, "payouts": _payout}


@use_case("debits.debit.follow")
def followed(unit: Unit, told: PaymentTold, cause: str = "", settled: bool = False) -> None:
    """What the partner says of a payment. One that we were killed before writing down is written down."""
    invoice = told.about.get("invoice", "")
    unit.load((COLLECTIONS, invoice), *sales.receivable_refs(invoice), *connectors.connector_refs(NAME))
    owed, to = sales.receivable(unit, invoice), rules.TOLD.get(told.status)
    known = unit.find(COLLECTIONS, invoice) or opened(owed)
    debit = known.known_as(told.id)
    if debit is None:
        known = rules.added(known, _first(unit, told))
        debit = known.debits[-1]
        unit.put(COLLECTIONS, invoice, known)
    if to is not None:
        debit = replace(debit, charge_on=told.charge_on)
        step(unit, known, debit, to, rules.SETTLED if settled else cause or CAUSES.get(to, ""))


def opened(owed: Receivable) -> Collection:
    """An invoice of which nothing was debited yet."""
    return Collection(
        owed.invoice,
        owed.number,
        owed.customer,
        owed.customer_code,
        owed.customer_name,
        owed.owner,
        owed.currency,
    )


def _first(unit: Unit, told: PaymentTold) -> Debit:
    """A payment of the partner as it is first written down: asked, whatever it is by now."""
    due_on, _, attempt = told.about.get("debit", "").partition(".")
    return Debit(
        rank=0,
        due_on=date.fromisoformat(due_on) if due_on else told.charge_on,
        attempt=int(attempt or 1),
        amount=told.amount,
        state="submitted",
        charge_on=told.charge_on,
        mandate=told.mandate,
        asked_at=unit.at,
        moved_on=unit.today,
        reference=told.id,
    )


def step(unit: Unit, known: Collection, debit: Debit, to: State, cause: str) -> None:
    """A debit in another state, with what that does to the invoice; nothing when its life cycle does not allow it."""
    after = rules.moved(debit, to, unit.today, cause if to not in RECEIVED else "")
    if to in RECEIVED and after is not debit and not after.payment:
        after = replace(after, payment=_record(unit, known, after))
    if to in (*LOST, "cancelled") and after is not debit and after.payment:
        _undo(unit, after.payment, cause)
        after = replace(after, payment="")
    if to in LOST and after is not debit:
        _alert(unit, known, after)
    settled = sales.receivable(unit, known.invoice).balance <= 0
    final = replace(rules.changed(known, after), settled=settled)
    if final != unit.find(COLLECTIONS, known.invoice):
        unit.put(COLLECTIONS, known.invoice, final)


def _record(unit: Unit, known: Collection, debit: Debit) -> str:
    """The money: given to the invoice as far as something is due, the rest to the customer."""
    owed = sales.receivable(unit, known.invoice)
    given = min(debit.amount, max(owed.balance, 0))
    parts = [AllocationIn(invoice=known.invoice, amount=given, rest="keep")] if given else []
    asked = PaymentIn(
        customer=owed.customer,
        method=connectors.method_of(unit, NAME) if debit.reference else "direct_debit",
        amount=debit.amount,
        received_on=min(debit.charge_on, unit.today),
        reference=debit.reference or debit.file,
        allocations=parts,
    )
    return payments.record(unit, asked).id


def _undo(unit: Unit, payment: str, cause: str) -> None:
    """The counter-entry. What a person undid or gave back by hand stays as he left it."""
    found = payment_of(unit, payment)
    if found.state == "recorded" and not found.refunds:
        payments.cancel(unit, payment, cause or "Prélèvement rejeté")


def _alert(unit: Unit, known: Collection, debit: Debit) -> None:
    about = Subject("invoice", known.invoice, f"{known.number} · {known.customer_name}"[:200])
    euros = f"{debit.amount // 100},{debit.amount % 100:02d} €"
    what = "contesté" if debit.state == "charged_back" else "rejeté"
    title = f"Prélèvement {what} : {known.number}, {euros}"[:200]
    text = f"{known.customer_name}. {debit.cause} La facture est de nouveau due."
    tasks.tell(unit, about, title, text, preferred=known.owner or None)


@use_case("debits.payout.keep")
def _paid_out(unit: Unit, told: PayoutTold) -> None:
    """A payout, once. Conflict when payments less fees are not what came."""
    unit.load(*connectors.connector_refs(NAME), *sales.method_refs())
    method = sales.method(unit, connectors.method_of(unit, NAME))
    parts = tuple(Part(reference, amount) for reference, amount in told.items)
    gross = require_sum(told.amount, told.fees, parts)
    payments.keep_payout(
        unit,
        Payout(
            id=payout_id(NAME, told.id),
            partner=NAME,
            reference=told.reference,
            paid_on=min(told.arrived_on, unit.today),
            gross=gross,
            fees=told.fees,
            net=told.amount,
            method_kind=method.kind,
            account=method.account or "",
            parts=parts,
            recorded_at=unit.at,
            currency=told.currency,
        ),
    )
