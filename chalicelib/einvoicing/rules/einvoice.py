"""An issued invoice at the platform, and the flows that carry it.

Nouns: an `EInvoice` (what is known of one invoice there), a `Flow` (one file that leaves). Amounts are cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from chalicelib.einvoicing.rules import statuses
from chalicelib.einvoicing.rules.statuses import Status

Sort = Literal["invoice", "status", "report"]
FLOWS = {("pending", "sent"), ("pending", "rejected"), ("sent", "accepted"), ("sent", "rejected"),
         ("rejected", "pending")}  # fmt: skip
"""What may become of a flow."""
SYNTAX: dict[str, str] = {"invoice": "Factur-X", "status": "CDAR", "report": "FRR"}


@dataclass(frozen=True)
class Flow:
    """A file on its way. `id` is its tracking id; `subject`: the invoice, the received invoice or the report it is of;
    `flow`: the platform's own id once sent. `code`, `reason`, `text`: of a status; `parts`: of one that says what was
    collected (rate, cents). `tried_at`: since when somebody carries it."""

    id: str
    sort: str
    subject: str
    number: str
    state: str
    asked_at: datetime
    tries: int = 0
    flow: str = ""
    problem: str = ""
    code: str = ""
    reason: str = ""
    text: str = ""
    parts: tuple[tuple[str, int], ...] = ()
    sent_at: datetime | None = None
    tried_at: datetime | None = None
    owner: str = ""


@dataclass(frozen=True)
class EInvoice:
    """`route` is how it goes (B2B); `reach`: does the directory know the buyer: yes, no, or "" not asked yet.
    `carried`: the state of its flow, `problem`: why it did not leave or was rejected. `told`: how often 212 was asked.
    """

    id: str
    number: str
    kind: str
    issued_on: date
    customer: str
    customer_name: str
    siren: str
    gross: int
    currency: str
    asked_at: datetime
    owner: str = ""
    carried: str = "pending"
    problem: str = ""
    reach: str = ""
    flow: str = ""
    sent_at: datetime | None = None
    told: int = 0
    statuses: tuple[Status, ...] = ()

    @property
    def state(self) -> str:
        """pending, sent, failed (the platform took nothing), else what its statuses say."""
        if self.carried == "pending":
            return "pending"
        if self.carried == "rejected" and not self.statuses:
            return "failed"
        return statuses.state(self.statuses)

    @property
    def alive(self) -> bool:
        """Is it with the platform, and neither refused nor collected?"""
        return self.carried in ("sent", "accepted") and self.state not in statuses.ENDS


def heard(known: EInvoice, status: Status) -> EInvoice:
    """With one status more; the same when that file was taken already."""
    if statuses.known(known.statuses, status.flow):
        return known
    return replace(known, statuses=tuple(statuses.in_order((*known.statuses, status))))


def cut(amount: int, rates: Sequence[tuple[Decimal, int]]) -> tuple[tuple[str, int], ...]:
    """`amount` cents in the proportions of the rates' gross amounts: rate, cents. The last takes what rounding left."""
    whole = sum(gross for _, gross in rates)
    if not whole:
        return ()
    found, left = [], amount
    for rate, gross in rates[:-1]:
        part = int((Decimal(amount) * gross / whole).quantize(Decimal(1), ROUND_HALF_UP))
        found.append((f"{rate:.2f}", part))
        left -= part
    return (*found, (f"{rates[-1][0]:.2f}", left))
