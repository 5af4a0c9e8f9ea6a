"""Routes of reminders."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import endpoints
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.reminders import index
from chalicelib.reminders.schemas import HeldAllOut, HoldIn, RemindedAllOut, ReminderRow, RemindIn

routes = Blueprint(__name__)
endpoint = endpoints(routes)


@endpoint("GET /{company}/reminders", scope="payments:read")
def list_reminders(call: Call, query: ListQuery) -> Page[ReminderRow]:
    """Reminders of unpaid invoices, and what is held back from them."""
    return lists.page(call, index.REMINDERS, query, ReminderRow)


@endpoint("POST /{company}/reminders", scope="payments:write")
def remind(call: Call, body: RemindIn) -> RemindedAllOut:
    """Send or drop up to 40 reminders, each for itself; or show what would be sent."""
    from chalicelib.reminders import service  # noqa: PLC0415 - no part of the API's start

    return service.remind(call, body)


@endpoint("PUT /{company}/reminders", scope="payments:write")
def hold_reminders(call: Call, body: HoldIn) -> HeldAllOut:
    """Hold an invoice in dispute or a customer back from reminders, or let it go again."""
    from chalicelib.reminders import service  # noqa: PLC0415 - no part of the API's start

    return service.hold(call, body)
