"""What crosses the border of mailing: messages, templates, stopped addresses, and the facts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact
from chalicelib.kernel.fields import Version
from chalicelib.mailing.rules.messages import Status
from chalicelib.mailing.rules.posts import PostState
from chalicelib.mailing.rules.templates import Sort

Address = Annotated[str, Field(min_length=3, max_length=254, pattern=r"^[^\s@,;<>\x00-\x1f]+@[^\s@,;<>\x00-\x1f]+$")]
Subject = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Body = Annotated[str, Field(min_length=1, max_length=10_000)]


class MessageRow(Contract):
    """An e-mail or a letter on paper in a list. `cost`: cents without VAT of a letter, as estimated until the provider
    tells it; `job`: what the provider knows it as. `about`: the id of the document; `attachment`: the SHA-256 of what
    was attached, also its id
    among the files. `opened_at` is an indication: some programs load pictures for nobody, others never."""

    id: str
    channel: Literal["mail", "post"]
    status: Status | PostState
    sort: Sort
    about_kind: str
    about: str
    number: str
    customer: str
    customer_name: str
    to: str
    cc: str
    subject: str
    asked_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    opened_at: datetime | None
    reason: str
    by_name: str
    attachment_name: str
    attachment: str
    owner: str
    text: str
    cost: int | None
    job: str


class MessageOut(Contract):
    """A message just asked. `stopped`: addresses left out because nothing more goes there."""

    id: str
    status: Status
    sort: Sort
    to: list[str]
    cc: list[str]
    subject: str
    text: str
    stopped: Annotated[list[str], Field(default_factory=list)]


class LetterOut(Contract):
    """What would be sent, before it is. `problem`: why it cannot be (French: cause, then remedy), "" when it can."""

    sort: Sort
    language: Literal["fr", "en"]
    to: list[str]
    cc: list[str]
    stopped: list[str]
    subject: str
    text: str
    html: str
    attachment_name: str
    problem: str = ""


class StopRow(Contract):
    """An address that gets nothing more."""

    id: str
    address: str
    reason: Literal["complained", "bounced"]
    since: datetime
    customer: str
    customer_name: str
    detail: str
    message: str
    owner: str


class ClearIn(Contract):
    """An address to write to again."""

    address: Address


class ClearedOut(Contract):
    address: str
    cleared_at: datetime


class TemplateIn(Contract):
    """A template as saved. Both texts empty: the given one again."""

    sort: Sort
    language: Literal["fr", "en"]
    subject: Annotated[str, Field(max_length=200)]
    text: Annotated[str, Field(max_length=10_000)]


class TemplateOut(Contract):
    """`own`: the company changed it. `variables`: what its texts may name. `shown`: the letter with examples."""

    id: str
    sort: Sort
    language: Literal["fr", "en"]
    subject: str
    text: str
    own: bool
    variables: list[str]


class TemplatesOut(Contract):
    """`version` is that of the whole set."""

    items: list[TemplateOut]
    version: Version


class MessageAskedV1(Fact):
    """An e-mail is to leave. `pays`: the document that its button is to pay, "" when it has none."""

    TYPE: ClassVar[str] = "mailing.message.asked.v1"
    message: str
    sort: str
    pays: str = ""


class MessageReturnedV1(Fact):
    """An e-mail came back, or was marked as spam. `permanent`: the address will never do."""

    TYPE: ClassVar[str] = "mailing.message.returned.v1"
    message: str
    status: Literal["bounced", "complained"]
    customer: str
    about_kind: str
    about: str
    permanent: bool
