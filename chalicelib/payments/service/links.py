"""Paying an invoice by card on Stripe's page.

The one trick: the link we give is ours and signed, and leads to a page of what is due at that moment; the partner is
asked before anything is written, with a key made of invoice, attempt and amount, so that a kill between his answer and
our record gives the same page again.
"""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import replace
from typing import Any

from chalicelib.aws import secrets
from chalicelib.aws.call import Call, system_call
from chalicelib.aws.config import config
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import CaveauError, Conflict, NotFound, Refused
from chalicelib.payments.partners import stripe
from chalicelib.payments.rules.link import Attempt, PayLink, State, moved
from chalicelib.payments.schemas import AllocationIn, LinkIn, LinkOut, PageOut, PaymentIn, PaymentOut, RefundIn
from chalicelib.payments.service.connectors import key_of, secret_of
from chalicelib.payments.service.recording import record
from chalicelib.payments.service.refunding import refund
from chalicelib.payments.store import CONNECTORS, EVENTS, LINKS, PAYMENTS, Taken
from chalicelib.sales import service as sales
from chalicelib.sales.rules.receivable import Receivable
from chalicelib.tenancy import service as tenancy

STRIPE = "stripe"


def make_link(call: Call, asked: LinkIn) -> LinkOut:
    """The link to pay an invoice. Refused when nothing is due; Conflict without a connector; Unavailable when the
    partner is silent, and then nothing is written."""
    unit = reading(call)
    unit.load(*sales.receivable_refs(asked.invoice), (LINKS, asked.invoice), (CONNECTORS, STRIPE))
    owed = sales.receivable(unit, asked.invoice)
    return _renewed(call, unit, owed, "sent" if asked.sent else "created")


def open_page(call: Call, invoice: str, token: str) -> PageOut:
    """What a customer who follows the link is shown. NotFound unless the token is that of the invoice."""
    if not hmac.compare_digest(token.encode(), _token(call.company, invoice).encode()):
        raise NotFound("payments.link.not_found", "Ce lien n'existe pas ou plus.")
    ours = system_call("payment link", call.company, call.now, call.request_id)
    unit = reading(ours)
    unit.load(*sales.receivable_refs(invoice), (LINKS, invoice), (CONNECTORS, STRIPE), *tenancy.refs(on=unit.today))
    owed, seller = sales.receivable(unit, invoice), tenancy.company(unit).name
    shown = {"number": owed.number, "seller": seller, "currency": owed.currency}
    if owed.balance <= 0:
        return PageOut(**shown, state="paid", amount=0, url="")
    _renewed(ours, unit, owed, "opened")
    link = reading(ours).get(LINKS, invoice)
    assert link.last is not None
    return PageOut(**shown, state="due", amount=link.last.amount, url=link.last.url)


def closed(call: Call, out: PaymentOut) -> PaymentOut:
    """Close the partner's pages that are void by what was written. Silence is borne: what is paid there all the same is
    kept, and the next opening closes them."""
    with suppress(CaveauError):
        key = key_of(reading(call), STRIPE) if out.voided else ""
        for session in out.voided:
            stripe.close(key, session)
    return out


def take_event(call: Call, content: bytes, signature: str) -> None:
    """An event of Stripe: each once, in whatever order. Malformed (400) when it is not signed by it; Conflict when
    it is about what is still to come, so that it is told again later."""
    told = stripe.event(content, signature, secret_of(reading(call), STRIPE), call.now)
    about = told.get("data", {}).get("object", {})
    work = _HANDLERS.get(str(told.get("type")))
    if work is not None and isinstance(about, dict):
        _take(system_call(STRIPE, call.company, call.now, call.request_id), str(told["id"]), str(told["type"]), about)


@use_case("payments.event.take")
def _take(unit: Unit, id: str, type: str, about: dict[str, Any]) -> None:
    event = f"{STRIPE}:{id}"
    invoice = str((about.get("metadata") or {}).get("invoice") or about.get("client_reference_id") or "")
    if not invoice:
        return
    unit.load((EVENTS, event), (LINKS, invoice), *sales.receivable_refs(invoice), (CONNECTORS, STRIPE))
    link = unit.find(LINKS, invoice)
    if unit.find(EVENTS, event) is not None or link is None:
        return
    _HANDLERS[type](unit, link, about)
    unit.put(EVENTS, event, Taken(type, unit.at))


