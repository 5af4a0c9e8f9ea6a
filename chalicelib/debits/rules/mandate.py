"""A customer's leave to be debited.

Noun: a `Mandate`, one per customer, whose id is the customer's. The one trick: the partner's word is a state to reach,
not a step, and only pairs of the life cycle are walked, so it may come late, twice or in any order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

State = Literal["pending", "active", "cancelled"]
Partner = Literal["gocardless", "own"]
TRANSITIONS = {
    ("pending", "active"), ("pending", "cancelled"), ("active", "cancelled"), ("cancelled", "active"),
    ("cancelled", "pending"),
}  # fmt: skip
LIVE = ("pending", "active")
TOLD: dict[str, State] = {
    "pending_customer_approval": "pending",
    "pending_submission": "pending",
    "submitted": "pending",
    "active": "active",
    "suspended_by_payer": "cancelled",
    "failed": "cancelled",
    "cancelled": "cancelled",
    "expired": "cancelled",
    "consumed": "cancelled",
    "blocked": "cancelled",
}
"""What GoCardless says of a mandate, and what that is here."""


@dataclass(frozen=True)
class Mandate:
    """`rum` is its unique reference (*référence unique de mandat*), `request` and `reference` the partner's ids of what
    was asked of the customer and of the mandate. `round`: how often he was invited. `signed_on`: the day he signed;
    `iban_end`: the last characters of the account. `used`: debits given to the bank so far. `cause`: why it ended."""

    id: str
    customer_code: str
    customer_name: str
    owner: str
    partner: Partner
    state: State
    scheme: Literal["CORE", "B2B"]
    updated_at: datetime
    email: str = ""
    language: str = "fr"
    round: int = 0
    request: str = ""
    reference: str = ""
    rum: str = ""
    signed_on: date | None = None
    invited_on: date | None = None
    active_on: date | None = None
    iban_end: str = ""
    used: int = 0
    cause: str = ""


@dataclass(frozen=True)
class Account:
    """The account that a mandate of the house's own debits: IBAN and BIC sealed, the holder's name."""

    iban: str
    bic: str
    holder: str


def moved(mandate: Mandate, to: State, now: datetime, today: date, cause: str = "") -> Mandate:
    """The mandate in that state; unchanged when it is there, or when its life cycle does not allow it."""
    if (mandate.state, to) not in TRANSITIONS:
        return mandate
    active_on = today if to == "active" else mandate.active_on
    return replace(mandate, state=to, updated_at=now, active_on=active_on, cause=cause if to == "cancelled" else "")
