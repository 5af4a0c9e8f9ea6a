"""What payments does when something happened elsewhere."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.entry import Happened, entries
from chalicelib.crm.schemas import CustomerMergedV1
from chalicelib.mailing.schemas import MessageAskedV1
from chalicelib.payments import service
from chalicelib.payments.credits import keep_excess
from chalicelib.sales.schemas import CreditNoteIssuedV1, InvoiceIssuedV1

routes = Blueprint(__name__)
entry = entries(routes)


@entry(fact=CreditNoteIssuedV1)
def on_credit_note(call: Call, fact: CreditNoteIssuedV1, happened: Happened) -> int:
    """What a credit note exceeds of its invoice is its customer's to use."""
    return keep_excess(call, fact)


@entry(fact=InvoiceIssuedV1)
def on_invoice(call: Call, fact: InvoiceIssuedV1, happened: Happened) -> int:
    """What was paid by card of an order or its quote pays the invoice."""
    return service.follow_invoice(call, fact.invoice_id, fact.order_id)


@entry(fact=MessageAskedV1)
def on_message(call: Call, fact: MessageAskedV1, happened: Happened) -> int:
    """The link behind the pay button of an e-mail is sent."""
    return service.follow_message(call, fact.pays) if fact.pays else 0


@entry(fact=CustomerMergedV1)
def on_payer_merged(call: Call, fact: CustomerMergedV1, happened: Happened) -> int:
    """The payments of the one are those of the other."""
    return service.follow_merge(call, fact.customer, fact.into)
