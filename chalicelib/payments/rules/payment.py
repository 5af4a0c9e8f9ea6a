"""Payments and what they settle.

Nouns: a `Payment` with its `Allocation`s to invoices and the `Refund`s of it. The one trick: an allocation is
written on both sides in one commit, on the payment and on the invoice's receivable (sales), and every balance is read
off these, so neither side can say more than was paid or due. Amounts are cents.

Life cycle of a payment: recorded -> cancelled (by a counter-entry in the books, never by deletion). A refund is a
payment below zero: money that went back, of one payment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.kernel.exchange import Rate
from chalicelib.payments.rules.settling import Euros, Share, written
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
    """`amount` cents of a payment on an invoice, decided on a day, below zero when a refund took them back. `discount`
    and `difference` as in a `Share`; `settling` names the entry of those that were decided after the payment;
    `euros` as in a `Share`."""

    invoice: str
    number: str
    amount: int
    on: date
    discount: int = 0
    difference: int = 0
    settling: str = ""
    euros: Euros | None = None


@dataclass(frozen=True)
class Refund:
    """`amount` cents given back by the payment `id`; in a foreign currency, `booked` euro cents of the customer's
    account."""

    id: str
    number: str
    amount: int
    on: date
    booked: int = 0


@dataclass(frozen=True)
class Payment:
    """Money received from a customer, once. It is never edited: allocated further, refunded, or cancelled. `account`
    and the journal are those of its method on that day; `slip` is the deposit slip that it is on; of a refund, below
    zero, `refund_of` is the payment that it gives back. `advance`: the quote or order that it
    was paid of, beforehand. In a foreign currency: its `rate`, what it is in euro cents
    (`home`), and what is not allocated of these (`home_left`)."""

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
    account: str = ""
    refunds: tuple[Refund, ...] = ()
    refund_of: str = ""
    refund_of_number: str = ""
    slip: str = ""
    slip_number: str = ""
    slip_account: str = ""
    rate: Rate | None = None
    home: int = 0
    home_left: int = 0
    advance: str = ""

    @property
    def allocated(self) -> int:
        return sum(part.amount for part in self.allocations)

    @property
    def refunded(self) -> int:
        return sum(part.amount for part in self.refunds)

    @property
    def unallocated(self) -> int:
        """What is left to the customer's credit; nothing once cancelled."""
        if self.state == "cancelled" or self.refund_of:
            return 0
        return self.amount - self.allocated - self.refunded


def allocated(
    payment: Payment, wanted: Sequence[Share], on: date, settling: str = ""
) -> tuple[Payment, list[Receivable]]:
    """The payment and the receivables once `wanted` is given. Amounts were checked."""
    more = tuple(
        Allocation(
            part.owed.invoice,
            part.owed.number,
            part.amount,
            on,
            part.discount,
            part.difference,
            settling if part.discount or part.difference or (part.euros and part.euros.gain) else "",
            part.euros,
        )
        for part in wanted
    )
    after = [
        settled(
            part.owed,
            Settlement(payment.id, payment.number, part.settles, on, part.euros.booked if part.euros else None),
        )
        for part in wanted
    ]
    left = payment.home_left - sum(part.euros.given for part in wanted if part.euros)
    return replace(payment, allocations=payment.allocations + more, home_left=left), after


def taken_back(payment: Payment, amount: int) -> list[tuple[str, str, int]]:
    """What a refund of `amount` takes back of invoices (id, number, cents), the last paid first; first it uses what is
    not allocated. Refused when the payment has not so much left."""
    if amount > payment.amount - payment.refunded:
        left = written(payment.amount - payment.refunded, payment.currency)
        detail = f"Il reste {left} à rembourser de ce règlement. Réduisez le montant."
        raise Refused("payments.refund.too_much", detail, "amount")
    wanted, found = amount - payment.unallocated, []
    held: dict[str, int] = {}
    for part in payment.allocations:
        held[part.invoice] = held.get(part.invoice, 0) + part.amount
    numbers = {part.invoice: part.number for part in payment.allocations}
    for invoice, given in reversed(held.items()):
        taken = min(given, wanted)
        if taken > 0:
            found.append((invoice, numbers[invoice], taken))
            wanted -= taken
    return found


def refunded(
    payment: Payment, refund: Refund, taken: Sequence[tuple[Receivable, int]]
) -> tuple[Payment, list[Receivable]]:
    """The payment once a refund gave a part of it back, and the invoices that are due again."""
    more, after, booked = [], [], 0
    for owed, amount in taken:
        home = owed.closes(-amount) if payment.rate else None
        booked -= home or 0
        euros = Euros(home, home) if home is not None else None
        more.append(Allocation(owed.invoice, owed.number, -amount, refund.on, euros=euros))
        after.append(settled(owed, Settlement(payment.id, payment.number, -amount, refund.on, home)))
    return replace(
        payment,
        allocations=(*payment.allocations, *more),
        refunds=(*payment.refunds, refund),
        home_left=payment.home_left - (refund.booked - booked),
    ), after


def require_recorded(payment: Payment) -> None:
    """Raise Conflict for a payment already undone, or for a refund."""
    if payment.state != "recorded":
        raise Conflict("payments.payment.cancelled", "Ce règlement est déjà annulé. Enregistrez-en un nouveau.")
    if payment.refund_of:
        detail = f"C'est un remboursement de {payment.refund_of_number}. Choisissez un règlement reçu."
        raise Conflict("payments.payment.is_refund", detail)


def require_money(payment: Payment) -> None:
    """Raise Conflict for what a credit note left: it is used up by allocations, never undone."""
    if payment.method == CREDIT_NOTE:
        detail = f"Cette somme vient de l'avoir {payment.number}, qui ne s'annule pas. Affectez-la à une facture."
        raise Conflict("payments.payment.credit_note", detail)


def require_not_refunded(payment: Payment) -> None:
    """Raise Conflict for a payment of which something was given back: its refunds are cancelled first."""
    if payment.refunds:
        numbers = ", ".join(one.number for one in payment.refunds)
        detail = f"Ce règlement a été remboursé ({numbers}). Annulez d'abord le remboursement."
        raise Conflict("payments.payment.refunded", detail)


def cancelled(payment: Payment, on: date, reason: str) -> Payment:
    """The payment undone. Its allocations stay readable: what it had paid is history, not balance."""
    return replace(payment, state="cancelled", cancelled_on=on, cancel_reason=reason)


def without_refund(payment: Payment, refund: str) -> Payment:
    """The payment whose refund was undone: what it gave back is to its customer's credit again."""
    undone = sum(one.booked for one in payment.refunds if one.id == refund)
    kept = tuple(one for one in payment.refunds if one.id != refund)
    return replace(payment, refunds=kept, home_left=payment.home_left + undone)
