"""Use cases on what registers say of customers: a number looked up, a customer checked, the proof shown.

The one trick: the registers are asked before the transaction and outside of it, so a slow one holds nothing, and a
lost race writes the same answers again without asking twice. What is known of a customer's numbers is an item of its
own: a check never changes the version of the record that someone is editing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace

from chalicelib.aws.call import Call
from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import index, partners, rules
from chalicelib.crm.partners import Said
from chalicelib.crm.rules import Check, Customer, Finding, Findings, Subject
from chalicelib.crm.schemas import ChecksIn, ChecksOut, FilledOut, FindingOut, LookupIn, RegisterCheckOut
from chalicelib.crm.service.reading import customer, refs
from chalicelib.crm.store import CHECKS, FINDINGS
from chalicelib.kernel.errors import Refused
from chalicelib.kernel.identifiers import EMAIL, Problem, email_slip
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.tenancy import service as tenancy

MOST_SHOWN = 50
MOST_ASKED = 20
SAID = ("source", "state", "consultation", "reason", "answer", "fields")
Question = tuple[Subject, str]


def look_up(call: Call, asked: LookupIn) -> RegisterCheckOut:
    """Ask the register of a number, and keep its answer. Refused without a question when its key is wrong; a register
    that does not answer is an answer too."""
    number, problem = rules.asked(asked.subject, asked.number)
    if problem:
        raise Refused.many([problem.on("number")])
    requester = _requester(reading(call))
    return _noted(call, asked.subject, number, partners.ask(asked.subject, number, requester=requester))


@use_case("crm.register.look_up")
def _noted(unit: Unit, subject: Subject, number: str, said: Said) -> RegisterCheckOut:
    return _check_out(_kept(unit, subject, number, said, ""))


def check_customer(call: Call, id: str, asked: ChecksIn) -> ChecksOut:
    """Ask about the numbers of a customer, all or some, side by side; keep every answer."""
    unit = reading(call)
    unit.load(*refs(id), *tenancy.refs(on=call.today))
    known = customer(unit, id)
    wanted = [one for one in rules.numbers(known) if not asked.subjects or one[0] in asked.subjects][:MOST_ASKED]
    said = partners.ask_all(wanted, requester=_requester(unit))
    return checked(call, id, list(zip(wanted, said, strict=True)))


@use_case("crm.customer.check")
def checked(unit: Unit, id: str, heard: Sequence[tuple[Question, Said]]) -> ChecksOut:
    """Keep what registers said of a customer's numbers. A number that turned invalid becomes a task."""
    unit.load(*refs(id), (FINDINGS, id))
    known, findings, made = customer(unit, id), findings_of(unit, id), []
    for (subject, number), said in heard:
        check = _kept(unit, subject, number, said, id)
        findings, turned = rules.found(findings, check)
        made.append(check)
        if turned:
            _alert(unit, known, check)
    if made:
        unit.put(FINDINGS, id, findings)
    return _shown(known, findings, made)


def checks(call: Call, id: str) -> ChecksOut:
    """What is known of a customer's numbers, and its proofs."""
    unit = reading(call)
    unit.load(*refs(id), (FINDINGS, id))
    known = customer(unit, id)
    ids = _ids(call, id)
    unit.load(*((CHECKS, one) for one in ids))
    return _shown(known, findings_of(unit, id), [unit.get(CHECKS, one) for one in ids])


def attach(unit: Unit, known: Customer, lookups: Sequence[str]) -> None:
    """In the save of a customer: the answers that filled it become its own, field by field. One that is not there, or
    is another customer's, is left alone."""
    if not lookups:
        return
    unit.load((FINDINGS, known.id), *((CHECKS, id) for id in lookups))
    found = [unit.find(CHECKS, id) for id in lookups]
    mine = [one for one in found if one and one.customer in ("", known.id)]
    if not mine:
        return
    findings = findings_of(unit, known.id)
    asked = set(rules.numbers(known))
    for check in sorted(mine, key=lambda one: one.at):
        unit.put(CHECKS, check.id, replace(check, customer=known.id))
        if (check.subject, check.number) in asked:
            findings, _ = rules.found(findings, check)
    unit.put(FINDINGS, known.id, rules.filled(findings, known, mine))


