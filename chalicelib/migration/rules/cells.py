"""One cell, read: text, formula, flag, date, whole number.

The one trick: `shown` gives the cell as the person who filled it saw it, so a reason can quote it.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from chalicelib.kernel.text import fold, squeeze
from chalicelib.migration.rules.grid import Cell, Formula

# A name that starts like a formula: = always; + - @ only before a function, a reference or an operator,
# so that "+33 6 12" and "-" stay what they are.
_FORMULA = re.compile(
    r"^['\s]*(=.|[+\-@]\s*[A-Za-z_.]+\s*\(|[+\-@].*[|!]"
    r"|[+\-]\s*\d+\s*[+\-*/]\s*\d+\s*([+\-*/(]|$)|@[A-Z]+\b[^@.]*$)",
    re.DOTALL,
)
_OPENERS = ("'", "=", "+", "-", "@")
_ERROR = re.compile(r"#(REF|N/?A|VALEUR|VALUE|NOM|NAME|DIV/0|NUL|NULL|NOMBRE|NUM|SPILL|CALC)[!?]*", re.IGNORECASE)
_YES = frozenset({"o", "oui", "y", "yes", "1", "x", "vrai", "true", "v", "actif", "active"})
_NO = frozenset({"n", "non", "no", "0", "faux", "false", "f", "inactif", "inactive"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def shown(cell: Cell) -> str:
    """The cell as text, as a person saw it: 4994, not 4994.0; 14/11/2026, not 2026-11-14T00:00:00."""
    if cell is None:
        return ""
    if isinstance(cell, Formula):
        return cell.text
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y")
    return cell


def text(cell: Cell) -> str:
    """The cell's text, tidied: no control character, no double space; "" for an empty cell."""
    if isinstance(cell, str) and cell.isprintable() and "  " not in cell and cell == cell.strip():
        return cell  # nothing to tidy: nearly all cells, at a tenth of the price
    return squeeze(_CONTROL.sub(" ", shown(cell)))


def is_formula(cell: Cell) -> bool:
    """Is it a formula, or a text that a spreadsheet would run as one ('=HYPERLINK("x"), +SUM(A1), @cmd|…)?"""
    if isinstance(cell, Formula):
        return True
    return isinstance(cell, str) and cell.lstrip()[:1] in _OPENERS and bool(_FORMULA.match(cell))


def is_error(cell: Cell) -> bool:
    """Is it a spreadsheet's error value (#REF!, #N/A)?"""
    return isinstance(cell, str) and "#" in cell and bool(_ERROR.fullmatch(cell.strip()))


def flag(cell: Cell) -> bool | None:
    """O/N, oui/non, 1/0, x, vrai/faux. None: neither."""
    if isinstance(cell, bool):
        return cell
    plain = fold(text(cell))
    if plain in _YES:
        return True
    return False if plain in _NO else None


_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?|((?:19|20)\d\d)(\d\d)(\d\d)")
_WORDED = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?[ .-]+([a-z]{3,9})\.?[ .,-]+(\d{4})(?: .*)?")
_MONTHS = (
    ("janvier", "january"), ("fevrier", "february"), ("mars", "march"), ("avril", "april"), ("mai", "may"),
    ("juin", "june"), ("juillet", "july"), ("aout", "august"), ("septembre", "september"), ("octobre", "october"),
    ("novembre", "november"), ("decembre", "december"),
)  # fmt: skip


def day(cell: Cell, day_first: bool = True) -> date | None:
    """A date cell, or 14/11/2026, 14-11-2026, 14.11.2026, 2026-11-14, 20261114, 14 nov. 2026. None: cannot be known for
    sure. `day_first` False: another date of the file has its month first, so 05/11/2026 is not sure either."""
    if isinstance(cell, datetime):
        return cell.date()
    found = _parts(fold(text(cell)), day_first)
    try:
        return date(*found) if found else None
    except ValueError:
        return None


def _parts(written: str, day_first: bool) -> tuple[int, int, int] | None:
    """(year, month, day) as written."""
    if found := _NUMERIC.fullmatch(written):
        if not day_first and found[1] != found[2] and int(found[1]) <= 12:
            return None
        return int(found[3]), int(found[2]), int(found[1])
    if iso := _ISO.fullmatch(written):
        return int(iso[1] or iso[4]), int(iso[2] or iso[5]), int(iso[3] or iso[6])
    if worded := _WORDED.fullmatch(written):
        months = [n for n, names in enumerate(_MONTHS, 1) if any(_is_month(worded[2], name) for name in names)]
        return (int(worded[3]), months[0], int(worded[1])) if len(months) == 1 else None
    return None


def _is_month(word: str, name: str) -> bool:
    """janv, avr, sept… "jui" may be two months and is none."""
    return name.startswith(word)


def month_first(cell: Cell) -> bool:
    """Is it a date that can only be read month first (11/14/2026)?"""
    found = _NUMERIC.fullmatch(text(cell)) if isinstance(cell, str) else None
    return found is not None and int(found[1]) <= 12 < int(found[2]) <= 31


def is_number(cell: Cell) -> bool:
    """A number, or a text made like one ("1 234,5")."""
    if isinstance(cell, Decimal):
        return True
    return isinstance(cell, str) and bool(re.fullmatch(r"[+-]?\d[\d\s.,]*", cell.strip()))


def whole(cell: Cell) -> int | None:
    """A whole number ("4 994", 4994.0), else None."""
    plain = re.sub(r"\s", "", text(cell))
    found = re.fullmatch(r"(\d+)(?:[.,]0+)?", plain)
    return int(found[1]) if found else None


def count(cell: Cell) -> int | None:
    """A number of things: as `whole`, but "1.000", which is one or a thousand, is neither."""
    if isinstance(cell, str) and re.search(r"[.,]\d{3}\s*$", cell):
        return None
    return whole(cell)
