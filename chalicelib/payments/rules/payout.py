"""Payouts: what a partner who collects for us paid to the bank, less his fees.

Noun: a `Payout`, of its `Part`s (a payment paid out, one taken back, a fee). The one trick: gross and fees are
summed from the parts and compared with what came, so a payout that does not add up is refused, never booked.
Amounts are cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.kernel.errors import Conflict


@dataclass(frozen=True)
class Part:
    """`amount` cents that a payment adds, below zero one that is taken back; `reference`: the partner's id of it. Where
    the partner says so: its `kind` (charge, refund, dispute, fee, other), its own `fee`, and our `payment` of it."""

    reference: str
    amount: int
    kind: str = ""
    fee: int = 0
    payment: str = ""
    number: str = ""
    name: str = ""


@dataclass(frozen=True)
class Payout:
    """`gross` of the payments less `fees` is `net`, what came to the bank. `id` is "<partner>:<reference>". `gap` cents
    are missing of that sum: the payout waits, and is not booked."""

    id: str
    partner: str
    reference: str
    paid_on: date
    gross: int
    fees: int
    net: int
    method_kind: str
    account: str
    parts: tuple[Part, ...]
    recorded_at: datetime
    currency: str = "EUR"
    gap: int = 0


def payout_id(partner: str, reference: str) -> str:
    return f"{partner}:{reference}"


def require_sum(net: int, fees: int, parts: Sequence[Part]) -> int:
    """The gross. Conflict unless payments less fees are what came."""
    gross = sum(part.amount for part in parts)
    if gross - fees != net:
        detail = "Les règlements moins les frais ne font pas ce qui est versé. Redemandez ce versement plus tard."
        raise Conflict("payments.payout.sum", detail)
    return gross
