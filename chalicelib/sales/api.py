"""Routes of sales."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download, endpoints
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.sales import index, service
from chalicelib.sales.schemas import (
    ExplainOut,
    InvoiceOut,
    NewOrderIn,
    OrderIn,
    OrderOut,
    PaperQuery,
    PreviewOut,
    TransitionIn,
)
from chalicelib.sales.schemas.bought import BoughtOut
from chalicelib.sales.schemas.levels import ImpactIn, ImpactOut, WhyQuery, WhysOut
from chalicelib.sales.schemas.rows import ExportQuery, InvoiceRow, OrderRow

routes = Blueprint(__name__)
endpoint = endpoints(routes)


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
    """Change its state; a refusal names the states allowed. Towards `invoiced`, the invoice is issued."""
    return service.transition(call, id, body.to)


@endpoint("GET /{company}/orders/{id}/lines/{line}/explain", scope="sales:read")
def explain_line(call: Call, id: str, line: str) -> ExplainOut:
    """Why the price of a line (from 1): candidates in order of priority, the winner, each discount to the cent."""
    return service.explain_line(call, id, line)


@endpoint("POST /{company}/orders/{id}/invoice", scope="sales:write", status=201)
def issue_invoice(call: Call, id: str) -> InvoiceOut:
    """The invoice of a validated order: numbered without gap, frozen, sealed."""
    return service.issue(call, id)


@endpoint("GET /{company}/customers/{id}/sales", scope="sales:read")
def get_bought(call: Call, id: str) -> BoughtOut:
    """What a customer bought: in all, by year, by product."""
    return service.bought(call, id)


@endpoint("GET /{company}/invoices", scope="sales:read")
def list_invoices(call: Call, query: ListQuery) -> Page[InvoiceRow]:
    return lists.page(call, index.INVOICES, query, InvoiceRow)


@endpoint("GET /{company}/invoices/export", scope="sales:read")
def export_invoices(call: Call, query: ExportQuery) -> Download:
    columns = () if query.fields else index.INVOICES_IN_FILES
    return Download(*lists.export(call, index.INVOICES, query, query.format, columns, call.actor.language))


@endpoint("GET /{company}/invoices/{id}", scope="sales:read")
def get_invoice(call: Call, id: str) -> InvoiceOut:
    return service.get_invoice(call, id)


@endpoint("PUT /{company}/invoices/{id}", scope="sales:write")
def change_invoice(call: Call, id: str) -> InvoiceOut:
    """Always refused with 409: an issued invoice is for ever."""
    service.refuse_change(call, id)


@endpoint("DELETE /{company}/invoices/{id}", scope="sales:write")
def delete_invoice(call: Call, id: str) -> None:
    """Always refused with 409: an issued invoice is for ever."""
    service.refuse_change(call, id)


@endpoint("GET /{company}/invoices/{id}/pdf", scope="sales:read")
def get_invoice_pdf(call: Call, id: str, query: PaperQuery) -> Download:
    """The Factur-X file, in French or English: made once, the same bytes ever after (its ETag is their SHA-256)."""
    return service.pdf(call, id, query.lang)


@endpoint("GET /{company}/explain", scope="company:read")
def explain_settings(call: Call, query: WhyQuery) -> WhysOut:
    """Why settings have their value for an order, a customer or an article: every level, the winner, who set it when,
    and what "Par défaut" would give at each."""
    return service.explain(call, query)


@endpoint("POST /{company}/explain", scope="company:read")
def preview_impact(call: Call, body: ImpactIn) -> ImpactOut:
    """What a change at a top level would touch, before it is made. Nothing is written."""
    return service.impact(call, body)
