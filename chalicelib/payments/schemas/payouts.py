"""What partners paid to the bank. Amounts in cents of `currency`."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from chalicelib.kernel.contract import Contract, Fact
from chalicelib.sales.schemas import Amount


class PayoutRow(Contract):
    """A payout in a list: `gross` of `payments` payments less `fees` is `net`, what came to the bank."""

    id: str
    partner: str
    reference: str
    paid_on: date
    gross: Amount
    fees: Amount
    net: Amount
    payments: int
    currency: str
    gap: Amount


class PartOut(Contract):
    """A movement of a payout, as its partner tells it. `number`: our payment of it, "" for none."""

    kind: str
    reference: str
    amount: Amount
    fee: Amount
    payment: str
    number: str
    name: str


class PayoutOut(Contract):
    """A payout with its movements. `gap`: what lacks for `gross` less `fees` to be `net`; then it is not booked."""

    id: str
    partner: str
    reference: str
    paid_on: date
    gross: Amount
    fees: Amount
    net: Amount
    currency: str
    gap: Amount
    parts: list[PartOut]


class PayoutPaidV1(Fact):
    """A partner paid to the bank what he collected: `gross` less `fees` is `net`. `account`: where its payments were
    booked, None for that of the chart for `method_kind`."""

    TYPE: ClassVar[str] = "payments.payout.paid.v1"
    payout_id: str
    number: str
    partner: str
    paid_on: date
    method_kind: str
    account: str | None
    gross: int
    fees: int
    net: int
    currency: str
