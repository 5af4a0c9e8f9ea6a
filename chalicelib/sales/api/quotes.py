"""Routes of quotes."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.sales import index, service
from chalicelib.sales.api.base import endpoint
from chalicelib.sales.schemas import (
    ExplainOut,
    OfferPaperQuery,
    OrderOut,
    QuoteIn,
    QuoteLineQuery,
    QuoteMoveIn,
    QuoteOut,
)
from chalicelib.sales.schemas.rows import ExportQuery, QuoteRow


@endpoint("GET /{company}/quotes", scope="sales:read")
def list_quotes(call: Call, query: ListQuery) -> Page[QuoteRow]:
    return lists.page(call, index.QUOTES, query, QuoteRow)


@endpoint("GET /{company}/quotes/export", scope="sales:read")
def export_quotes(call: Call, query: ExportQuery) -> Download:
    columns = () if query.fields else index.QUOTES_IN_FILES
    return Download(*lists.export(call, index.QUOTES, query, query.format, columns, call.actor.language))


@endpoint("POST /{company}/quotes", scope="sales:write", status=201)
def create_quote(call: Call, body: QuoteIn) -> QuoteOut:
    """A quote, priced as an order is (`/orders/price` shows it while it is typed)."""
    return service.create_quote(call, body)


@endpoint("GET /{company}/quotes/{id}", scope="sales:read")
def get_quote(call: Call, id: str) -> QuoteOut:
    return service.get_quote(call, id)


@endpoint("PUT /{company}/quotes/{id}", scope="sales:write")
def update_quote(call: Call, id: str, body: QuoteIn) -> QuoteOut:
    """A draft quote replaced, and priced again: only typed prices stay."""
    return service.update_quote(call, id, body)


@endpoint("POST /{company}/quotes/{id}/transitions", scope="sales:write")
def move_quote(call: Call, id: str, body: QuoteMoveIn) -> QuoteOut:
    """Change its state; a refusal names the states allowed."""
    return service.move_quote(call, id, body)


@endpoint("POST /{company}/quotes/{id}/order", scope="sales:write", status=201)
def order_quote(call: Call, id: str) -> OrderOut:
    """The order of an accepted quote, once, at the prices agreed."""
    return service.order_quote(call, id)


@endpoint("GET /{company}/quotes/{id}/explain", scope="sales:read")
def explain_quote(call: Call, id: str, query: QuoteLineQuery) -> ExplainOut:
    """Why the price of a line (from 1)."""
    return service.explain_quote(call, id, query.line)


@endpoint("GET /{company}/quotes/{id}/pdf", scope="sales:read")
def get_quote_pdf(call: Call, id: str, query: OfferPaperQuery) -> Download:
    """The quote in French or English, as it stands; a draft is marked as one."""
    return service.quote_pdf(call, id, query)
