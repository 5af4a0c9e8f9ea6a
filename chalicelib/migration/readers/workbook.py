"""A workbook (.xlsx) -> one grid per filled sheet.

The one trick: openpyxl is asked for formulas, not for their cached results, and in its read-only mode, so a
cell is what the person typed and memory stays that of one sheet's cells.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from chalicelib.kernel.errors import Refused
from chalicelib.migration.rules.grid import Cell, Formula, Grid, Line, plainer

MAX_LINES = 50_000
"""As many as fit the memory of a task (docs/algorithms/import.md)."""
MAX_CELLS = 1_500_000
MAX_COLUMNS = 200
MAX_CELL = 4_000
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell[^>]*?\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"[^>]*>')


def grids(content: bytes) -> list[Grid]:
    """The sheets that hold something, hidden ones too. Refused: damaged, empty, too long."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            found = [_grid(sheet, content) for sheet in book.worksheets]
            book.close()
    except Refused:
        raise
    except Exception as error:
        # A hostile or broken workbook fails in openpyxl in any way it likes: one answer for all.
        raise Refused(
            "migration.file.damaged", "Ce classeur ne s'ouvre pas. Enregistrez-le à nouveau en .xlsx."
        ) from error
    filled = [grid for grid in found if grid.lines]
    if not filled:
        raise Refused("migration.file.empty", "Ce classeur est vide. Exportez la liste à nouveau.")
    return filled


def _grid(sheet: Any, content: bytes) -> Grid:
    lines: list[Line] = []
    cells = 0
    for number, row in _rows(sheet):
        trimmed = _trimmed(row)
        if not trimmed:
            continue
        cells += len(trimmed)
        if number > MAX_LINES or cells > MAX_CELLS or len(trimmed) > MAX_COLUMNS:
            raise Refused(
                "migration.file.too_long",
                f"Plus de {MAX_LINES} lignes ou de {MAX_COLUMNS} colonnes. Partagez l'export en plusieurs fichiers.",
            )
        # Blank rows before a filled one are lines of the source; those after the last one are not.
        lines.extend(Line(blank, ()) for blank in range(len(lines) + 1, number))
        lines.append(Line(number, trimmed))
    hidden = sheet.sheet_state != "visible"
    return Grid(sheet.title, tuple(lines), {"sheet": sheet.title}, merged=_merged(content, sheet), hidden=hidden)


def _merged(content: bytes, sheet: Any) -> tuple[tuple[int, int, str], ...]:
    """The merged ranges of a sheet, from its own part of the zip: openpyxl does not give them while it streams."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(sheet._worksheet_path) as part:
        rest = b""
        while block := part.read(1 << 18):
            whole = rest + block
            found += _MERGE.findall(whole)
            cut = whole.rfind(b"<")
            rest = whole[cut:] if cut >= 0 else b""
    spans = dict.fromkeys(span.decode() for span in found[:MAX_LINES])
    rows = [(span, [int(number) for number in re.findall(r"\d+", span)]) for span in spans]
    return tuple((numbers[0], numbers[-1], span) for span, numbers in rows)


def _rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    # A declared size may be false (A1:XFD1048576, or too small): without it the rows are those really written.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, [_cell(cell) for cell in row]


def _trimmed(cells: list[Cell]) -> tuple[Cell, ...]:
    while cells and (cells[-1] is None or cells[-1] == ""):
        cells.pop()
    return tuple(cells)


def _cell(cell: Any) -> Cell:
    """What the person typed: text, number, date, yes/no, or a formula that is only a text to us."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return value
    if cell.data_type == "f":
        return Formula(str(getattr(value, "text", value))[:MAX_CELL])
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a business date, without hour
    return plainer(str(value)[:MAX_CELL])


def _number(value: int | float) -> Cell:
    """The number as the spreadsheet shows it: 15 significant digits, 12.1 and never 12.0999999999999996."""
    if isinstance(value, int):
        return Decimal(value)
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    exact = Decimal(f"{value:.15g}")
    return Decimal(int(exact)) if exact == exact.to_integral_value() else exact
