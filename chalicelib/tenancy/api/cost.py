"""What it costs: every company for the people of the platform, one's own for its owner."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas.cost import CostQuery, CostsOut
from chalicelib.tenancy.service import companies, cost


@endpoint("GET /ops/cost", scope="platform:ops")
def list_costs(call: Call, query: CostQuery) -> CostsOut:
    """Euros per company and month, by service, from metered capacity, requests and bytes."""
    return cost.of_all(call, query.month)


@endpoint("GET /{company}/cost", scope="tenancy:read")
def get_cost(call: Call, query: CostQuery) -> CostsOut:
    """What this company alone uses."""
    return cost.of_one(call, query.month, companies.profile(call).name)
