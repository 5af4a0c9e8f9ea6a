"""What is debited for an invoice.

Nouns: a `Collection` (one per invoice) of `Debit`s, each one instalment asked once. The one trick: what is under way is
taken off what is still due, so whatever is asked, by whom and how often, an invoice is never asked more than its
balance.
Amounts are cents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from chalicelib.sales.rules.receivable import Receivable, left
from chalicelib.tenancy.rules.settings import Declared, declare

State = Literal["submitted", "confirmed", "paid_out", "failed", "charged_back", "cancelled"]
TRANSITIONS = {
    *(("submitted", to) for to in ("confirmed", "paid_out", "failed", "charged_back", "cancelled")),
    ("confirmed", "paid_out"), ("confirmed", "failed"), ("confirmed", "charged_back"),
    ("paid_out", "failed"), ("paid_out", "charged_back"),
    ("failed", "submitted"), ("charged_back", "paid_out"),
}  # fmt: skip
UNDER_WAY = ("submitted",)
RECEIVED = ("confirmed", "paid_out")
LOST = ("failed", "charged_back")
OPEN = ("submitted", "confirmed")
"""What may still change without anybody having lost anything."""
TOLD: dict[str, State] = {
    "pending_customer_approval": "submitted",
    "pending_submission": "submitted",
    "submitted": "submitted",
    "confirmed": "confirmed",
    "paid_out": "paid_out",
    "cancelled": "cancelled",
    "customer_approval_denied": "cancelled",
    "failed": "failed",
    "charged_back": "charged_back",
}
"""What GoCardless says of a payment, and what that is here."""
SETTLED = "settled"
"""The cause of what was cancelled because the invoice was paid by other means."""
LEAD, RETRY, ICS = "debit_lead_days", "debit_retry_days", "creditor_id"

declare(
    Declared(
        LEAD, "int", 5, "invoicing", "Prélèvements : jours d'avance sur l'échéance",
        "Direct debits: days before the due date", most=30,
    ),
    Declared(
        RETRY, "int", 5, "invoicing", "Prélèvement rejeté : représenter une fois après (jours, 0 : jamais)",
        "Failed direct debit: ask once more after (days, 0: never)", most=60,
    ),
    Declared(
        ICS, "text", "", "invoicing", "Identifiant créancier SEPA (ICS)", "SEPA creditor identifier (ICS)", most=35,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Debit:
    """`amount` cents of the instalment due on `due_on`, to be charged on `charge_on`. `reference`: the partner's id of
    it; `file`: the file that holds it; `payment`: what it brought, "" until then or once undone; `moved_on`: the day of
    its state; `cause`: why it failed."""

    rank: int
    due_on: date
    attempt: int
    amount: int
    state: State
    charge_on: date
    mandate: str
    asked_at: datetime
    moved_on: date
    reference: str = ""
    file: str = ""
    payment: str = ""
    cause: str = ""


@dataclass(frozen=True)
class Collection:
    """All that is debited for one invoice, whose id it has. `settled`: nothing was due on it when last looked at."""

    invoice: str
    number: str
    customer: str
    customer_code: str
    customer_name: str
    owner: str
    currency: str
    debits: tuple[Debit, ...] = ()
    settled: bool = False

    def rank(self, rank: int) -> Debit | None:
        return next((one for one in self.debits if one.rank == rank), None)

    def known_as(self, reference: str) -> Debit | None:
        return next((one for one in self.debits if one.reference == reference), None)

    @property
    def under_way(self) -> int:
        return sum(one.amount for one in self.debits if one.state in UNDER_WAY)


@dataclass(frozen=True)
class Wanted:
    """A debit to ask: `attempt` from 1."""

    due_on: date
    attempt: int
    amount: int


def wanted(
    owed: Receivable, debits: tuple[Debit, ...], today: date, *, lead: int, retry: int, by_hand: bool = False
) -> Iterator[Wanted]:
    """What is to be asked today of what is still due: instalments due within `lead` days, once each; one that failed
    again once, `retry` days later (0: never). `by_hand`: whatever was asked before."""
    room = owed.balance - sum(one.amount for one in debits if one.state in UNDER_WAY)
    for due_on, amount in _by_day(owed).items():
        if due_on > today + timedelta(days=lead) and not by_hand:
            continue
        past = [one for one in debits if one.due_on == due_on]
        more = min(amount - sum(one.amount for one in past if one.state in UNDER_WAY), room)
        asked = [one for one in past if one.cause != SETTLED]
        if more > 0 and (by_hand or _may(asked, today, retry)):
            room -= more
            yield Wanted(due_on, len(past) + 1, more)


def _may(asked: list[Debit], today: date, retry: int) -> bool:
    """Not asked yet; or failed once, so many days ago."""
    if not asked or all(one.state in (*UNDER_WAY, *RECEIVED) for one in asked):
        return True
    last = asked[-1]
    once = len([one for one in asked if one.state in (*LOST, "cancelled")]) == 1
    return bool(retry) and once and last.state == "failed" and today >= last.moved_on + timedelta(days=retry)


def _by_day(owed: Receivable) -> dict[date, int]:
    """Cents still due by due date, the first due first."""
    found: dict[date, int] = {}
    for one in left(owed):
        found[one.due_on] = found.get(one.due_on, 0) + one.amount
    return found


def beyond(owed: Receivable, debits: tuple[Debit, ...]) -> tuple[Debit, ...]:
    """What is under way beyond the balance, the last due first: it is to be cancelled."""
    found, room = [], max(owed.balance, 0)
    for one in sorted(debits, key=lambda debit: (debit.due_on, debit.rank)):
        if one.state in UNDER_WAY:
            room -= one.amount
            if room < 0:
                found.append(one)
    return tuple(reversed(found))


def added(collection: Collection, debit: Debit) -> Collection:
    """With one more debit, whose rank is the next."""
    return replace(collection, debits=(*collection.debits, replace(debit, rank=len(collection.debits) + 1)))


def changed(collection: Collection, debit: Debit) -> Collection:
    """With that debit as it is now."""
    return replace(collection, debits=tuple(debit if one.rank == debit.rank else one for one in collection.debits))


def moved(debit: Debit, to: State, today: date, cause: str = "") -> Debit:
    """The debit in that state; unchanged when it is there, or when its life cycle does not allow it."""
    if (debit.state, to) not in TRANSITIONS:
        return debit
    return replace(debit, state=to, moved_on=today, cause=cause)
