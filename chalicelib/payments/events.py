"""What payments does when something happened elsewhere."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.entry import Happened, entries
from chalicelib.crm.schemas import CustomerMergedV1
from chalicelib.payments import service

routes = Blueprint(__name__)
entry = entries(routes)


@entry(fact=CustomerMergedV1)
def on_payer_merged(call: Call, fact: CustomerMergedV1, happened: Happened) -> int:
    """The payments of the one are those of the other."""
    return service.follow_merge(call, fact.customer, fact.into)
