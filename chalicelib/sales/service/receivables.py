"""What is due on invoices, for the rooms that settle it.

unit.load(*sales.receivable_refs(*invoices))
owed = sales.receivable(unit, invoice)
sales.settle(unit, settled(owed, Settlement(payment, number, cents, day)))
"""

from __future__ import annotations

from decimal import Decimal

from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.kernel.errors import NotFound
from chalicelib.sales.rules.receivable import Receivable
from chalicelib.sales.store import INVOICES, RECEIVABLES


def receivable_refs(*invoices: str) -> tuple[Ref, ...]:
    """What to add to a batch before asking for the receivables of these invoices."""
    return tuple((RECEIVABLES, invoice) for invoice in invoices)


def receivable(unit: Unit, invoice: str) -> Receivable:
    """What is due on an invoice. NotFound when there is none, or when it is another representative's."""
    owed = unit.find(RECEIVABLES, invoice)
    if owed is None or (unit.actor.only_own and owed.owner != unit.actor.id):
        raise NotFound("sales.invoice.not_found", "Cette facture n'existe pas ou plus.")
    return owed


def settle(unit: Unit, owed: Receivable) -> None:
    """Keep a receivable whose settlements changed."""
    unit.put(RECEIVABLES, owed.invoice, owed)


def rates_of(unit: Unit, invoice: str) -> list[tuple[Decimal, str, int]]:
    """The rates of an issued invoice: rate, category, TTC cents."""
    return [(one.rate, one.category, one.net + one.vat) for one in unit.get(INVOICES, invoice).totals.rates]


def invoice_refs(*invoices: str) -> tuple[Ref, ...]:
    """What to add to a batch before asking how these invoices are to be paid."""
    return tuple((INVOICES, invoice) for invoice in invoices)


def asked_kind(unit: Unit, invoice: str) -> str:
    """The kind of the payment method that an invoice asks for; "" for one of the former program."""
    found = unit.find(INVOICES, invoice)
    return found.method.kind if found else ""
