"""What crosses the border of accounting. Every integer amount is cents."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.accounting.rules.fec import Encoding, Separator
from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Line, Version

Account = Annotated[str, Field(pattern=r"^[0-9]{3}[0-9A-Za-z]{0,9}$", description="account of the chart")]
Zone = Literal["domestic", "eu", "export"]
MethodKind = Literal["cash", "cheque", "card", "transfer", "direct_debit", "bill", "other"]
RateKey = Annotated[str, Field(pattern=r"^\d{1,2}(\.\d{1,2})?$", description='VAT rate: "20", "5.5"')]


class JournalIO(Contract):
    """A journal: its code and its name."""

    code: Annotated[str, Field(min_length=1, max_length=4, pattern=r"^[A-Z0-9]+$")]
    label: Annotated[Line, Field(min_length=1)]


class ChartIn(Contract):
    """Accounts and journals. `sales`: by zone of destination, when neither variant nor product nor family says one;
    `vat`: by rate, `vat_other` for any other; `methods`: by kind of payment method; `aux_prefix`: before customer
    codes; `opening`: the other side of invoices taken over from a former program; `loss`, `gain`: small differences of
    payments written off; `discount`: what is granted for paying early; `fees`: what
    partners who collect keep; `exchange_gain`, `exchange_loss`: differences of exchange."""

    customers: Account
    aux_prefix: Annotated[str, Field(max_length=10, pattern=r"^[0-9A-Za-z]*$")]
    sales: dict[Zone, Account]
    vat: dict[RateKey, Account]
    vat_other: Account
    methods: dict[MethodKind, Account]
    sales_journal: JournalIO
    bank_journal: JournalIO
    cash_journal: JournalIO
    opening: Account = "890000"
    opening_journal: JournalIO = JournalIO(code="AN", label="À-nouveaux")
    loss: Account = "658000"
    gain: Account = "758000"
    discount: Account = "665000"
    fees: Account = "627000"
    deposits: Account = Field(default="419100", description="deposits invoiced, until an invoice deducts them")
    deposit_vat: Account = Field(default="445870", description="the VAT of deposits received, until it is invoiced")
    exchange_gain: Account = "766000"
    exchange_loss: Account = "666000"


class ChartOut(ChartIn):
    version: Version


class EntryLineOut(Contract):
    """One account moved. `aux` is the third party's code; `letter` is set once the line is settled."""

    account: str
    account_label: str
    label: str
    debit: int
    credit: int
    aux: str
    aux_label: str
    invoice: str
    letter: str
    lettered_on: date | None
    foreign: int = Field(default=0, description="the same in cents of the entry's currency, 0: none")


class EntryOut(Contract):
    """A booked entry. `source` is the id of the invoice or payment that it comes from."""

    id: str
    version: Version
    number: int
    year: int
    journal: JournalIO
    entry_date: date
    piece: str
    piece_date: date
    label: str
    currency: str
    customer: str
    source: str
    validated_on: date
    lines: list[EntryLineOut]


class FecQuery(Contract):
    """The accounting year (the one in which it closes; the present one when left out) and how to write the file."""

    year: Annotated[int, Field(ge=2000, le=2199)] | None = None
    separator: Separator = "tab"
    encoding: Encoding = "utf-8"


class FindingOut(Contract):
    """A fault of a FEC file. `line` is 1 for the header, 0 for the whole file; `column` may be empty."""

    line: int
    column: str
    rule: str
    detail: str


class CheckOut(Contract):
    """`accepted` when nothing was found; `count` faults in all, the first 500 listed."""

    accepted: bool
    count: int
    findings: list[FindingOut]


class EntryRow(Contract):
    """An entry in a list."""

    id: str
    year: int
    number: int
    journal: str
    entry_date: date
    piece: str
    label: str
    customer: str
    source: str
    total: int
    lines: int
    lettered: bool
    validated_on: date


class AccountLineRow(Contract):
    """A line of the ledger; `line_no` from 0 in its entry."""

    entry: str
    year: int
    journal: str
    journal_label: str
    number: int
    line_no: int
    entry_date: date
    account: str
    account_label: str
    aux: str
    aux_label: str
    piece: str
    piece_date: date
    label: str
    debit: int
    credit: int
    letter: str
    lettered_on: date | None
    validated_on: date
    currency: str
    currency_amount: int | None = Field(description="signed cents of that currency; null in euros")
