"""Debits asked of GoCardless: every night, or by hand; and the night's looking again.

The one trick: GoCardless is asked before anything is written, with a key made of invoice, due date and attempt; a kill
in between finds the same payment again at the next run, or by its event.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from chalicelib.aws.call import Call, system_call
from chalicelib.aws.log import logger
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.debits import index, partners
from chalicelib.debits.partners import NAME, MandateTold
from chalicelib.debits.rules import debit as rules
from chalicelib.debits.rules.debit import LEAD, OPEN, RETRY, Collection, Debit, Wanted
from chalicelib.debits.schemas import DebitMovedAllOut, DebitMovedOut, DebitMoveIn
from chalicelib.debits.service import mandates
from chalicelib.debits.service.following import CAUSES, followed, opened, step
from chalicelib.debits.store import COLLECTIONS, MANDATES
from chalicelib.kernel.errors import CaveauError, Conflict, NotFound
from chalicelib.payments.service import connectors
from chalicelib.readmodel import ListQuery, Row, lists
from chalicelib.sales import service as sales
from chalicelib.sales.rules.receivable import Receivable
from chalicelib.sales.service import owing
from chalicelib.sales.service.receivables import asked_kind, invoice_refs
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.service.everywhere import company_ids

KIND = "direct_debit"
MISSING = NotFound("debits.debit.not_found", "Ce prélèvement n'existe pas ou plus.")


@dataclass
class Run:
    """One look at what is due: the partner's token, how early, and what he said of mandates."""

    call: Call
    key: str
    lead: int
    retry: int
    told: dict[str, MandateTold] = field(default_factory=dict)

    def mandate(self, reference: str) -> MandateTold:
        if reference not in self.told:
            self.told[reference] = partners.mandate(self.key, reference)
        return self.told[reference]


def everywhere(call: Call) -> int:
    """Every company's; gives how many debits were asked. One whose partner is silent waits for the next night."""
    done = 0
    for company in company_ids(call):
        try:
            done += night(call.within(company))
        except CaveauError as refusal:
            logger.warning("debits left", extra={"of": company, "reason": refusal.code})
    return done


def night(call: Call) -> int:
    """One company's: look again at what is not final, then ask for what is due. Running it again asks nothing more."""
    ours = system_call("debits", call.company, call.now, call.request_id)
    _reach_days(ours)
    run = _run(ours)
    if run is None:
        return 0
    _catch_up(run)
    return _ask_all(run)


def _run(call: Call) -> Run | None:
    """None when GoCardless is not connected."""
    unit = reading(call)
    unit.load(*connectors.connector_refs(NAME), *tenancy.refs(on=unit.today))
    key, settings = connectors.connected(unit, NAME), tenancy.company_settings(unit)
    return Run(call, key, settings.integer(LEAD), settings.integer(RETRY)) if key else None


# --- looking again


def _reach_days(call: Call) -> None:
    """Debits of files whose day has come were collected; failed ones of invoices paid since need nobody."""
    filed = {"and": [_leaf("state", "eq", "submitted"), _leaf("file", "ne", ""), _leaf("charge_on", "le", call.today)]}
    for where in (filed, _leaf("alert", "eq", True)):
        for invoice in dict.fromkeys(row["invoice"] for row in _rows(call, where)):
            _reached(call, invoice)


@use_case("debits.debit.reach")
def _reached(unit: Unit, invoice: str) -> None:
    unit.load((COLLECTIONS, invoice), *sales.receivable_refs(invoice), *connectors.connector_refs(NAME))
    known = unit.get(COLLECTIONS, invoice)
    for one in known.debits:
        if one.file and one.state == "submitted" and one.charge_on <= unit.today:
            step(unit, unit.get(COLLECTIONS, invoice), one, "confirmed", "")
    known = unit.get(COLLECTIONS, invoice)
    settled = sales.receivable(unit, invoice).balance <= 0
    if settled != known.settled:
        unit.put(COLLECTIONS, invoice, replace(known, settled=settled))


