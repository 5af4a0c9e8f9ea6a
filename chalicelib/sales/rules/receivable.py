"""What is due on an invoice: the one part of it that moves.

Nouns: a `Receivable` (one per invoice, made with it), an `Instalment` of it, a `Settlement` (a part of a payment or of
a credit note), the ledger of what was `Credited`. The one trick: the status is never stored, it is read off the
settlements, so an invoice cannot be "paid" by anything but money or a credit note.
Amounts are cents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from chalicelib.kernel.exchange import Rate, part

Status = Literal["unpaid", "partly_paid", "paid", "overpaid"]


@dataclass(frozen=True)
class Instalment:
    """`amount` cents due on a day."""

    due_on: date
    amount: int


@dataclass(frozen=True)
class Settlement:
    """`amount` cents of `source` (the id of a payment or of a credit note), shown as `number`, on a day. `home`: the
    euro cents of the invoice that it closes, None for one in euros."""

    source: str
    number: str
    amount: int
    on: date
    home: int | None = None


@dataclass(frozen=True)
class CreditedPart:
    """What a credit note took of the invoice's line of this rank (from 1): bottles billed, cents of the invoice's
    basis, the bottles that came back, and the `free` ones."""

    line: int
    quantity: int
    amount: int
    returned: int = 0
    free: int = 0


@dataclass(frozen=True)
class RateTaken:
    """HT and VAT cents that a credit note took of one rate."""

    rate: Decimal
    category: str
    net: int
    vat: int


@dataclass(frozen=True)
class Credited:
    """A credit note of the invoice: `note` is its id, `net` and `vat` its totals. `rates`: of an
    invoice in a foreign currency, the same by rate."""

    note: str
    number: str
    on: date
    parts: tuple[CreditedPart, ...]
    net: int
    vat: int
    rates: tuple[RateTaken, ...] = ()

    @property
    def gross(self) -> int:
        return self.net + self.vat


@dataclass(frozen=True)
class HomeDue:
    """What an invoice in a foreign currency claims in euro cents: HT, VAT, and all of it."""

    net: int
    vat: int
    due: int


@dataclass(frozen=True)
class Receivable:
    """What an issued invoice claims, with what lists show of it. `credits`: the ledger of its credit notes.

    That of a credit note claims the opposite (`due` below zero), all of it settled when it is issued; `corrects` is the
    invoice it credits. `discount_percent` of all is granted to who pays it by `discount_until`, as printed on it.
    `schedule`: its instalments, which sum to `due`, the first due first; none: all of it on `due_on`. `rate` and
    `home`: those of its invoice, None in euros.
    """

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
    credits: tuple[Credited, ...] = ()
    corrects: str = ""
    corrects_number: str = ""
    discount_percent: str = "0"
    discount_until: date | None = None
    schedule: tuple[Instalment, ...] = ()
    rate: Rate | None = None
    home: HomeDue | None = None

    @property
    def paid(self) -> int:
        return sum(one.amount for one in self.settlements)

    @property
    def balance(self) -> int:
        return self.due - self.paid

    @property
    def home_balance(self) -> int:
        """What is left of it in euro cents, at its own rate."""
        if self.home is None:
            return self.balance
        return self.home.due - sum(one.home or 0 for one in self.settlements)

    def closes(self, amount: int) -> int:
        """The euro cents that settling `amount` closes: its share of what is left of them, all for all; below zero,
        its share of what was closed so far."""
        if self.home is None:
            return amount
        if self.balance and (amount > 0) == (self.balance > 0):
            return part(self.home_balance, amount, self.balance)
        return part(self.home.due - self.home_balance, amount, self.paid)

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


def left(owed: Receivable) -> tuple[Instalment, ...]:
    """What is still due of each instalment that is not paid: money pays the first due first. Nothing when all is."""
    return tuple(left_by_rank(owed).values())


def left_by_rank(owed: Receivable) -> dict[int, Instalment]:
    """The same by rank of the instalment, from 0: what names it for as long as the invoice lives."""
    schedule = owed.schedule or (Instalment(owed.due_on, owed.due),)
    rests = left_of(schedule, owed.paid)
    ranked = enumerate(zip(schedule, rests, strict=True))
    return {rank: replace(one, amount=rest) for rank, (one, rest) in ranked if rest > 0}


def left_of(schedule: Iterable[Instalment], paid: int) -> list[int]:
    """Cents still due of each instalment once so much was paid."""
    rests = []
    for one in schedule:
        covered = min(paid, one.amount)
        paid -= covered
        rests.append(one.amount - covered)
    return rests


def settled(owed: Receivable, part: Settlement) -> Receivable:
    """The receivable with one more settlement."""
    return replace(owed, settlements=(*owed.settlements, part))


def released(owed: Receivable, source: str) -> Receivable:
    """The receivable without what `source` had settled."""
    return replace(owed, settlements=tuple(one for one in owed.settlements if one.source != source))
