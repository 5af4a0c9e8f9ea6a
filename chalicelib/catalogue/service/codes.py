"""Use cases on code tables: loaded from a file, searched."""

from __future__ import annotations

import json

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, use_case
from chalicelib.catalogue import index
from chalicelib.catalogue.rules.codes import CodeTable, TableName, merged, read_codes
from chalicelib.catalogue.schemas.codes import CodeOut, CodesQuery, LoadedOut, LoadQuery
from chalicelib.catalogue.store import CODES
from chalicelib.kernel.errors import NotFound
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page

NAMES: tuple[TableName, ...] = ("inao", "label", "nc8")


def search_codes(call: Call, query: CodesQuery) -> Page[CodeOut]:
    """The codes of a table that answer to some words, best first; all of them without."""
    where = json.dumps({"field": "table", "op": "eq", "value": query.table})
    asked = ListQuery(q=query.q, where=where, limit=query.limit, cursor=query.cursor)
    return lists.page(call, index.CODES, asked, CodeOut)


def load_codes(call: Call, name: str, content: bytes, query: LoadQuery) -> LoadedOut:
    """Replace a table by a file (French), or add the English words of its codes. NotFound for an unknown table."""
    table = next((one for one in NAMES if one == name), None)
    if table is None:
        raise NotFound("catalogue.codes.unknown", "Cette table n'existe pas : inao, label ou nc8.")
    return _load(call, table, read_codes(content), query)


@use_case("catalogue.codes.load")
def _load(unit: Unit, name: TableName, read: list[tuple[str, str]], query: LoadQuery) -> LoadedOut:
    known = unit.find(CODES, name) or CodeTable(name)
    doc = merged(known, read, query.language, query.name)
    unit.put(CODES, name, doc)
    before, after = {row.code for row in known.rows}, {row.code for row in doc.rows}
    return LoadedOut(table=name, count=len(doc.rows), added=len(after - before), removed=len(before - after))
