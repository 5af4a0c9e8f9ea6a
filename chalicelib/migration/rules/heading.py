"""Where a table begins: its header line, and what stands above it.

Nouns: *heading* (the header line and its titles), *preamble* (the lines above it). The one trick: a header is
the line that knows the most usual headings; only when none is known, the first wide line of words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.migration.rules.cells import is_formula, is_number, text
from chalicelib.migration.rules.fields import is_known, key
from chalicelib.migration.rules.grid import Grid, Line

LOOK_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """`line` is the header's number in the source; `titles` one per column, "" where it has none; `preamble`
    the texts above, one per line."""

    line: int
    titles: tuple[str, ...]
    preamble: tuple[str, ...]

    @property
    def signature(self) -> str:
        """What two exports of the same program have in common: their headings, in order."""
        return "|".join(key(title) for title in self.titles)

    @property
    def width(self) -> int:
        return len(self.titles)


def find(grid: Grid) -> Heading | None:
    """The heading of a grid; None when no line can be one (a grid without words)."""
    head = [line for line in grid.lines[:LOOK_AHEAD] if not line.blank]
    if not head:
        return None
    usual = Counter(_filled(line) for line in grid.lines[: LOOK_AHEAD * 4] if not line.blank).most_common(1)[0][0]
    best = max(head, key=lambda line: (_known(line), -line.number))
    if _known(best) < 2:
        worded = [line for line in head if _words(line) and _filled(line) >= max(2, usual * 0.6)]
        if not worded:
            return None
        best = worded[0]
    return at(grid, best.number)


def at(grid: Grid, number: int) -> Heading | None:
    """The heading made of the line of that number (a person may choose it)."""
    for line in grid.lines:
        if line.number == number:
            above = (item for item in grid.lines if item.number < number)
            return Heading(number, _titles(line), _joined(above, grid.how.get("separator", " ")))
    return None


def _titles(line: Line) -> tuple[str, ...]:
    titles = [text(cell) for cell in line.cells]
    while titles and not titles[-1]:
        titles.pop()
    return tuple(titles)


def _joined(lines: Iterable[Line], separator: str) -> tuple[str, ...]:
    """The texts above the table; a sentence cut by the separator it contains is put together again."""
    glue = separator if separator in (";", ",") else " "
    texts = (glue.join(filter(None, (text(cell) for cell in line.cells))) for line in lines)
    return tuple(item for item in texts if item)


def _filled(line: Line) -> int:
    return sum(1 for cell in line.cells if cell is not None and cell != "")


def _known(line: Line) -> int:
    """How many of the line's cells are usual headings, each counted once."""
    return len({key(cell) for cell in line.cells if isinstance(cell, str) and is_known(cell)})


def _words(line: Line) -> bool:
    """Only words, all different: what a header is made of."""
    filled = [cell for cell in line.cells if cell is not None and cell != ""]
    if any(not isinstance(cell, str) or is_number(cell) or is_formula(cell) for cell in filled):
        return False
    return len({text(cell) for cell in filled}) == len(filled)
