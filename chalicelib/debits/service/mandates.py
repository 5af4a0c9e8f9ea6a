"""Use cases of mandates: customers invited, the page on which they sign, mandates of one's own, their end.

The one trick: the link we send is ours and signed, and leads to a page of the partner made at that moment, so it never
grows old; what the customer is asked is asked once, with a key made of company, customer and invitation.
"""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import asdict, replace

from chalicelib.aws import secrets
from chalicelib.aws.call import Call, system_call
from chalicelib.aws.config import config
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import service as crm
from chalicelib.crm.rules.customers import Customer
from chalicelib.debits import partners
from chalicelib.debits.partners import NAME
from chalicelib.debits.rules import creditor
from chalicelib.debits.rules.mandate import LIVE, TOLD, Account, Mandate, moved
from chalicelib.debits.schemas import (
    InvitedAllOut,
    InvitedOut,
    InviteIn,
    MandateAskedV1,
    MandateOut,
    OwnIn,
    SignOut,
)
from chalicelib.debits.store import ACCOUNTS, MANDATES
from chalicelib.kernel.errors import CaveauError, Conflict, NotFound, Refused
from chalicelib.payments.service import connectors
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.rules.companies import COLOURS

MISSING = NotFound("debits.mandate.not_found", "Ce mandat n'existe pas ou plus.")


def key(unit: Unit) -> str:
    """GoCardless's token. Conflict when it is not connected."""
    found = connectors.connected(unit, NAME)
    if found is None:
        detail = "GoCardless n'est pas connecté. Entrez son jeton dans Prélèvements, Réglages."
        raise Conflict("debits.connector.none", detail)
    return found


# --- invited


def invite(call: Call, asked: InviteIn) -> InvitedAllOut:
    """Invite customers, each for himself: one that cannot be stops no other."""
    one_by_one = replace(call, idempotency=None)
    items = [_answered(one_by_one, id) for id in dict.fromkeys(asked.customers)]
    return InvitedAllOut(items=items, done=sum(1 for one in items if not one.problem))


def _answered(call: Call, id: str) -> InvitedOut:
    try:
        return _invited(call, id)
    except CaveauError as refusal:
        return InvitedOut(customer=id, name="", email="", url="", problem=refusal.detail, rule=refusal.code)


@use_case("debits.mandate.invite")
def _invited(unit: Unit, id: str) -> InvitedOut:
    """A mandate to be signed, and the fact that mails the link. Asked again, the mail leaves again."""
    unit.load((MANDATES, id), *crm.refs(id), *connectors.connector_refs(NAME))
    key(unit)
    customer, known = crm.customer(unit, id), unit.find(MANDATES, id)
    if known is not None and (known.state == "active" or (known.state == "pending" and known.signed_on)):
        raise Conflict("debits.mandate.signed", "Ce client a déjà signé un mandat. Annulez-le pour en demander un.")
    email = next((one for one in customer.emails if one not in customer.bounced), "")
    if not email:
        detail = f"{customer.display_name} n'a pas d'adresse e-mail qui marche. Ajoutez-en une à sa fiche."
        raise Refused("debits.invite.no_email", detail, "emails")
    fresh = _blank(unit, customer, known)
    asked = known.request if known and known.state == "pending" and known.partner == NAME else ""
    mandate = replace(fresh, email=email, invited_on=unit.today, request=asked)
    unit.put(MANDATES, id, mandate)
    crm.mark_used(unit, id)
    unit.emit(MandateAskedV1(customer=id, round=mandate.round))
    return InvitedOut(
        customer=id, name=mandate.customer_name, email=email, url=link(unit.company, id), problem="", rule=""
    )


def _blank(unit: Unit, customer: Customer, known: Mandate | None) -> Mandate:
    return Mandate(
        id=customer.id,
        customer_code=customer.code,
        customer_name=customer.display_name,
        owner=customer.representative or "",
        partner="gocardless",
        state="pending",
        scheme="CORE",
        updated_at=unit.at,
        language=customer.language,
        round=(known.round if known else 0) + 1,
    )


