"""Routes of invoices, deposit invoices and credit notes."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.sales import index, service
from chalicelib.sales.api.base import endpoint
from chalicelib.sales.schemas import (
    CreditNoteIn,
    InvoiceOut,
    PaperQuery,
)
from chalicelib.sales.schemas.deposits import DepositIn
from chalicelib.sales.schemas.invoices import BatchIn, BatchOut
from chalicelib.sales.schemas.rows import InvoiceExportQuery, InvoiceRow


@endpoint("GET /{company}/invoices", scope="sales:read")
def list_invoices(call: Call, query: ListQuery) -> Page[InvoiceRow]:
    return lists.page(call, index.INVOICES, query, InvoiceRow)


@endpoint("POST /{company}/invoices", scope="sales:write")
def invoice_due(call: Call, body: BatchIn) -> BatchOut:
    """Invoice many orders: those named, or all whose planned day has come; each alone, refusals told."""
    from chalicelib.sales.service import batch  # noqa: PLC0415 - no part of the API's start

    return batch.invoice_due(call, body)


@endpoint("GET /{company}/invoices/export", scope="sales:read")
def export_invoices(call: Call, query: InvoiceExportQuery) -> Download:
    """The list as a file; with `detail` a row for each line sold; as `pdf` the papers themselves, in number order."""
    if query.format == "pdf" or query.detail or query.ids:
        from chalicelib.sales.service import exporting  # noqa: PLC0415 - no part of the API's start

        return exporting.export(call, query)
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


@endpoint("POST /{company}/orders/{id}/deposits", scope="sales:write", status=201)
def invoice_deposit(call: Call, id: str, body: DepositIn) -> InvoiceOut:
    """A deposit invoice of a confirmed order (If-Match: the order's version); its invoice will deduct it."""
    from chalicelib.sales.service.depositing import issue_deposit  # noqa: PLC0415 - few orders have a deposit

    return issue_deposit(call, id, body)


@endpoint("POST /{company}/invoices/{id}/credit", scope="sales:write", status=201)
def credit_invoice(call: Call, id: str, body: CreditNoteIn) -> InvoiceOut:
    """The credit note of an invoice, whole or in part: numbered without gap, frozen, sealed, settled on it."""
    return service.credit(call, id, body)
