"""Routes of statistics."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import endpoints
from chalicelib.statistics import service
from chalicelib.statistics.schemas import DashboardOut

routes = Blueprint(__name__)
endpoint = endpoints(routes)


@endpoint("GET /{company}/statistics/dashboard", scope="statistics:read")
def get_dashboard(call: Call) -> DashboardOut:
    """The figures of the home page: turnover, orders, what is due, the last twelve months, alerts."""
    return service.dashboard(call)
