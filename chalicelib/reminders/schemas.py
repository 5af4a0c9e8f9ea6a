"""What crosses the border of reminders. Every integer amount is cents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id, Line, Version

State = Literal["pending", "sent", "dropped", "superseded", "lapsed", "disputed", "excluded"]


class ReminderRow(Contract):
    """A reminder in a list; or what is held back: an invoice `disputed`, a customer `excluded` (level 0)."""

    id: str
    state: State
    level: int
    invoice: str
    number: str
    customer: str
    customer_code: str
    customer_name: str
    due_on: date | None
    made_on: date
    sent_at: datetime | None
    balance: int
    currency: str = Field(description="of the three amounts")
    home_balance: int = Field(description="balance in euro cents")
    fee: int
    interest: int
    message: str
    reason: str
    owner: str


class RemindIn(Contract):
    """What to do with reminders. `preview`: only show what `sent` would send; nothing is written."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=40)]
    to: Literal["sent", "dropped"]
    preview: bool = False


class RemindedOut(Contract):
    """One reminder, as it is now. `problem`: why it did not leave (French: cause, then remedy), "" when it did."""

    id: str
    state: State
    number: str
    recipients: list[str]
    message: str
    subject: str
    text: str
    fee: int
    interest: int
    currency: str
    problem: str
    rule: str


class RemindedAllOut(Contract):
    """In the order asked. `done`: how many are now as wanted."""

    items: list[RemindedOut]
    done: int


class HoldIn(Contract):
    """Hold an invoice (a dispute) or a customer back from reminders, or let it go again."""

    kind: Literal["invoice", "customer"]
    id: Id
    held: bool
    reason: Line = ""


class HeldOut(Contract):
    id: str
    kind: Literal["invoice", "customer"]
    label: str
    reason: str
    since: date
    by_name: str


class HeldAllOut(Contract):
    """`version` is that of the whole set."""

    items: list[HeldOut]
    version: Version
