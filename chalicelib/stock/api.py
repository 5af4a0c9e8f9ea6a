"""Routes of stock."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download, endpoints
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.stock import index, service
from chalicelib.stock.rows import ExportQuery, LevelRow, MovementRow, ReservedRow
from chalicelib.stock.schemas import DepotIn, DepotOut, DepotsOut, MovementIn, MovementOut

routes = Blueprint(__name__)
endpoint = endpoints(routes)


@endpoint("GET /{company}/depots", scope="company:read")
def list_depots(call: Call) -> DepotsOut:
    """The depots: whoever picks one for a customer or an order sees their names."""
    return service.list_depots(call)


@endpoint("POST /{company}/depots", scope="stock:write", status=201)
def create_depot(call: Call, body: DepotIn) -> DepotOut:
    return service.create_depot(call, body)


@endpoint("PUT /{company}/depots/{id}", scope="stock:write")
def change_depot(call: Call, id: str, body: DepotIn) -> DepotOut:
    return service.change_depot(call, id, body)


@endpoint("DELETE /{company}/depots/{id}", scope="stock:write")
def delete_depot(call: Call, id: str) -> None:
    """Only one where nothing ever moved, and that no customer names."""
    return service.delete_depot(call, id)


@endpoint("GET /{company}/stock", scope="stock:read")
def list_levels(call: Call, query: ListQuery) -> Page[LevelRow]:
    """What stands in each depot, what of it is promised, what is available."""
    return lists.page(call, index.LEVELS, query, LevelRow)


@endpoint("GET /{company}/stock/export", scope="stock:read")
def export_levels(call: Call, query: ExportQuery) -> Download:
    columns = () if query.fields else index.LEVELS_IN_FILES
    return Download(*lists.export(call, index.LEVELS, query, query.format, columns, call.actor.language))


@endpoint("GET /{company}/stock/movements", scope="stock:read")
def list_movements(call: Call, query: ListQuery) -> Page[MovementRow]:
    """Every line that changed a level: they sum to it."""
    return lists.page(call, index.MOVEMENTS, query, MovementRow)


@endpoint("POST /{company}/stock/movements", scope="stock:write", status=201)
def record_movement(call: Call, body: MovementIn) -> MovementOut:
    """An opening stock, the differences of a count, a correction, or a transfer: for ever, undone by another."""
    return service.record(call, body)


@endpoint("GET /{company}/stock/reservations", scope="stock:read")
def list_reservations(call: Call, query: ListQuery) -> Page[ReservedRow]:
    """The bottles promised to confirmed orders: they sum to what is reserved."""
    return lists.page(call, index.RESERVED, query, ReservedRow)
