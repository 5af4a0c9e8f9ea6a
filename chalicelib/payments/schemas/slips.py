"""Deposit slips. Amounts in cents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id, Version
from chalicelib.payments.rules.slip import MOST_LINES
from chalicelib.sales.schemas import Amount

SlipKind = Literal["cheque", "cash", "bill"]


class SlipIn(Contract):
    """The payments that go to the bank together, of one kind. `account`: the bank's, null for that of the chart."""

    payments: Annotated[list[Id], Field(min_length=1, max_length=MOST_LINES)]
    deposited_on: date | None = None
    bank: Annotated[str, Field(max_length=60)] = ""
    account: Annotated[str, Field(pattern=r"^\d{3}[0-9A-Za-z]{0,9}$")] | None = None


class SlipLineOut(Contract):
    payment: str
    number: str
    customer_name: str
    reference: str
    received_on: date
    amount: Amount


class SlipOut(Contract):
    """A deposit slip, which never changes."""

    id: str
    version: Version
    number: str
    kind: SlipKind
    deposited_on: date
    bank: str
    account: str
    total: Amount
    currency: str
    made_by: str
    made_at: datetime
    lines: list[SlipLineOut]


class SlipRow(Contract):
    """A slip in a list; `count` of payments."""

    id: str
    number: str
    kind: SlipKind
    deposited_on: date
    bank: str
    count: int
    total: Amount
    currency: str
    home_total: int
    made_by: str
    made_at: datetime
