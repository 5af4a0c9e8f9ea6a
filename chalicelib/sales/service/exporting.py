"""Many invoices as one file: their papers in one PDF, or a row for each line sold.

The one trick: which invoices is asked of the list, as the person sees it, and what they say is read from the invoices
themselves; so the rows of a file add up to the totals of its list, credit notes taken off.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.later import Later, at_once
from chalicelib.aws.unit import reading
from chalicelib.kernel.clock import paris_date
from chalicelib.kernel.errors import Refused
from chalicelib.readmodel import Column, Row, lists
from chalicelib.readmodel import export as tables
from chalicelib.readmodel.lists import ListQuery
from chalicelib.sales import index
from chalicelib.sales.index import columns
from chalicelib.sales.rules.credit import KIND as CREDIT_NOTE
from chalicelib.sales.rules.former import KIND as FORMER
from chalicelib.sales.rules.invoice import Invoice, InvoiceLine
from chalicelib.sales.rules.template import Art
from chalicelib.sales.schemas.rows import InvoiceExportQuery
from chalicelib.sales.service import papers
from chalicelib.sales.service.invoices import require_ours
from chalicelib.sales.store import INVOICES, PAPERS, RECEIVABLES, paper_id

AT_ONCE = 40
"""Papers that a request may put together: some four seconds, of the 29 that API Gateway waits."""
MOST = 2000
"""Papers of one file: some 80 MB, held in memory while it is written."""
STEP = 50
_ROW = (
    "id", "number", "kind", "issued_on", "due_on", "customer_code", "customer_name", "currency", "net", "vat", "gross",
)  # fmt: skip
DETAIL = (
    Column("number", "text", fr="Numéro", en="Number"),
    Column("kind", "choice", fr="Nature", en="Kind", words=columns.KINDS),
    Column("issued_on", "date", fr="Date", en="Date"),
    Column("due_on", "date", fr="Échéance", en="Due on"),
    Column("customer_code", "text", fr="Code client", en="Customer code"),
    Column("customer_name", "text", fr="Nom du client", en="Customer name"),
    Column("currency", "text", fr="Devise", en="Currency"),
    Column("order_number", "text", fr="Commande", en="Order"),
    Column("line", "int", fr="Ligne", en="Line"),
    Column("sku", "text", fr="Référence", en="SKU"),
    Column("label", "text", fr="Désignation", en="Description"),
    Column("quantity", "int", fr="Quantité", en="Quantity"),
    Column("free", "int", fr="Offertes", en="Free"),
    Column("unit_price", "decimal", fr="Prix unitaire", en="Unit price"),
    Column("basis", "text", fr="HT ou TTC", en="HT or TTC"),
    Column("vat_rate", "percent", fr="Taux de TVA", en="VAT rate"),
    Column("net", "cents", fr="HT", en="Net"),
    Column("vat", "cents", fr="TVA", en="VAT"),
    Column("gross", "cents", fr="TTC", en="Gross"),
)


def export(call: Call, query: InvoiceExportQuery) -> Download:
    """The file asked for. Refused for no invoice or too many; Conflict for a PDF of one that was never issued here."""
    asked = _asked(query)
    if query.format == "pdf":
        return _papers(call, asked)
    if query.detail:
        return _detail(call, asked, query.format)
    wanted = () if query.fields else index.INVOICES_IN_FILES
    return Download(*lists.export(call, index.INVOICES, asked, query.format, wanted, call.actor.language))


def _asked(query: InvoiceExportQuery) -> ListQuery:
    """What is asked of the list: the selection, narrowed to the invoices named."""
    plain = query.model_dump(exclude={"format", "detail", "ids"})
    ids = [id for id in query.ids.split(",") if id]
    if ids:
        only = json.dumps({"field": "id", "op": "in", "value": ids})
        plain["where"] = f'{{"and": [{query.where}, {only}]}}' if query.where else only
    return ListQuery.model_validate(plain)


def _rows(call: Call, asked: ListQuery) -> list[Row]:
    wanted = asked.model_copy(update={"fields": ",".join(_ROW), "sums": None})
    found: list[Row] = lists.each(replace(call, pace=None), index.INVOICES, wanted, list)
    return found


def _in_order(number: str) -> list[tuple[int, str]]:
    """FA-2026-10000 comes after FA-2026-9999."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", number)]