def _paid(unit: Unit, link: PayLink, about: dict[str, Any]) -> None:
    """Money on a page: recorded once, given to the invoice as far as something is due, the rest to the customer."""
    session, amount = str(about["id"]), int(about["amount_total"])
    if about.get("payment_status") != "paid":
        return
    if link.of(session) is None:  # we were killed before we wrote that page down
        link = replace(link, attempts=(*link.attempts, Attempt(session, "", amount, "created", unit.at)))
    attempt = link.of(session)
    assert attempt is not None
    if attempt.payment:
        return
    owed = sales.receivable(unit, link.id)
    given = min(amount, max(owed.balance, 0))
    parts = [AllocationIn(invoice=link.id, amount=given, rest="keep")] if given else []
    asked = PaymentIn(
        customer=owed.customer,
        method=unit.get(CONNECTORS, STRIPE).method,
        amount=amount,
        reference=str(about.get("payment_intent") or session),
        allocations=parts,
    )
    payment = record(unit, asked)
    link = unit.find(LINKS, link.id) or link
    if link.of(session) is None:
        link = replace(link, attempts=(*link.attempts, attempt))
    unit.put(LINKS, link.id, moved(link, session, "paid", unit.at, str(about.get("payment_intent") or ""), payment.id))


def _expired(unit: Unit, link: PayLink, about: dict[str, Any]) -> None:
    unit.put(LINKS, link.id, moved(link, str(about["id"]), "expired", unit.at))


def _refunded(unit: Unit, link: PayLink, about: dict[str, Any]) -> None:
    """What Stripe gave back of a charge, all refunds together: what we have not yet is given back here."""
    intent = str(about.get("payment_intent") or "")
    attempt = next((one for one in link.attempts if one.intent == intent and one.payment), None)
    if attempt is None:
        raise Conflict("payments.webhook.early", "Le règlement remboursé n'est pas encore connu. Redites-le plus tard.")
    payment = unit.get(PAYMENTS, attempt.payment)
    more = int(about["amount_refunded"]) - payment.refunded
    if more > 0 and payment.state == "recorded":
        refund(unit, payment.id, RefundIn(method=payment.method, amount=more, reference=str(about["id"])))


_HANDLERS = {
    "checkout.session.completed": _paid,
    "checkout.session.async_payment_succeeded": _paid,
    "checkout.session.expired": _expired,
    "charge.refunded": _refunded,
}


def _renewed(call: Call, unit: Unit, owed: Receivable, state: State) -> LinkOut:
    """The link with a live page of what is due, made when there is none; `state` is what it reaches."""
    if owed.balance <= 0:
        raise Refused("payments.link.nothing_due", "Cette facture est soldée : il n'y a rien à payer.", "invoice")
    link = unit.find(LINKS, owed.invoice)
    key = key_of(unit, STRIPE)
    live = link.live(call.now) if link else None
    if live and live.amount == owed.balance:
        return _kept(call, owed.invoice, live, state)
    if link and link.last and link.last.state != "paid":
        stripe.close(key, link.last.session)
    number = len(link.attempts) if link else 0
    page = stripe.page(
        key,
        idempotency=f"{call.company}-{owed.invoice}-{number}-{owed.balance}",
        amount=owed.balance,
        currency=owed.currency,
        label=f"Facture {owed.number}",
        email="",
        back=_url(call.company, owed.invoice),
        about={"company": call.company, "invoice": owed.invoice, "number": owed.number},
    )
    return _kept(call, owed.invoice, Attempt(page.session, page.url, owed.balance, "created", call.now), state)


@use_case("payments.link.keep")
def _kept(unit: Unit, invoice: str, page: Attempt, state: State) -> LinkOut:
    """Write a page down, once; an earlier one is expired. Conflict when the balance moved meanwhile."""
    unit.load((LINKS, invoice), *sales.receivable_refs(invoice))
    owed = sales.receivable(unit, invoice)
    if owed.balance != page.amount:
        raise Conflict("payments.link.moved", "Le reste dû vient de changer. Demandez le lien de nouveau.")
    link = unit.find(LINKS, invoice) or PayLink(
        invoice, owed.number, owed.customer, owed.customer_name, owed.currency, owed.owner, unit.at
    )
    after = link
    if link.of(page.session) is None:
        if link.last:
            after = moved(after, link.last.session, "expired", unit.at)
        after = replace(after, attempts=(*after.attempts, page), updated_at=unit.at)
    after = moved(after, page.session, state, unit.at)
    if after != link:
        unit.put(LINKS, invoice, after)
    assert after.last is not None
    return LinkOut(
        id=invoice,
        version=unit.version(LINKS, invoice),
        number=after.number,
        state=after.last.state,
        amount=after.last.amount,
        currency=after.currency,
        url=_url(unit.company, invoice),
        updated_at=after.updated_at,
    )


def _url(company: str, invoice: str) -> str:
    return f"{config().origin}/api/v1/{company}/payment-links/{invoice}?token={_token(company, invoice)}"


def _token(company: str, invoice: str) -> str:
    return secrets.fingerprint(f"payment-link:{company}:{invoice}")[:40]
