"""Payments and what they settle.

Nouns: a `Payment` with its `Allocation`s to invoices. The one trick: an allocation is
written on both sides in one commit, on the payment and on the invoice's receivable (sales), and every balance is read
off these, so neither side can say more than was paid or due. Amounts are cents, never negative.

Life cycle of a payment: recorded -> cancelled (by a counter-entry in the books, never by deletion).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.kernel.errors import Conflict, FieldError, Refused
from chalicelib.sales.rules.receivable import Receivable, Settlement, settled
from chalicelib.tenancy.rules.settings import Declared, declare

TRANSITIONS = {("recorded", "cancelled")}
PAYMENT_NUMBER = "payment_number"
MOST_ALLOCATIONS = 30
CREDIT_NOTE = "credit_note"
"""The method of what a credit note leaves to its customer: no money came, nothing of it is cancelled."""

declare(
    Declared(
        PAYMENT_NUMBER,
        "number_format",
        "RG-{year}-{n:04d}",
        "numbering",
        "Numéro de règlement",
        "Payment number",
        most=35,
    )
)


@dataclass(frozen=True)
class Allocation:
    """`amount` cents of a payment on an invoice, decided on a day."""

    invoice: str
    number: str
    amount: int
    on: date


@dataclass(frozen=True)
class Payment:
    """Money received from a customer, once. It is never edited: allocated further, or cancelled."""

    id: str
    number: str
    state: str
    customer: str
    customer_code: str
    customer_name: str
    method: str
    method_kind: str
    method_label: str
    amount: int
    received_on: date
    recorded_at: datetime
    owner: str = ""
    currency: str = "EUR"
    reference: str = ""
    allocations: tuple[Allocation, ...] = ()
    cancelled_on: date | None = None
    cancel_reason: str = ""

    @property
    def allocated(self) -> int:
        return sum(part.amount for part in self.allocations)

    @property
    def unallocated(self) -> int:
        """What is left to the customer's credit; nothing once cancelled."""
        return 0 if self.state == "cancelled" else self.amount - self.allocated


def check_amounts(left: int, wanted: Sequence[tuple[Receivable, int]]) -> None:
    """Raise Refused (every bad line at once) when more is given than is left, or than an invoice is owed."""
    errors = []
    seen: set[str] = set()
    for number, (owed, amount) in enumerate(wanted):
        field = f"allocations.{number}.amount"
        if owed.invoice in seen:
            errors.append(FieldError(field, "payments.allocation.twice", "Cette facture est déjà dans la liste."))
        elif amount > owed.balance:
            detail = f"Il reste {_euros(owed.balance)} à payer sur {owed.number}, {_euros(amount)} affectés. Réduisez."
            errors.append(FieldError(field, "payments.allocation.over_due", detail))
        seen.add(owed.invoice)
    total = sum(amount for _, amount in wanted)
    if total > left:
        detail = f"{_euros(total)} affectés pour {_euros(left)} disponibles. Réduisez une affectation."
        errors.append(FieldError("allocations", "payments.allocation.over_paid", detail))
    if errors:
        raise Refused.many(errors)


def check_customer(customer: str, currency: str, receivables: Iterable[Receivable]) -> None:
    """Raise Refused unless the invoices are this customer's, in this currency."""
    for number, owed in enumerate(receivables):
        if owed.customer != customer or owed.currency != currency:
            raise Refused(
                "payments.allocation.other_customer",
                f"La facture {owed.number} est celle d'un autre client. Enregistrez un règlement par client.",
                field=f"allocations.{number}.invoice",
            )


def allocated(payment: Payment, wanted: Sequence[tuple[Receivable, int]], on: date) -> tuple[Payment, list[Receivable]]:
    """The payment and the receivables once `wanted` is given. Amounts were checked."""
    more = tuple(Allocation(owed.invoice, owed.number, amount, on) for owed, amount in wanted)
    after = [settled(owed, Settlement(payment.id, payment.number, amount, on)) for owed, amount in wanted]
    return replace(payment, allocations=payment.allocations + more), after


def require_recorded(payment: Payment) -> None:
    """Raise Conflict for a payment already undone."""
    if payment.state != "recorded":
        raise Conflict("payments.payment.cancelled", "Ce règlement est déjà annulé. Enregistrez-en un nouveau.")


def require_money(payment: Payment) -> None:
    """Raise Conflict for what a credit note left: it is used up by allocations, never undone."""
    if payment.method == CREDIT_NOTE:
        detail = f"Cette somme vient de l'avoir {payment.number}, qui ne s'annule pas. Affectez-la à une facture."
        raise Conflict("payments.payment.credit_note", detail)


def cancelled(payment: Payment, on: date, reason: str) -> Payment:
    """The payment undone. Its allocations stay readable: what it had paid is history, not balance."""
    return replace(payment, state="cancelled", cancelled_on=on, cancel_reason=reason)


def _euros(cents: int) -> str:
    units, rest = divmod(abs(cents), 100)
    grouped = f"{units:,}".replace(",", "\u202f")
    return f"{'-' if cents < 0 else ''}{grouped},{rest:02d} €"
