"""What sales does when something happened elsewhere."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.entry import Happened, entries
from chalicelib.crm.schemas import CustomerChangedV1, CustomerMergedV1
from chalicelib.mailing.schemas import MessageAskedV1
from chalicelib.mailing.schemas.posts import PostAskedV1
from chalicelib.pricing.schemas import GridSavedV1
from chalicelib.sales import service

routes = Blueprint(__name__)
entry = entries(routes)


@entry(fact=CustomerChangedV1)
def on_customer_changed(call: Call, fact: CustomerChangedV1, happened: Happened) -> int:
    """A corrected address, VAT number or representative reaches the orders not invoiced yet."""
    return service.follow_customer(call, fact.customer)


@entry(schedule="cron(20 1 * * ? *)")
def expire_quotes(call: Call) -> int:
    """Every night: quotes past their last day are closed."""
    from chalicelib.sales.service import expiring  # noqa: PLC0415

    return expiring.expire_everywhere(call)


@entry(fact=MessageAskedV1)
def send_message(call: Call, fact: MessageAskedV1, happened: Happened) -> str:
    """An e-mail that was asked leaves, its paper attached."""
    from chalicelib.sales.service import sending  # noqa: PLC0415 - no part of the API's start

    return sending.carry(call, fact.message)


@entry(fact=PostAskedV1)
def post_letter(call: Call, fact: PostAskedV1, happened: Happened) -> str:
    """A letter that was asked goes to the postal provider, with its paper."""
    from chalicelib.sales.service import posting  # noqa: PLC0415 - no part of the API's start

    return posting.carry(call, fact.post)


@entry(schedule="cron(5 * * * ? *)")
def send_left_messages(call: Call) -> int:
    """Every hour: what did not leave when it was asked, and what nobody heard of since."""
    from chalicelib.sales.service import sending  # noqa: PLC0415 - no part of the API's start

    return sending.carry_left(call)


@entry(fact=CustomerMergedV1)
def on_customer_merged(call: Call, fact: CustomerMergedV1, happened: Happened) -> int:
    """Orders and what is due of the one go to the other."""
    return service.follow_merge(call, fact.customer, fact.into)


@entry(fact=GridSavedV1)
def on_grid_saved(call: Call, fact: GridSavedV1, happened: Happened) -> int:
    """Another way of counting tiers re-prices the drafts of a grid, and nothing else."""
    return service.reprice_drafts(call, fact.grid) if fact.reprices else 0


@entry(schedule="cron(20 * * * ? *)")
def keep_rates(call: Call) -> int:
    """Every hour, when some should be new: the reference rates of the European Central Bank."""
    from chalicelib.sales.service import rates  # noqa: PLC0415 - no part of the API's start

    return rates.keep(call)
