"""The night of reminders, and what makes one needless."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.entry import Happened, entries
from chalicelib.payments.schemas import PaymentAllocatedV1, PaymentRecordedV1

routes = Blueprint(__name__)
entry = entries(routes)


@entry(schedule="cron(30 4 * * ? *)")
def generate(call: Call) -> int:
    """Every night at 04:30 in Paris: reminders of what is late, to be sent by a person."""
    from chalicelib.reminders import nightly  # noqa: PLC0415 - no part of the API's start

    return nightly.everywhere(call)


@entry(facts=(PaymentRecordedV1.TYPE, PaymentAllocatedV1.TYPE))
def drop_paid(call: Call, told: dict[str, Any], happened: Happened) -> int:
    """A paid invoice, or instalment, is reminded of nothing more."""
    from chalicelib.reminders import nightly  # noqa: PLC0415 - no part of the API's start

    return nightly.lapse(call, [one["invoice_id"] for one in told["data"]["allocations"]])
