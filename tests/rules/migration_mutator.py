"""The sample, spoilt: the same rows as other programs, spreadsheets and people would hand them over.

Nouns: a *table* (headings, rows of cells, what stands above and below), *silent* (a value that differs from the one the
clean file gives while nothing in the ledger says so). The one trick: the clean file's own records are the oracle, so a
mutation needs no expected value written by hand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from chalicelib.migration.readers import open_grids
from chalicelib.migration.rules import heading as headings
from chalicelib.migration.rules.cells import shown
from chalicelib.migration.rules.findings import Entry
from chalicelib.migration.rules.plan import Part
from tests.rules.migration_support import CUSTOMERS, PRICES, read_bytes

ROWS = 150
"""Rows of the customers export that the mutations take: every sort of fault, and quick enough for fifty files."""

WHOLE = frozenset({"row.merged", "product.vat.unreadable", "product.vat.missing"})
"""Remarks that speak for more than their own column: merged cells, and a rate whose want takes a product off sale."""

Cell = Any
Row = list[Cell]


@dataclass(frozen=True)
class Table:
    """`above` and `below`: rows outside the table."""

    titles: list[str]
    rows: list[Row]
    above: list[Row] = field(default_factory=list)
    below: list[Row] = field(default_factory=list)

    def column(self, title: str) -> int:
        return self.titles.index(title)

    def changed(self, title: str, how: Callable[[Cell], Cell]) -> Table:
        """The table with one column's filled cells changed."""
        at = self.column(title)
        return replace(
            self,
            rows=[[how(c) if n == at and c not in (None, "") else c for n, c in enumerate(row)] for row in self.rows],
        )

    def renamed(self, names: dict[str, str]) -> Table:
        return replace(self, titles=[names.get(title, title) for title in self.titles])

    def permuted(self, order: Sequence[int]) -> Table:
        width = len(order)
        moved = [[(row + [None] * width)[n] for n in order] for row in self.rows]
        return replace(self, titles=[self.titles[n] for n in order], rows=moved)


@cache
def _table(customers: bool) -> Table:
    path = CUSTOMERS if customers else PRICES
    (grid,) = open_grids(path.read_bytes(), path.name)
    heading = headings.find(grid)
    assert heading is not None
    width = heading.width
    rows = [[line.at(n) for n in range(width)] for line in grid.lines if line.number > heading.line and not line.blank]
    above = [list(line.cells) for line in grid.lines if line.number < heading.line]
    return Table(list(heading.titles), rows[:ROWS] if customers else rows, above)


def customers() -> Table:
    return _table(True)


def prices() -> Table:
    return _table(False)


# --- writing it down -----------------------------------------------------------------------------------------------


def as_text(
    table: Table, separator: str = ";", encoding: str = "cp1252", *, quoted: bool = False, end: str = "\r\n"
) -> bytes:
    out = io.StringIO()
    writer = (
        csv.writer(out, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
        if quoted
        else csv.writer(out, delimiter=separator, lineterminator=end)
    )
    width = len(table.titles)
    for row in [*table.above, table.titles, *table.rows, *table.below]:
        writer.writerow([shown(cell) for cell in [*row, *[""] * (width - len(row))]])
    return out.getvalue().encode(encoding, errors="replace")


def as_workbook(table: Table, *, write: Callable[[Any, Any], None] | None = None, title: str = "Export") -> bytes:
    """A workbook of it; `write(book, sheet)` adds what a mutation wants (hidden sheets, merged cells…)."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in [*table.above, table.titles, *table.rows, *table.below]:
        sheet.append([_written(cell) for cell in row])
    if write is not None:
        write(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _written(cell: Cell) -> Cell:
    if cell is None or isinstance(cell, str | bool | datetime):
        return cell
    return shown(cell) if hasattr(cell, "text") else float(cell) if cell % 1 else int(cell)


# --- the oracle ----------------------------------------------------------------------------------------------------


def records(part: Part) -> dict[str, Entry]:
    """The rows that give a record, by key."""
    return {entry.key.lower(): entry for entry in part.entries if entry.record is not None}


def silent(clean: Part, spoilt: Part) -> list[str]:
    """Each value of a record that differs from the clean file's without a finding on its row, each record that is gone
    without one, and each that the clean file has not."""
    before, after = records(clean), records(spoilt)
    found = [f"{key}: gone" for key in before if key not in after and not _refused(spoilt, key)]
    found += [f"{key}: new" for key in after if key not in before]
    for key, entry in after.items():
        if key not in before:
            continue
        one, other = _flat(before[key].record or {}), _flat(entry.record or {})
        for name in sorted(one.keys() | other.keys()):
            if one.get(name) != other.get(name) and not _said(entry, name, spoilt):
                found.append(f"{key}.{name}: {one.get(name)!r} -> {other.get(name)!r}")
    return found


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in record.items():
        inner = {f"{name}.{key}": inner for key, inner in value.items()} if isinstance(value, dict) else {name: value}
        flat |= {key: one for key, one in inner.items() if one not in ("", None)}
    return flat


def _refused(part: Part, key: str) -> bool:
    return any(entry.verdict == "refuse" and (entry.key.lower() == key or not entry.key) for entry in part.entries)


def _said(entry: Entry, name: str, part: Part) -> bool:
    """Is there a remark on the row about the column that gives this field?"""
    assert part.mapping is not None
    assert part.heading is not None
    columns = {**part.mapping.columns, **{f"prices.{price.grid}": price.column for price in part.mapping.prices}}
    plain = name.replace("billing.", "").replace("delivery.", "delivery_")
    wanted = {columns[one] for one in (name, plain) if one in columns}
    titles = {part.heading.titles[column] for column in wanted if column < len(part.heading.titles)}
    return any(item.field in titles for item in entry.findings) or any(item.code in WHOLE for item in entry.findings)


def part_of(content: bytes, name: str) -> Part:
    return read_bytes(content, name)
