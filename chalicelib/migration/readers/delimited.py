"""A text file -> a grid, whatever its encoding, separator and quoting.

Nouns: *separator* (; , tab |), *record* (one or several physical lines). The one trick: a quoted cell may
hold line breaks only if the lines joined make a record of the usual width; a stray quote therefore breaks one
line, and never swallows the next ones.
"""

from __future__ import annotations

import csv
import io
from collections import Counter

from chalicelib.kernel.errors import Refused
from chalicelib.migration.readers.encodings import decoded
from chalicelib.migration.rules.fields import is_known
from chalicelib.migration.rules.grid import Grid, Line, plainer

SEPARATORS = (";", "\t", ",", "|")
MAX_LINES = 50_000
"""As many as fit the memory of a task (docs/algorithms/import.md)."""
MAX_COLUMNS = 200
MAX_CELL = 4_000
JOINED = 20


def grid(content: bytes) -> Grid:
    """The whole file as one grid. Refused: unreadable characters, no table, too many lines or columns."""
    text, encoding = decoded(content)
    lines = _physical(text)
    if len(lines) > MAX_LINES:
        raise Refused(
            "migration.file.too_long", f"Plus de {MAX_LINES} lignes. Partagez l'export en plusieurs fichiers."
        )
    separator = _separator(lines)
    width = _usual_width(lines, separator)
    records = _records(lines, separator, width)
    widths = Counter(len(line.cells) for line in records if not line.blank)
    exact = bool(widths) and widths[width] >= sum(widths.values()) * 0.8
    return Grid("", tuple(records), {"encoding": encoding, "separator": separator}, exact_width=exact)


def _physical(text: str) -> list[str]:
    """The lines as an editor numbers them (\\r\\n, \\n or \\r), without the empty one after the last
    break."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines


def _separator(lines: list[str]) -> str:
    """The separator under which most lines have the same number of cells, and the usual headings appear."""
    sample = [line for line in lines[:400] if line.strip()]
    best = max(SEPARATORS, key=lambda separator: _regularity(sample, separator))
    if _regularity(sample, best) <= 0:
        raise Refused(
            "migration.file.no_table",
            "Aucune colonne n'a été trouvée dans ce fichier. Exportez la liste en CSV avec des points-virgules.",
        )
    return best


def _regularity(sample: list[str], separator: str) -> float:
    rows = [_cells(line, separator) for line in sample]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0
    width, count = widths.most_common(1)[0]
    known = max(len({cell for cell in row if is_known(cell)}) for row in rows)
    return known * 10 + count / len(rows) * 5 + min(width, 20) / 20


def _usual_width(lines: list[str], separator: str) -> int:
    widths = Counter(len(_cells(line, separator)) for line in lines if line.strip())
    width = widths.most_common(1)[0][0]
    if width > MAX_COLUMNS:
        raise Refused("migration.file.too_wide", f"Plus de {MAX_COLUMNS} colonnes. Exportez moins de colonnes.")
    return width


def _swallowed(cells: list[str], separator: str) -> bool:
    """Does a cell of several lines hold one that is itself a record? Then its quote was a stray one."""
    many = max(2, (len(cells) - 1) // 2)
    return any(line.count(separator) >= many for cell in cells if "\n" in cell for line in cell.split("\n"))


def _cells(line: str, separator: str) -> list[str]:
    """The cells of one physical line, quotes understood when they are balanced."""
    if '"' not in line:
        return line.split(separator)
    if _open_quote(line, separator):
        return line.split(separator)
    return next(csv.reader([line], delimiter=separator), [""])


def _open_quote(text: str, separator: str) -> bool:
    """Does the text end inside a quoted cell?"""
    inside, start, position = False, True, 0
    while position < len(text):
        char = text[position]
        if inside:
            if char == '"' and text[position + 1 : position + 2] == '"':
                position += 1
            elif char == '"':
                inside = False
        elif char == '"' and start:
            inside = True
        start = not inside and char == separator
        position += 1
    return inside


def _records(lines: list[str], separator: str, width: int) -> list[Line]:
    records: list[Line] = []
    position = 0
    while position < len(lines):
        height, cells, flaw = _record(lines, position, separator, width)
        cut = tuple(plainer(cell[:MAX_CELL]) for cell in cells)
        records.append(Line(position + 1, cut, height, flaw))
        position += height
    return records


def _record(lines: list[str], position: int, separator: str, width: int) -> tuple[int, list[str], str]:
    """(height, cells, flaw) of the record that begins at a physical line."""
    text = lines[position]
    if not _open_quote(text, separator):
        return 1, _cells(text, separator), ""
    for height in range(2, JOINED + 1):
        if position + height > len(lines):
            break
        text = f"{text}\n{lines[position + height - 1]}"
        if not _open_quote(text, separator):
            cells = next(csv.reader(io.StringIO(text), delimiter=separator), [""])
            if len(cells) == width and not _swallowed(cells, separator):
                return height, cells, ""
            break
    return 1, lines[position].split(separator), "row.quote"
