"""Routes of accounting."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.accounting import index, service
from chalicelib.accounting.schemas import AccountLineRow, ChartIn, ChartOut, CheckOut, EntryOut, EntryRow, FecQuery
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download, endpoints
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.sales.schemas.rows import ExportQuery

routes = Blueprint(__name__)
endpoint = endpoints(routes)


@endpoint("GET /{company}/accounting/entries", scope="accounting:read")
def list_entries(call: Call, query: ListQuery) -> Page[EntryRow]:
    return lists.page(call, index.ENTRIES, query, EntryRow)


@endpoint("GET /{company}/accounting/entries/{id}", scope="accounting:read")
def get_entry(call: Call, id: str) -> EntryOut:
    return service.get_entry(call, id)


@endpoint("GET /{company}/accounting/ledger", scope="accounting:read")
def list_ledger(call: Call, query: ListQuery) -> Page[AccountLineRow]:
    """The lines of all entries: filter by account, third party, letter, year."""
    return lists.page(call, index.LINES, query, AccountLineRow)


@endpoint("GET /{company}/accounting/ledger/export", scope="accounting:read")
def export_ledger(call: Call, query: ExportQuery) -> Download:
    """The same lines as a file, complete: what is pending is booked first."""
    service.book_pending(call)
    return Download(*lists.export(call, index.LINES, query, query.format, locale=call.actor.language))


@endpoint("GET /{company}/accounting/fec", scope="accounting:read")
def get_fec(call: Call, query: FecQuery) -> Download:
    """The fichier des écritures comptables of an accounting year, complete."""
    return service.fec(call, query)


@endpoint("POST /{company}/accounting/fec/check", scope="accounting:read", upload=True)
def check_fec(call: Call, content: bytes) -> CheckOut:
    """What the law refuses in a FEC file, line by line."""
    return service.check_file(content)


@endpoint("GET /{company}/accounting/chart", scope="accounting:read")
def get_chart(call: Call) -> ChartOut:
    return service.get_chart(call)


@endpoint("PUT /{company}/accounting/chart", scope="accounting:write")
def change_chart(call: Call, body: ChartIn) -> ChartOut:
    """Replace the accounts and journals. What is booked stays as it was booked."""
    return service.change_chart(call, body)
