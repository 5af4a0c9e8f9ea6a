"""A letter made into what will be sent: addresses, subject, text.

The one trick: the preview and the sending compose by the same function, so what is shown is what leaves.

    unit.load(*mailing.letter_refs(buyer, owner))           # with the caller's own batch
    composed = mailing.composed(unit, letter)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.crm import service as crm
from chalicelib.crm.rules.customers import recipients
from chalicelib.kernel.book import WHOLE, entry
from chalicelib.mailing.rules.given import GIVEN
from chalicelib.mailing.rules.messages import Letter, addressed
from chalicelib.mailing.rules.settings import COPY
from chalicelib.mailing.rules.stops import stop_id
from chalicelib.mailing.rules.templates import VARIABLES, Template, Templates, template_id
from chalicelib.mailing.service.paying import button_refs, pay_line, pay_prefix
from chalicelib.mailing.store import STOPS, TEMPLATES, stop_refs
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.rules.companies import COLOURS, Company


@dataclass(frozen=True)
class Composed:
    """What a letter is made of, decided. `stopped`: addresses left out."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    stopped: tuple[str, ...]
    subject: str
    text: str
    html: str
    sender: str
    accent: str
    reply_to: str


@dataclass(frozen=True)
class Changed:
    """What the person changed of it before it leaves; None: as composed."""

    to: Sequence[str] | None = None
    cc: Sequence[str] | None = None
    subject: str | None = None
    text: str | None = None


NOTHING = Changed()


def letter_refs(unit: Unit, customer: str, owner: str) -> tuple[Ref, ...]:
    """What composing a letter to this customer reads."""
    return (
        *crm.refs(customer),
        *tenancy.refs(on=unit.today),
        *tenancy.person_refs(owner),
        *crm.representative_refs(owner),
        (TEMPLATES, WHOLE),
        *button_refs(),
    )


def composed(unit: Unit, letter: Letter, changed: Changed = NOTHING) -> Composed:
    """The letter as it would leave now."""
    company = tenancy.company(unit)
    to, cc = _addresses(unit, letter, changed)
    unit.load(*stop_refs([*to, *cc]))
    stopped = tuple(one for one in (*to, *cc) if _stopped(unit, one))
    subject, text, html = _written(unit, letter, changed)
    return Composed(
        to=tuple(one for one in to if one not in stopped),
        cc=tuple(one for one in cc if one not in stopped),
        stopped=stopped,
        subject=subject,
        text=text,
        html=html,
        sender=company.name,
        accent=COLOURS.get(company.colour, COLOURS["bordeaux"]),
        reply_to=company.email,
    )


def _addresses(unit: Unit, letter: Letter, changed: Changed) -> tuple[tuple[str, ...], tuple[str, ...]]:
    customer = crm.customer(unit, letter.customer)
    document = "reminder" if letter.sort.startswith("reminder") else letter.sort
    wanted = recipients(customer, document)
    agent = _agent(unit, customer.representative or "", letter.copies)
    main = [one for one in customer.emails if one not in customer.bounced][:1]
    to, cc = addressed(wanted, main, agent)
    if changed.to is not None:
        to = tuple(dict.fromkeys(changed.to))
        cc = tuple(one for one in cc if one not in to)
    if changed.cc is not None:
        cc = tuple(one for one in dict.fromkeys(changed.cc) if one not in to)
    return to, cc


def _agent(unit: Unit, id: str, copies: bool | None) -> str:
    """The address of the representative to be in copy, "" for none: as the document says, else as he or the company
    does."""
    if copies is False or not id:
        return ""
    wanted = copies or tenancy.company_settings(unit).flag(COPY)
    known = crm.representative(unit, id)
    if known is not None:
        return known.email if wanted and not known.archived else known.copy_address
    return tenancy.person_email(unit, id) if wanted else ""


def _stopped(unit: Unit, address: str) -> bool:
    stop = unit.find(STOPS, stop_id(address))
    return stop is not None and stop.holds


def _written(unit: Unit, letter: Letter, changed: Changed) -> tuple[str, str, str]:
    """Subject, text and HTML. What a person typed for this letter is sent as typed."""
    from chalicelib.render.mail import letter_words, text_mail  # noqa: PLC0415 - no part of the API's start

    company = tenancy.company(unit)
    template = template_of(unit, letter.sort, letter.language)
    pay = pay_line(unit, letter)
    subject, text = letter_words(template.subject, template.text, {**variables(letter, company), "pay": pay})
    if pay and "$pay" not in template.text:  # a template of the company's own that does not say where
        text = f"{text}\n\n{pay}"
    subject = subject if changed.subject is None else changed.subject
    text = text if changed.text is None else changed.text
    accent = COLOURS.get(company.colour, COLOURS["bordeaux"])
    html = text_mail(subject, text, letter.language, sender=company.name, accent=accent, buttons=pay_prefix())
    return subject, text, html


def variables(letter: Letter, company: Company) -> dict[str, str]:
    """Every variable of the letter's sort; one that it does not tell is empty."""
    given = {
        **letter.variables,
        "company": company.name,
        "person": letter.customer_name,
        "number": letter.about.number,
        "contact": " · ".join(part for part in (company.phone, company.email) if part),
    }
    return {name: given.get(name, "") for name in VARIABLES[letter.sort]}


def template_of(unit: Unit, sort: str, language: str) -> Template:
    """The company's own template of a sort, else the given one."""
    id = template_id(sort, language)
    return entry((unit.find(TEMPLATES, WHOLE) or Templates()).items, id) or GIVEN[id]
