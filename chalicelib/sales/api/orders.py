"""Routes of orders, of their pro-formas, and of what a customer bought."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.sales import index, service
from chalicelib.sales.api.base import endpoint
from chalicelib.sales.schemas import (
    ExplainOut,
    InvoiceOut,
    NewOrderIn,
    OfferPaperQuery,
    OrderIn,
    OrderOut,
    PreviewOut,
    TransitionIn,
)
from chalicelib.sales.schemas.bought import BoughtOut
from chalicelib.sales.schemas.rows import ExportQuery, OrderRow


@endpoint("GET /{company}/orders", scope="sales:read")
def list_orders(call: Call, query: ListQuery) -> Page[OrderRow]:
    return lists.page(call, index.ORDERS, query, OrderRow)


@endpoint("GET /{company}/orders/export", scope="sales:read")
def export_orders(call: Call, query: ExportQuery) -> Download:
    columns = () if query.fields else index.ORDERS_IN_FILES
    return Download(*lists.export(call, index.ORDERS, query, query.format, columns, call.actor.language))


@endpoint("POST /{company}/orders", scope="sales:write", status=201)
def create_order(call: Call, body: NewOrderIn) -> OrderOut:
    """An order, priced; validated in the same transaction when `confirm`."""
    return service.create_order(call, body)


@endpoint("POST /{company}/orders/price", scope="sales:write")
def price_order(call: Call, body: OrderIn) -> PreviewOut:
    """What the order would be, to the cent. Nothing is saved."""
    return service.preview(call, body)


@endpoint("GET /{company}/orders/{id}", scope="sales:read")
def get_order(call: Call, id: str) -> OrderOut:
    return service.get_order(call, id)


@endpoint("PUT /{company}/orders/{id}", scope="sales:write")
def update_order(call: Call, id: str, body: OrderIn) -> OrderOut:
    """A draft or pending order replaced, and priced again: only typed prices stay."""
    return service.update_order(call, id, body)


@endpoint("DELETE /{company}/orders/{id}", scope="sales:write")
def delete_order(call: Call, id: str) -> None:
    return service.delete_order(call, id)


@endpoint("POST /{company}/orders/{id}/transitions", scope="sales:write")
def move_order(call: Call, id: str, body: TransitionIn) -> OrderOut:
    """Change its state; a refusal names the states allowed. Towards `invoiced`, the invoice is issued; cancelling an
    invoiced order issues its credit note."""
    return service.transition(call, id, body.to, returned=body.returned, release_on=body.release_on)


@endpoint("GET /{company}/orders/{id}/lines/{line}/explain", scope="sales:read")
def explain_line(call: Call, id: str, line: str) -> ExplainOut:
    """Why the price of a line (from 1): candidates in order of priority, the winner, each discount to the cent."""
    return service.explain_line(call, id, line)


@endpoint("POST /{company}/orders/{id}/invoice", scope="sales:write", status=201)
def issue_invoice(call: Call, id: str) -> InvoiceOut:
    """The invoice of a validated order: numbered without gap, frozen, sealed."""
    return service.issue(call, id)


@endpoint("POST /{company}/orders/{id}/pro-forma", scope="sales:write", status=201)
def issue_proforma(call: Call, id: str) -> OrderOut:
    """The pro-forma of an order: numbered in its own series, frozen, of no fiscal value."""
    return service.issue_proforma(call, id)


@endpoint("GET /{company}/orders/{id}/pro-forma", scope="sales:read")
def get_proforma(call: Call, id: str, query: OfferPaperQuery) -> Download:
    """The paper of the last pro-forma of an order, in French or English."""
    return service.proforma_pdf(call, id, query)


@endpoint("GET /{company}/customers/{id}/sales", scope="sales:read")
def get_bought(call: Call, id: str) -> BoughtOut:
    """What a customer bought: in all, by year, by product."""
    return service.bought(call, id)