def _catch_up(run: Run) -> None:
    """Events that never came: what is not final is read again."""
    waiting = {"and": [_leaf("state", "eq", "pending"), _leaf("partner", "eq", NAME)]}
    asked = ListQuery(where=json.dumps(waiting), fields="id")
    for id in lists.each(run.call, index.MANDATES, asked, lambda rows: [row["id"] for row in rows]):
        known = reading(run.call).get(MANDATES, id)
        if known.request and not known.signed_on:
            mandates.signed(run.call, partners.asked(run.key, known.request))
            known = reading(run.call).get(MANDATES, id)
        if known.reference:
            mandates.followed(run.call, id, run.mandate(known.reference))
    still = {"and": [_leaf("state", "in", list(OPEN)), _leaf("reference", "ne", "")]}
    for row in _rows(run.call, still):
        followed(run.call, partners.payment(run.key, row["reference"]))


def _rows(call: Call, where: object) -> list[Row]:
    asked = ListQuery(where=json.dumps(where, default=str), sort="due_on,number", fields="invoice,reference")
    return lists.each(call, index.DEBITS, asked, lambda rows: list(rows))


def _leaf(name: str, op: str, value: object) -> dict[str, object]:
    return {"field": name, "op": op, "value": value}


# --- asking


def _ask_all(run: Run) -> int:
    active = {"and": [_leaf("state", "eq", "active"), _leaf("partner", "eq", NAME)]}
    asked = ListQuery(where=json.dumps(active), fields="id")
    mine = lists.each(run.call, index.MANDATES, asked, lambda rows: {row["id"] for row in rows})
    if not mine:
        return 0

    def his(rows: Iterator[Row]) -> list[str]:
        return [row["id"] for row in rows if row["customer"] in mine]

    _cancel_beyond(run)
    return sum(_ask(run, invoice) for invoice in owing.each_open(run.call, his))


def _ask(run: Run, invoice: str, only: date | None = None) -> int:
    """Ask for what is due on an invoice, or by hand for one due date; gives how many."""
    unit = reading(run.call)
    unit.load((COLLECTIONS, invoice), *sales.receivable_refs(invoice), *invoice_refs(invoice))
    owed = sales.receivable(unit, invoice)
    if asked_kind(unit, invoice) != KIND or owed.currency != "EUR":
        return 0
    mandate = unit.find(MANDATES, owed.customer)
    if mandate is None or mandate.state != "active" or mandate.partner != NAME:
        return 0
    told = run.mandate(mandate.reference)
    known = unit.find(COLLECTIONS, invoice) or opened(owed)
    count = 0
    for one in rules.wanted(
        owed, known.debits, run.call.today, lead=run.lead, retry=run.retry, by_hand=only is not None
    ):
        if only in (None, one.due_on) and mandates.followed(run.call, owed.customer, told):
            _pay(run, owed, told, one)
            count += 1
    return count


def _pay(run: Run, owed: Receivable, mandate: MandateTold, one: Wanted) -> None:
    made = partners.pay(
        run.key,
        idempotency=f"{run.call.company}-{owed.invoice}-{one.due_on}-{one.attempt}",
        amount=one.amount,
        currency=owed.currency,
        charge_on=max(one.due_on, mandate.next_on or run.call.today),
        mandate=mandate.id,
        label=f"Facture {owed.number}",
        about={"company": run.call.company, "invoice": owed.invoice, "debit": f"{one.due_on}.{one.attempt}"},
    )
    followed(run.call, made)


def _cancel_beyond(run: Run) -> None:
    """Cancel what is under way for invoices paid meanwhile by other means."""
    where = {"and": [_leaf("state", "eq", "submitted"), _leaf("reference", "ne", "")]}
    for invoice in dict.fromkeys(row["invoice"] for row in _rows(run.call, where)):
        unit = reading(run.call)
        unit.load((COLLECTIONS, invoice), *sales.receivable_refs(invoice))
        for one in rules.beyond(sales.receivable(unit, invoice), unit.get(COLLECTIONS, invoice).debits):
            if one.reference and partners.cancel(run.key, "payments", one.reference):
                followed(run.call, partners.payment(run.key, one.reference), settled=True)


