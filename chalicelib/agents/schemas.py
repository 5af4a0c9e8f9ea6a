"""What crosses the border of agents. Integer amounts are cents, rates percents as decimal strings."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact
from chalicelib.kernel.fields import Code, Id, Line, Percent, Version

Basis = Literal["invoiced", "paid"]
Period = Literal["month", "quarter"]
Level = Literal["customer", "product", "grid"]
State = Literal["open", "issued", "paid"]
Account = Annotated[str, Field(pattern=r"^[0-9]{3}[0-9A-Za-z]{0,9}$", description="account of the chart")]
Email = Annotated[str, Field(max_length=200, pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Cents = Annotated[int, Field(description="cents")]
StatementId = Annotated[str, Field(max_length=80, pattern=r"^[A-Za-z0-9_]+-[0-9]{4}-(Q[1-4]|[0-9]{2})$")]


class RateIO(Contract):
    """A rate of its own for one customer, product or grid (`target`, its id). 0 is a rate."""

    level: Level
    target: Id
    rate: Percent


class TermsIn(Contract):
    """null inherits. `rate`: base rate; `basis`: earned once invoiced or as it is paid; `period` of the statements;
    `shipping`: carriage is commissioned too."""

    rate: Percent | None = None
    basis: Basis | None = None
    period: Period | None = None
    shipping: bool | None = None
    rates: list[RateIO] = Field(default_factory=list, max_length=500)


class AgentFamilyIn(Contract):
    """A family; without `id` it is new."""

    id: Id | None = None
    name: Annotated[Line, Field(min_length=1)]
    terms: TermsIn = TermsIn()


class AgentFamilyOut(Contract):
    id: str
    name: str
    terms: TermsIn


class CommissionPlanIn(Contract):
    """The whole plan. `priority`: the three levels, the one that wins first; the base rate comes last. `account` is
    debited of commissions, `counterpart` credited."""

    priority: Annotated[list[Level], Field(min_length=3, max_length=3)]
    families: Annotated[list[AgentFamilyIn], Field(max_length=100, default_factory=list)]
    account: Account = "622200"
    counterpart: Account = "408100"


class CommissionPlanOut(Contract):
    priority: list[Level]
    families: list[AgentFamilyOut]
    account: str
    counterpart: str
    version: Version


class AgentIn(Contract):
    """A representative. `user`: the member he is; it is said when he is created. `copied`: in copy of the documents
    mailed to his customers."""

    name: Annotated[Line, Field(min_length=1)]
    user: Id | None = None
    code: Code = ""
    email: Email = ""
    copied: bool = False
    family: Id | None = None
    terms: TermsIn = TermsIn()
    archived: bool = False


class TermOut(Contract):
    """One of the terms that inherit: what holds, who says it (agent, family, default), and what would hold if the
    representative himself said nothing ("Par défaut"), from whom."""

    name: Literal["rate", "basis", "period", "shipping"]
    value: Decimal | bool | str
    holder: str
    inherited: Decimal | bool | str
    inherited_from: str


class SaidOut(Contract):
    """A level at which a holder says a rate; `outcome`: won or hidden."""

    level: str
    holder: str
    rate: Decimal
    outcome: str


class DecidedOut(Contract):
    """The rate that holds, the level and holder that won, everything that was said, most important first."""

    rate: Decimal
    level: str
    holder: str
    said: list[SaidOut]


class AgentOut(Contract):
    """`effective`: the terms with the holder each came from; `explained`: the rate for what the query names."""

    id: str
    version: Version
    name: str
    user: str | None
    code: str
    email: str
    copied: bool
    family: str | None
    family_name: str
    terms: TermsIn
    archived: bool
    effective: list[TermOut]
    explained: DecidedOut


class AgentQuery(Contract):
    """Why a rate: of that customer, product and grid."""

    customer: Id | None = None
    product: Id | None = None
    grid: Id | None = None


class AgentRow(Contract):
    """A representative in a list."""

    id: str
    code: str
    name: str
    email: str
    family: str | None
    login: bool
    owner: str = Field(description='the user he is, "" without login')
    copied: bool
    archived: bool
    updated_at: datetime


class StatementRow(Contract):
    """A statement in a list, issued or still open (`number` empty)."""

    id: str
    number: str
    state: State
    agent: str
    agent_name: str
    period: str
    since: date
    until: date
    base: Cents
    amount: Cents
    lines: int
    issued_on: date | None
    paid_on: date | None


class CommissionOut(Contract):
    """A line of a statement. `cause`: invoice, payment, cancellation, credit_note; `document` its number; `base` HT and
    `amount` of commission, negative when taken back. `said`: why that rate."""

    on: date
    cause: str
    document: str
    invoice: str
    invoice_number: str
    customer: str
    customer_name: str
    label: str
    base: Cents
    rate: Decimal
    level: str
    holder: str
    amount: Cents
    said: list[SaidOut]


class StatementOut(StatementRow):
    """`version` is that of the issued statement, 0 while open. `commissions`: the first 500 lines; the files hold
    all."""

    version: Version
    account: str
    counterpart: str
    allowed: list[str]
    commissions: list[CommissionOut]


class StatementsIn(Contract):
    """Issue open statements, or note that issued ones are paid: all or none."""

    to: Literal["issued", "paid"]
    ids: Annotated[list[StatementId], Field(min_length=1, max_length=25)]
    paid_on: date | None = None


class MovedOut(Contract):
    """The statements, as they are now."""

    items: list[StatementRow]


class FileQuery(Contract):
    """`amounts` false: without bases, rates nor commissions."""

    format: Literal["pdf", "xlsx"] = "pdf"
    amounts: bool = True
    lang: Literal["fr", "en"] | None = None


class StatementIssuedV1(Fact):
    """A statement is frozen: what the books need of it. `amount` in cents, negative when more is taken back than
    earned; debited to `account`, credited to `counterpart` under the representative's code."""

    TYPE: ClassVar[str] = "agents.statement.issued.v1"
    statement_id: str
    number: str
    issued_on: date
    agent_id: str
    agent_code: str
    agent_name: str
    period: str
    base: int
    amount: int
    account: str
    counterpart: str
