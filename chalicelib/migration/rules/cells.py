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


def day(cell: Cell) -> date | None:
    """A date cell, or 14/11/2026, 14-11-2026, 14.11.2026, 2026-11-14. None: cannot be known for sure."""
    if isinstance(cell, datetime):
        return cell.date()
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?", text(cell))
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?", text(cell))
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else None
    except ValueError:
        return None


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
