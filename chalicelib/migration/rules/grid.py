"""What any file becomes before anyone asks what it means: a grid of lines of cells.

Nouns: *cell* (what one case holds, never computed by us), *line* (with its number in the source, as a person
sees it), *grid* (one sheet of a workbook, or a whole text file). The one trick: a formula stays a `Formula`,
an object nobody can mistake for a value.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula met in a cell. It is never evaluated, and its cached result is never believed."""

    text: str


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF))
_PLAINER: dict[int, int | None] = {**_WIDE, **_UNSEEN}


def plainer(text: str) -> str:
    """A text as anybody would type it: letters and their accents in one piece (NFC), no mark that nobody sees, no
    letter or digit of double width."""
    return text if text.isascii() else unicodedata.normalize("NFC", text.translate(_PLAINER))


Cell = str | Decimal | datetime | bool | Formula | None


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the source. `number` is the line a person would go to; `height` the physical lines it
    covers; `flaw` the code of what is wrong with its shape, if anything."""

    number: int
    cells: tuple[Cell, ...]
    height: int = 1
    flaw: str = ""

    @property
    def blank(self) -> bool:
        return all(cell is None or cell == "" for cell in self.cells)

    def at(self, column: int) -> Cell:
        """The cell of a column; None beyond the end."""
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, or a whole text file (`sheet` is then ""). `how` says how it was read, for the preview:
    {"encoding": "cp1252", "separator": ";"}. `exact_width`: the source writes every separator, so a line of
    another width is a broken line. `merged`: (first line, last line, reference) of each range of merged cells.
    `hidden`: a sheet that its workbook does not show."""

    sheet: str
    lines: tuple[Line, ...]
    how: dict[str, str] = field(default_factory=dict)
    exact_width: bool = False
    merged: tuple[tuple[int, int, str], ...] = ()
    hidden: bool = False

    def merged_at(self, number: int) -> Iterator[str]:
        """The merged ranges that touch a line."""
        return (span for first, last, span in self.merged if first <= number <= last)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)