def _told(call: Call, done: int, total: int) -> None:
    if call.pace is not None:
        call.pace(done, total)


def _papers(call: Call, asked: ListQuery) -> Download:
    rows = sorted(_rows(call, asked), key=lambda row: _in_order(row["number"]))
    if not rows:
        raise Refused("sales.export.none", "Aucune facture ne répond à cette sélection. Changez les filtres.", "where")
    if len(rows) > MOST:
        detail = f"{len(rows)} factures : un PDF en réunit {MOST} au plus. Restreignez la sélection, par mois."
        raise Refused("sales.export.most", detail, "where")
    if call.pace is at_once and len(rows) > AT_ONCE:
        raise Later(len(rows))
    from chalicelib.render.pdf.together import together  # noqa: PLC0415 - no part of the API's start

    name = f"{'invoices' if call.actor.language == 'en' else 'factures'}-{paris_date(call.now).isoformat()}"
    content = together(_each_paper(call, rows), name)
    return Download(content, "application/pdf", f"{name}.pdf")


def _each_paper(call: Call, rows: Sequence[Row]) -> Iterator[bytes]:
    """The paper that was made of each invoice; one that nobody asked for yet is drawn, without its Factur-X file."""
    arts: dict[tuple[str, str], Art] = {}
    for start in range(0, len(rows), STEP):
        ids = [row["id"] for row in rows[start : start + STEP]]
        unit = reading(call)
        unit.load(*((kind, id) for id in ids for kind in (INVOICES, RECEIVABLES)))
        for id in ids:
            require_ours(unit.get(RECEIVABLES, id))
        documents = [unit.get(INVOICES, id) for id in ids]
        unit.load(*((PAPERS, paper_id(one.id, _language(one))) for one in documents))
        for at, one in enumerate(documents, start=start + 1):
            made = unit.find(PAPERS, paper_id(one.id, _language(one)))
            yield files.get(call.company, made.sha256) if made else _drawn(call, one, arts)
            _told(call, at, len(rows))


def _language(invoice: Invoice) -> str:
    return papers.language(None, invoice.language)


def _drawn(call: Call, invoice: Invoice, arts: dict[tuple[str, str], Art]) -> bytes:
    from chalicelib.sales import documents  # noqa: PLC0415 - no part of the API's start

    template = invoice.template.template if invoice.template else None
    appended = template.appended.file if template and template.appended else ""
    key = ("-" if template and template.bare else (template and template.logo) or invoice.seller.logo, appended)
    if key not in arts:
        arts[key] = papers.art(call, invoice.seller, invoice.template)
    return documents.drawn(invoice, papers.language(None, invoice.language), arts[key])


def _detail(call: Call, asked: ListQuery, fmt: str) -> Download:
    rows = sorted(_rows(call, asked), key=lambda row: _in_order(row["number"]))
    _told(call, 0, len(rows))  # too many for a request are for later
    cells = ([row[column.name] for column in DETAIL] for row in _each_line(call, rows))
    locale = call.actor.language
    content, kind, name = tables.file("invoice-lines", DETAIL, cells, fmt, locale, call.now)
    return Download(content, kind, name)


def _each_line(call: Call, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(rows), STEP):
        part = rows[start : start + STEP]
        unit = reading(call)
        unit.load(*((INVOICES, row["id"]) for row in part if row["kind"] != FORMER))
        for row in part:
            if row["kind"] == FORMER:  # its lines stayed in the former program
                yield {**dict.fromkeys(column.name for column in DETAIL), **row, "line": 0}
                continue
            invoice = unit.get(INVOICES, row["id"])
            for rank, line in enumerate(invoice.lines, start=1):
                yield {**row, **_line(invoice, rank, line)}
        _told(call, min(start + STEP, len(rows)), len(rows))


def _line(invoice: Invoice, rank: int, line: InvoiceLine) -> dict[str, Any]:
    sign = -1 if invoice.kind == CREDIT_NOTE else 1
    return {
        "order_number": invoice.order_number,
        "line": rank,
        "sku": line.sku,
        "label": line.label,
        "quantity": sign * line.quantity,
        "free": sign * line.free,
        "unit_price": line.unit_price,
        "basis": invoice.basis,
        "vat_rate": line.vat_rate,
        "net": sign * line.net,
        "vat": sign * line.vat,
        "gross": sign * (line.net + line.vat),
    }
