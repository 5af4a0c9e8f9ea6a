"""What crosses the border of e-invoicing. Every integer amount is cents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Code, Id, Line, Version

State = Literal[
    "pending", "failed", "sent", "deposited", "issued", "received", "available", "taken", "approved",
    "partly_approved", "disputed", "suspended", "completed", "refused", "payment_sent", "collected", "rejected",
]  # fmt: skip
Reach = Literal["", "yes", "no"]


class EInvoiceRow(Contract):
    """An invoice at the platform. `reach`: does the directory know its buyer; `reason`: the code of a trouble, `text`
    what was said with it; `problem`: why it did not leave
    (silent: no answer, keys: refused, else the platform's own words)."""

    id: str
    number: str
    kind: str
    state: State
    customer: str
    customer_name: str
    issued_on: date
    gross: int
    currency: str
    reach: Reach
    reason: str
    text: str
    problem: str
    asked_at: datetime
    sent_at: datetime | None
    owner: str


class StatusOut(Contract):
    """A step of the life cycle. `counts`: it moved the state; one that came against the rules does not."""

    code: str
    state: State
    at: datetime
    reason: str
    text: str
    counts: bool


class EInvoiceOut(Contract):
    id: str
    version: Version
    number: str
    kind: str
    state: State
    customer: str
    customer_name: str
    reach: Reach
    problem: str
    flow: str
    asked_at: datetime
    sent_at: datetime | None
    statuses: list[StatusOut]


class SendIn(Contract):
    """Invoices to hand to the platform, again if they were rejected."""

    invoices: Annotated[list[Id], Field(min_length=1, max_length=20)]


class SentOut(Contract):
    """`problem`: why it did not leave, "" when it did; `rule`: the code of our own refusal (`problem` is then
    French: cause, then remedy)."""

    id: str
    number: str
    state: str
    problem: str
    rule: str


class SentAllOut(Contract):
    items: list[SentOut]
    done: int


ReportState = Literal["open", "to_send", "sent", "accepted", "refused", "replaced"]


class EReportRow(Contract):
    """A report of the sales of a period. `open`: its period runs, the amounts are those of last night. `elsewhere`: VAT
    of other states on its sales (OSS), which it does not tell."""

    id: str
    number: str
    sort: str
    type_code: str
    state: ReportState
    start_on: date
    end_on: date
    due_on: date
    net: int
    vat: int
    elsewhere: int
    count: int
    problem: str
    replaces: str
    made_at: datetime
    sent_at: datetime | None


class EReportOut(Contract):
    id: str
    number: str
    state: str
    type_code: str
    problem: str


class ReplaceIn(Contract):
    """The report to replace whole, by one of type RE."""

    id: Id


class PlatformIn(Contract):
    """`secret` left empty stays as it is."""

    place: Code
    client: Line = ""
    secret: Line = ""
    enabled: bool


class PlaceOut(Contract):
    code: str
    name: str


class PlatformOut(Contract):
    """`places`: the platforms one may choose; `hooked`: it tells us what changes at once; `asked_at`, `problem`: of
    the last hourly look."""

    version: Version
    place: str
    places: list[PlaceOut]
    client: str
    secret_end: str
    enabled: bool
    hooked: bool
    asked_at: datetime | None
    problem: str
