"""Links to pay by card, and the connector they need. Amounts in cents."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id, Version
from chalicelib.payments.rules.link import State
from chalicelib.sales.schemas import Amount


class ConnectorIn(Contract):
    """A partner's keys; left empty they stay as they are. `method`: the payment method of what comes by it."""

    key: Annotated[str, Field(max_length=300, pattern=r"^[\x21-\x7e]*$")] = ""
    webhook_secret: Annotated[str, Field(max_length=300, pattern=r"^[\x21-\x7e]*$")] = ""
    method: Id = "card"
    enabled: bool = True


class ConnectorOut(Contract):
    """`key_end`: the last characters of the key, which is never shown. `webhook`: the address to give the partner."""

    partner: str
    version: Version
    enabled: bool
    key_end: str
    has_secret: bool
    method: str
    webhook: str


class LinkIn(Contract):
    """The invoice to be paid; `sent`: the link was given to its customer."""

    invoice: Id
    sent: bool = False


class LinkOut(Contract):
    """`url` is ours: it always leads to a page of the right amount."""

    id: str
    version: Version
    number: str
    state: State
    amount: Amount
    currency: str
    url: str
    updated_at: datetime


class PageQuery(Contract):
    """`token` is in the link."""

    token: Annotated[str, Field(max_length=100)] = ""
    paid: str = ""


class PageOut(Contract):
    """What a customer who follows the link sees; `url` of the partner's page while something is due."""

    number: str
    seller: str
    state: Literal["due", "paid"]
    amount: Amount
    currency: str
    url: str


class LinkRow(Contract):
    """A link in a list; `amount` and `state` of its last page."""

    id: str
    number: str
    customer: str
    customer_name: str
    state: State
    amount: Amount
    currency: str
    owner: str
    updated_at: datetime
