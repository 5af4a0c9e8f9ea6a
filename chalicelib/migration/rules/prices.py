"""Numbers written by people: prices and VAT rates, and whether a grid is HT or TTC.

Nouns: *reading* (a price, or the code of why there is none), *decimal mark* of a file, *basis* of a grid. The
one trick: when a text can be read in two ways it is not read at all; a missing price is seen, a wrong one is
invoiced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from chalicelib.kernel.text import fold
from chalicelib.migration.rules.cells import is_error, is_formula, shown
from chalicelib.migration.rules.grid import Cell
from chalicelib.migration.rules.mapping import BasisCode

Mark = Literal[",", "."]
MAX_DECIMALS = 4
MAX_PRICE = Decimal(1_000_000)
# Rates in force in France, its overseas departments and Corsica (CGI art. 278 to 281 nonies, 294 to 297).
FRENCH_RATES = frozenset(Decimal(rate) for rate in ("0", "0.9", "1.05", "1.75", "2.1", "5.5", "8.5", "10", "13", "20"))
_EURO = re.compile(r"^(?:€|eur\b|euros?\b)\s*|\s*(?:€|eur|euros?)$", re.IGNORECASE)
_OTHER = re.compile(r"[$£¥₣]|\b(usd|gbp|chf|frf|ff|f|fr|dollars?|livres?|francs?)\b", re.IGNORECASE)
_SPACE = "[ \u00a0\u202f\u2009']"
_NUMBER = re.compile(rf"([0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+|[0-9]+)(?:([.,])([0-9]*))?")
_GROUPED = re.compile(r"([0-9]{1,3}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)([.,])([0-9]+))")


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` when the cell is a price; else `code` says why not ("" = the cell is empty)."""

    value: Decimal | None = None
    code: str = ""


def decimal_mark(cells: Iterable[Cell]) -> Mark | None:
    """The decimal mark of a file, from the cells that leave no doubt (3,95 or 40.7653, not 7,858); None: no
    such cell, or both marks."""
    marks = set()
    for cell in cells:
        found = re.fullmatch(r"\d+([.,])(\d{1,2}|\d{4})", _amount(cell)) if isinstance(cell, str) else None
        if found:
            marks.add(found[1])
    return cast(Mark, marks.pop()) if len(marks) == 1 else None


def _amount(cell: Cell) -> str:
    """The cell without its euro sign."""
    return _EURO.sub("", _EURO.sub("", shown(cell).strip())).strip()


def read_price(cell: Cell, mark: Mark | None) -> Reading:
    """A price in euros, exactly as written, or why it is none. `mark`: the decimal mark of the file."""
    if isinstance(cell, Decimal):
        return _judged(cell)
    amount = _amount(cell)
    if not amount:
        return Reading(code="price.unreadable" if shown(cell).strip() else "")
    if is_formula(cell) or is_error(cell) or not isinstance(cell, str):
        return Reading(code="price.unreadable")
    if _OTHER.search(amount):
        return Reading(code="price.currency" if re.search(r"\d", amount) else "price.unreadable")
    if re.fullmatch(r"[-−–]\s*\d[\d .,]*", amount):
        return Reading(code="price.negative")
    return _read_amount(amount, mark)


def _read_amount(amount: str, mark: Mark | None) -> Reading:
    grouped = _GROUPED.fullmatch(amount)
    if grouped:
        # 1.234,56: two different marks, the last one is the decimal mark unless the file says otherwise.
        if mark not in (None, grouped[3]):
            return Reading(code="price.ambiguous")
        return _judged(Decimal(f"{re.sub(r'[.,]', '', grouped[1])}.{grouped[4]}"))
    found = _NUMBER.fullmatch(amount)
    if found is None or (found[2] and not found[3]):
        return Reading(code="price.unreadable")
    whole = re.sub(_SPACE, "", found[1])
    if not found[2]:
        return _judged(Decimal(whole))
    if len(found[3]) == 3 and found[2] != mark and not whole.startswith("0"):
        return Reading(code="price.ambiguous")
    return _judged(Decimal(f"{whole}.{found[3]}"))


