"""Open invoices and credit notes of the former program: claimed here, without ever being ours (rules/former.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chalicelib.aws.kinds import guard_ref
from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit, use_case
from chalicelib.crm import service as crm
from chalicelib.crm.rules import Customer
from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.kernel.text import fold
from chalicelib.sales.rules.former import GUARD, KIND, SOURCE, FormerOf
from chalicelib.sales.rules.receivable import Receivable, Settlement
from chalicelib.sales.schemas.former import FormerIn, FormerOpenedV1, FormerWithdrawnV1
from chalicelib.sales.store import FORMERS, RECEIVABLES


@use_case("sales.former.open")
def open_former(unit: Unit, asked: FormerIn) -> Receivable:
    """Claim what is left of an invoice of the former program. Conflict when that number is claimed already; Refused
    when more would be due than the invoice was for."""
    unit.load(*crm.refs(asked.customer))
    buyer = crm.customer(unit, asked.customer)
    if asked.balance > asked.gross or asked.due_on < asked.issued_on or asked.issued_on > unit.today:
        detail = "Reste dû, total ou dates impossibles. Corrigez la facture reprise."
        raise Refused("sales.former.impossible", detail, "balance")
    owed = _claim(unit, asked, buyer)
    _opened(unit, owed.invoice, owed.number, buyer, owed.issued_on, owed.balance)
    unit.put(RECEIVABLES, owed.invoice, owed)
    return owed


def _opened(unit: Unit, id: str, number: str, buyer: Customer, issued_on: date, balance: int) -> None:
    """The number is claimed by `id`, the customer is not deleted while it is, the books hear of the balance."""
    unit.load(*former_refs(buyer.id), guard_ref(GUARD, fold(number)))
    taken = Conflict("sales.former.taken", f"La pièce {number} est déjà reprise. Ne la reprenez pas deux fois.")
    unit.guard(GUARD, fold(number), id, taken)
    unit.put(FORMERS, buyer.id, FormerOf((*_of(unit, buyer.id).invoices, id)))
    unit.emit(
        FormerOpenedV1(
            invoice_id=id,
            number=number,
            issued_on=issued_on,
            opened_on=unit.today,
            customer_id=buyer.id,
            customer_code=buyer.code,
            customer_name=buyer.display_name,
            currency="EUR",
            balance=balance,
        )
    )


def _claim(unit: Unit, asked: FormerIn, buyer: Customer) -> Receivable:
    """The receivable; what was paid before it came is a settlement of its own."""
    paid = Settlement(SOURCE, "", asked.gross - asked.balance, asked.issued_on)
    return Receivable(
        invoice=unit.new_id(RECEIVABLES.prefix),
        number=asked.number,
        kind=KIND,
        order="",
        order_number="",
        customer=buyer.id,
        customer_code=buyer.code,
        customer_name=buyer.display_name,
        issued_on=asked.issued_on,
        due_on=asked.due_on,
        net=0,
        vat=0,
        due=asked.gross,
        owner=buyer.representative or "",
        language=buyer.language,
        reference=asked.reference,
        settlements=(paid,) if paid.amount else (),
    )


@use_case("sales.former.withdraw")
def withdraw_former(unit: Unit, owed: Receivable) -> None:
    """Claim it no more, and say so to the books. Conflict for one that was paid here, even in part."""
    if any(part.source != SOURCE for part in owed.settlements):
        detail = f"La facture {owed.number} a reçu un règlement. Annulez-le d'abord."
        raise Conflict("sales.former.paid", detail)
    unit.delete(RECEIVABLES, owed.invoice)
    _let_go(unit, owed.invoice, owed.number, owed.customer)


def _let_go(unit: Unit, id: str, number: str, customer: str) -> None:
    """The number is free again, the customer owes (or is owed) one less, the books hear it."""
    unit.load(*former_refs(customer), guard_ref(GUARD, fold(number)))
    unit.release(GUARD, fold(number))
    left = tuple(one for one in _of(unit, customer).invoices if one != id)
    if left:
        unit.put(FORMERS, customer, FormerOf(left))
    else:
        unit.delete(FORMERS, customer)
    unit.emit(FormerWithdrawnV1(invoice_id=id, number=number, withdrawn_on=unit.today, customer_id=customer))


def open_former_credit(unit: Unit, id: str, number: str, buyer: Customer, issued_on: date, amount: int) -> None:
    """An open credit note of the former program, kept by payments under `id`: its number is claimed, the books hear of
    a balance below zero. Conflict when that number is claimed already."""
    if issued_on > unit.today:
        raise Refused("sales.former.impossible", "Cet avoir est d'un jour à venir. Corrigez sa date.", "issued_on")
    _opened(unit, id, number, buyer, issued_on, -amount)


def withdraw_former_credit(unit: Unit, id: str, number: str, customer: str) -> None:
    """Taken over by mistake: its number is free again."""
    _let_go(unit, id, number, customer)


def former_refs(*customers: str) -> tuple[Ref, ...]:
    """For the caller's batch: what `owes_former` looks at."""
    return tuple((FORMERS, customer) for customer in customers)


def owes_former(unit: Unit, customer: str) -> bool:
    """Is an invoice of the former program claimed from this customer?"""
    return bool(_of(unit, customer).invoices)


def _of(unit: Unit, customer: str) -> FormerOf:
    return unit.find(FORMERS, customer) or FormerOf()


def former_of(unit: Unit, id: str) -> Receivable | None:
    """The receivable, when there is one and it is of the former program."""
    owed = unit.find(RECEIVABLES, id)
    return owed if owed is not None and owed.kind == KIND else None


def claimed(unit: Unit, numbers: Sequence[str]) -> dict[str, str]:
    """Number as written -> the id of the invoice or of the credit that holds it."""
    unit.load(*(guard_ref(GUARD, fold(number)) for number in numbers))
    return {number: id for number in numbers if (id := unit.owner_of(GUARD, fold(number)))}


def former_named(unit: Unit, numbers: Sequence[str]) -> dict[str, Receivable]:
    """Number as written -> what is claimed under it."""
    ids = claimed(unit, numbers)
    unit.load(*((RECEIVABLES, id) for id in ids.values()))
    return {number: owed for number, id in ids.items() if (owed := former_of(unit, id))}
