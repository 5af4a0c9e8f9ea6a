"""Words that programs write where there is nothing: NULL, N/A, (vide), a lone dash.

The one trick: a cell that holds nothing but such a word is empty, and its column says so once, with the word and how
many cells, so that a Mr Null is looked at instead of being lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from chalicelib.migration.rules.findings import Finding, finding
from chalicelib.migration.rules.grid import Cell, Grid, Line
from chalicelib.migration.rules.heading import Heading

_PLAIN = ("null", "(null)", "<null>", "none", "n/a", "(vide)", "(blank)", "(empty)", "undefined")
WORDS = frozenset(
    (*_PLAIN, *(word.upper() for word in _PLAIN), *(word.capitalize() for word in _PLAIN), "NaN", "nan", "NAN", "\\N",
     "-", "--", "---", "–", "—")
)  # fmt: skip
"""As they are written. NA is a country, Nan a name: they are none of these."""
Emptied = dict[int, Counter[str]]


def emptied(grid: Grid, heading: Heading, prices: Collection[int] = ()) -> tuple[Grid, Emptied]:
    """The grid without these words, and what was emptied of each column. A column of `prices` keeps them, and each row
    says its own, but on a line that holds nothing more than a title."""
    found: Emptied = {}
    lines = tuple(_bare(line, found, prices) if line.number > heading.line else line for line in grid.lines)
    return (replace(grid, lines=lines), found) if found else (grid, found)


def _bare(line: Line, found: Emptied, prices: Collection[int]) -> Line:
    if WORDS.isdisjoint(cell.strip() for cell in line.cells if isinstance(cell, str)):
        return line
    cells: list[Cell] = list(line.cells)
    nothing = [column for column, cell in enumerate(cells) if isinstance(cell, str) and cell.strip() in WORDS]
    title = sum(cell is not None and cell != "" for cell in cells) - len(nothing) <= 1
    for column in nothing:
        cell = str(cells[column])
        if title or column not in prices:
            found.setdefault(column, Counter())[cell.strip()] += 1
            cells[column] = None
    return replace(line, cells=tuple(cells))


def said(found: Emptied, heading: Heading) -> Iterator[Finding]:
    """What to say of each column."""
    for column, words in sorted(found.items()):
        title = heading.titles[column] if column < heading.width else ""
        for word, count in words.most_common(3):
            yield finding("column.nothing", title, word, count=count)
