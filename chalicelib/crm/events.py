"""What crm does by itself."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.entry import Happened, entries
from chalicelib.crm.schemas import CustomerChangedV1, CustomerMergedV1
from chalicelib.crm.schemas.persons import PersonErasedV1
from chalicelib.crm.schemas.sharing import CustomerUnsharedV1, SharedCustomerDeletedV1

SHARING = (
    CustomerChangedV1.TYPE,
    CustomerUnsharedV1.TYPE,
    SharedCustomerDeletedV1.TYPE,
    CustomerMergedV1.TYPE,
    PersonErasedV1.TYPE,
)
routes = Blueprint(__name__)
entry = entries(routes)


@entry(fact=PersonErasedV1)
def forget_person(call: Call, fact: PersonErasedV1, happened: Happened) -> int:
    """The past of an erased person is blanked too: journal, archive, snapshots."""
    from chalicelib.crm.service import persons  # noqa: PLC0415 - no part of the API's start

    return persons.forget_past(call, fact.customer)


@entry(schedule="cron(0 3 * * ? *)")
def recheck_numbers(call: Call) -> int:
    """Every night at 03:00 in Paris: VAT and excise numbers that nobody asked about for a month, and the covers
    of credit insurance that end within thirty days."""
    from chalicelib.crm.service import rechecks  # noqa: PLC0415 - no part of the API's start

    return rechecks.recheck(call)


@entry(facts=SHARING)
def follow_shared(call: Call, told: dict[str, Any], happened: Happened) -> None:
    """A customer changed, was shared no more, or is no more: so do, or know, the companies that share him."""
    from chalicelib.crm.service import sharing  # noqa: PLC0415 - no part of the API's start

    sharing.follow(call, told["type"], told["data"], happened.at, happened.actor)
