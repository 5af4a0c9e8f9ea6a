"""What a customer is, what is wrong with one, and who may see it.

Nouns: *customer*, *address*, *contact*. The one trick: `checked` cleans and judges in one pass
and gives every problem as data, so a form refuses, an import reports and nobody checks twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from chalicelib.kernel.dates import payment_term
from chalicelib.kernel.identifiers import (
    COUNTRY,
    EMAIL,
    EXCISE,
    PHONE,
    POSTCODE,
    SIRET,
    VAT,
    Identifier,
    Problem,
    email_slip,
    siren_of_siret,
)
from chalicelib.kernel.text import fold, squeeze

CustomerKind = Literal["individual", "business"]
Relief = Literal["ai2", "suspended"]
"""Why a French business is sold to without VAT: his attestation (AI2, CGI 275), or a suspensive arrangement (277 A)."""
DOCUMENTS = ("quote", "order", "delivery_note", "invoice", "credit_note", "statement", "reminder", "marketing")
"""The sorts of document that a contact may receive."""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `country` is ISO 3166, "" = not known yet: orders and invoices wait for it. `recipient`: the
    name to write when it is not the customer's."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    town: str = ""
    country: str = "FR"
    label: str = ""
    recipient: str = ""
    phone: str = ""
    instructions: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the customer's. `documents`: the sorts of document this person receives, among DOCUMENTS."""

    name: str
    first_name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Customer:
    """`name` is the surname of an individual, the trade name of a business. `payment_term` (a code of
    kernel.dates), `payment_method`, `grid_id`, `depot_id`, `account` (of the ledger), `template`: None = inherit.
    `permanent_discount` in percent. `representative`: the user who follows the customer. `tags`, `zones`: ids of
    labels. `consent`: agrees to receive offers; `bounced`: e-mail addresses that came back. `sticky`: the notes are
    shown to whoever types an order. `merged_into`: the customer this one was found to be. `source`: where an import
    found it. `in_use`: a document names it. `currency`: that of his documents, None: that of the grid. `vat_relief`:
    why his orders bear no VAT, None: they do; `relief_year`: the only civil year it holds in, None: any."""

    id: str
    code: str
    kind: CustomerKind
    name: str
    first_name: str = ""
    siret: str = ""
    vat_number: str = ""
    excise_number: str = ""
    legal_form: str = ""
    billing: Address = Address()
    deliveries: tuple[Address, ...] = ()
    contacts: tuple[Contact, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    language: Literal["fr", "en"] = "fr"
    category_id: str | None = None
    grid_id: str | None = None
    depot_id: str | None = None
    payment_term: str | None = None
    payment_method: str | None = None
    permanent_discount: Decimal = Decimal(0)
    representative: str | None = None
    tags: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    account: str | None = None
    template: str | None = None
    consent: bool = False
    bounced: tuple[str, ...] = ()
    notes: str = ""
    sticky: bool = False
    merged_into: str = ""
    source: str = ""
    since: date | None = None
    archived: bool = False
    in_use: bool = False
    currency: str | None = None
    vat_relief: Relief | None = None
    relief_year: int | None = None

    @property
    def individual(self) -> bool:
        return self.kind == "individual"

    @property
    def country(self) -> str:
        """The country of the customer: that of its billing address."""
        return self.billing.country

    @property
    def display_name(self) -> str:
        """As in lists: "Vaillant Renée" for a person, the name alone for a business."""
        return f"{self.name} {self.first_name}".strip() if self.individual else self.name

    @property
    def siren(self) -> str:
        return siren_of_siret(self.siret) if self.siret else ""


@dataclass(frozen=True, slots=True)
class Found:
    """A problem and the field it is on, as a dotted path of the contract."""

    field: str
    problem: Problem


def checked(customer: Customer) -> tuple[Customer, list[Found]]:
    """The customer in its stored form, and everything wrong or doubtful. A problem that `blocks` must
    refuse it."""
    clean = _clean(customer, _region(customer.billing.country))
    return clean, [Found(field, problem) for field, problem in _judged(clean) if problem is not None]


def _region(country: str) -> str:
    """The country in which numbers without prefix are read: France when the one given is not known."""
    iso = COUNTRY.clean(country)
    return "FR" if COUNTRY.check(iso) else iso


def _clean(customer: Customer, country: str) -> Customer:
    return replace(
        customer,
        code=squeeze(customer.code),
        name=squeeze(customer.name),
        first_name=squeeze(customer.first_name),
        legal_form=squeeze(customer.legal_form),
        siret=_cleaned(SIRET, customer.siret, country),
        vat_number=_cleaned(VAT, customer.vat_number, country),
        excise_number=_cleaned(EXCISE, customer.excise_number, country),
        billing=_clean_address(customer.billing),
        deliveries=tuple(_clean_address(address) for address in customer.deliveries),
        contacts=tuple(_clean_contact(contact, country) for contact in customer.contacts),
        emails=_each(EMAIL, customer.emails, country),
        phones=_each(PHONE, customer.phones, country),
        bounced=_each(EMAIL, customer.bounced, country),
        vat_relief=None if customer.individual else customer.vat_relief,
        relief_year=None if customer.individual or customer.vat_relief is None else customer.relief_year,
    )


def _cleaned(identifier: Identifier, text: str, country: str) -> str:
    return identifier.clean(text, country) if text else ""


def _each(identifier: Identifier, texts: tuple[str, ...], country: str) -> tuple[str, ...]:
    """The stored forms, without blanks or repetitions."""
    return tuple(dict.fromkeys(identifier.clean(text, country) for text in texts if text.strip()))


def _clean_address(address: Address) -> Address:
    country = COUNTRY.clean(address.country)
    return replace(
        address,
        lines=tuple(line for line in map(squeeze, address.lines) if line),
        postcode=_cleaned(POSTCODE, address.postcode, country),
        town=squeeze(address.town),
        country=country,
        label=squeeze(address.label),
        recipient=squeeze(address.recipient),
        phone=_cleaned(PHONE, address.phone, _region(address.country)),
    )


def _clean_contact(contact: Contact, country: str) -> Contact:
    return replace(
        contact,
        name=squeeze(contact.name),
        first_name=squeeze(contact.first_name),
        email=_cleaned(EMAIL, contact.email, country),
        phone=_cleaned(PHONE, contact.phone, country),
        documents=tuple(sort for sort in DOCUMENTS if sort in contact.documents),
    )


def _judged(customer: Customer) -> Iterator[tuple[str, Problem | None]]:
    country = _region(customer.billing.country)
    if not customer.name:
        yield "name", Problem("crm.customer.no_name", "Le nom est vide. Saisissez-le.")
    for field, identifier in (("siret", SIRET), ("vat_number", VAT), ("excise_number", EXCISE)):
        # Without a country, a number is judged for itself: it contradicts nothing.
        yield field, _checked_one(identifier, getattr(customer, field), country if customer.billing.country else "")
    yield "payment_term", term_problem(customer.payment_term)
    if customer.vat_relief == "ai2" and customer.relief_year is None:
        detail = "Une attestation AI2 vaut pour une année civile. Indiquez laquelle."
        yield "relief_year", Problem("crm.customer.relief_year", detail)
    for n, email in enumerate(customer.emails):
        yield f"emails.{n}", EMAIL.check(email) or email_slip(email)
    for n, phone in enumerate(customer.phones):
        yield f"phones.{n}", PHONE.check(phone, country)
    yield from _judged_address("billing", customer.billing)
    for n, address in enumerate(customer.deliveries):
        yield from _judged_address(f"deliveries.{n}", address)
    for n, contact in enumerate(customer.contacts):
        yield f"contacts.{n}.email", _checked_one(EMAIL, contact.email, country) or email_slip(contact.email)
        yield f"contacts.{n}.phone", _checked_one(PHONE, contact.phone, country)


NO_COUNTRY = Problem(
    "crm.address.no_country",
    "Pays à compléter : la TVA et les papiers en dépendent. Indiquez-le ; d'ici là, aucune commande vers cette adresse "
    "n'est validée ni facturée.",
    "warning",
)


def _judged_address(field: str, address: Address) -> Iterator[tuple[str, Problem | None]]:
    yield f"{field}.country", COUNTRY.check(address.country) if address.country else NO_COUNTRY
    yield f"{field}.phone", _checked_one(PHONE, address.phone, _region(address.country))
    if found := _checked_one(POSTCODE, address.postcode, address.country):
        # An unusual postcode is the user's to judge: a parcel may still arrive.
        yield f"{field}.postcode", replace(found, severity="warning")


def _checked_one(identifier: Identifier, text: str, country: str) -> Problem | None:
    return identifier.check(text, country) if text else None


def term_problem(code: str | None) -> Problem | None:
    """Why a text is not a payment term; None inherits and is always right."""
    if code is None or payment_term(code) is not None:
        return None
    return Problem(
        "crm.payment_term", "Délai de règlement inconnu. Choisissez-le dans la liste (cash, net-30, eom-30…)."
    )


def relief_in(relief: Relief | None, year: int | None, on: date) -> Relief | None:
    """The relief that holds on that day: an attestation does in its civil year alone."""
    return relief if year is None or year == on.year else None


def code_key(code: str) -> str:
    """What makes two customer codes the same."""
    return fold(code)


def named(customer: Customer | None) -> set[str]:
    """What the customer names that others keep: the ids under which it is counted."""
    if customer is None:
        return set()
    chosen = {id for id in (customer.category_id, customer.grid_id, customer.depot_id) if id is not None}
    return chosen | {*customer.tags, *customer.zones}


def recipients(customer: Customer, document: str) -> tuple[str, ...]:
    """The addresses a document of that sort is sent to: those of the contacts who receive it, else the customer's own
    first one. An address that came back is left out."""
    named = [one.email for one in customer.contacts if document in one.documents and one.email]
    good = [email for email in dict.fromkeys(named or customer.emails) if email not in customer.bounced]
    return tuple(good) if named else tuple(good[:1])


def offers_to(customer: Customer) -> tuple[str, ...]:
    """The addresses that may receive an offer: consented to, not come back, each once."""
    if not customer.consent or customer.archived:
        return ()
    contacts = [one.email for one in customer.contacts if "marketing" in one.documents]
    return tuple(one for one in dict.fromkeys([*customer.emails, *contacts]) if one and one not in customer.bounced)


def visible(customer: Customer, actor_id: str, only_own: bool) -> bool:
    """May this person know that the customer exists?"""
    return not only_own or customer.representative == actor_id
