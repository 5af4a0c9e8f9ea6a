"""Columns whose cells all begin with an apostrophe: what a spreadsheet writes before a number to keep it a text, and
what some programs leave in the file.

The one trick: the column is the proof. An apostrophe before one name is somebody's name; before all of them it is a
habit, is taken off, and said.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from chalicelib.migration.rules.grid import Cell, Grid, Line
from chalicelib.migration.rules.heading import Heading

FEWEST = 3


def unquoted(grid: Grid, heading: Heading) -> tuple[Grid, tuple[int, ...]]:
    """The grid without these apostrophes, and the columns that had them."""
    columns = _columns(grid, heading)
    if not columns:
        return grid, ()
    lines = tuple(_bare(line, columns) if line.number > heading.line else line for line in grid.lines)
    return replace(grid, lines=lines), tuple(sorted(columns))


def _columns(grid: Grid, heading: Heading) -> set[int]:
    filled: Counter[int] = Counter()
    begun: Counter[int] = Counter()
    for line in grid.lines:
        if line.number > heading.line:
            for column, cell in enumerate(line.cells):
                if cell is not None and cell != "":
                    filled[column] += 1
                    begun[column] += isinstance(cell, str) and cell.startswith("'")
    return {column for column, count in begun.items() if count >= FEWEST and count == filled[column]}


def _bare(line: Line, columns: set[int]) -> Line:
    return replace(line, cells=tuple(_cell(cell) if n in columns else cell for n, cell in enumerate(line.cells)))


def _cell(cell: Cell) -> Cell:
    return cell[1:] if isinstance(cell, str) else cell
