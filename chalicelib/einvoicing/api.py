"""Routes of e-invoicing."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download, endpoints
from chalicelib.einvoicing import index
from chalicelib.einvoicing.schemas import (
    EInvoiceOut,
    EInvoiceRow,
    EReportOut,
    EReportRow,
    PlatformIn,
    PlatformOut,
    ReplaceIn,
    SendIn,
    SentAllOut,
)
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page

routes = Blueprint(__name__)
endpoint = endpoints(routes)


@endpoint("GET /{company}/einvoicing", scope="sales:read")
def get_platform(call: Call) -> PlatformOut:
    """The approved platform of the company; its keys are never shown."""
    from chalicelib.einvoicing.service import platforms  # noqa: PLC0415 - no part of the API's start

    return platforms.get_platform(call)


@endpoint("PUT /{company}/einvoicing", scope="tenancy:write")
def change_platform(call: Call, body: PlatformIn) -> PlatformOut:
    """Keep the platform and its keys, sealed; what is left empty stays."""
    from chalicelib.einvoicing.service import platforms  # noqa: PLC0415 - no part of the API's start

    return platforms.change_platform(call, body)


@endpoint(
    "POST /{company}/einvoicing", scope="public", per_minute=600, signed="afnor-signature afnor-signature-timestamp"
)
def take_flow(call: Call, content: bytes, signature: str) -> None:
    """The platform tells of a flow (XP Z12-013 webhook), which it signs; 400 when it does not."""
    from chalicelib.einvoicing.service import following  # noqa: PLC0415 - no part of the API's start

    following.take_event(call, content, signature)


@endpoint("GET /{company}/einvoices", scope="sales:read")
def list_einvoices(call: Call, query: ListQuery) -> Page[EInvoiceRow]:
    """Issued invoices at the approved platform, with the state of their life cycle."""
    return lists.page(call, index.EINVOICES, query, EInvoiceRow)


@endpoint("POST /{company}/einvoices", scope="sales:write")
def send_einvoices(call: Call, body: SendIn) -> SentAllOut:
    """Hand up to 20 issued invoices to the platform, each for itself; one it has already is not sent twice."""
    from chalicelib.einvoicing.service import sending  # noqa: PLC0415 - no part of the API's start

    return sending.send(call, body)


@endpoint("GET /{company}/einvoices/{id}", scope="sales:read")
def get_einvoice(call: Call, id: str) -> EInvoiceOut:
    """What the platform told of an invoice: each status, the state they lead to."""
    from chalicelib.einvoicing.service import sending  # noqa: PLC0415 - no part of the API's start

    return sending.get_einvoice(call, id)


@endpoint("GET /{company}/e-reports", scope="accounting:read")
def list_reports(call: Call, query: ListQuery) -> Page[EReportRow]:
    """Reports of sales to private persons and abroad (flux 10), by period, with the last day to send each."""
    return lists.page(call, index.EREPORTS, query, EReportRow)


@endpoint("POST /{company}/e-reports", scope="accounting:write", status=201)
def replace_report(call: Call, body: ReplaceIn) -> EReportOut:
    """Replace a report that was refused, or whose sales are no longer what it tells; 409 otherwise."""
    from chalicelib.einvoicing.service import reporting  # noqa: PLC0415 - no part of the API's start

    return reporting.again(call, body.id)


@endpoint("GET /{company}/e-reports/{id}", scope="accounting:read")
def get_report(call: Call, id: str) -> Download:
    """The file of a report (XML of flux 10); of a running period what it would be now."""
    from chalicelib.einvoicing.service import reporting  # noqa: PLC0415 - no part of the API's start

    return reporting.file(call, id)