def _judged(value: Decimal) -> Reading:
    if value == 0:
        return Reading(code="price.zero")
    if value < 0:
        return Reading(code="price.negative")
    if decimals(value) > MAX_DECIMALS:
        return Reading(code="price.too_precise")
    if value >= MAX_PRICE:
        return Reading(code="price.too_large")
    return Reading(value)


def decimals(value: Decimal) -> int:
    """Significant decimals: 12.50 has 1, 23.619 has 3."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def plain(value: Decimal) -> str:
    """The price with at least two decimals and none it has not: "27.20", "13.2091"."""
    return f"{value:.{max(2, decimals(value))}f}"


def read_rate(cell: Cell) -> Decimal | None:
    """A French VAT rate in percent ("20", "20,00", "5,5 %"); None when it is not one. 0,2 is not 20 %."""
    if is_formula(cell):
        return None
    found = re.fullmatch(r"(\d+(?:[.,]\d+)?) ?%?", fold(shown(cell)))
    if found is None:
        return None
    rate = Decimal(found[1].replace(",", "."))
    return rate if rate in FRENCH_RATES else None


def basis_in(sentence: str) -> BasisCode | None:
    """HT or TTC, when a text says exactly one of them."""
    plain_text = f" {re.sub(r'[^a-z]+', ' ', fold(sentence).replace('.', ''))} "
    net = bool(re.search(r" (ht|hors taxes?|excl vat|ex vat|net of tax) ", plain_text))
    gross = bool(re.search(r" (ttc|toutes taxes comprises|taxes comprises|incl vat|inc vat) ", plain_text))
    if net == gross:
        return None
    return "HT" if net else "TTC"


def bases(preamble: Iterable[str], grids: Iterable[str]) -> dict[str, BasisCode | None]:
    """The basis of each grid as the lines above the table say it ("DEPC, CHR : prix HT ; EXPO : prix TTC"). A
    grid told twice in two ways, or never, has none. A sentence that names no grid ("Prix HT") speaks of those
    no other names."""
    wanted = {fold(grid): grid for grid in grids}
    told: dict[str, set[BasisCode]] = {grid: set() for grid in wanted.values()}
    general: set[BasisCode] = set()
    for clause in (part for line in preamble for part in re.split(r"[;|/\n]|\.(?=\s|$)", line)):
        named = [wanted[word] for word in _words(clause) if word in wanted]
        basis = basis_in(clause)
        if basis and not named:
            general.add(basis)
        for grid, said in _pairs(clause, wanted):
            told[grid].add(said)
    return {grid: _single(said or general) for grid, said in told.items()}


def _words(clause: str) -> list[str]:
    return re.findall(r"[a-z0-9_-]+", fold(clause).replace("h.t", "ht").replace("t.t.c", "ttc"))


def _pairs(clause: str, wanted: dict[str, str]) -> list[tuple[str, BasisCode]]:
    """(grid, basis) told by one clause. With both bases in it ("DEPC, CHR : HT, EXPO : TTC", "HT : DEPC, TTC
    : EXPO") the names all stand before their basis or all after; otherwise nothing is sure and nothing is
    told."""
    tokens = [word for word in _words(clause) if word in wanted or word in ("ht", "ttc")]
    single = basis_in(clause)
    if single:
        return [(wanted[word], single) for word in tokens if word in wanted]
    if not tokens or (tokens[0] in wanted) == (tokens[-1] in wanted):
        return []
    ordered = tokens if tokens[-1] in wanted else tokens[::-1]
    pairs: list[tuple[str, BasisCode]] = []
    basis: BasisCode = "HT"
    for word in ordered:
        if word in wanted:
            pairs.append((wanted[word], basis))
        else:
            basis = "TTC" if word == "ttc" else "HT"
    return pairs


def _single(said: set[BasisCode]) -> BasisCode | None:
    return next(iter(said)) if len(said) == 1 else None
