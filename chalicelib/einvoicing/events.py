"""E-invoicing follows what is issued and paid, and asks its platform every hour."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.entry import Happened, entries
from chalicelib.payments.schemas import PaymentAllocatedV1, PaymentRecordedV1
from chalicelib.sales.schemas import CreditNoteIssuedV1, InvoiceIssuedV1
from chalicelib.sales.schemas.deposits import DepositInvoicedV1

routes = Blueprint(__name__)
entry = entries(routes)


@entry(facts=(InvoiceIssuedV1.TYPE, CreditNoteIssuedV1.TYPE, DepositInvoicedV1.TYPE))
def on_issued(call: Call, told: dict[str, Any], happened: Happened) -> str:
    """An invoice to a business in France leaves for the platform."""
    from chalicelib.einvoicing.service import sending  # noqa: PLC0415 - no part of the API's start

    data = told["data"]
    return sending.issued(call, data.get("invoice_id") or data["credit_id"])


@entry(facts=(PaymentRecordedV1.TYPE, PaymentAllocatedV1.TYPE))
def on_paid(call: Call, told: dict[str, Any], happened: Happened) -> int:
    """An invoice settled by money is told as collected (212)."""
    from chalicelib.einvoicing.service import collecting  # noqa: PLC0415 - no part of the API's start

    return collecting.collect(call, [one["invoice_id"] for one in told["data"]["allocations"] if one["settles"]])


@entry(schedule="cron(25 * * * ? *)")
def follow(call: Call) -> int:
    """Every hour: what did not leave is tried again, what the platform tells is heard."""
    from chalicelib.einvoicing.service import following  # noqa: PLC0415 - no part of the API's start

    return following.everywhere(call)


@entry(schedule="cron(40 3 * * ? *)")
def report(call: Call) -> int:
    """Every night: the reports of the periods that ended are made and sent."""
    from chalicelib.einvoicing.service import reporting  # noqa: PLC0415 - no part of the API's start

    return reporting.everywhere(call)
