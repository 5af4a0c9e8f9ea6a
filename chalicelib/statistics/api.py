"""Routes of statistics."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import endpoints
from chalicelib.statistics import service
from chalicelib.statistics.schemas import DashboardOut, FollowersOut, PeriodQuery

routes = Blueprint(__name__)
endpoint = endpoints(routes)


@endpoint("GET /{company}/statistics/dashboard", scope="statistics:read")
def get_dashboard(call: Call) -> DashboardOut:
    """The figures of the home page: turnover, orders, what is due, the last twelve months, alerts."""
    return service.dashboard(call)


@endpoint("GET /{company}/statistics/followers", scope="statistics:read")
def get_followers(call: Call, query: PeriodQuery) -> FollowersOut:
    """Turnover by user: each invoice counts for who followed its customer on its day."""
    return service.followers(call, query)