def mail(call: Call, told: MandateAskedV1) -> int:
    """The mail of an invitation, unless another was made since, or it is signed; gives how many left."""
    from chalicelib.aws import mail as post  # noqa: PLC0415 - no part of the API's start
    from chalicelib.render.mail import text_mail  # noqa: PLC0415

    unit = reading(call)
    unit.load((MANDATES, told.customer), *tenancy.refs(on=unit.today))
    known, company = unit.find(MANDATES, told.customer), tenancy.company(unit)
    if known is None or known.state != "pending" or known.signed_on or known.round != told.round:
        return 0
    url = link(call.company, known.id)
    subject, text = _LETTER["en" if known.language == "en" else "fr"]
    words = {"company": company.name, "person": known.customer_name, "link": url}
    subject, text = subject.format(**words), text.format(**words)
    accent = COLOURS.get(company.colour, COLOURS["bordeaux"])
    html = text_mail(subject, text, known.language, sender=company.name, accent=accent, buttons=config().origin)
    post.send(known.email, subject, text, html, {"mail": "mandate", "company": call.company}, company.email or None)
    return 1


_LETTER = {
    "fr": (
        "Mandat de prélèvement SEPA, {company}",
        "Bonjour,\n\n{company} vous propose de régler vos factures par prélèvement, le jour de leur échéance. "
        "Pour l'accepter, signez le mandat SEPA en ligne : munissez-vous de votre IBAN.\n\n"
        "Signer le mandat : {link}\n\nVous serez prévenu avant chaque prélèvement, et pourrez révoquer ce mandat à "
        "tout moment.\n\nBien cordialement,\n{company}",
    ),
    "en": (
        "SEPA direct debit mandate, {company}",
        "Hello,\n\n{company} offers to collect your invoices by direct debit on their due date. To accept, sign the "
        "SEPA mandate online; have your IBAN at hand.\n\nSign the mandate: {link}\n\n"
        "You will be told before each debit, and may revoke this mandate at any time.\n\nKind regards,\n{company}",
    ),
}


def link(company: str, customer: str) -> str:
    """Our link, which never grows old."""
    return f"{config().origin}/mandat?c={company}&m={customer}&token={_token(company, customer)}"


def _token(company: str, customer: str) -> str:
    return secrets.fingerprint(f"mandate:{company}:{customer}")[:40]


# --- signed


def sign(call: Call, id: str, token: str) -> SignOut:
    """What a customer who follows the link is shown. NotFound unless the token is his; Unavailable when the partner is
    silent."""
    if not hmac.compare_digest(token.encode(), _token(call.company, id).encode()):
        raise NotFound("debits.link.not_found", "Ce lien n'existe pas ou plus.")
    ours = system_call("mandate link", call.company, call.now, call.request_id)
    unit = reading(ours)
    unit.load((MANDATES, id), *crm.refs(id), *connectors.connector_refs(NAME), *tenancy.refs(on=unit.today))
    known, seller = unit.find(MANDATES, id), tenancy.company(unit).name
    if known is None:
        raise NotFound("debits.link.not_found", "Ce lien n'existe pas ou plus.")
    shown = {"seller": seller, "customer_name": known.customer_name}
    if known.state != "pending" or known.partner != NAME:
        state = "active" if known.state == "active" else "cancelled"
        return SignOut.model_validate({**shown, "state": state, "url": ""})
    if known.signed_on:
        return SignOut(**shown, state="signed", url="")
    return SignOut(**shown, state="to_sign", url=_page(ours, key(unit), known, crm.customer(unit, id)))


def _page(call: Call, token: str, known: Mandate, customer: Customer) -> str:
    """The partner's page, of what was asked once."""
    request = known.request
    if not request:
        about = {"company": call.company, "customer": known.id}
        made = partners.request(token, idempotency=f"{call.company}-{known.id}-{known.round}", about=about)
        request = _requested(call, known.id, known.round, made.request)
    return partners.flow(token, request, back=link(call.company, known.id), customer=_prefilled(customer, known.email))


@use_case("debits.mandate.ask")
def _requested(unit: Unit, id: str, round: int, request: str) -> str:
    """Write down what the customer is asked, once; gives the one in force."""
    known = unit.get(MANDATES, id)
    if known.request or known.round != round:
        return known.request or request
    unit.put(MANDATES, id, replace(known, request=request, updated_at=unit.at))
    return request


def _prefilled(customer: Customer, email: str) -> dict[str, str]:
    person = (
        {"given_name": customer.first_name, "family_name": customer.name}
        if customer.individual
        else {"company_name": customer.name}
    )
    place = customer.billing
    return {
        **person,
        "email": email,
        "address_line1": place.lines[0] if place.lines else "",
        "city": place.town,
        "postal_code": place.postcode,
        "country_code": place.country,
        "language": customer.language,
    }


