"""Questions about the ledger of one import."""

from __future__ import annotations

import json

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.unit import reading
from chalicelib.kernel.errors import Refused
from chalicelib.migration import index
from chalicelib.migration.schemas import ImportRow, LedgerFileQuery, LedgerRow
from chalicelib.migration.service.drafts import the_import
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page

EXPORTED = (
    "file", "sheet", "line", "kind", "key", "name", "outcome", "field", "raw", "sentence", "reason", "record", "prices",
    "undone", "undone_why",
)  # fmt: skip


def list_imports(call: Call, query: ListQuery) -> Page[ImportRow]:
    return lists.page(call, index.IMPORTS, query, ImportRow)


def list_ledger(call: Call, id: str, query: ListQuery) -> Page[LedgerRow]:
    """A page of the ledger of one import; NotFound when there is no such import."""
    the_import(reading(call), id)
    return lists.page(call, index.LEDGER, _within(id, query), LedgerRow)


def export_ledger(call: Call, id: str, query: LedgerFileQuery) -> Download:
    """The same, whole, as a file a person can correct the source with."""
    the_import(reading(call), id)
    columns = () if query.fields else EXPORTED
    asked = _within(id, query)
    return Download(*lists.export(call, index.LEDGER, asked, query.format, columns, call.actor.language))


def _within(id: str, query: ListQuery) -> ListQuery:
    """The question, about this import only."""
    mine = {"field": "import_id", "op": "eq", "value": id}
    if not query.where:
        return query.model_copy(update={"where": json.dumps(mine)})
    try:
        asked = json.loads(query.where)
    except (ValueError, RecursionError):
        raise Refused("list.filter", "Ce filtre n'est pas un JSON lisible.", "where") from None
    return query.model_copy(update={"where": json.dumps({"and": [mine, asked]})})