# --- by hand


def move(call: Call, asked: DebitMoveIn) -> DebitMovedAllOut:
    """Ask again, cancel, or mark as rejected, each for itself; without ids, ask now for all that is due."""
    one_by_one = replace(call, idempotency=None)
    if not asked.ids:
        if asked.to != "submitted":
            return DebitMovedAllOut(items=[], done=0)
        unit = reading(call)
        unit.load(*connectors.connector_refs(NAME))
        mandates.key(unit)
        return DebitMovedAllOut(items=[], done=night(one_by_one))
    items = [_answered(one_by_one, id, asked) for id in dict.fromkeys(asked.ids)]
    return DebitMovedAllOut(items=items, done=sum(1 for one in items if not one.problem))


def _answered(call: Call, id: str, asked: DebitMoveIn) -> DebitMovedOut:
    number = ""
    try:
        known, debit = _known(reading(call), id)
        number = known.number
        _MOVES[asked.to](call, known, debit, asked.cause)
    except CaveauError as refusal:
        return DebitMovedOut(id=id, number=number, problem=refusal.detail, rule=refusal.code)
    return DebitMovedOut(id=id, number=number, problem="", rule="")


def _known(unit: Unit, id: str) -> tuple[Collection, Debit]:
    """NotFound when there is none, or when it is another representative's."""
    invoice, _, rank = id.rpartition("-")
    known = unit.find(COLLECTIONS, invoice) if invoice and rank.isdigit() else None
    debit = known.rank(int(rank)) if known else None
    if known is None or debit is None or (unit.actor.only_own and known.owner != unit.actor.id):
        raise MISSING
    return known, debit


def _again(call: Call, known: Collection, debit: Debit, cause: str) -> None:
    ours = system_call("debits", call.company, call.now, call.request_id)
    run = _run(ours)
    if run is None or not _ask(run, known.invoice, debit.due_on):
        detail = (
            "Rien à prélever : la facture est soldée, un prélèvement est en cours, ou il n'y a pas de mandat actif."
        )
        raise Conflict("debits.debit.nothing", detail)


def _cancelled(call: Call, known: Collection, debit: Debit, cause: str) -> None:
    if debit.state != "submitted" or not debit.reference:
        raise Conflict("debits.debit.too_late", "Ce prélèvement ne s'annule plus : il est déjà parti à la banque.")
    unit = reading(call)
    unit.load(*connectors.connector_refs(NAME))
    key = mandates.key(unit)
    if not partners.cancel(key, "payments", debit.reference):
        raise Conflict("debits.debit.too_late", "Ce prélèvement ne s'annule plus : il est déjà parti à la banque.")
    followed(call, partners.payment(key, debit.reference), cause)


def _rejected(call: Call, known: Collection, debit: Debit, cause: str) -> None:
    if not debit.file:
        raise Conflict("debits.debit.not_filed", "GoCardless dit lui-même ce qui est rejeté. Attendez sa réponse.")
    _failed(call, known.invoice, debit.rank, cause or CAUSES["failed"])


@use_case("debits.debit.reject")
def _failed(unit: Unit, invoice: str, rank: int, cause: str) -> None:
    unit.load((COLLECTIONS, invoice), *sales.receivable_refs(invoice), *connectors.connector_refs(NAME))
    known = unit.get(COLLECTIONS, invoice)
    debit = known.rank(rank)
    assert debit is not None
    if debit.state in rules.LOST:
        raise Conflict("debits.debit.lost", "Ce prélèvement est déjà marqué comme rejeté.")
    step(unit, known, debit, "failed", cause)


_MOVES = {"submitted": _again, "cancelled": _cancelled, "failed": _rejected}
