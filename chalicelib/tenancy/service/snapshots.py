"""Read models put on the shelf, so that a new worker starts from yesterday and not from the first day."""

from __future__ import annotations

from chalicelib.aws.call import PLATFORM, Call
from chalicelib.readmodel import ListQuery, lists
from chalicelib.readmodel.freshness import current
from chalicelib.tenancy.index import COMPANY_LIST


def keep(call: Call) -> int:
    """Snapshot every company that has changed enough since its last one; gives how many were made."""
    platform = call.within(PLATFORM)
    ids = lists.each(platform, COMPANY_LIST, ListQuery(), lambda rows: [row["id"] for row in rows])
    return sum(current().snapshot(company) is not None for company in ids)
