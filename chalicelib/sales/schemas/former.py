"""Invoices of the former program: what is still due on them, and the facts the books hear. Amounts in cents."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact
from chalicelib.kernel.fields import Code, Id, Line

Cents = Annotated[int, Field(ge=1, le=100_000_000_00)]


class FormerIn(Contract):
    """An unpaid invoice of the former program. `gross`: its total; `balance`: what is still due."""

    number: Annotated[Code, Field(min_length=1)]
    customer: Id
    issued_on: date
    due_on: date
    gross: Cents
    balance: Cents
    reference: Line = ""


class FormerOpenedV1(Fact):
    """An unpaid invoice of the former program was taken over, on `opened_on`, for `balance` cents; below zero, an open
    credit note."""

    TYPE: ClassVar[str] = "sales.former.opened.v1"
    invoice_id: str
    number: str
    issued_on: date
    opened_on: date
    customer_id: str
    customer_code: str
    customer_name: str
    currency: str
    balance: int


class FormerWithdrawnV1(Fact):
    """An invoice taken over by mistake is claimed no more."""

    TYPE: ClassVar[str] = "sales.former.withdrawn.v1"
    invoice_id: str
    number: str
    withdrawn_on: date
    customer_id: str
