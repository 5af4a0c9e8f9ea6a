"""Formats of document numbers, such as "FA-{year}-{n:04d}".

The one trick: the counter's name is the format's period, so a format with {year} starts again at 1 each year
and one without never does; the number itself is taken by `Unit.number` in the commit that issues the
document.
"""

from __future__ import annotations

import re
from datetime import date

from chalicelib.kernel.errors import Refused

# EN 16931 invoices in France: at most 35 characters, letters, digits and - + _ / only.
LONGEST = 35
_FIELD = re.compile(r"\{(year|yy|month|n)(?::0(\d)d)?\}")
_LITERAL = re.compile(r"[A-Za-z0-9\-+_/]*")


def check_format(pattern: str, field: str = "value") -> str:
    """The pattern, if it can number documents without ever giving the same number twice. Refused
    otherwise."""
    names = [match[1] for match in _FIELD.finditer(pattern)]
    rest = _FIELD.sub("", pattern)
    if names.count("n") != 1 or len(set(names)) != len(names) or not _LITERAL.fullmatch(rest):
        raise Refused(
            "tenancy.numbering.shape",
            "Format illisible. Exemple : FA-{year}-{n:04d} (lettres, chiffres, - + _ /, et {n} une fois).",
            field=field,
        )
    if "month" in names and not {"year", "yy"} & set(names):
        raise Refused(
            "tenancy.numbering.month_without_year",
            "Avec {month} il faut aussi {year} ou {yy}, sinon un numéro reviendrait chaque année.",
            field=field,
        )
    if any(match[2] and match[1] != "n" for match in _FIELD.finditer(pattern)):
        raise Refused("tenancy.numbering.width", "Seul {n} prend une largeur, comme {n:04d}.", field=field)
    if len(number_text(pattern, 99_999_999, date(2099, 12, 31))) > LONGEST:
        raise Refused("tenancy.numbering.long", f"Numéro trop long : {LONGEST} caractères au plus.", field=field)
    return pattern


def number_text(pattern: str, n: int, on: date) -> str:
    """The number of the n-th document of its period: ("FA-{year}-{n:04d}", 7, 2026-11-22) ->
    "FA-2026-0007"."""
    values = {"year": f"{on.year:04d}", "yy": f"{on.year % 100:02d}", "month": f"{on.month:02d}"}
    return _FIELD.sub(lambda m: str(n).zfill(int(m[2] or 0)) if m[1] == "n" else values[m[1]], pattern)


def counter_name(series: str, pattern: str, on: date) -> str:
    """The counter to draw from: ("invoice", "FA-{year}-{n}", 2026-11-22) -> "invoice:2026"; no date field:
    "invoice"."""
    names = {match[1] for match in _FIELD.finditer(pattern)}
    if "month" in names:
        return f"{series}:{on:%Y-%m}"
    return f"{series}:{on:%Y}" if {"year", "yy"} & names else series
