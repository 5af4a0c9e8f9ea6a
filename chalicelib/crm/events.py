"""What crm does by itself."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.entry import entries

routes = Blueprint(__name__)
entry = entries(routes)


@entry(schedule="cron(0 3 * * ? *)")
def recheck_numbers(call: Call) -> int:
    """Every night at 03:00 in Paris: VAT and excise numbers that nobody asked about for a month."""
    from chalicelib.crm.service import rechecks  # noqa: PLC0415 - no part of the API's start

    return rechecks.recheck(call)
