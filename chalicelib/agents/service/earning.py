"""Commissions made from facts.

The one trick: facts are followed by their place in the journal (readmodel.following), moved in the same commit as the
commissions, so each counts once however often it is told; and what is earned on an invoice is rated from the invoice
itself by whichever fact about it comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from chalicelib.agents import index
from chalicelib.agents.rules import agents as rules
from chalicelib.agents.rules import earnings
from chalicelib.agents.rules.agents import Agent, Plan
from chalicelib.agents.rules.earnings import EarnedLine, Earning, Movement
from chalicelib.agents.rules.rates import About, rate_of
from chalicelib.agents.rules.statements import Ledger, filed, filed_under
from chalicelib.agents.service.agents import named, plan_of
from chalicelib.agents.store import AGENTS, EARNINGS, LANE, LEDGERS, PLANS, REACHED
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.clock import instant, paris_date
from chalicelib.payments.schemas import AllocationV1, PaymentAllocatedV1, PaymentCancelledV1, PaymentRecordedV1
from chalicelib.readmodel.following import Pending, some, to_the_end
from chalicelib.sales import service as sales
from chalicelib.sales.rules.invoice import Invoice
from chalicelib.sales.schemas import CreditNoteIssuedV1, InvoiceIssuedV1


def follow_facts(call: Call) -> int:
    """Count every fact committed so far; gives how many."""
    return to_the_end(call, "agents", _follow_some)


@use_case("agents.commissions.follow", lane=LANE)
def _follow_some(unit: Unit) -> int:
    unit.load((REACHED, WHOLE), (PLANS, WHOLE))
    return some(unit, index.FACTS, REACHED, LANE, _HANDLERS)


# --- one fact


def _invoice(unit: Unit, fact: Pending) -> None:
    told = InvoiceIssuedV1.model_validate(fact.data)
    if told.agent_id:
        _count(unit, fact, told.invoice_id, lambda one: one, "invoice", told.number, told.issued_on)


def _payment(unit: Unit, fact: Pending) -> None:
    told = PaymentRecordedV1.model_validate(fact.data)
    _paid(unit, fact, told.allocations, 1, "payment", told.number, told.received_on)


def _allocation(unit: Unit, fact: Pending) -> None:
    told = PaymentAllocatedV1.model_validate(fact.data)
    _paid(unit, fact, told.allocations, 1, "payment", told.number, paris_date(instant(fact.at)))


def _cancellation(unit: Unit, fact: Pending) -> None:
    told = PaymentCancelledV1.model_validate(fact.data)
    _paid(unit, fact, told.allocations, -1, "cancellation", told.number, told.cancelled_on)


def _paid(
    unit: Unit, fact: Pending, parts: Iterable[AllocationV1], sign: int, cause: str, number: str, on: date
) -> None:
    amounts: dict[str, int] = {}
    for part in parts:
        paid = part.euros.booked if part.euros else part.amount
        amounts[part.invoice_id] = amounts.get(part.invoice_id, 0) + sign * paid
    unit.load(*((EARNINGS, invoice) for invoice in amounts))
    for invoice, amount in amounts.items():
        _count(unit, fact, invoice, partial(earnings.paid, amount=amount), cause, number, on)


def _credit_note(unit: Unit, fact: Pending) -> None:
    told = CreditNoteIssuedV1.model_validate(fact.data)
    home = told.home
    nets = [(line.line, home.lines[n] if home else line.net) for n, line in enumerate(told.lines)]
    gross = home.gross if home else told.gross
    for invoice in told.invoices:
        _count(
            unit,
            fact,
            invoice.id,
            lambda one: earnings.credited(one, gross, nets),
            "credit_note",
            told.number,
            told.issued_on,
        )


_HANDLERS: dict[str, Callable[[Unit, Pending], None]] = {
    InvoiceIssuedV1.TYPE: _invoice,
    CreditNoteIssuedV1.TYPE: _credit_note,
    PaymentRecordedV1.TYPE: _payment,
    PaymentAllocatedV1.TYPE: _allocation,
    PaymentCancelledV1.TYPE: _cancellation,
}
FACTS = tuple(_HANDLERS)


def _count(
    unit: Unit,
    fact: Pending,
    invoice: str,
    change: Callable[[Earning], Earning],
    cause: str,
    number: str,
    on: date,
) -> None:
    """Count a fact on the commission of an invoice, and file what moved. Nothing for an invoice on which nobody earns,
    or a fact that was counted."""
    known = unit.find(EARNINGS, invoice) or _rated(unit, invoice)
    if known is None or fact.id in known.heard:
        return
    earning = replace(change(known), heard=(*known.heard, fact.id))
    parts = earnings.moved(earning)
    if parts:
        ledger = _ledger(unit, earning.agent)
        movement = Movement(fact.id, cause, number, on, filed_under(on, ledger.closed), parts)
        earning = replace(earning, movements=(*earning.movements, movement))
        unit.put(LEDGERS, earning.agent, filed(ledger, movement))
    unit.put(EARNINGS, invoice, earning)


def _ledger(unit: Unit, agent: str) -> Ledger:
    known = unit.find(LEDGERS, agent)
    if known is not None:
        return known
    return named(Ledger(agent, "", "month"), unit.get(AGENTS, agent), plan_of(unit))


def _rated(unit: Unit, id: str) -> Earning | None:
    """What is to be earned on an invoice, by the rates of today. None for one that nobody earns on."""
    invoice = sales.issued(unit, id)
    agent = unit.find(AGENTS, invoice.agent) if invoice and invoice.agent else None
    if invoice is None or agent is None:
        return None
    plan = plan_of(unit)
    return Earning(
        invoice=invoice.id,
        number=invoice.number,
        issued_on=invoice.issued_on,
        agent=agent.id,
        customer=invoice.buyer.id,
        customer_code=invoice.buyer.code,
        customer_name=invoice.buyer.name,
        basis=rules.basis_of(agent, plan),
        due=invoice.home.gross if invoice.home else invoice.totals.gross,
        lines=tuple(_lines(unit, invoice, agent, plan)),
    )


def _lines(unit: Unit, invoice: Invoice, agent: Agent, plan: Plan) -> Iterable[EarnedLine]:
    """The lines that are commissioned: those of carriage (no variant) only where the terms say so."""
    variants = [line.variant for line in invoice.lines if line.variant]
    unit.load(*catalogue.refs(variants))
    known = catalogue.variants(unit, variants)
    shipping = rules.term(agent, plan, "shipping").value is True
    for rank, line in enumerate(invoice.lines, start=1):
        if not line.variant and not shipping:
            continue
        product = known[line.variant].product_id if line.variant in known else ""
        manual = None if line.commission is None else Decimal(line.commission)
        about = About(invoice.buyer.id, product, invoice.grid, manual)
        net = invoice.home.lines[rank - 1] if invoice.home else line.net
        yield EarnedLine(rank, line.label, net, rate_of(about, agent, plan))
