"""Routes of sales."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download, endpoints
from chalicelib.mailing.schemas import LetterOut, MessageOut
from chalicelib.mailing.schemas.posts import LetterPreviewOut, PostOut
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.sales import index, service
from chalicelib.sales.schemas import (
    CreditNoteIn,
    DeliveryIn,
    DeliveryNoteOut,
    ExplainOut,
    InvoiceOut,
    NewOrderIn,
    NoteMoveIn,
    NotePaperQuery,
    OfferPaperQuery,
    OrderIn,
    OrderOut,
    PaperQuery,
    PreviewOut,
    QuoteIn,
    QuoteLineQuery,
    QuoteMoveIn,
    QuoteOut,
    TransitionIn,
)
from chalicelib.sales.schemas.bought import BoughtOut
from chalicelib.sales.schemas.deposits import DepositIn
from chalicelib.sales.schemas.invoices import BatchIn, BatchOut
from chalicelib.sales.schemas.levels import ImpactIn, ImpactOut, WhyQuery, WhysOut
from chalicelib.sales.schemas.rates import RatesOut, RatesQuery, TypedRateIn
from chalicelib.sales.schemas.rows import ExportQuery, InvoiceExportQuery, InvoiceRow, NoteRow, OrderRow, QuoteRow
from chalicelib.sales.schemas.seals import CheckedOut, SealingIn, SealingOut, SealRequestOut
from chalicelib.sales.schemas.sendings import LetterIn, LetterQuery, SendIn, SendingQuery
from chalicelib.sales.schemas.templates import (
    DocumentFileOut,
    DocumentTemplateIn,
    DocumentTemplateOut,
    DocumentTemplatesOut,
    FileQuery,
    SketchIn,
    SketchOut,
)

routes = Blueprint(__name__)
endpoint = endpoints(routes)


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


@endpoint("GET /{company}/delivery-notes", scope="sales:read")
def list_notes(call: Call, query: ListQuery) -> Page[NoteRow]:
    return lists.page(call, index.DELIVERIES, query, NoteRow)


@endpoint("GET /{company}/delivery-notes/export", scope="sales:read")
def export_notes(call: Call, query: ExportQuery) -> Download:
    columns = () if query.fields else index.DELIVERIES_IN_FILES
    return Download(*lists.export(call, index.DELIVERIES, query, query.format, columns, call.actor.language))


@endpoint("POST /{company}/delivery-notes", scope="sales:write", status=201)
def deliver(call: Call, body: DeliveryIn) -> DeliveryNoteOut:
    """The delivery note of a confirmed order, whole or in part (If-Match: the order's version): numbered, frozen,
    counted on its lines."""
    return service.deliver(call, body)


@endpoint("GET /{company}/delivery-notes/{id}", scope="sales:read")
def get_note(call: Call, id: str) -> DeliveryNoteOut:
    return service.get_note(call, id)


@endpoint("POST /{company}/delivery-notes/{id}/transitions", scope="sales:write")
def move_note(call: Call, id: str, body: NoteMoveIn) -> DeliveryNoteOut:
    """Undo it: another note, of the opposite quantities, counters it; the note itself never changes."""
    return service.move_note(call, id, body.to)


@endpoint("GET /{company}/delivery-notes/{id}/pdf", scope="sales:read")
def get_note_pdf(call: Call, id: str, query: NotePaperQuery) -> Download:
    """The delivery note in French or English, without prices unless they are asked for."""
    return service.note_pdf(call, id, query)


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
    return service.transition(call, id, body.to, returned=body.returned)


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


@endpoint("GET /{company}/sendings", scope="sales:write")
def preview_sending(call: Call, query: SendingQuery) -> LetterOut:
    """The e-mail that would carry a document: to whom, with which words, and why it cannot leave if so."""
    from chalicelib.sales.service import sending  # noqa: PLC0415 - no part of the API's start

    return sending.preview(call, query)


@endpoint("POST /{company}/sendings", scope="sales:write", status=202)
def send_document(call: Call, body: SendIn) -> MessageOut:
    """Send a document by e-mail; a draft quote becomes a sent one. What becomes of it: `GET /messages`."""
    from chalicelib.sales.service import sending  # noqa: PLC0415 - no part of the API's start

    return sending.send(call, body)


@endpoint("GET /{company}/explain", scope="company:read")
def explain_settings(call: Call, query: WhyQuery) -> WhysOut:
    """Why settings have their value for an order, a customer or an article: every level, the winner, who set it when,
    and what "Par défaut" would give at each."""
    return service.explain(call, query)


@endpoint("POST /{company}/explain", scope="company:read")
def preview_impact(call: Call, body: ImpactIn) -> ImpactOut:
    """What a change at a top level would touch, before it is made. Nothing is written."""
    return service.impact(call, body)


@endpoint("GET /{company}/rates", scope="sales:read")
def exchange_rates(call: Call, query: RatesQuery) -> RatesOut:
    """The exchange rates that documents take: the European Central Bank's, and the company's own before them."""
    return service.list_rates(call, query)


@endpoint("PUT /{company}/rates", scope="tenancy:write")
def type_rate(call: Call, body: TypedRateIn) -> RatesOut:
    """The company's own rate of a currency and a day; null takes it away."""
    return service.type_rate(call, body)


@endpoint("GET /{company}/seal", scope="sales:read")
def get_seal(call: Call) -> SealingOut:
    """How invoices are sealed: not, for trials (worth nothing), with the company's certificate."""
    from chalicelib.sales.service import sealing  # noqa: PLC0415 - no part of the API's start

    return sealing.get_seal(call)


@endpoint("PUT /{company}/seal", scope="tenancy:write")
def change_seal(call: Call, body: SealingIn) -> SealingOut:
    """Choose it; a certificate that cannot seal is refused with its reason. Papers made before stay as they are."""
    from chalicelib.sales.service import sealing  # noqa: PLC0415 - no part of the API's start

    return sealing.change_seal(call, body)


@endpoint("GET /{company}/seal/request", scope="tenancy:write")
def request_certificate(call: Call) -> SealRequestOut:
    """The request (CSR) to give to a trust service provider, signed by our key in KMS."""
    from chalicelib.sales.service import sealing  # noqa: PLC0415 - no part of the API's start

    return sealing.request_certificate(call)


@endpoint("POST /{company}/seal", scope="sales:read", upload=True)
def check_document(call: Call, content: bytes) -> CheckedOut:
    """What a PDF is worth: is its seal intact, whose, since when, is it ours. Nothing is kept of it."""
    from chalicelib.sales.service import sealing  # noqa: PLC0415 - no part of the API's start

    return sealing.check(call, content)


@endpoint("GET /{company}/document-templates", scope="company:read")
def list_document_templates(call: Call) -> DocumentTemplatesOut:
    """How documents look: the templates, archived ones included."""
    from chalicelib.sales.service import templates  # noqa: PLC0415 - no part of the API's start

    return templates.list_templates(call)


@endpoint("POST /{company}/document-templates", scope="tenancy:write", status=201)
def create_document_template(call: Call, body: DocumentTemplateIn) -> DocumentTemplateOut:
    from chalicelib.sales.service import templates  # noqa: PLC0415 - no part of the API's start

    return templates.create_template(call, body)


@endpoint("PUT /{company}/document-templates/{id}", scope="tenancy:write")
def change_document_template(call: Call, id: str, body: DocumentTemplateIn) -> DocumentTemplateOut:
    """A template replaced; what was issued keeps the look it had."""
    from chalicelib.sales.service import templates  # noqa: PLC0415 - no part of the API's start

    return templates.change_template(call, id, body)


@endpoint("POST /{company}/document-templates/files", scope="tenancy:write", status=201, upload=True)
def put_document_file(call: Call, content: bytes, query: FileQuery) -> DocumentFileOut:
    """A logo, or a PDF whose pages follow the document; refused with the reason when they may not be archived."""
    from chalicelib.sales.service import templates  # noqa: PLC0415 - no part of the API's start

    return templates.put_file(call, content, query)


@endpoint("POST /{company}/document-templates/preview", scope="company:read")
def preview_document_template(call: Call, body: SketchIn) -> SketchOut:
    """A made-up document in a template, saved or not. Nothing is written."""
    from chalicelib.sales.service import templates  # noqa: PLC0415 - no part of the API's start

    return templates.sketch(call, body)


@endpoint("GET /{company}/letters", scope="sales:read")
def preview_letter(call: Call, query: LetterQuery) -> LetterPreviewOut:
    """A document by post, before it leaves: its six lines of address, its pages, what it costs. Nothing is written."""
    from chalicelib.sales.service import posting  # noqa: PLC0415 - no part of the API's start

    return posting.preview(call, query)


@endpoint("POST /{company}/letters", scope="sales:write", status=202)
def send_letter(call: Call, body: LetterIn) -> PostOut:
    """Hand a document and its address to the postal provider. A bad address is refused, naming the field. What becomes
    of it: `GET /messages`, channel `post`."""
    from chalicelib.sales.service import posting  # noqa: PLC0415 - no part of the API's start

    return posting.post(call, body)
