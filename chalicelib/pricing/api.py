"""Routes of pricing."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download, endpoints
from chalicelib.pricing import service
from chalicelib.pricing.schemas import (
    ExplainIn,
    ExplainOut,
    GridIn,
    GridOut,
    GridsOut,
    PriceRow,
    PricesFileQuery,
    PricesIn,
    PricesOut,
)
from chalicelib.readmodel.lists import ListQuery, Page

routes = Blueprint(__name__)
endpoint = endpoints(routes)


@endpoint("GET /{company}/grids", scope="pricing:read")
def list_grids(call: Call) -> GridsOut:
    return service.list_grids(call)


@endpoint("POST /{company}/grids", scope="pricing:write", status=201)
def create_grid(call: Call, body: GridIn) -> GridOut:
    return service.create_grid(call, body)


@endpoint("PUT /{company}/grids/{id}", scope="pricing:write")
def change_grid(call: Call, id: str, body: GridIn) -> GridOut:
    return service.change_grid(call, id, body)


@endpoint("DELETE /{company}/grids/{id}", scope="pricing:write")
def delete_grid(call: Call, id: str) -> None:
    return service.delete_grid(call, id)


@endpoint("GET /{company}/prices", scope="pricing:read")
def list_prices(call: Call, query: ListQuery) -> Page[PriceRow]:
    return service.list_prices(call, query)


@endpoint("GET /{company}/prices/export", scope="pricing:read")
def export_prices(call: Call, query: PricesFileQuery) -> Download:
    """The consolidated view as a file: one row for each tier of each grid of each variant found."""
    asked = ListQuery(q=query.q, where=query.where, sort=query.sort)
    return Download(*service.export_prices(call, asked, query.format))


@endpoint("POST /{company}/prices/explain", scope="pricing:read")
def explain_prices(call: Call, body: ExplainIn) -> ExplainOut:
    return service.explain(call, body)


@endpoint("GET /{company}/prices/{variant_id}", scope="pricing:read")
def get_prices(call: Call, variant_id: str) -> PricesOut:
    return service.get_prices(call, variant_id)


@endpoint("PUT /{company}/prices/{variant_id}", scope="pricing:write")
def put_prices(call: Call, variant_id: str, body: PricesIn) -> PricesOut:
    return service.put_prices(call, variant_id, body)
