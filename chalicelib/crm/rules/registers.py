"""What the public registers say of a customer's numbers, and what follows from it.

Nouns: a *check* (one question put to a register and its answer: the proof, for ever), a *finding* (what is known of
one number of a customer now), a *filled* field (which register gave its value, when). The one trick: an answer has
three states, and `unavailable` only notes that one tried: it never takes the place of a valid or an invalid.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.crm.rules.customers import Address, Customer
from chalicelib.kernel.clock import paris_date
from chalicelib.kernel.identifiers import EMAIL, EXCISE, SIREN, SIRET, VAT, Identifier, Problem
from chalicelib.tenancy.rules.settings import Declared, declare

Subject = Literal["siret", "vat_number", "excise_number", "email"]
State = Literal["valid", "invalid", "unavailable"]
SUBJECTS: tuple[Subject, ...] = ("siret", "vat_number", "excise_number", "email")
WATCHED: tuple[Subject, ...] = ("vat_number", "excise_number")
"""The numbers asked about again by themselves."""
AGAIN = timedelta(days=30)
AFTER_SILENCE = timedelta(hours=20)
VAT_BLOCKS = "vat_check_blocks"
IDENTIFIERS: dict[Subject, Identifier] = {"siret": SIRET, "vat_number": VAT, "excise_number": EXCISE, "email": EMAIL}

declare(
    Declared(
        VAT_BLOCKS,
        "bool",
        False,
        "legal",
        "N° de TVA devenu invalide : pas de facture à 0 %",
        "VAT number turned invalid: no invoice at 0%",
    )
)


@dataclass(frozen=True, slots=True)
class Check:
    """`subject`: which number, `number`: its stored form, `source`: who was asked (recherche-entreprises, insee,
    vies, seed, dns). `consultation`: the number the register gave to this question, "" for none. `reason`: why it is
    not valid ("unknown", "closed", "ended"…), or why nobody answered ("timeout", "rate", "malformed", "down"…).
    `answer`: what the register said, by name. `fields`: the values it gives to a customer's fields, by dotted path.
    `customer`: whose it is, "" while none was saved. `by`: who asked."""

    id: str
    subject: Subject
    number: str
    source: str
    state: State
    at: datetime
    consultation: str = ""
    reason: str = ""
    answer: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    customer: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one number: the last answer that decided (`state`, `at`, `check`, `reason`), and the last time
    one tried (`tried_at`; `silence`: why it was in vain, "" when it was not). Nobody ever answered: the state is
    unavailable."""

    subject: Subject
    number: str
    state: State
    at: datetime
    check: str
    source: str
    tried_at: datetime
    consultation: str = ""
    reason: str = ""
    silence: str = ""
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A field whose value a register gave. It is told for as long as the field still holds `value`."""

    field: str
    value: str
    source: str
    at: datetime
    check: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the registers said of one customer, as it stands."""

    customer: str
    items: tuple[Finding, ...] = ()
    filled: tuple[Filled, ...] = ()

    def of(self, subject: str, number: str) -> Finding | None:
        return next((one for one in self.items if (one.subject, one.number) == (subject, number)), None)


def numbers(customer: Customer) -> list[tuple[Subject, str]]:
    """What can be asked about a customer."""
    found: list[tuple[Subject, str]] = []
    if not customer.individual:
        named: tuple[tuple[Subject, str], ...] = (
            ("siret", customer.siret),
            ("vat_number", customer.vat_number),
            ("excise_number", customer.excise_number),
        )
        found += [(subject, number) for subject, number in named if number]
    emails = (*customer.emails, *(one.email for one in customer.contacts))
    return found + [("email", email) for email in dict.fromkeys(emails) if email]


def asked(subject: Subject, text: str) -> tuple[str, Problem | None]:
    """(stored form, why it is not even asked): a key that is wrong is known without a register. A SIREN stands for the
    SIRET of its head office."""
    identifier = SIREN if subject == "siret" and len(SIREN.clean(text)) == 9 else IDENTIFIERS[subject]
    number = identifier.clean(text, "")
    problem = identifier.check(number, "")
    return number, problem if problem and problem.blocks else None


def found(findings: Findings, check: Check) -> tuple[Findings, bool]:
    """The findings with one more answer, and whether it turned a number that was valid into an invalid one."""
    before = findings.of(check.subject, check.number)
    silence = check.reason if check.state == "unavailable" else ""
    if silence and before is not None:
        after = replace(before, tried_at=check.at, silence=silence)
    else:
        products = tuple(check.answer.get("products", "").split())
        after = Finding(
            check.subject, check.number, check.state, check.at, check.id, check.source, check.at,
            check.consultation, check.reason, silence, products,
        )  # fmt: skip
    kept = tuple(one for one in findings.items if one is not before)
    turned = before is not None and before.state == "valid" and after.state == "invalid"
    return replace(findings, items=(*kept, after)), turned


def current(findings: Findings, customer: Customer) -> tuple[Finding, ...]:
    """What is known of the numbers that the customer has now, in their order."""
    return tuple(one for key in numbers(customer) if (one := findings.of(*key)))


