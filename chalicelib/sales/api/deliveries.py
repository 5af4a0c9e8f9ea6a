"""Routes of delivery notes."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.sales import index, service
from chalicelib.sales.api.base import endpoint
from chalicelib.sales.schemas import (
    DeliveryIn,
    DeliveryNoteOut,
    NoteMoveIn,
    NotePaperQuery,
)
from chalicelib.sales.schemas.rows import ExportQuery, NoteRow


@endpoint("GET /{company}/delivery-notes", scope="sales:read")
def list_notes(call: Call, query: ListQuery) -> Page[NoteRow]:
    return lists.page(call, index.DELIVERIES, query, NoteRow)


@endpoint("GET /{company}/delivery-notes/export", scope="sales:read")
def export_notes(call: Call, query: ExportQuery) -> Download:
    columns = () if query.fields else index.DELIVERIES_IN_FILES
    return Download(*lists.export(call, index.DELIVERIES, query, query.format, columns, call.actor.language))


@endpoint("POST /{company}/delivery-notes", scope="sales:write", status=201)
def deliver(call: Call, body: DeliveryIn) -> DeliveryNoteOut:
    """The delivery note of a confirmed order, whole or in part (If-Match: the order's version): numbered, frozen,
    counted on its lines."""
    return service.deliver(call, body)


@endpoint("GET /{company}/delivery-notes/{id}", scope="sales:read")
def get_note(call: Call, id: str) -> DeliveryNoteOut:
    return service.get_note(call, id)


@endpoint("POST /{company}/delivery-notes/{id}/transitions", scope="sales:write")
def move_note(call: Call, id: str, body: NoteMoveIn) -> DeliveryNoteOut:
    """Undo it: another note, of the opposite quantities, counters it; the note itself never changes."""
    return service.move_note(call, id, body.to)


@endpoint("GET /{company}/delivery-notes/{id}/pdf", scope="sales:read")
def get_note_pdf(call: Call, id: str, query: NotePaperQuery) -> Download:
    """The delivery note in French or English, without prices unless they are asked for."""
    return service.note_pdf(call, id, query)
