"""What crosses the border of direct debits. Every integer amount is cents of `currency`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chalicelib.debits.rules import debit, mandate
from chalicelib.kernel.contract import Contract, Fact
from chalicelib.kernel.fields import Id, Line, Version
from chalicelib.sales.schemas import Amount

Scheme = Literal["CORE", "B2B"]
Number = Annotated[str, Field(max_length=60)]


class MandateRow(Contract):
    """A mandate in a list; its id is the customer's. `partner`: "gocardless", or "own" for files of one's own.
    `signed_on`: the day its customer signed, while pending the bank is to follow; `cause`: why it ended."""

    id: str
    customer_code: str
    customer_name: str
    partner: mandate.Partner
    state: mandate.State
    scheme: Scheme
    rum: str
    iban_end: str
    email: str
    invited_on: date | None
    signed_on: date | None
    active_on: date | None
    cause: str
    reference: str
    owner: str
    updated_at: datetime


class InviteIn(Contract):
    """Customers to be asked for a mandate by e-mail, each for himself."""

    customers: Annotated[list[Id], Field(min_length=1, max_length=40)]


class InvitedOut(Contract):
    """One customer. `url`: the link that he was sent; `problem`: why it did not leave (French), "" when it did."""

    customer: str
    name: str
    email: str
    url: str
    problem: str
    rule: str


class InvitedAllOut(Contract):
    """In the order asked. `done`: how many were invited."""

    items: list[InvitedOut]
    done: int


class OwnIn(Contract):
    """A mandate of the house's own, as signed on paper. `rum` "": made from the customer's code."""

    customer: Id
    iban: Number
    bic: Annotated[str, Field(max_length=11, pattern=r"^([A-Za-z0-9]{8}|[A-Za-z0-9]{11})?$")] = ""
    holder: Line = ""
    rum: Annotated[str, Field(max_length=35)] = ""
    signed_on: date
    scheme: Scheme = "CORE"


class MandateOut(MandateRow):
    """A mandate; its account is never given, but for `iban_end`."""

    version: Version


class EndIn(Contract):
    """What becomes of a mandate."""

    to: Literal["cancelled"]


class SignQuery(Contract):
    """`token` is in the link."""

    token: Annotated[str, Field(max_length=100)] = ""


class SignOut(Contract):
    """What a customer who follows the link is shown; `url` of the partner's page while he has to sign."""

    seller: str
    customer_name: str
    state: Literal["to_sign", "signed", "active", "cancelled"]
    url: str


class DebitRow(Contract):
    """A debit in a list. `attempt` from 1; `charge_on`: the day of the debit; `payment`: what it brought; `alert`: it
    failed, and nothing was asked since; `file`: the file that holds it."""

    id: str
    invoice: str
    number: str
    customer: str
    customer_code: str
    customer_name: str
    state: debit.State
    due_on: date
    charge_on: date
    amount: Amount
    currency: str
    attempt: int
    alert: bool
    cause: str
    payment: str
    file: str
    reference: str
    owner: str
    asked_at: datetime
    moved_on: date


class DebitMoveIn(Contract):
    """What is to be done with debits, each for itself: asked again (a failed one), cancelled, or, of a file, marked as
    rejected by the bank. `ids` empty with `to` submitted: ask now all that is due."""

    ids: Annotated[list[Annotated[str, Field(max_length=80, pattern=r"^[A-Za-z0-9_\-]+$")]], Field(max_length=40)]
    to: Literal["submitted", "cancelled", "failed"]
    cause: Line = ""


class DebitMovedOut(Contract):
    """One debit. `problem`: why it did not move (French), "" when it did."""

    id: str
    number: str
    problem: str
    rule: str


class DebitMovedAllOut(Contract):
    """`done`: how many moved, or were asked."""

    items: list[DebitMovedOut]
    done: int


class FileIn(Contract):
    """A file for the bank of all that is due until `collect_on` by mandates of the house's own."""

    collect_on: date


class FileOut(Contract):
    """A file: `count` debits, `total` cents, `left` more that are due and go into another."""

    id: str
    collect_on: date
    count: int
    total: Amount
    left: int


class FileQuery(Contract):
    """`id` of a file for the bank; none: the customers to be mandated, in the columns of GoCardless's import, named by
    `columns` ("name=header" pairs, comma apart) when the provider wants others."""

    id: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_]*$")] = ""
    columns: Annotated[str, Field(max_length=1000)] = ""


class MandateAskedV1(Fact):
    """A customer was invited to sign a mandate; `round`: how often so far."""

    TYPE: ClassVar[str] = "debits.mandate.asked.v1"
    customer: str
    round: int
