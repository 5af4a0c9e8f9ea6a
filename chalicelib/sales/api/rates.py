"""Routes of exchange rates."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.sales import service
from chalicelib.sales.api.base import endpoint
from chalicelib.sales.schemas.rates import RatesOut, RatesQuery, TypedRateIn


@endpoint("GET /{company}/rates", scope="sales:read")
def exchange_rates(call: Call, query: RatesQuery) -> RatesOut:
    """The exchange rates that documents take: the European Central Bank's, and the company's own before them."""
    return service.list_rates(call, query)


@endpoint("PUT /{company}/rates", scope="tenancy:write")
def type_rate(call: Call, body: TypedRateIn) -> RatesOut:
    """The company's own rate of a currency and a day; null takes it away."""
    return service.type_rate(call, body)
