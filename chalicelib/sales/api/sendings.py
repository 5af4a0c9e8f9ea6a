"""Routes of documents that leave by e-mail or by post."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.mailing.schemas import LetterOut, MessageOut
from chalicelib.mailing.schemas.posts import LetterPreviewOut, PostOut
from chalicelib.sales.api.base import endpoint
from chalicelib.sales.schemas.sendings import LetterIn, LetterQuery, SendIn, SendingQuery


@endpoint("GET /{company}/sendings", scope="sales:write")
def preview_sending(call: Call, query: SendingQuery) -> LetterOut:
    """The e-mail that would carry a document: to whom, with which words, and why it cannot leave if so."""
    from chalicelib.sales.service import sending  # noqa: PLC0415 - no part of the API's start

    return sending.preview(call, query)


@endpoint("POST /{company}/sendings", scope="sales:write", status=202)
def send_document(call: Call, body: SendIn) -> MessageOut:
    """Send a document by e-mail; a draft quote becomes a sent one. What becomes of it: `GET /messages`."""
    from chalicelib.sales.service import sending  # noqa: PLC0415 - no part of the API's start

    return sending.send(call, body)


@endpoint("GET /{company}/letters", scope="sales:read")
def preview_letter(call: Call, query: LetterQuery) -> LetterPreviewOut:
    """A document by post, before it leaves: its six lines of address, its pages, what it costs. Nothing is written."""
    from chalicelib.sales.service import posting  # noqa: PLC0415 - no part of the API's start

    return posting.preview(call, query)


@endpoint("POST /{company}/letters", scope="sales:write", status=202)
def send_letter(call: Call, body: LetterIn) -> PostOut:
    """Hand a document and its address to the postal provider. A bad address is refused, naming the field. What becomes
    of it: `GET /messages`, channel `post`."""
    from chalicelib.sales.service import posting  # noqa: PLC0415 - no part of the API's start

    return posting.post(call, body)
