"""Routes of direct debits."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download, endpoints
from chalicelib.debits import index
from chalicelib.debits.schemas import (
    DebitMovedAllOut,
    DebitMoveIn,
    DebitRow,
    EndIn,
    FileIn,
    FileOut,
    FileQuery,
    InvitedAllOut,
    InviteIn,
    MandateOut,
    MandateRow,
    OwnIn,
    SignOut,
    SignQuery,
)
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page

routes = Blueprint(__name__)
endpoint = endpoints(routes)


@endpoint("GET /{company}/mandates", scope="payments:read")
def list_mandates(call: Call, query: ListQuery) -> Page[MandateRow]:
    return lists.page(call, index.MANDATES, query, MandateRow)


@endpoint("POST /{company}/mandates", scope="payments:write")
def invite_to_mandate(call: Call, body: InviteIn) -> InvitedAllOut:
    """Ask up to 40 customers, by e-mail, to sign a mandate on the partner's page."""
    from chalicelib.debits.service import mandates  # noqa: PLC0415 - no part of the API's start

    return mandates.invite(call, body)


@endpoint("PUT /{company}/mandates", scope="payments:write")
def keep_own_mandate(call: Call, body: OwnIn) -> MandateOut:
    """A mandate of the house's own, signed on paper; its IBAN is sealed."""
    from chalicelib.debits.service import mandates  # noqa: PLC0415 - no part of the API's start

    return mandates.keep_own(call, body)


@endpoint("GET /{company}/mandates/{id}", scope="public", per_minute=30)
def open_mandate(call: Call, id: str, query: SignQuery) -> SignOut:
    """What a customer who follows his link is shown, and the partner's page while he has to sign."""
    from chalicelib.debits.service import mandates  # noqa: PLC0415 - no part of the API's start

    return mandates.sign(call, id, query.token)


@endpoint("POST /{company}/mandates/{id}", scope="payments:write")
def end_mandate(call: Call, id: str, body: EndIn) -> MandateOut:
    """Cancel the mandate of a customer (`id`), at the partner too."""
    from chalicelib.debits.service import mandates  # noqa: PLC0415 - no part of the API's start

    return mandates.end(call, id)


@endpoint("GET /{company}/debits", scope="payments:read")
def list_debits(call: Call, query: ListQuery) -> Page[DebitRow]:
    return lists.page(call, index.DEBITS, query, DebitRow)


@endpoint("POST /{company}/debits", scope="payments:write")
def move_debits(call: Call, body: DebitMoveIn) -> DebitMovedAllOut:
    """Ask debits again, cancel them or mark them as rejected; without ids, ask now for all that is due."""
    from chalicelib.debits.service import collecting  # noqa: PLC0415 - no part of the API's start

    return collecting.move(call, body)


@endpoint("POST /{company}/debits/events", scope="public", per_minute=600, signed="webhook-signature")
def take_debit_events(call: Call, content: bytes, signature: str) -> None:
    """Events of GoCardless, which signs them; 498 when it does not."""
    from chalicelib.debits.service import following  # noqa: PLC0415 - no part of the API's start

    following.take_events(call, content, signature)


@endpoint("POST /{company}/debit-files", scope="payments:write", status=201)
def make_debit_file(call: Call, body: FileIn) -> FileOut:
    """A pain.008 file of what is due by mandates of one's own; its debits are under way from then on."""
    from chalicelib.debits.service import filing  # noqa: PLC0415 - no part of the API's start

    return filing.make_file(call, body)


@endpoint("GET /{company}/debit-files", scope="payments:write")
def get_debit_file(call: Call, query: FileQuery) -> Download:
    """A file for the bank (XML); without an id, the customers to be mandated, as the provider imports them (CSV)."""
    from chalicelib.debits.service import filing  # noqa: PLC0415 - no part of the API's start

    return filing.download(call, query)
