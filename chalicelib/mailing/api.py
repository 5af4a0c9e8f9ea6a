"""Routes of mailing. Sending is asked of the rooms that own the documents."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import endpoints
from chalicelib.mailing import index, service
from chalicelib.mailing.schemas import ClearedOut, ClearIn, MessageRow, StopRow, TemplateIn, TemplatesOut
from chalicelib.mailing.schemas.posts import PostalIn, PostalOut
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page

routes = Blueprint(__name__)
endpoint = endpoints(routes)


@endpoint("GET /{company}/messages", scope="sales:read")
def list_messages(call: Call, query: ListQuery) -> Page[MessageRow]:
    """E-mails sent, each with what became of it."""
    return lists.page(call, index.MESSAGES, query, MessageRow)


@endpoint("GET /{company}/mail-stops", scope="crm:read")
def list_stops(call: Call, query: ListQuery) -> Page[StopRow]:
    """Addresses that get nothing more: they complained, or do not exist."""
    return lists.page(call, index.STOPS, query, StopRow)


@endpoint("POST /{company}/mail-stops", scope="crm:write")
def clear_stop(call: Call, body: ClearIn) -> ClearedOut:
    """Write to an address again."""
    return service.clear(call, body.address)


@endpoint("GET /{company}/mail-templates", scope="sales:read")
def list_templates(call: Call) -> TemplatesOut:
    """Subject and text of each sort of letter, in French and English."""
    return service.list_templates(call)


@endpoint("PUT /{company}/mail-templates", scope="tenancy:write")
def save_template(call: Call, body: TemplateIn) -> TemplatesOut:
    """Keep one template; a variable it does not know is refused by its name."""
    return service.save_template(call, body)


@endpoint("GET /{company}/postal", scope="tenancy:read")
def get_postal(call: Call) -> PostalOut:
    """The contract with the postal provider, without its secrets."""
    from chalicelib.mailing.service import posting  # noqa: PLC0415 - no part of the API's start

    return posting.get_postal(call)


@endpoint("PUT /{company}/postal", scope="tenancy:write")
def change_postal(call: Call, body: PostalIn) -> PostalOut:
    """Keep the contract: who we are at Maileva, how letters are printed, what they cost."""
    from chalicelib.mailing.service import posting  # noqa: PLC0415 - no part of the API's start

    return posting.change_postal(call, body)
