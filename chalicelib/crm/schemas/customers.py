"""The record of a customer: addresses, contacts, its row in lists."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.crm.schemas.fields import Account, DocumentSort, Email, LabelName, Number, Phone
from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Code, Id, Line, Percent, TermCode, Text, Version


class WarningOut(Contract):
    """Something to look at: it refused nothing. `proposal`: the value to use instead, when it can be
    guessed; `customer`: the id of another customer it is about."""

    field: str
    rule: str
    detail: str
    proposal: str = ""
    customer: str = ""


class AddressIO(Contract):
    """A postal address. `country`: ISO 3166 code, or a name in French or English (stored as the code); "" = to be
    completed: orders to it are neither validated nor invoiced. `recipient`: the name to write when it is not the
    customer's."""

    lines: list[Line] = Field(default=[], max_length=4)
    postcode: Annotated[str, Field(max_length=12)] = ""
    town: Line = ""
    country: Annotated[str, Field(max_length=60)] = "FR"
    label: Line = ""
    recipient: Line = ""
    phone: Phone = ""
    instructions: Line = ""


class ContactIO(Contract):
    """A person at the customer's. `documents`: the sorts of document this person receives."""

    name: Line
    first_name: Line = ""
    role: Line = ""
    email: Email = ""
    phone: Phone = ""
    documents: list[DocumentSort] = Field(default=[], max_length=20)


class CustomerIn(Contract):
    """A customer, whole. `code`: left out, the next one is given (or the present one kept). `name`: surname
    of an individual, trade name of a business. `payment_term`, `payment_method`, `grid_id`, `depot_id`, `category_id`,
    `account`, `template`: null = inherit. `tags`, `zones`: names; one that does not exist yet is created."""

    code: Code | None = None
    kind: Literal["individual", "business"]
    name: Line
    first_name: Line = ""
    siret: Number = ""
    vat_number: Number = ""
    excise_number: Number = ""
    legal_form: Line = ""
    billing: AddressIO = AddressIO()
    deliveries: list[AddressIO] = Field(default=[], max_length=30)
    contacts: list[ContactIO] = Field(default=[], max_length=50)
    emails: list[Email] = Field(default=[], max_length=10)
    phones: list[Phone] = Field(default=[], max_length=10)
    language: Literal["fr", "en"] = "fr"
    category_id: Id | None = None
    grid_id: Id | None = None
    depot_id: Id | None = Field(default=None, description="the depot that his orders leave from")
    payment_term: TermCode | None = None
    payment_method: Code | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = Field(
        default=None, description="that of the documents; null: that of the grid"
    )
    vat_relief: Literal["ai2", "suspended"] | None = Field(
        default=None,
        description="orders without VAT: ai2 (CGI 275), suspended (277 A); null: with VAT",
    )
    relief_year: Annotated[int, Field(ge=2000, le=2100)] | None = Field(
        default=None, description="the civil year it holds in, required for ai2; null: any"
    )
    permanent_discount: Percent = Decimal(0)
    representative: Id | None = Field(default=None, description="id of the user who follows the customer")
    tags: list[LabelName] = Field(default=[], max_length=50)
    zones: list[LabelName] = Field(default=[], max_length=50)
    account: Account | None = Field(default=None, description="ledger account (411…)")
    template: Code | None = Field(default=None, description="template of this customer's documents")
    consent: bool = Field(default=False, description="agrees to receive offers by e-mail")
    bounced: list[Email] = Field(default=[], max_length=20, description="e-mail addresses that came back")
    notes: Text = Field(default="", description="internal: never printed")
    sticky: bool = Field(default=False, description="the notes are shown to whoever types an order")
    source: Line = Field(default="", description="where an import found this customer")
    since: date | None = None
    archived: bool = False


class CustomerSaveIn(CustomerIn):
    """A customer as a person saves it. `lookups`: ids of the answers of registers that filled it (POST /registers);
    they become its own, and each field still as one of them gave it keeps its source and time."""

    lookups: list[Id] = Field(default=[], max_length=8)


class CustomerOut(CustomerIn):
    id: str
    version: Version
    code: str
    display_name: str
    in_use: bool = Field(description="a document names this customer: archive it, it cannot be deleted")
    merged_into: str = Field(description='id of the customer this one was found to be, "" for none')
    warnings: list[WarningOut]


class CustomerRow(Contract):
    """A customer in a list. `email`, `phone`, `contacts`, `address`: several joined by ", ". `category`, `grid` and
    `agent` are the names of what the ids beside them point at."""

    id: str
    code: str
    name: str = Field(description="display name")
    first_name: str = Field(description="of an individual")
    kind: str
    category_id: str | None
    category: str | None
    grid_id: str | None
    grid: str | None
    address: str
    postcode: str
    town: str
    country: str
    email: str
    phone: str
    contacts: str
    siret: str
    vat_number: str
    excise_number: str
    tags: list[str] = Field(description="ids of labels")
    tag_names: str | None
    zones: list[str] = Field(description="ids of labels")
    zone_names: str | None
    consent: bool
    representative: str | None
    agent: str | None
    language: str
    payment_term: str | None
    payment_method: str | None
    template: str | None
    permanent_discount: Decimal
    vat_relief: str | None
    relief_year: int | None
    deliveries: int
    since: date | None
    source: str
    turnover: int | None = Field(
        default=None, description="cents HT; null without the right to see sales, as all below"
    )
    unpaid: int | None = None
    invoices: int | None = None
    last_invoice: date | None = None
    orders: int | None = None
    last_order: date | None = None
    bought: list[str] | None = Field(default=None, description="ids of the variants invoiced")
    bought_products: list[str] | None = None
    bought_vintages: list[str] | None = None
    credit_limit: int | None = Field(default=None, description="insured, in cents; 0: not insured")
    credit_until: date | None = None
    merged_into: str
    archived: bool
    updated_at: datetime


class Kept(Contract):
    """What could not be deleted, and why (French: cause, then remedy)."""

    id: str
    rule: str
    detail: str
