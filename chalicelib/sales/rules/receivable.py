"""What is due on an invoice: the one part of it that moves.

Nouns: a `Receivable` (one per invoice, made with it), a `Settlement` (a payment's part, later a credit note's). The one
trick: the status is never stored, it is read off the settlements, so an invoice cannot be "paid" by anything but money.
Amounts are cents.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Status = Literal["unpaid", "partly_paid", "paid", "overpaid"]


@dataclass(frozen=True)
class Settlement:
    """`amount` cents of `source` (the id of a payment), shown as `number`, on a day."""

    source: str
    number: str
    amount: int
    on: date


@dataclass(frozen=True)
class Receivable:
    """What an issued invoice claims, with what lists show of it."""

    invoice: str
    number: str
    kind: str
    order: str
    order_number: str
    customer: str
    customer_code: str
    customer_name: str
    issued_on: date
    due_on: date
    net: int
    vat: int
    due: int
    cols: int = 0
    owner: str = ""
    currency: str = "EUR"
    language: str = "fr"
    reference: str = ""
    settlements: tuple[Settlement, ...] = ()

    @property
    def paid(self) -> int:
        return sum(one.amount for one in self.settlements)

    @property
    def balance(self) -> int:
        return self.due - self.paid

    @property
    def status(self) -> Status:
        return status(self.due, self.paid)


def status(due: int, paid: int) -> Status:
    """The status of an invoice, from its amounts alone. An invoice of nothing is paid."""
    if paid > due:
        return "overpaid"
    if paid == due:
        return "paid"
    return "partly_paid" if paid else "unpaid"


def settled(owed: Receivable, part: Settlement) -> Receivable:
    """The receivable with one more settlement."""
    return replace(owed, settlements=(*owed.settlements, part))


def released(owed: Receivable, source: str) -> Receivable:
    """The receivable without what `source` had settled."""
    return replace(owed, settlements=tuple(one for one in owed.settlements if one.source != source))
