"""Routes of payments."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download, endpoints
from chalicelib.payments import index, service
from chalicelib.payments.schemas import (
    AllocateIn,
    CancelIn,
    CommercialFileQuery,
    ConnectorIn,
    ConnectorOut,
    LinkIn,
    LinkOut,
    LinkRow,
    MethodIn,
    MethodOut,
    MethodsOut,
    PageQuery,
    PaymentIn,
    PaymentOut,
    PaymentRow,
    PayoutOut,
    PayoutRow,
    PayPageOut,
    RefundIn,
    SlipIn,
    SlipOut,
    SlipRow,
)
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.sales.schemas.rows import ExportQuery

routes = Blueprint(__name__)
endpoint = endpoints(routes)


@endpoint("GET /{company}/payments", scope="payments:read")
def list_payments(call: Call, query: ListQuery) -> Page[PaymentRow]:
    return lists.page(call, index.PAYMENTS, query, PaymentRow)


@endpoint("GET /{company}/payments/export", scope="payments:read")
def export_payments(call: Call, query: ExportQuery) -> Download:
    columns = () if query.fields else index.IN_FILES
    return Download(*lists.export(call, index.PAYMENTS, query, query.format, columns, call.actor.language))


@endpoint("POST /{company}/payments", scope="payments:write", status=201)
def record_payment(call: Call, body: PaymentIn) -> PaymentOut:
    """Money received, given at once to the invoices named; the rest stays to the customer's credit."""
    return service.closed(call, service.record(call, body))


@endpoint("GET /{company}/payments/{id}", scope="payments:read")
def get_payment(call: Call, id: str) -> PaymentOut:
    return service.get_payment(call, id)


@endpoint("DELETE /{company}/payments/{id}", scope="payments:write")
def delete_payment(call: Call, id: str) -> None:
    """Always refused with 409: a payment is cancelled, never deleted."""
    service.refuse_deletion(call, id)


@endpoint("GET /{company}/customers/{id}/commercial-file", scope="payments:read")
def get_commercial_file(call: Call, id: str, query: CommercialFileQuery) -> Download:
    """The commercial file of a customer (PDF); needs the right to see customers and sales too."""
    return service.commercial_file(call, id, query.lang or call.actor.language)


@endpoint("POST /{company}/payments/{id}/allocations", scope="payments:write")
def allocate_payment(call: Call, id: str, body: AllocateIn) -> PaymentOut:
    """Give what is left of a payment to invoices."""
    return service.closed(call, service.allocate(call, id, body))


@endpoint("POST /{company}/payments/{id}/cancel", scope="payments:write")
def cancel_payment(call: Call, id: str, body: CancelIn) -> PaymentOut:
    """Undo a payment: the invoices it paid are due again, and the books get a counter-entry."""
    return service.closed(call, service.cancel(call, id, body.reason))


@endpoint("POST /{company}/payments/{id}/refunds", scope="payments:write", status=201)
def refund_payment(call: Call, id: str, body: RefundIn) -> PaymentOut:
    """Give a part of a payment back; the answer is the refund, a payment below zero."""
    return service.closed(call, service.refund(call, id, body))


@endpoint("GET /{company}/deposit-slips", scope="payments:read")
def list_slips(call: Call, query: ListQuery) -> Page[SlipRow]:
    return lists.page(call, index.SLIPS, query, SlipRow)


@endpoint("POST /{company}/deposit-slips", scope="payments:write", status=201)
def make_slip(call: Call, body: SlipIn) -> SlipOut:
    """Payments in hand brought to the bank together: numbered, booked as one entry, never changed."""
    return service.make_slip(call, body)


@endpoint("GET /{company}/deposit-slips/{id}", scope="payments:read")
def get_slip(call: Call, id: str, query: CommercialFileQuery) -> Download:
    """The slip as a PDF, for the bank; its payments are those listed with this `slip`."""
    return service.slip_pdf(call, id, query.lang or call.actor.language)


@endpoint("GET /{company}/payouts", scope="payments:read")
def list_payouts(call: Call, query: ListQuery) -> Page[PayoutRow]:
    """What partners (cards, direct debits) paid to the bank, less their fees."""
    return lists.page(call, index.PAYOUTS, query, PayoutRow)


@endpoint("GET /{company}/payouts/{id}", scope="payments:read")
def get_payout(call: Call, id: str) -> PayoutOut:
    """A payout with each payment, refund and fee that it holds."""
    return service.get_payout(call, id)


@endpoint("POST /{company}/payouts/{id}", scope="payments:write")
def check_payout(call: Call, id: str) -> PayoutOut:
    """Ask the partner again for a payout that does not add up."""
    return service.check_payout(call, id)


@endpoint("GET /{company}/payment-methods", scope="payments:read")
def list_methods(call: Call) -> MethodsOut:
    return service.list_methods(call)


@endpoint("POST /{company}/payment-methods", scope="payments:write", status=201)
def create_method(call: Call, body: MethodIn) -> MethodOut:
    return service.create_method(call, body)


@endpoint("PUT /{company}/payment-methods/{id}", scope="payments:write")
def change_method(call: Call, id: str, body: MethodIn) -> MethodOut:
    return service.change_method(call, id, body)


@endpoint("GET /{company}/payment-links", scope="payments:read")
def list_links(call: Call, query: ListQuery) -> Page[LinkRow]:
    return lists.page(call, index.LINKS, query, LinkRow)


@endpoint("POST /{company}/payment-links", scope="payments:write", status=201)
def make_link(call: Call, body: LinkIn) -> LinkOut:
    """The link to pay what is open of an invoice, an order or a quote by card, e-mailed if asked; asked again it is the
    same, until the balance changes."""
    return service.make_link(call, body)


@endpoint("GET /{company}/payment-links/{id}/attempts", scope="payments:read")
def get_link(call: Call, id: str) -> LinkOut:
    """The link of a document, its state, each page that was opened for it, what its customer's bank disputes."""
    return service.get_link(call, id)


@endpoint("GET /{company}/payment-links/{id}", scope="public", per_minute=30)
def open_link(call: Call, id: str, query: PageQuery) -> PayPageOut:
    """What a customer who follows the link is shown, and the partner's page while something is due."""
    return service.open_page(call, id, query.token)


@endpoint("GET /{company}/connectors/{partner}", scope="payments:read")
def get_connector(call: Call, partner: str) -> ConnectorOut:
    return service.get_connector(call, partner)


@endpoint("PUT /{company}/connectors/{partner}", scope="tenancy:write")
def change_connector(call: Call, partner: str, body: ConnectorIn) -> ConnectorOut:
    """Keep a partner's keys, sealed, once he knew them; what is left empty stays."""
    return service.change_connector(call, partner, body)


@endpoint("DELETE /{company}/connectors/{partner}", scope="tenancy:write")
def drop_connector(call: Call, partner: str) -> None:
    """Forget a partner's keys: no page is opened any more."""
    service.drop_connector(call, partner)


@endpoint("POST /{company}/connectors/{partner}", scope="public", per_minute=600, signed="stripe-signature")
def take_event(call: Call, partner: str, content: bytes, signature: str) -> None:
    """An event of the partner (`stripe`), which signs it; 400 when it does not."""
    service.take_event(call, content, signature)
