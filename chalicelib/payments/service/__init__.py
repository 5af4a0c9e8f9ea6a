"""Use cases of payments: record, allocate, cancel, refund, bring to the bank; the methods."""

from chalicelib.payments.service.connectors import change_connector, get_connector
from chalicelib.payments.service.links import closed, make_link, open_page, take_event
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

__all__ = [
    "allocate",
    "cancel",
    "change_connector",
    "change_method",
    "closed",
    "commercial_file",
    "create_method",
    "follow_merge",
    "get_connector",
    "get_payment",
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