def zero_rate_problem(unit: Unit, customer_id: str, vat_number: str) -> Problem | None:
    """Why no invoice at 0 % may go to this VAT number: VIES said that it is not valid, and the company decided that
    this blocks. None otherwise; costs a read only where it was decided."""
    if not tenancy.company_settings(unit).flag(rules.VAT_BLOCKS):
        return None
    known = rules.refuted(unit.find(FINDINGS, customer_id), vat_number)
    if known is None:
        return None
    return Problem(
        "crm.vat.refuted",
        f"Le n° de TVA {vat_number} n'est pas valide {rules.said_on(known)} : pas de facture à 0 %. Corrigez-le sur la "
        "fiche du client, vérifiez-le à nouveau, ou retirez-le pour facturer avec la TVA.",
    )


def finding_refs(*customers: str) -> tuple[Ref, ...]:
    """For the caller's batch: what registers said of these customers."""
    return tuple((FINDINGS, customer) for customer in customers)


def suspension_problem(unit: Unit, customer_id: str, products: Collection[str] = ()) -> Problem | None:
    """Why goods may not (an error), or should not yet (a warning), leave for this customer under suspension.
    `products`: the EMCS categories sent. None: SEED confirmed the number for them."""
    unit.load(*refs(customer_id), (FINDINGS, customer_id))
    number = customer(unit, customer_id).excise_number
    return rules.suspension_problem(number, unit.find(FINDINGS, customer_id), products)


def findings_of(unit: Unit, id: str) -> Findings:
    return unit.find(FINDINGS, id) or Findings(id)


def _requester(unit: Unit) -> str:
    """The company's own VAT number. This read also gives the answer of a repeated question, before anybody is asked."""
    unit.load(*tenancy.refs(on=unit.today))
    return tenancy.company(unit).vat_number


def _kept(unit: Unit, subject: Subject, number: str, said: Said, owner: str) -> Check:
    id = unit.new_id(CHECKS.prefix)
    given = {name: getattr(said, name) for name in SAID}
    return unit.put(
        CHECKS,
        id,
        Check(id=id, subject=subject, number=number, at=unit.at, customer=owner, by=unit.actor.name, **given),
    )


TITLES = {
    ("vat_number", "fr"): "N° de TVA devenu invalide : {name}",
    ("vat_number", "en"): "VAT number turned invalid: {name}",
    ("excise_number", "fr"): "N° d’accise devenu invalide : {name}",
    ("excise_number", "en"): "Excise number turned invalid: {name}",
    ("siret", "fr"): "Entreprise fermée ou inconnue : {name}",
    ("siret", "en"): "Business closed or unknown: {name}",
}


def _alert(unit: Unit, known: Customer, check: Check) -> None:
    """A task for who follows the customer, else for an owner of the company, due today."""
    from chalicelib.tenancy.rules.tasks import Subject as About  # noqa: PLC0415 - most checks alert nobody
    from chalicelib.tenancy.service import tasks  # noqa: PLC0415 - as above

    title = TITLES.get((check.subject, tenancy.company_settings(unit).text("document_language")))
    if title is None:
        return
    text = f"{check.number} · {check.source} · {check.at:%Y-%m-%d} · {check.consultation}".rstrip(" ·")
    tasks.tell(
        unit,
        About("customer", known.id, known.display_name),
        title.format(name=known.display_name)[:200],
        text,
        preferred=known.representative,
    )


def _shown(known: Customer, findings: Findings, made: Sequence[Check]) -> ChecksOut:
    now = rules.current(findings, known)
    there = {(one.subject, one.number) for one in now}
    return ChecksOut(
        findings=[_finding_out(one) for one in now],
        unchecked=list(
            dict.fromkeys(subject for subject, number in rules.numbers(known) if (subject, number) not in there)
        ),
        filled=[FilledOut.model_validate(_but(asdict(one), "value")) for one in rules.still_filled(findings, known)],
        items=[_check_out(one) for one in made],
    )


def _finding_out(finding: Finding) -> FindingOut:
    return FindingOut.model_validate({**asdict(finding), "proposal": _proposal(finding.subject, finding.number)})


def _check_out(check: Check) -> RegisterCheckOut:
    return RegisterCheckOut.model_validate(
        {**_but(asdict(check), "customer"), "proposal": _proposal(check.subject, check.number)}
    )


def _proposal(subject: str, number: str) -> str:
    slip = email_slip(number) if subject == EMAIL.name else None
    return slip.proposal if slip else ""


def _but(plain: dict[str, object], name: str) -> dict[str, object]:
    return {key: value for key, value in plain.items() if key != name}


def _ids(call: Call, id: str) -> list[str]:
    where = json.dumps({"field": "customer", "op": "eq", "value": id})

    def gather(rows: Iterator[Row]) -> list[str]:
        return [row["id"] for row in rows][:MOST_SHOWN]

    return lists.each(call, index.CHECKS, ListQuery(where=where, fields="id", sort="-at,id"), gather)
