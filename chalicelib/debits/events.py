"""The night of direct debits, and the mail that asks for a mandate."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.entry import Happened, entries
from chalicelib.debits.schemas import MandateAskedV1

routes = Blueprint(__name__)
entry = entries(routes)


@entry(schedule="cron(0 5 * * ? *)")
def collect(call: Call) -> int:
    """Every night at 05:00 in Paris: look again at what is not final, then ask for what falls due."""
    from chalicelib.debits.service import collecting  # noqa: PLC0415 - no part of the API's start

    return collecting.everywhere(call)


@entry(fact=MandateAskedV1)
def mail_mandate(call: Call, fact: MandateAskedV1, happened: Happened) -> int:
    """The link to sign leaves by e-mail."""
    from chalicelib.debits.service import mandates  # noqa: PLC0415 - no part of the API's start

    return mandates.mail(call, fact)
