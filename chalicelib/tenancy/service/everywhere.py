"""What runs for every company, one after the other."""

from __future__ import annotations

from chalicelib.aws.call import PLATFORM, Call
from chalicelib.readmodel import ListQuery, lists
from chalicelib.tenancy.index import COMPANY_LIST


def company_ids(call: Call) -> list[str]:
    """Every company there is."""
    platform = call.within(PLATFORM)
    return lists.each(platform, COMPANY_LIST, ListQuery(), lambda rows: [row["id"] for row in rows])