@use_case("debits.mandate.follow")
def signed(unit: Unit, told: partners.Asked) -> None:
    """What the partner says of what a customer was asked."""
    known = unit.find(MANDATES, told.about.get("customer", ""))
    if known is None or told.status != "fulfilled" or known.request not in ("", told.request):
        return
    after = replace(
        known,
        request=told.request,
        reference=known.reference or told.mandate,
        signed_on=known.signed_on or unit.today,
        updated_at=unit.at,
    )
    if after != replace(known, updated_at=unit.at):
        unit.put(MANDATES, known.id, after)


@use_case("debits.mandate.follow")
def followed(unit: Unit, customer: str, told: partners.MandateTold) -> bool:
    """What the partner says of a mandate; whether it may be debited."""
    known, to = unit.find(MANDATES, customer), TOLD.get(told.status)
    if known is None or known.partner != NAME or to is None:
        return False
    if known.reference and known.reference != told.id and (known.state in LIVE or to != "active"):
        return False  # an earlier one of this customer
    after = replace(known, reference=told.id, rum=told.rum or known.rum, signed_on=known.signed_on or unit.today)
    after = moved(after, to, unit.at, unit.today, told.status)
    if after != known:
        unit.put(MANDATES, customer, after)
    return after.state == "active"


# --- of one's own, and the end


@use_case("debits.mandate.keep")
def keep_own(unit: Unit, asked: OwnIn) -> MandateOut:
    """A mandate signed on paper, for files of one's own. Refused with every bad field; Conflict while the customer has
    one of the partner."""
    unit.load((MANDATES, asked.customer), (ACCOUNTS, asked.customer), *crm.refs(asked.customer))
    unit.expect(MANDATES, asked.customer, unit.call.if_match)
    customer, known = crm.customer(unit, asked.customer), unit.find(MANDATES, asked.customer)
    if known is not None and known.partner == NAME and known.state in LIVE:
        raise Conflict("debits.mandate.signed", "Ce client a déjà un mandat GoCardless. Annulez-le d'abord.")
    iban, rum = creditor.compact(asked.iban), asked.rum or creditor.rum_of(customer.code, asked.signed_on)
    problems = [creditor.iban_problem(iban, "iban"), creditor.rum_problem(rum, "rum")]
    if asked.signed_on > unit.today:
        problems.append(creditor.FUTURE)
    if found := [one for one in problems if one is not None]:
        raise Refused.many(found)
    same = known is not None and known.rum == rum and known.iban_end == iban[-4:]
    mandate = replace(
        _blank(unit, customer, known),
        partner="own",
        state="active",
        scheme=asked.scheme,
        rum=rum,
        signed_on=asked.signed_on,
        active_on=unit.today,
        iban_end=iban[-4:],
        used=known.used if known and same else 0,
    )
    unit.put(MANDATES, customer.id, mandate)
    place = account_place(unit.company, customer.id)
    holder = asked.holder or customer.display_name
    unit.put(ACCOUNTS, customer.id, Account(secrets.seal(iban, place), secrets.seal(asked.bic.upper(), place), holder))
    crm.mark_used(unit, customer.id)
    return shown(unit, mandate)


def account_place(company: str, customer: str) -> str:
    """What a customer's account is sealed for."""
    return f"company:{company}:mandate:{customer}"


def end(call: Call, id: str) -> MandateOut:
    """Cancel a mandate, at the partner too. Unavailable when he is silent, and then nothing is written."""
    unit = reading(call)
    unit.load((MANDATES, id), *connectors.connector_refs(NAME))
    known = known_one(unit, id)
    if known.partner == NAME and known.reference and known.state in LIVE:
        with suppress(Conflict):  # it ended there already
            partners.cancel(key(unit), "mandates", known.reference)
    return _ended(call, id)


@use_case("debits.mandate.end")
def _ended(unit: Unit, id: str) -> MandateOut:
    known = known_one(unit, id)
    unit.expect(MANDATES, id, unit.call.if_match)
    if known.state == "cancelled":
        raise Conflict("debits.mandate.ended", "Ce mandat est déjà annulé.")
    return shown(unit, unit.put(MANDATES, id, moved(known, "cancelled", unit.at, unit.today, "cancelled")))


def known_one(unit: Unit, id: str) -> Mandate:
    """The mandate. NotFound when there is none, or when it is another representative's."""
    known = unit.find(MANDATES, id)
    if known is None or (unit.actor.only_own and known.owner != unit.actor.id):
        raise MISSING
    return known


def shown(unit: Unit, mandate: Mandate) -> MandateOut:
    plain = {name: value for name, value in asdict(mandate).items() if name in MandateOut.model_fields}
    return MandateOut.model_validate({**plain, "version": unit.version(MANDATES, mandate.id)})
