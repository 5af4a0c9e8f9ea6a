"""Exports: rows as a file for a spreadsheet.

The one trick: rows are given to the writer one by one, as SQLite finds them, so a list of any length costs the memory
of its file alone. Cells are Python values: numbers stay numbers, dates dates, and a text never becomes a formula.

The writers belong to the layer above (`render` is the only place that knows xlsx), so they are found by name.

Errors: Refused("list.format").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Literal

from chalicelib.kernel.clock import paris_date
from chalicelib.kernel.errors import Refused
from chalicelib.readmodel.table import Column
from chalicelib.render import tables

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KINDS: dict[str, tables.Kind] = {
    "bool": "flag",
    "int": "integer",
    "cents": "cents",
    "decimal": "decimal",
    "percent": "decimal",
    "date": "date",
    "instant": "moment",
}
PLACES = {"decimal": 4, "percent": 2}


def file(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], fmt: str, locale: str, made: datetime
) -> tuple[bytes, str, str]:
    """(content, content type, file name) of the rows under the headings of `columns`, made at that instant."""
    if fmt not in TYPES:
        raise Refused("list.format", "Format inconnu. Choisissez xlsx ou csv.", "format")
    language: Literal["fr", "en"] = "en" if locale.startswith("en") else "fr"
    headings = [
        tables.Column(column.heading(language), _kind(column), places=column.places or PLACES.get(column.type, 2))
        for column in columns
    ]
    filename = f"{name}-{paris_date(made).isoformat()}"
    cells = _cells(columns, rows, language)
    if fmt == "csv":
        content: bytes = tables.csv_bytes(headings, cells, language)
    else:
        content = tables.xlsx_bytes(headings, cells, language, title=filename, made=made)
    return content, TYPES[fmt], f"{filename}.{fmt}"


def _kind(column: Column) -> tables.Kind:
    return "text" if column.words else KINDS.get(column.type, "text")


def _cells(columns: Sequence[Column], rows: Iterable[Sequence[Any]], language: str) -> Iterator[Sequence[Any]]:
    tagged = [place for place, column in enumerate(columns) if column.type == "tags"]
    worded = [(place, column.words) for place, column in enumerate(columns) if column.words]
    for given in rows:
        row = list(given)
        for place in tagged:
            row[place] = ", ".join(row[place] or ())
        for place, words in worded:
            row[place] = None if row[place] is None else words(row[place], language)
        yield row
