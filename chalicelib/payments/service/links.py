"""Paying a document by card on Stripe's page: the link, its e-mail, what the customer is shown.

The one trick: the link we give is ours and signed, and leads to a page of what is due at that moment; the partner is
asked before anything is written, with a key made of document, attempt and amount, so that a kill between his answer and
our record gives the same page again.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from contextlib import suppress
from dataclasses import asdict, replace

from chalicelib.aws import files
from chalicelib.aws.call import Call, system_call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import CaveauError, Conflict, NotFound, Refused
from chalicelib.mailing import service as mailing
from chalicelib.payments.partners import stripe
from chalicelib.payments.rules.link import Attempt, PayLink, State, moved, sent
from chalicelib.payments.schemas import LinkIn, LinkOut, PaymentOut, PayPageOut
from chalicelib.payments.service.connectors import STRIPE, connected, key_of
from chalicelib.payments.store import CONNECTORS, LINKS
from chalicelib.sales import service as sales
from chalicelib.sales.service import Payable
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.rules.companies import COLOURS, Company

NAMES = {
    "fr": {"invoice": "Facture", "order": "Commande", "quote": "Devis"},
    "en": {"invoice": "Invoice", "order": "Order", "quote": "Quote"},
}
MOST_LOGO = 150_000
"""Bytes of a logo that is shown where one pays."""


def get_link(call: Call, document: str) -> LinkOut:
    """What became of the link of a document; made without a page when nobody asked for it yet."""
    unit = reading(call)
    unit.load((LINKS, document), (CONNECTORS, STRIPE))
    owed = sales.payable(unit, document)
    return _out(unit, unit.find(LINKS, owed.id) or _blank(unit, owed), owed)


def make_link(call: Call, asked: LinkIn) -> LinkOut:
    """The link to pay a document, e-mailed if asked. Refused when nothing is due; Conflict without a connector;
    Unavailable when the partner is silent, and then nothing is written."""
    if asked.send:
        return _mailed(call, asked.document)
    unit = reading(call)
    unit.load((LINKS, asked.document), (CONNECTORS, STRIPE))
    owed = sales.payable(unit, asked.document)
    return _renewed(call, unit, owed, "sent" if asked.sent else "created")


@use_case("payments.link.send")
def _mailed(unit: Unit, document: str) -> LinkOut:
    """E-mail the link, the document attached. No page is asked for: that is done when the customer opens it."""
    from chalicelib.sales.service import sending  # noqa: PLC0415 - no part of the API's start

    unit.load((LINKS, document), (CONNECTORS, STRIPE))
    key_of(unit, STRIPE)
    owed = sales.payable(unit, document)
    _require_due(owed)
    letter = sending.pay_letter(unit, owed)
    message = mailing.asked(unit, letter, f"{owed.number.replace('/', '-')}.pdf")
    link = unit.put(LINKS, owed.id, sent(unit.find(LINKS, owed.id) or _blank(unit, owed), unit.at))
    return _out(unit, link, owed).model_copy(update={"to": message.to})


def open_page(call: Call, document: str, token: str) -> PayPageOut:
    """What a customer who follows the link is shown. NotFound unless the token is that of the document."""
    if not hmac.compare_digest(token.encode(), mailing.pay_token(call.company, document).encode()):
        raise NotFound("payments.link.not_found", "Ce lien n'existe pas ou plus.")
    ours = system_call("payment link", call.company, call.now, call.request_id)
    unit = reading(ours)
    unit.load((LINKS, document), (CONNECTORS, STRIPE), *tenancy.refs(on=unit.today))
    owed = sales.payable(unit, document)
    if owed.amount <= 0:
        return _page(call, unit, owed, "paid" if owed.whole else "closed")
    try:
        link = _renewed(ours, unit, owed, "opened")
    except CaveauError:  # the partner is away or no longer connected: what is due is said all the same
        return _page(call, unit, owed, "silent")
    last = reading(ours).get(LINKS, link.id).last
    assert last is not None
    return _page(call, unit, replace(owed, amount=last.amount), "due", last.url)


def _page(call: Call, unit: Unit, owed: Payable, state: str, url: str = "") -> PayPageOut:
    company = tenancy.company(unit)
    return PayPageOut.model_validate(
        {
            "kind": owed.kind,
            "number": owed.number,
            "seller": company.name,
            "contact": " · ".join(part for part in (company.phone, company.email) if part),
            "state": state,
            "amount": owed.amount,
            "whole": owed.whole,
            "currency": owed.currency,
            "language": "en" if owed.language == "en" else "fr",
            "accent": COLOURS.get(company.colour, COLOURS["bordeaux"]),
            "logo": _logo(call, company),
            "url": url,
        }
    )


def _logo(call: Call, company: Company) -> str:
    if company.logo is None:
        return ""
    content = files.get(call.company, company.logo.file)
    return f"data:{company.logo.content_type};base64,{b64encode(content).decode()}" if len(content) < MOST_LOGO else ""


def closed(call: Call, out: PaymentOut) -> PaymentOut:
    """Close the partner's pages that are void by what was written. Silence is borne: what is paid there all the same is
    kept, and the next opening closes them."""
    with suppress(CaveauError):
        key = key_of(reading(call), STRIPE) if out.voided else ""
        for session in out.voided:
            stripe.close(key, session)
    return out


def _require_due(owed: Payable) -> None:
    if owed.amount <= 0:
        raise Refused("payments.link.nothing_due", "Ce document est soldé : il n'y a rien à payer.", "document")


def _renewed(call: Call, unit: Unit, owed: Payable, state: State) -> LinkOut:
    """The link with a live page of what is due, made when there is none; `state` is what it reaches."""
    _require_due(owed)
    link = unit.find(LINKS, owed.id)
    key = key_of(unit, STRIPE)
    live = link.live(call.now) if link else None
    if live and live.amount == owed.amount:
        return _kept(call, owed.id, live, state)
    if link and link.last and link.last.state != "paid":
        stripe.close(key, link.last.session)
    number = len(link.attempts) if link else 0
    page = stripe.page(
        key,
        idempotency=f"{call.company}-{owed.id}-{number}-{owed.amount}",
        amount=owed.amount,
        currency=owed.currency,
        label=f"{NAMES['en' if owed.language == 'en' else 'fr'][owed.kind]} {owed.number}",
        language=owed.language,
        back=mailing.pay_url(call.company, owed.id),
        about={"company": call.company, "document": owed.id, "number": owed.number},
    )
    return _kept(call, owed.id, Attempt(page.session, page.url, owed.amount, "created", call.now), state)


@use_case("payments.link.keep")
def _kept(unit: Unit, document: str, page: Attempt, state: State) -> LinkOut:
    """Write a page down, once; an earlier one is expired. Conflict when the balance moved meanwhile."""
    unit.load((LINKS, document), (CONNECTORS, STRIPE))
    owed = sales.payable(unit, document)
    if owed.amount != page.amount:
        raise Conflict("payments.link.moved", "Le reste dû vient de changer. Demandez le lien de nouveau.")
    link = unit.find(LINKS, document) or _blank(unit, owed)
    after = link
    if link.of(page.session) is None:
        if link.last:
            after = moved(after, link.last.session, "expired", unit.at)
        after = replace(after, attempts=(*after.attempts, page), updated_at=unit.at)
    after = moved(after, page.session, state, unit.at)
    if after != link:
        unit.put(LINKS, document, after)
    return _out(unit, after, owed)


def follow_message(call: Call, document: str) -> int:
    """An e-mail with a pay button was asked for: its link is sent. Twice changes nothing more."""
    return _sent(system_call("payment link", call.company, call.now, call.request_id), document)


@use_case("payments.link.sent")
def _sent(unit: Unit, document: str) -> int:
    unit.load((LINKS, document))
    owed = sales.payable(unit, document)
    link = unit.find(LINKS, owed.id) or _blank(unit, owed)
    after = sent(link, unit.at)
    if after != link:
        unit.put(LINKS, owed.id, after)
    return int(after != link)


def _blank(unit: Unit, owed: Payable) -> PayLink:
    return PayLink(
        owed.id, owed.number, owed.customer, owed.customer_name, owed.currency, owed.owner, unit.at, kind=owed.kind
    )


def _out(unit: Unit, link: PayLink, owed: Payable) -> LinkOut:
    names = ("amount", "state", "created_at", "moved_at", "payment", "payment_number")
    return LinkOut.model_validate(
        {
            "id": link.id,
            "kind": owed.kind,
            "version": unit.version(LINKS, link.id),
            "number": owed.number,
            "state": link.state,
            "amount": owed.amount,
            "currency": owed.currency,
            "url": mailing.pay_url(unit.company, link.id),
            "updated_at": link.updated_at,
            "sent_at": link.sent_at,
            "attempts": [{name: getattr(one, name) for name in names} for one in reversed(link.attempts)],
            "disputes": [asdict(one) for one in link.disputes],
            "connected": connected(unit, STRIPE) is not None,
        }
    )
