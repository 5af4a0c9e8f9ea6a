"""Events of Stripe: each once, in whatever order.

The one trick: an event is written down in the commit that does what it says, so told again it does nothing; one that
is about what is still to come is refused, and Stripe tells it again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.aws.call import Call, system_call
from chalicelib.aws.log import logger
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import CaveauError, Conflict
from chalicelib.payments.partners import stripe
from chalicelib.payments.rules.link import Attempt, Dispute, PayLink, disputed, moved
from chalicelib.payments.schemas import AllocateIn, AllocationIn, PaymentIn, RefundIn
from chalicelib.payments.service.collected import take_payout
from chalicelib.payments.service.connectors import STRIPE, secret_of
from chalicelib.payments.service.recording import allocate, record
from chalicelib.payments.service.refunding import refund
from chalicelib.payments.store import CONNECTORS, EVENTS, INTENTS, LINKS, PAYMENTS, PaidBy, Taken
from chalicelib.sales import service as sales
from chalicelib.sales.rules.receivable import Settlement

Told = dict[str, Any]


def take_event(call: Call, content: bytes, signature: str) -> None:
    """An event of Stripe. Malformed (400) when it is not signed by it; Conflict when it is about what is still to come,
    so that it is told again later."""
    told = stripe.event(content, signature, secret_of(reading(call), STRIPE), call.now)
    about, type = told.get("data", {}).get("object", {}), str(told.get("type"))
    ours = system_call(STRIPE, call.company, call.now, call.request_id)
    if not isinstance(about, dict):
        return
    if type in PAYOUTS:
        take_payout(ours, str(about.get("id", "")))
    elif type in _HANDLERS:
        _take(ours, str(told["id"]), type, about)


@use_case("payments.event.take")
def _take(unit: Unit, id: str, type: str, about: Told) -> None:
    event = f"{STRIPE}:{id}"
    document = _document(unit, about)
    if not document:
        logger.info("event of nothing of ours", extra={"event": type})
        return
    unit.load((EVENTS, event), (LINKS, document), (CONNECTORS, STRIPE))
    link = unit.find(LINKS, document)
    if unit.find(EVENTS, event) is not None or link is None:
        return
    _HANDLERS[type](unit, link, about)
    unit.put(EVENTS, event, Taken(type, unit.at))


def _document(unit: Unit, about: Told) -> str:
    """Which document the event is about: as we told Stripe when we asked for its page, else by the payment."""
    named = str((about.get("metadata") or {}).get("document") or about.get("client_reference_id") or "")
    intent = str(about.get("payment_intent") or "")
    if named or not intent:
        return named
    known = unit.find(INTENTS, intent_id(intent))
    return known.document if known else ""


def intent_id(intent: str) -> str:
    return f"{STRIPE}:{intent}"


def _paid(unit: Unit, link: PayLink, about: Told) -> None:
    """Money on a page: recorded once, given to the invoice as far as something is due; the rest, and all that is paid
    of a quote or an order, is the customer's credit."""
    session, amount = str(about["id"]), int(about["amount_total"])
    intent = str(about.get("payment_intent") or "")
    if about.get("payment_status") != "paid":
        return
    if link.of(session) is None:  # we were killed before we wrote that page down
        link = replace(link, attempts=(*link.attempts, Attempt(session, "", amount, "created", unit.at)))
    attempt = link.of(session)
    assert attempt is not None
    if attempt.payment:
        return
    owed = sales.payable(unit, link.id)
    invoiced = owed.kind == "invoice"
    given = min(amount, owed.amount) if invoiced else 0
    asked = PaymentIn(
        customer=owed.customer,
        method=unit.get(CONNECTORS, STRIPE).method,
        amount=amount,
        currency=owed.currency,
        reference=intent or session,
        allocations=[AllocationIn(invoice=owed.id, amount=given, rest="keep")] if given else [],
    )
    payment = record(unit, asked)
    if not invoiced:
        sales.add_advance(unit, owed.id, Settlement(payment.id, payment.number, amount, unit.today))
        unit.put(PAYMENTS, payment.id, replace(unit.get(PAYMENTS, payment.id), advance=owed.id))
    if intent:
        unit.put(INTENTS, intent_id(intent), PaidBy(link.id, payment.id, payment.number, payment.customer_name))
    link = unit.find(LINKS, link.id) or link
    if link.of(session) is None:
        link = replace(link, attempts=(*link.attempts, attempt))
    unit.put(LINKS, link.id, moved(link, session, "paid", unit.at, intent, payment.id, payment.number))


