"""Routes of pricing."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download, endpoints
from chalicelib.catalogue.schemas import ProductOut
from chalicelib.catalogue.schemas.vintages import DuplicateIn
from chalicelib.pricing import service
from chalicelib.pricing.schemas import (
    AgreementIn,
    AgreementOut,
    ChangeIn,
    ChangeOut,
    ChangeRow,
    ExplainIn,
    ExplainOut,
    GridIn,
    GridOut,
    GridsOut,
    PriceRow,
    PricesFileQuery,
    PricesIn,
    PricesOut,
    PromotionIn,
    PromotionOut,
    PromotionsOut,
    UndoneOut,
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


@endpoint("POST /{company}/prices/import", scope="pricing:write", upload=True)
def read_price_sheet(call: Call, content: bytes) -> ChangeOut:
    """What a price sheet (xlsx or csv, as exported) would change, cell by cell. Nothing is written: send the cells back
    to be applied."""
    return service.read_sheet(call, content)


@endpoint("GET /{company}/prices/changes", scope="pricing:read")
def list_price_changes(call: Call, query: ListQuery) -> Page[ChangeRow]:
    return service.list_changes(call, query)


@endpoint("POST /{company}/prices/changes", scope="pricing:write")
def change_prices(call: Call, body: ChangeIn) -> ChangeOut:
    """Show what cells or a formula would change; with `apply` and the digest that was shown, write it."""
    return service.change_prices(call, body)


@endpoint("DELETE /{company}/prices/changes/{id}", scope="pricing:write")
def undo_price_change(call: Call, id: str) -> UndoneOut:
    """Put back what a change replaced, where nobody changed it since."""
    return service.undo_change(call, id)


@endpoint("POST /{company}/prices/explain", scope="pricing:read")
def explain_prices(call: Call, body: ExplainIn) -> ExplainOut:
    return service.explain(call, body)


@endpoint("GET /{company}/prices/{variant_id}", scope="pricing:read")
def get_prices(call: Call, variant_id: str) -> PricesOut:
    return service.get_prices(call, variant_id)


@endpoint("PUT /{company}/prices/{variant_id}", scope="pricing:write")
def put_prices(call: Call, variant_id: str, body: PricesIn) -> PricesOut:
    return service.put_prices(call, variant_id, body)


@endpoint("GET /{company}/promotions", scope="pricing:read")
def list_promotions(call: Call) -> PromotionsOut:
    return service.list_promotions(call)


@endpoint("POST /{company}/promotions", scope="pricing:write", status=201)
def create_promotion(call: Call, body: PromotionIn) -> PromotionOut:
    return service.create_promotion(call, body)


@endpoint("PUT /{company}/promotions/{id}", scope="pricing:write")
def change_promotion(call: Call, id: str, body: PromotionIn) -> PromotionOut:
    return service.change_promotion(call, id, body)


@endpoint("DELETE /{company}/promotions/{id}", scope="pricing:write")
def delete_promotion(call: Call, id: str) -> None:
    return service.delete_promotion(call, id)


@endpoint("GET /{company}/customers/{id}/prices", scope="pricing:read")
def get_agreement(call: Call, id: str) -> AgreementOut:
    """The prices agreed with a customer, beside those of his own grid."""
    return service.get_agreement(call, id)


@endpoint("PUT /{company}/customers/{id}/prices", scope="pricing:write")
def put_agreement(call: Call, id: str, body: AgreementIn) -> AgreementOut:
    return service.put_agreement(call, id, body)


@endpoint("POST /{company}/products/{id}/vintages", scope="catalogue:write", status=201)
def duplicate_vintage(call: Call, id: str, body: DuplicateIn) -> ProductOut:
    """A vintage copied to another year: articles, settings, technical sheet and prices; never stock or statistics."""
    return service.duplicate_vintage(call, id, body)
