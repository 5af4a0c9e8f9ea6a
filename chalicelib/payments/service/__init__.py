"""Use cases of payments: record, allocate, cancel, refund, bring to the bank; the methods."""

from chalicelib.payments.service.collected import check_payout, get_payout
from chalicelib.payments.service.connectors import change_connector, drop_connector, get_connector, keep_connector
from chalicelib.payments.service.links import closed, follow_message, get_link, make_link, open_page
from chalicelib.payments.service.merging import follow_merge
from chalicelib.payments.service.methods import change_method, create_method, list_methods
from chalicelib.payments.service.payouts import keep_payout
from chalicelib.payments.service.recording import (
    allocate,
    cancel,
    commercial_file,
    get_payment,
    record,
    refuse_deletion,
)
from chalicelib.payments.service.refunding import refund
from chalicelib.payments.service.slips import make_slip, slip_pdf
from chalicelib.payments.service.taking import follow_invoice, take_event

__all__ = [
    "allocate",
    "cancel",
    "change_connector",
    "change_method",
    "check_payout",
    "closed",
    "commercial_file",
    "create_method",
    "drop_connector",
    "follow_invoice",
    "follow_merge",
    "follow_message",
    "get_connector",
    "get_link",
    "get_payment",
    "get_payout",
    "keep_connector",
    "keep_payout",
    "list_methods",
    "make_link",
    "make_slip",
    "open_page",
    "record",
    "refund",
    "refuse_deletion",
    "slip_pdf",
    "take_event",
]
