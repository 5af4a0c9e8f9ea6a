"""Deposit slips (remises en banque): payments in hand that go to the bank together.

Noun: a `Slip` with its `SlipLine`s. The one trick: the payment names its slip, written in the same commit, so a cheque
is on one slip only whoever hurries. A slip is made once and never changed; amounts are cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.payments.rules.payment import Payment
from chalicelib.payments.rules.settling import written

KINDS = ("cheque", "cash", "bill")
MOST_LINES = 60
SLIP_NUMBER = "deposit_slip_number"


@dataclass(frozen=True)
class SlipLine:
    """A payment on a slip. `account`: that of its method, "" for that of the chart. `home`: in a foreign
    currency, what it was booked for in euro cents."""

    payment: str
    number: str
    customer_name: str
    reference: str
    received_on: date
    amount: int
    account: str = ""
    home: int | None = None


@dataclass(frozen=True)
class Slip:
    """What was brought to the bank on a day. `account` is the bank's, "" for that of the chart."""

    id: str
    number: str
    kind: str
    deposited_on: date
    made_at: datetime
    made_by: str
    bank: str
    account: str
    lines: tuple[SlipLine, ...]
    currency: str = "EUR"

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


def check_slip(payments: Sequence[Payment]) -> None:
    """Raise Refused (every bad line at once) unless all are in hand, of one kind and currency, and on no slip yet."""
    errors = []
    first = payments[0]
    seen: set[str] = set()
    for number, payment in enumerate(payments):
        if why := _why_not(payment, first, seen):
            errors.append(FieldError(f"payments.{number}", *why))
        seen.add(payment.id)
    if errors:
        raise Refused.many(errors)


def _why_not(payment: Payment, first: Payment, seen: set[str]) -> tuple[str, str] | None:
    who = f"Le règlement {payment.number} ({written(payment.amount, payment.currency)})"
    if payment.id in seen:
        return "payments.slip.twice", f"{who} est déjà dans la liste."
    if payment.slip:
        return "payments.slip.deposited", f"{who} est déjà sur la remise {payment.slip_number}. Retirez-le."
    if payment.state != "recorded" or payment.amount <= 0 or payment.method_kind not in KINDS:
        return "payments.slip.not_in_hand", f"{who} ne se remet pas en banque. Choisissez des chèques ou des espèces."
    if (payment.method_kind, payment.currency) != (first.method_kind, first.currency):
        return "payments.slip.mixed", f"{who} n'est pas de la même nature que le premier. Faites une remise par nature."
    return None


def lines_of(payments: Sequence[Payment]) -> tuple[SlipLine, ...]:
    return tuple(
        SlipLine(
            one.id,
            one.number,
            one.customer_name,
            one.reference,
            one.received_on,
            one.amount,
            one.account,
            one.home if one.rate else None,
        )
        for one in payments
    )
