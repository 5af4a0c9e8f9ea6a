"""Documents sent by e-mail: what is asked, what would leave."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id
from chalicelib.mailing.schemas import Address, Body, Subject
from chalicelib.mailing.schemas.posts import PostalAddressIn

SentKind = Literal["quote", "order", "proforma", "delivery_note", "invoice"]


class SendingQuery(Contract):
    """Which document. A credit note is an `invoice`; of a `proforma` the id is that of its order."""

    kind: SentKind
    id: Id
    language: Literal["fr", "en"] | None = None


class SendIn(SendingQuery):
    """A document to send by e-mail. What is left out is as `GET /sendings` shows it: addresses by the customer's
    contacts, copy by the company's setting, texts by its template. `cc` empty: nobody in copy."""

    to: Annotated[list[Address], Field(max_length=20)] | None = None
    cc: Annotated[list[Address], Field(max_length=20)] | None = None
    subject: Subject | None = None
    text: Body | None = None


class LetterQuery(SendingQuery):
    """Which document would leave by post, to the address it bears."""


class LetterIn(SendingQuery):
    """A document to post. `address`: another than the document's own."""

    address: PostalAddressIn | None = None
