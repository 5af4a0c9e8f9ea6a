"""Use cases of documents sent by post: what would leave, asking for it, the letter carried with its paper.

The one trick: it is the paper of the page and of the e-mail, printed by the same functions, to the address that the
document itself bears.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.log import logger
from chalicelib.aws.table import Kind
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import CaveauError
from chalicelib.mailing.rules.posts import Address, Post, judged
from chalicelib.mailing.schemas.posts import LetterPreviewOut, PostOut
from chalicelib.mailing.service import posting
from chalicelib.mailing.service.posting import Paper
from chalicelib.sales.rules.party import Buyer
from chalicelib.sales.schemas.sendings import LetterIn, LetterQuery, SendingQuery
from chalicelib.sales.service import papers, sending
from chalicelib.sales.store import DELIVERIES, INVOICES, ORDERS, PROFORMAS, QUOTES

_KINDS: dict[str, Kind[Any]] = {
    "quote": QUOTES,
    "order": ORDERS,
    "proforma": PROFORMAS,
    "delivery_note": DELIVERIES,
    "invoice": INVOICES,
}


def preview(call: Call, query: LetterQuery) -> LetterPreviewOut:
    """A letter before it leaves: address, pages, cost. NotFound as the document's own page."""
    unit = reading(call)
    unit.load(*posting.refs())
    letter = sending.letter_of(unit, query)
    pages = _pages(_printed(call, query, letter.language))
    return posting.previewed(unit, lambda: _address(unit, query, None), pages)


def post(call: Call, asked: LetterIn) -> PostOut:
    """Ask for a document to be posted. Refused with each wrong field of the address; Conflict without a provider."""
    unit = reading(call)
    letter = sending.letter_of(unit, asked)
    _address(unit, asked, asked)
    return _asked(call, asked, _pages(_printed(call, asked, letter.language)))


@use_case("sales.document.post")
def _asked(unit: Unit, asked: LetterIn, pages: int) -> PostOut:
    unit.load(*posting.refs())
    letter = sending.letter_of(unit, asked)
    name = sending.file_name(letter.about.number)
    subject = f"{letter.variables['document']} {letter.about.number}"
    return posting.asked(unit, letter, _address(unit, asked, asked), Paper(name, subject, pages))


def _address(unit: Unit, which: SendingQuery, asked: LetterIn | None) -> Address:
    """The address typed, else the one on the document. Refused naming each wrong field."""
    if asked is not None and asked.address is not None:
        given = asked.address
        return judged(given.name, given.lines, given.postcode, given.town, given.country)
    buyer: Buyer = unit.get(_KINDS[which.kind], which.id).buyer
    place = buyer.address
    return judged(place.name or buyer.name, place.lines, place.postcode, place.town, place.country)


def _printed(call: Call, which: SendingQuery, language: str) -> bytes:
    return sending.paper_of(call, which.kind, which.id, papers.language(None, language))


def _pages(pdf: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def carry(call: Call, id: str) -> str:
    """Give a letter that was asked to the provider, its paper with it; gives its state."""
    return posting.carry(call, id, lambda found: _attached(call, found))


def _attached(call: Call, found: Post) -> tuple[str, bytes]:
    content = sending.paper_of(call, found.about.kind, found.about.id, papers.language(None, found.language))
    return files.put(call.company, content, "application/pdf", found.attachment_name).id, content


def follow(call: Call) -> int:
    """A company's letters that did not leave when asked, and what became of those that did; gives how many moved."""
    again, moved = posting.follow(call)
    for id in again:
        try:
            carry(call, id)
            moved += 1
        except CaveauError as refusal:  # the provider is still away, or the document is gone: the others go on
            logger.warning("letter left waiting", extra={"post": id, "why": refusal.code})
    return moved
