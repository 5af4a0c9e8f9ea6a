"""Orders and invoices in lists, and the lists as files.

Beside `schemas` rather than in it: what asks the read model has no place in what rules import.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.readmodel.lists import ListQuery
from chalicelib.sales.schemas.common import Amount, NoteState, OrderState, QuoteState, Shipped
from chalicelib.sales.schemas.invoices import InvoiceStatus


class ExportQuery(ListQuery):
    """The same question, answered with a file of every row; `fields` gives the columns in the order wanted."""

    format: Literal["csv", "xlsx"] = "xlsx"


class InvoiceExportQuery(ListQuery):
    """`detail`: a row for each line sold. `pdf`: the papers of the invoices, one after the other in number order.
    `ids`: only these, separated by commas."""

    format: Literal["csv", "xlsx", "pdf"] = "xlsx"
    detail: bool = False
    ids: str = Field(default="", max_length=7000, pattern=r"^[A-Za-z0-9_,]*$")


class QuoteRow(Contract):
    """A quote in a list."""

    id: str
    number: str
    state: QuoteState
    customer: str
    customer_code: str
    customer_name: str
    town: str
    country: str
    ordered_on: date
    valid_until: date | None
    accepted_on: date | None
    grid: str | None
    grid_name: str | None = Field(description="what the grid is called")
    lines: int
    cols: int
    net: Amount
    vat: Amount
    gross: Amount
    currency: str
    home_net: int | None = Field(description="in euro cents, as the two below; null when no rate is known")
    home_vat: int | None
    home_gross: int | None
    reference: str
    reason: str
    order: str | None
    order_number: str
    owner: str
    agent: str | None = Field(description="the name of the representative, `owner`")
    created_at: datetime
    updated_at: datetime


class NoteRow(Contract):
    """A delivery note in a list; `cols` is negative for one that undoes another."""

    id: str
    number: str
    state: NoteState
    issued_on: date
    customer: str
    customer_code: str
    customer_name: str
    town: str
    country: str
    cols: int
    order: str
    order_number: str
    reference: str
    invoice: str | None
    invoice_number: str
    owner: str
    agent: str | None = Field(description="the name of the representative, `owner`")
    updated_at: datetime


class OrderRow(Contract):
    """An order in a list."""

    id: str
    number: str
    state: OrderState
    customer: str
    customer_code: str
    customer_name: str
    town: str
    country: str
    ordered_on: date
    planned_on: date | None
    invoice_from: date | None = Field(description="of a validated order: the day planned, else its own")
    grid: str | None
    grid_name: str | None = Field(description="what the grid is called")
    lines: int
    cols: int
    net: Amount
    vat: Amount
    gross: Amount
    currency: str
    home_net: int | None = Field(description="in euro cents, as the two below; null when no rate is known")
    home_vat: int | None
    home_gross: int | None
    payment_term: str | None = Field(description="What the order itself says; null: inherited.")
    payment_method: str | None = Field(description="What the order itself says; null: inherited.")
    reference: str
    tags: list[str] = Field(description="ids of labels")
    tag_names: str | None
    shipped: Shipped | None = Field(description="null while it is not confirmed")
    quote: str | None
    quote_number: str
    invoice: str | None
    invoice_number: str
    owner: str
    agent: str | None = Field(description="the name of the representative, `owner`")
    created_at: datetime
    updated_at: datetime


class InvoiceRow(Contract):
    """An invoice or a credit note in a list, with what is still due on it; the amounts of a credit note are
    negative."""

    id: str
    number: str
    kind: str
    customer: str
    customer_code: str
    customer_name: str
    issued_on: date
    due_on: date
    status: InvoiceStatus
    cols: int
    net: Amount
    vat: Amount
    gross: Amount
    paid: Amount
    balance: Amount
    currency: str
    home_net: int = Field(description="in euro cents, as those below")
    home_vat: int
    home_gross: int
    home_paid: int
    home_balance: int
    home_credited: int
    language: str
    reference: str
    order: str
    order_number: str
    paid_on: date | None
    credited: Amount
    corrects: str = Field(description="of a credit note: the invoice it credits")
    corrects_number: str
    owner: str
    agent: str | None = Field(description="the name of the representative, `owner`")
    updated_at: datetime
    pay_link: str = Field(description="state of its link to pay by card, empty when it has none")
    einvoice: str = Field(description="its state at the approved platform, empty when it does not go there")
