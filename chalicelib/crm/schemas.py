"""Contracts of crm: customers and customer categories."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chalicelib.crm.rules import State, Subject
from chalicelib.kernel.contract import Contract, Fact
from chalicelib.kernel.fields import Code, Id, Line, Percent, TermCode, Text, Version

Email = Annotated[str, Field(max_length=254)]
Phone = Annotated[str, Field(max_length=40)]
Number = Annotated[str, Field(max_length=30)]


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


DocumentSort = Literal[
    "quote", "order", "delivery_note", "invoice", "credit_note", "statement", "reminder", "marketing"
]
Account = Annotated[str, Field(max_length=20, pattern=r"^[0-9A-Z]+$")]
LabelName = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f,;]*\S[^\x00-\x1f\x7f,;]*$")]


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
    of an individual, trade name of a business. `payment_term`, `payment_method`, `grid_id`, `category_id`, `account`,
    `template`: null = inherit. `tags`, `zones`: names; one that does not exist yet is created."""

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
    payment_term: TermCode | None = None
    payment_method: Code | None = None
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
    permanent_discount: Decimal
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


class CategoryIn(Contract):
    """A customer category; term, method, ledger account and template: null = inherit."""

    code: Annotated[Code, Field(min_length=1)]
    name: Annotated[Line, Field(min_length=1)]
    payment_term: TermCode | None = None
    payment_method: Code | None = None
    account: Account | None = None
    template: Code | None = None
    archived: bool = False


class CategoryOut(CategoryIn):
    """`version` is that of the whole set."""

    id: str
    version: Version


class CategoriesOut(Contract):
    items: list[CategoryOut]
    version: Version


class LabelIn(Contract):
    """A tag or a zone. Two of a kind have two names, accents and case aside."""

    kind: Literal["tag", "zone"] = "tag"
    name: LabelName


class LabelOut(LabelIn):
    """`customers`: how many bear it; `version` is that of the whole set."""

    id: str
    customers: int
    version: Version


class LabelsOut(Contract):
    items: list[LabelOut]
    version: Version


class MergeIn(Contract):
    """`into`: the customer that stays."""

    into: Id


class TwinOut(Contract):
    """Another customer that may be the same one. `shares`: siret, vat, email, place (name and postcode)."""

    id: str
    code: str
    name: str
    town: str
    shares: list[str]


class TwinsOut(Contract):
    items: list[TwinOut]


class TwinGroup(Contract):
    """Customers that share a mark. `mark`: what they share; `value`: the SIRET, the e-mail… itself."""

    mark: str
    value: str
    customers: list[TwinOut]


class TwinGroupsOut(Contract):
    """`count`: how many groups there are; `items`: the first 200."""

    items: list[TwinGroup]
    count: int


class Kept(Contract):
    """What could not be deleted, and why (French: cause, then remedy)."""

    id: str
    rule: str
    detail: str


class LookupIn(Contract):
    """A question to a register. `number`: a SIRET (or a SIREN, for the head office), a VAT number, an excise number, an
    e-mail address. One whose key is wrong is refused, and nobody is asked."""

    subject: Subject
    number: Annotated[str, Field(min_length=1, max_length=254)]


class RegisterCheckOut(Contract):
    """A question to a register and its answer. `state` unavailable: nobody answered, which says nothing of the number.
    `reason`: why it is invalid (unknown, closed, ended, no_domain, no_mail) or why nobody answered (down, timeout,
    rate, error, malformed, key, or the register's own word). `consultation`: the register's number of this question.
    `answer`: what it said; `fields`: what that gives to fields of a customer, by dotted path (lines of an address
    joined by a line feed). `proposal`: the e-mail address that was perhaps meant."""

    id: str
    subject: Subject
    number: str
    source: str
    state: State
    at: datetime
    consultation: str
    reason: str
    answer: dict[str, str]
    fields: dict[str, str]
    by: str
    proposal: str = ""


class ChecksIn(Contract):
    """`subjects`: what to ask about; all that the customer has when left out."""

    subjects: list[Subject] = Field(default=[], max_length=4)


class FindingOut(Contract):
    """What is known of one number of the customer: the last answer that decided (`state`, `at`, `consultation`,
    `reason`, `check`), and the last try (`tried_at`; `silence`: why it was in vain). `products`: the categories an
    excise number is authorised for. `proposal`: as in RegisterCheckOut."""

    subject: Subject
    number: str
    state: State
    at: datetime
    check: str
    source: str
    tried_at: datetime
    consultation: str
    reason: str
    silence: str
    products: list[str]
    proposal: str = ""


class FilledOut(Contract):
    """A field that still holds what a register gave: which, when."""

    field: str
    source: str
    at: datetime
    check: str


class ChecksOut(Contract):
    """`findings`: its numbers as they stand; `unchecked`: those nobody was asked about yet; `filled`: where its fields
    come from; `items`: the checks, newest first (of a POST those just made, of a GET the last 50)."""

    findings: list[FindingOut]
    unchecked: list[Subject]
    filled: list[FilledOut]
    items: list[RegisterCheckOut]


class CustomerCreatedV1(Fact):
    """A customer exists."""

    TYPE: ClassVar[str] = "crm.customer.created.v1"
    customer: str
    code: str
    kind: str


class CustomerChangedV1(Fact):
    """A customer's record changed."""

    TYPE: ClassVar[str] = "crm.customer.changed.v1"
    customer: str
    archived: bool


class CustomerMergedV1(Fact):
    """A customer was found to be another one, `into`, which stays."""

    TYPE: ClassVar[str] = "crm.customer.merged.v1"
    customer: str
    into: str


class CustomerDeletedV1(Fact):
    """A customer that no document named was removed."""

    TYPE: ClassVar[str] = "crm.customer.deleted.v1"
    customer: str
    code: str
