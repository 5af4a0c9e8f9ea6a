"""Letters on paper: what is asked, what would leave, the provider's keys."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact
from chalicelib.kernel.fields import Version
from chalicelib.mailing.rules.posts import PostState

Line = Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
Cents = Annotated[int, Field(ge=0, le=100_000)]


class PostalAddressIn(Contract):
    """Where a letter goes, when it is not the document's own address."""

    name: Line
    lines: Annotated[list[Line], Field(max_length=5)]
    postcode: Line = ""
    town: Line = ""
    country: Annotated[str, Field(min_length=2, max_length=2)] = "FR"


class FaultOut(Contract):
    field: str
    rule: str
    detail: str


class LetterPreviewOut(Contract):
    """A letter before it leaves. `lines`: six, as printed, none when the address is refused (`faults`); `cost`: cents
    without VAT by the tariff of the contract. `connected`: whether it can leave."""

    lines: list[str]
    country: str
    faults: list[FaultOut]
    pages: int
    cost: int
    connected: bool


class PostOut(Contract):
    """A letter just asked. `estimate`: cents without VAT."""

    id: str
    state: PostState
    lines: list[str]
    country: str
    pages: int
    estimate: int


class PostalIn(Contract):
    """The contract with Maileva. A secret left empty stays as it is. `letter_price` (envelope and postage) and
    `page_price`: cents without VAT, to say what a letter will cost."""

    enabled: bool
    sandbox: bool = False
    client_id: Annotated[str, Field(max_length=200)]
    client_secret: Annotated[str, Field(max_length=500)] = ""
    login: Annotated[str, Field(max_length=200)]
    password: Annotated[str, Field(max_length=500)] = ""
    colour: bool = False
    duplex: bool = True
    fast: bool = False
    letter_price: Cents = 0
    page_price: Cents = 0


class PostalOut(Contract):
    """The same without its secrets; `has_secrets`: both are kept."""

    version: Version
    enabled: bool
    sandbox: bool
    client_id: str
    login: str
    has_secrets: bool
    colour: bool
    duplex: bool
    fast: bool
    letter_price: int
    page_price: int


class PostAskedV1(Fact):
    """A letter is to leave by post."""

    TYPE: ClassVar[str] = "mailing.post.asked.v1"
    post: str
