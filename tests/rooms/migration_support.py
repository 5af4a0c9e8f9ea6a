"""What the tests of imports share: sending files, preparing, running, reading the ledger."""

from __future__ import annotations

import json
from typing import Any

from tests.rules.migration_support import CUSTOMER_HEADINGS, PREAMBLE, PRICE_HEADINGS, customer_row, workbook
from tests.support.workflow import walk

PRICE_ROW = "CUV001;Les Galets;Rosé;2019;75 cl;3760123456784;20;10,00;9,50;9,00;12,00;O"
CUSTOMER = customer_row(Code_client="T00001", Tarif="EXPO", Libellé_tarif="Tarif exposition TTC", Adresse="1, rue")


def customers_file(*rows: list[Any]) -> bytes:
    return workbook([list(CUSTOMER_HEADINGS), *(rows or (customer_row(),))])


def prices_file(*rows: str, preamble: str = PREAMBLE) -> bytes:
    return (preamble + ";".join(PRICE_HEADINGS) + "\r\n" + "\r\n".join(rows or (PRICE_ROW,)) + "\r\n").encode("cp1252")


def prepare(estate: Any, *files: tuple[str, bytes], **choices: Any) -> Any:
    """The import of these files, previewed by the workflow."""
    sent = [{"file": upload(estate, content, name), "name": name} for name, content in files]
    id = estate.api.post("/{c}/imports", {"files": sent, "choices": choices}).ok(201)["id"]
    work(estate, id)
    return seen(estate, id)


def choose(estate: Any, id: str, choices: dict[str, Any]) -> Any:
    """The import, previewed again with these answers."""
    assert estate.api.put(f"/{{c}}/imports/{id}/choices", choices).ok()["state"] == "preparing"
    work(estate, id)
    return seen(estate, id)


def upload(estate: Any, content: bytes, name: str) -> str:
    id: str = estate.api.post("/{c}/files", content, name=name).ok(201)["id"]
    return id


def run(estate: Any, *files: tuple[str, bytes], **choices: Any) -> Any:
    """The import of these files, prepared and run to its end."""
    return advance(estate, prepare(estate, *files, **choices)["id"], "running")


def advance(estate: Any, id: str, to: str) -> Any:
    """Ask for a change of state and do the work it asks for; the import as it is then."""
    estate.api.post(f"/{{c}}/imports/{id}/transitions", {"to": to}).ok()
    work(estate, id)
    return seen(estate, id)


def work(estate: Any, id: str) -> str:
    """The workflow, as the fact would start it; gives the name of the state it ends in."""
    return walk("import", {"company": estate.company, "data": {"import_id": id}})


def seen(estate: Any, id: str) -> Any:
    return estate.api.get(f"/{{c}}/imports/{id}").ok()


def ledger(estate: Any, id: str, **filters: Any) -> list[Any]:
    """All the rows of the ledger of an import with those values."""
    tree = {"and": [{"field": name, "op": "eq", "value": value} for name, value in filters.items()]}
    rows: list[Any] = []
    cursor = None
    while True:
        query = {"where": json.dumps(tree) if filters else None, "cursor": cursor, "limit": 500}
        page = estate.api.get(f"/{{c}}/imports/{id}/ledger", **query).ok()
        rows += page["items"]
        cursor = page["next"]
        if cursor is None:
            assert len(rows) == page["count"]
            return rows


def count(estate: Any, path: str, **query: Any) -> int:
    found: int = estate.api.get(f"/{{c}}/{path}", limit=1, **query).ok()["count"]
    return found


def customer(estate: Any, code: str) -> Any:
    """The one customer of that code."""
    where = json.dumps({"field": "code", "op": "eq", "value": code})
    (row,) = estate.api.get("/{c}/customers", where=where).ok()["items"]
    return estate.api.get(f"/{{c}}/customers/{row['id']}").ok()


def variant(estate: Any, sku: str) -> Any:
    where = json.dumps({"field": "sku", "op": "eq", "value": sku})
    (row,) = estate.api.get("/{c}/variants", where=where).ok()["items"]
    return estate.api.get(f"/{{c}}/variants/{row['id']}").ok()


def text(name: str, titles: str, *rows: str) -> tuple[str, bytes]:
    """A text file of that name."""
    return name, "\r\n".join((titles, *rows)).encode("utf-8")


def customers(*rows: list[Any]) -> tuple[str, bytes]:
    return "clients.xlsx", customers_file(*rows)


def prices(*rows: str, **given: Any) -> tuple[str, bytes]:
    return "tarifs.csv", prices_file(*rows, **given)


def prices_of(estate: Any, made: Any) -> Any:
    """grid id -> tiers of a variant."""
    return estate.api.get(f"/{{c}}/prices/{made['id']}").ok()["prices"]


def reasons(estate: Any, doc: Any, **filters: Any) -> list[str]:
    return [row["reason"] for row in ledger(estate, doc["id"], **filters)]
