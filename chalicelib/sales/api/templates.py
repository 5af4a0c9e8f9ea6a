"""Routes of the templates of documents."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.sales.api.base import endpoint
from chalicelib.sales.schemas.templates import (
    DocumentFileOut,
    DocumentTemplateIn,
    DocumentTemplateOut,
    DocumentTemplatesOut,
    FileQuery,
    SketchIn,
    SketchOut,
)


@endpoint("GET /{company}/document-templates", scope="company:read")
def list_document_templates(call: Call) -> DocumentTemplatesOut:
    """How documents look: the templates, archived ones included."""
    from chalicelib.sales.service import templates  # noqa: PLC0415 - no part of the API's start

    return templates.list_templates(call)


@endpoint("POST /{company}/document-templates", scope="tenancy:write", status=201)
def create_document_template(call: Call, body: DocumentTemplateIn) -> DocumentTemplateOut:
    from chalicelib.sales.service import templates  # noqa: PLC0415 - no part of the API's start

    return templates.create_template(call, body)


@endpoint("PUT /{company}/document-templates/{id}", scope="tenancy:write")
def change_document_template(call: Call, id: str, body: DocumentTemplateIn) -> DocumentTemplateOut:
    """A template replaced; what was issued keeps the look it had."""
    from chalicelib.sales.service import templates  # noqa: PLC0415 - no part of the API's start

    return templates.change_template(call, id, body)


@endpoint("POST /{company}/document-templates/files", scope="tenancy:write", status=201, upload=True)
def put_document_file(call: Call, content: bytes, query: FileQuery) -> DocumentFileOut:
    """A logo, or a PDF whose pages follow the document; refused with the reason when they may not be archived."""
    from chalicelib.sales.service import templates  # noqa: PLC0415 - no part of the API's start

    return templates.put_file(call, content, query)


@endpoint("POST /{company}/document-templates/preview", scope="company:read")
def preview_document_template(call: Call, body: SketchIn) -> SketchOut:
    """A made-up document in a template, saved or not. Nothing is written."""
    from chalicelib.sales.service import templates  # noqa: PLC0415 - no part of the API's start

    return templates.sketch(call, body)
