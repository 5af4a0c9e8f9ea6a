"""Routes of migration."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download, endpoints
from chalicelib.migration import service
from chalicelib.migration.schemas import (
    BlankQuery,
    ChoicesIn,
    FieldsOut,
    ImportIn,
    ImportOut,
    ImportRow,
    LedgerFileQuery,
    LedgerRow,
    TemplateIn,
    TemplateOut,
    TemplatesOut,
    TransitionIn,
)
from chalicelib.readmodel.lists import ListQuery, Page

routes = Blueprint(__name__)
endpoint = endpoints(routes)


@endpoint("GET /{company}/imports", scope="migration:read")
def list_imports(call: Call, query: ListQuery) -> Page[ImportRow]:
    return service.list_imports(call, query)


@endpoint("POST /{company}/imports", scope="migration:write", status=201)
def create_import(call: Call, body: ImportIn) -> ImportOut:
    return service.create_import(call, body)


@endpoint("GET /{company}/imports/{id}", scope="migration:read")
def get_import(call: Call, id: str) -> ImportOut:
    return service.get_import(call, id)


@endpoint("PUT /{company}/imports/{id}/choices", scope="migration:write")
def change_import_choices(call: Call, id: str, body: ChoicesIn) -> ImportOut:
    return service.change_choices(call, id, body)


@endpoint("POST /{company}/imports/{id}/transitions", scope="migration:write")
def move_import(call: Call, id: str, body: TransitionIn) -> ImportOut:
    return service.move_import(call, id, body)


@endpoint("GET /{company}/imports/{id}/ledger", scope="migration:read")
def list_import_ledger(call: Call, id: str, query: ListQuery) -> Page[LedgerRow]:
    return service.list_ledger(call, id, query)


@endpoint("GET /{company}/imports/{id}/ledger/export", scope="migration:read")
def export_import_ledger(call: Call, id: str, query: LedgerFileQuery) -> Download:
    return service.export_ledger(call, id, query)


@endpoint("GET /{company}/import-fields", scope="migration:read")
def list_import_fields(call: Call) -> FieldsOut:
    return service.fields()


@endpoint("GET /{company}/import-fields/{id}", scope="migration:read")
def download_import_blank(call: Call, id: str, query: BlankQuery) -> Download:
    return service.blank(id, query)


@endpoint("GET /{company}/import-templates", scope="migration:read")
def list_import_templates(call: Call) -> TemplatesOut:
    return service.list_templates(call)


@endpoint("POST /{company}/import-templates", scope="migration:write", status=201)
def create_import_template(call: Call, body: TemplateIn) -> TemplateOut:
    return service.create_template(call, body)


@endpoint("DELETE /{company}/import-templates/{id}", scope="migration:write")
def delete_import_template(call: Call, id: str) -> None:
    return service.delete_template(call, id)