def filled(findings: Findings, customer: Customer, checks: Iterable[Check]) -> Findings:
    """The findings with the fields that those answers gave and that were kept as they were given."""
    given = {one.field: one for one in findings.filled}
    for check in checks:
        for name, value in check.fields.items():
            if value and value_of(customer, name) == value:
                given[name] = Filled(name, value, check.source, check.at, check.id)
    return replace(findings, filled=tuple(given.values()))


def still_filled(findings: Findings, customer: Customer) -> tuple[Filled, ...]:
    """The fields that still hold what a register gave."""
    return tuple(one for one in findings.filled if value_of(customer, one.field) == one.value)


def value_of(customer: Customer, path: str) -> str:
    """A field by its dotted path, lines joined."""
    name, _, inner = path.partition(".")
    value = getattr(customer, name)
    if isinstance(value, Address):
        value = getattr(value, inner)
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def due(known: Finding | None, now: datetime) -> bool:
    """Is it time to ask about a number again? Never asked, a month ago, or last time in vain."""
    return known is None or waited(known.tried_at, known.silence, now)


def waited(tried_at: datetime, silence: str, now: datetime) -> bool:
    """Is the last try long enough ago?"""
    return now - tried_at >= (AFTER_SILENCE if silence else AGAIN)


def refuted(findings: Findings | None, vat_number: str) -> Finding | None:
    """The finding that says a VAT number is not valid, if there is one."""
    known = findings.of("vat_number", vat_number) if findings else None
    return known if known and known.state == "invalid" else None


def said_on(known: Finding) -> str:
    """Like "selon VIES le 22/11/2026, consultation …", for the sentences of a refusal."""
    number = f", consultation {known.consultation}" if known.consultation else ""
    return f"selon {REGISTERS[known.source]} le {paris_date(known.at):%d/%m/%Y}{number}"


REGISTERS = {
    "recherche-entreprises": "l'annuaire des entreprises",
    "insee": "Sirene (INSEE)",
    "vies": "VIES",
    "seed": "SEED",
    "dns": "le DNS",
}


def suspension_problem(excise_number: str, findings: Findings | None, products: Collection[str] = ()) -> Problem | None:
    """Why goods may not, or should not yet, leave under suspension for that excise number. `products`: the EMCS
    categories sent (W200, S200…). A number known to be invalid, or not authorised for them, blocks; one that no
    register has confirmed warns."""
    if not excise_number:
        return Problem(
            "crm.excise.missing", "Ce client n'a pas de numéro d'accise. Saisissez-le, ou expédiez en droits acquittés."
        )
    known = findings.of("excise_number", excise_number) if findings else None
    if known is None or known.state == "unavailable":
        return Problem(
            "crm.excise.unverified",
            f"Le numéro d'accise {excise_number} n'a pas encore été confirmé par SEED. Vérifiez-le avant de partir.",
            "warning",
        )
    if known.state == "invalid":
        detail = f"Le numéro d'accise {excise_number} n'est pas valide {said_on(known)}. Corrigez-le."
        return Problem("crm.excise.invalid", detail)
    missing = sorted(set(products) - set(known.products)) if known.products else []
    if missing:
        detail = f"{excise_number} n'est pas autorisé pour {', '.join(missing)} {said_on(known)}. Retirez-les."
        return Problem("crm.excise.products", detail)
    return None


LEGAL_FORMS: Mapping[str, str] = {
    "1000": "Entrepreneur individuel",
    "2110": "Indivision",
    "3120": "Société étrangère immatriculée au RCS",
    "5202": "SNC",
    "5306": "Société en commandite simple",
    "5308": "Société en commandite par actions",
    "5410": "SARL nationale",
    "5415": "SARL d'économie mixte",
    "5422": "SARL immobilière pour le commerce et l'industrie",
    "5430": "SARL de participation à l'intéressement",
    "5458": "SARL coopérative de production (SCOP)",
    "5485": "SELARL",
    "5499": "SARL",
    "5498": "EURL",
    "5505": "SA à participation ouvrière",
    "5551": "SA coopérative de consommation",
    "5552": "SA coopérative de commerçants détaillants",
    "5599": "SA à conseil d'administration",
    "5699": "SA à directoire",
    "5710": "SAS",
    "5720": "SASU",
    "5785": "SELAS",
    "5800": "Société européenne",
    "6220": "GIE",
    "6316": "CUMA",
    "6317": "Société coopérative agricole",
    "6318": "Union de sociétés coopératives agricoles",
    "6533": "GAEC",
    "6534": "Groupement foncier agricole (GFA)",
    "6535": "Groupement agricole foncier",
    "6540": "SCI",
    "6597": "SCEA",
    "6598": "EARL",
    "6599": "Société civile",
    "7210": "Commune",
    "9220": "Association déclarée",
    "9230": "Association reconnue d'utilité publique",
}
"""Categories of the INSEE's nomenclature of legal forms that an estate meets."""


def legal_form(code: str) -> str:
    """The legal form in words; the category's number when it is a rare one."""
    return LEGAL_FORMS.get(code, f"Catégorie juridique {code}" if code else "")
