"""Routes of inheritance: why a setting has its value, what a change would touch."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.sales import service
from chalicelib.sales.api.base import endpoint
from chalicelib.sales.schemas.levels import ImpactIn, ImpactOut, WhyQuery, WhysOut


@endpoint("GET /{company}/explain", scope="company:read")
def explain_settings(call: Call, query: WhyQuery) -> WhysOut:
    """Why settings have their value for an order, a customer or an article: every level, the winner, who set it when,
    and what "Par défaut" would give at each."""
    return service.explain(call, query)


@endpoint("POST /{company}/explain", scope="company:read")
def preview_impact(call: Call, body: ImpactIn) -> ImpactOut:
    """What a change at a top level would touch, before it is made. Nothing is written."""
    return service.impact(call, body)
