"""Links to pay by card, and the connector they need. Amounts in cents."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id, Version
from chalicelib.mailing.rules.paying import Sort as ButtonSort
from chalicelib.payments.rules.link import State
from chalicelib.sales.schemas import Amount


class ConnectorIn(Contract):
    """A partner's keys; left empty they stay as they are. A key is tried with the partner before it is kept. `method`:
    the payment method of what comes by it. `buttons`: the letters that carry a pay button; null: as they are, and all
    of them when the partner is first connected."""

    key: Annotated[str, Field(max_length=300, pattern=r"^[\x21-\x7e]*$")] = ""
    webhook_secret: Annotated[str, Field(max_length=300, pattern=r"^[\x21-\x7e]*$")] = ""
    method: Id = "card"
    enabled: bool = True
    buttons: Annotated[list[ButtonSort], Field(max_length=5)] | None = None


class ConnectorOut(Contract):
    """`key_end`: the last characters of the key, which is never shown. `webhook`: the address to give the partner.
    `trial`: its key is one of the partner's trial mode."""

    partner: str
    version: Version
    enabled: bool
    key_end: str
    has_secret: bool
    method: str
    webhook: str
    buttons: list[ButtonSort]
    trial: bool = False


class LinkIn(Contract):
    """The document to be paid: an invoice, an order or a quote. `send`: e-mail the link to its customer; `sent`: it was
    given to him in another way."""

    document: Id
    sent: bool = False
    send: bool = False


class AttemptOut(Contract):
    """A page of the partner that was opened for this document. `payment`: what came by it."""

    amount: Amount
    state: State
    created_at: datetime
    moved_at: datetime | None
    payment: str
    payment_number: str


class DisputeOut(Contract):
    """The customer's bank took `amount` back; `due_by`: until when to answer, on the partner's pages."""

    id: str
    amount: Amount
    reason: str
    status: str
    opened_at: datetime
    due_by: datetime | None


class LinkOut(Contract):
    """`url` is ours: it always leads to a page of the right amount. `amount`: what is open now. `to`: whom it was just
    e-mailed to. `attempts`: the last first."""

    id: str
    kind: Literal["invoice", "order", "quote"]
    version: Version
    number: str
    state: State
    amount: Amount
    currency: str
    url: str
    updated_at: datetime
    sent_at: datetime | None
    attempts: list[AttemptOut]
    disputes: list[DisputeOut]
    connected: bool
    to: Annotated[list[str], Field(default_factory=list)]


class PageQuery(Contract):
    """`token` is in the link."""

    token: Annotated[str, Field(max_length=100)] = ""


class PayPageOut(Contract):
    """What a customer who follows the link sees; `url` of the partner's page while something is due. `closed`: nothing
    may be paid of it any more; `silent`: the partner does not answer just now. `whole`: all that the document claims.
    `accent`: the seller's colour; `logo`: his, as a data: address, "" when there is none (or a heavy one)."""

    kind: Literal["invoice", "order", "quote"]
    number: str
    seller: str
    contact: str
    state: Literal["due", "paid", "closed", "silent"]
    amount: Amount
    whole: Amount
    currency: str
    language: Literal["fr", "en"]
    accent: str
    logo: str
    url: str


class LinkRow(Contract):
    """A link in a list; `amount` of its last page, 0 while there is none."""

    id: str
    kind: Literal["invoice", "order", "quote"]
    number: str
    customer: str
    customer_name: str
    state: State
    amount: Amount
    currency: str
    owner: str
    disputed: bool
    updated_at: datetime