def _expired(unit: Unit, link: PayLink, about: Told) -> None:
    unit.put(LINKS, link.id, moved(link, str(about["id"]), "expired", unit.at))


def _refunded(unit: Unit, link: PayLink, about: Told) -> None:
    """What Stripe gave back of a charge, all refunds together: what we have not yet is given back here."""
    _give_back(unit, link, about, int(about["amount_refunded"]), str(about["id"]))


def _give_back(unit: Unit, link: PayLink, about: Told, together: int, reference: str) -> None:
    intent = str(about.get("payment_intent") or "")
    attempt = next((one for one in link.attempts if one.intent == intent and one.payment), None)
    if attempt is None:
        raise Conflict("payments.webhook.early", "Le règlement remboursé n'est pas encore connu. Redites-le plus tard.")
    payment = unit.get(PAYMENTS, attempt.payment)
    more = min(together, payment.amount) - payment.refunded
    if more > 0 and payment.state == "recorded":
        refund(unit, payment.id, RefundIn(method=payment.method, amount=more, reference=reference))


def _disputed(unit: Unit, link: PayLink, about: Told) -> None:
    """The customer's bank took money back: said on the invoice and as a task, for it asks for an answer. Lost, it is a
    refund."""
    due = (about.get("evidence_details") or {}).get("due_by")
    told = Dispute(
        id=str(about["id"]),
        amount=int(about["amount"]),
        reason=str(about.get("reason") or "")[:60],
        status=str(about.get("status") or "")[:40],
        opened_at=unit.at,
        due_by=datetime.fromtimestamp(int(due), UTC) if due else None,
    )
    after = disputed(link, told, unit.at)
    if after is link:
        return
    unit.put(LINKS, link.id, after)
    if told.status == "lost":
        intent = str(about.get("payment_intent") or "")
        attempt = next((one for one in link.attempts if one.intent == intent and one.payment), None)
        back = unit.get(PAYMENTS, attempt.payment).refunded if attempt else 0
        _give_back(unit, after, about, back + told.amount, told.id)
    elif not told.over:
        _alert(unit, link, told)


def _alert(unit: Unit, link: PayLink, told: Dispute) -> None:
    from chalicelib.tenancy.rules.tasks import Subject  # noqa: PLC0415 - seldom
    from chalicelib.tenancy.service import tasks  # noqa: PLC0415 - seldom

    title = f"Paiement par carte contesté : {link.number}, {link.customer_name}"[:200]
    text = "La banque du client a repris l'argent. Répondez sur les pages de Stripe, preuves à l'appui."
    tasks.tell(unit, Subject("customer", link.customer, link.customer_name), title, text, preferred=link.owner or None)


PAYOUTS = frozenset({"payout.paid", "payout.reconciliation_completed"})
_HANDLERS: dict[str, Callable[[Unit, PayLink, Told], None]] = {
    "checkout.session.completed": _paid,
    "checkout.session.async_payment_succeeded": _paid,
    "checkout.session.expired": _expired,
    "charge.refunded": _refunded,
    "charge.dispute.created": _disputed,
    "charge.dispute.updated": _disputed,
    "charge.dispute.closed": _disputed,
}


# --- what was paid beforehand pays the invoice


def follow_invoice(call: Call, invoice: str, order: str) -> int:
    """Give an invoice what was paid by card of its order and quote; how many payments. Twice gives nothing more."""
    ours = system_call("payment link", call.company, call.now, call.request_id)
    return sum(_given(ours, payment, invoice) for payment in sales.advances_of(reading(ours), order))


def _given(call: Call, payment: str, invoice: str) -> int:
    unit = reading(call)
    known, owed = unit.get(PAYMENTS, payment), sales.payable(unit, invoice)
    amount = min(known.unallocated, owed.amount)
    if amount <= 0:
        return 0
    try:
        allocate(call, payment, AllocateIn(allocations=[AllocationIn(invoice=invoice, amount=amount, rest="keep")]))
    except CaveauError as refusal:  # another customer's by now, or given away meanwhile: it stays his credit
        logger.warning("advance not given", extra={"payment": payment, "why": refusal.code})
        return 0
    return 1
