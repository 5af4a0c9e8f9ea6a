"""What the books keep of each deposit invoice, and the entries that facts make of it. Each gives drafts; booking them
is `booking`'s."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from chalicelib.accounting.rules import deposits as rules
from chalicelib.accounting.rules.chart import Chart
from chalicelib.accounting.rules.entries import Draft
from chalicelib.accounting.store import DEPOSITS
from chalicelib.aws.unit import Unit
from chalicelib.payments.schemas import AllocationV1
from chalicelib.sales.schemas import CreditNoteIssuedV1, InvoiceIssuedV1
from chalicelib.sales.schemas.deposits import DepositInvoicedV1


def invoiced(unit: Unit, fact: DepositInvoicedV1, chart: Chart) -> Draft | None:
    """A deposit invoice; the books follow it from now on."""
    if unit.find(DEPOSITS, fact.invoice_id) is None:
        unit.put(DEPOSITS, fact.invoice_id, rules.opened(fact))
    return rules.entry_of_deposit(fact, chart)


def received(unit: Unit, parts: Iterable[AllocationV1], sign: int, on: date, fact: str, chart: Chart) -> list[Draft]:
    """The VAT that money makes due on deposits (`sign` -1: that it takes back). Nothing for other invoices."""
    cents: dict[str, int] = {}
    for part in parts:
        settled = part.amount + part.discount + part.difference
        cents[part.invoice_id] = cents.get(part.invoice_id, 0) + sign * settled
    unit.load(*((DEPOSITS, invoice) for invoice in cents))
    drafts = []
    for invoice, amount in cents.items():
        known = unit.find(DEPOSITS, invoice)
        if known is None or known.cleared:
            continue
        after, draft = rules.moved(known, amount, on, fact, chart)
        unit.put(DEPOSITS, invoice, after)
        drafts += [draft] if draft else []
    return drafts


def deducted(unit: Unit, draft: Draft, fact: InvoiceIssuedV1, chart: Chart) -> Draft:
    """The entry of an invoice once its deposits are deducted: they are cleared."""
    if not fact.deposits:
        return draft
    ids = [one.invoice_id for one in fact.deposits]
    unit.load(*((DEPOSITS, id) for id in ids))
    taken = [unit.get(DEPOSITS, id) for id in ids]
    for one in taken:
        unit.put(DEPOSITS, one.invoice, replace(one, cleared=True))
    return rules.deducted(draft, taken, chart)


def undone(unit: Unit, fact: CreditNoteIssuedV1, chart: Chart) -> Draft | None:
    """The entry of the credit note of a deposit; None when it credits another invoice."""
    known = unit.find(DEPOSITS, fact.invoices[0].id) if fact.invoices else None
    if known is None:
        return None
    unit.put(DEPOSITS, known.invoice, replace(known, cleared=True))
    return rules.entry_of_undone(fact, known, chart)
