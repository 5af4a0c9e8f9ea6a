"""Rows of open invoices and credit notes: what sales is asked to claim, or payments to keep, for the former program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.aws.unit import Unit
from chalicelib.crm import service as crm
from chalicelib.migration.rules.fields import CUSTOMER
from chalicelib.migration.rules.imports import Books, LedgerLine, Task, recorded
from chalicelib.migration.service import parties
from chalicelib.migration.service.met import Met, existing, stamp
from chalicelib.migration.service.parties import Coming
from chalicelib.payments.rules import Payment
from chalicelib.payments.service.former import (
    credit_of,
    credit_refs,
    credits_named,
    take_over_credit,
    untouched,
    withdraw_credit,
)
from chalicelib.sales import service as sales
from chalicelib.sales.rules.former import SOURCE
from chalicelib.sales.rules.receivable import Receivable
from chalicelib.sales.schemas.former import FormerIn
from chalicelib.sales.service import former

LABELS = {"customer": "Client", "issued_on": "Date", "due_on": "Échéance", "due": "Total TTC", "first": "Reste dû"}


def asked(record: dict[str, Any], customer: str) -> FormerIn:
    """What sales is asked to claim for a cleaned row."""
    return FormerIn(
        number=record["number"],
        customer=customer,
        issued_on=date.fromisoformat(record["issued_on"]),
        due_on=date.fromisoformat(record["due_on"]),
        gross=record["gross"],
        balance=record["balance"],
        reference=record["reference"],
    )


def refusals(record: dict[str, Any]) -> list[str]:
    """Why sales would refuse; ValidationError for a value it could not hold."""
    asked({**record, "gross": abs(record["gross"]), "balance": abs(record["balance"])}, "new")
    return []


def meet(unit: Unit, tasks: Sequence[Task], books: Books, coming: Coming) -> list[Met]:
    numbers = [str((task.entry.record or {})["number"]) for task in tasks if task.entry.record]
    held: dict[str, Receivable | Payment] = {**former.former_named(unit, numbers), **credits_named(unit, numbers)}
    buyers = parties.customers(unit, tasks)
    return [_met(task, buyers, held, coming) for task in tasks]


def _met(task: Task, buyers: dict[str, str], held: dict[str, Receivable | Payment], coming: Coming) -> Met:
    record = task.entry.record
    if record is None:
        return Met(task, "none")
    buyer = buyers.get(record["customer"])
    if buyer is None:
        return parties.unknown(task, CUSTOMER, record["customer"], coming)
    known = held.get(record["number"])
    if known is None:
        return Met(task, "create", buyer)
    wanted = (buyer, record["issued_on"], record["due_on"], record["gross"], record["balance"])
    if isinstance(known, Payment):  # of a credit, its total and its due date are not kept
        wanted = (buyer, record["issued_on"], "", "", record["balance"])
    differs = [label for label, one, other in zip(LABELS.values(), _said(known), wanted, strict=True) if one != other]
    # A claim is never brought to what a later file says: it may be paid in part, and it is in the books.
    id = known.id if isinstance(known, Payment) else known.invoice
    return existing(replace(task, left=""), id, differs, print_of(known))


def _said(owed: Receivable | Payment) -> tuple[object, ...]:
    """What the file said of a receivable: customer, dates, total, what was due when it came here; of a credit, its
    customer, its day and its amount."""
    if isinstance(owed, Payment):
        return owed.customer, owed.received_on.isoformat(), "", "", -owed.amount
    paid = sum(part.amount for part in owed.settlements if part.source == SOURCE)
    return owed.customer, owed.issued_on.isoformat(), owed.due_on.isoformat(), owed.due, owed.due - paid


def print_of(owed: Receivable | Payment) -> str:
    """The fingerprint of what was taken, and of what was paid (or used) since."""
    used = owed.allocated + owed.refunded if isinstance(owed, Payment) else owed.paid
    return stamp(_said(owed), used)


def write(unit: Unit, mets: Sequence[Met], source: str, books: Books) -> list[LedgerLine]:
    return [_written(unit, met) for met in mets]


def _written(unit: Unit, met: Met) -> LedgerLine:
    if met.action != "create":
        return recorded(met.task, met.action, met.record)
    record = met.task.entry.record or {}
    if record["balance"] < 0:
        buyer, on = crm.customer(unit, met.record), date.fromisoformat(record["issued_on"])
        kept = take_over_credit(unit, record["number"], buyer, on, -record["balance"])
        return recorded(met.task, "create", kept.id, stamp=print_of(kept))
    owed = former.open_former(unit, asked(record, met.record))
    return recorded(met.task, "create", owed.invoice, stamp=print_of(owed))


def unmake(unit: Unit, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    made = [line.record for line in lines if line.stamp]
    unit.load(*sales.receivable_refs(*made), *credit_refs(*made))
    return [_unmade(unit, line) for line in lines]


def _unmade(unit: Unit, line: LedgerLine) -> LedgerLine:
    if not line.stamp or line.undone:
        return line
    owed = former.former_of(unit, line.record) or credit_of(unit, line.record)
    if owed is None:
        return replace(line, undone="gone", undone_why="Cette facture avait déjà été retirée.")
    if print_of(owed) != line.stamp or (isinstance(owed, Payment) and not untouched(owed)):
        what = "L'avoir" if isinstance(owed, Payment) else "La facture"
        why = f"{what} {owed.number} a reçu un règlement, a servi ou a changé depuis l'import."
        return replace(line, undone="kept", undone_why=why)
    if isinstance(owed, Payment):
        withdraw_credit(unit, owed)
    else:
        former.withdraw_former(unit, owed)
    return replace(line, undone="removed")
