"""The fichier des écritures comptables (FEC) of article A47 A-1 of the LPF: 18 columns, one line per entry line.

Nouns: a `FecRow` is one line with its texts still free, `write_fec` turns rows into the bytes of the legal file. The
one trick: the file is a pure function of rows and format, so the same year gives the same bytes. Source: LPF art. A47
A-1 VII (columns, dates, amounts) and the practice of existing exporters (file name, replacement of the separator).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

COLUMNS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)

Separator = Literal["tab", "pipe"]
Encoding = Literal["utf-8", "iso-8859-15", "ascii"]
SEPARATORS: dict[str, str] = {"tab": "\t", "pipe": "|"}

_BREAKS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")


@dataclass(frozen=True)
class FecRow:
    """One line of the file. Amounts in cents (one of them zero), dates as dates, texts free."""

    journal: str
    journal_label: str
    number: int
    on: date
    account: str
    account_label: str
    aux: str
    aux_label: str
    piece: str
    piece_date: date
    label: str
    debit: int
    credit: int
    letter: str
    lettered_on: date | None
    validated_on: date
    currency_amount: int | None = None
    currency: str = ""


def amount(cents: int) -> str:
    """`-12345` cents as `-123,45`: comma, two places, no thousands separator."""
    sign = "-" if cents < 0 else ""
    units, rest = divmod(abs(cents), 100)
    return f"{sign}{units},{rest:02d}"


@lru_cache(maxsize=1024)
def day(value: date | None) -> str:
    """`YYYYMMDD`, or nothing."""
    return value.strftime("%Y%m%d") if value else ""


def file_name(siren: str, closing: date) -> str:
    """`<SIREN>FEC<YYYYMMDD>.txt`, the date being that of the year's closing."""
    return f"{siren}FEC{closing:%Y%m%d}.txt"


@lru_cache(maxsize=4096)
def clean(text: str, mark: str, encoding: str = "utf-8") -> str:
    """`text` as the file can hold it: in the letters of its encoding, on one line, without the separator (`|` becomes
    `/`, breaks and tabs one space)."""
    known = text if encoding == "utf-8" else _narrow(text, encoding)
    return _BREAKS.sub(" ", known.replace("|", "/") if mark == "|" else known).strip()


def write_fec(rows: Iterable[FecRow], *, separator: Separator = "tab", encoding: Encoding = "utf-8") -> bytes:
    """The bytes of the file: header, then one CRLF line per row, in the order given (that of the entry numbers).

    A line with neither debit nor credit says nothing and is left out. A character that the encoding lacks
    is replaced by its nearest letters.
    """
    mark = SEPARATORS[separator]
    lines = [mark.join(COLUMNS)]
    lines.extend(mark.join(_fields(row, mark, encoding)) for row in rows if row.debit or row.credit)
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def _fields(row: FecRow, mark: str, encoding: str) -> tuple[str, ...]:
    foreign = row.currency_amount is not None and row.currency
    return (
        clean(row.journal, mark, encoding),
        clean(row.journal_label, mark, encoding),
        str(row.number),
        day(row.on),
        clean(row.account, mark, encoding),
        clean(row.account_label, mark, encoding) or "/",
        clean(row.aux, mark, encoding),
        (clean(row.aux_label, mark, encoding) or "/") if row.aux else "",
        clean(row.piece, mark, encoding),
        day(row.piece_date),
        clean(row.label, mark, encoding) or "/",
        amount(row.debit),
        amount(row.credit),
        row.letter,
        day(row.lettered_on) if row.letter else "",
        day(row.validated_on),
        amount(row.currency_amount or 0) if foreign else "",
        row.currency if foreign else "",
    )


_NEAREST = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "’": "'", "‘": "'",
                          "“": '"', "”": '"', "–": "-", "—": "-", "€": "EUR"})  # fmt: skip


def _narrow(text: str, encoding: str) -> str:
    """`text` in a narrower encoding: as it is, or else character by character to the nearest letters."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_nearest(character, encoding) for character in text)
    return text


def _nearest(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFKD", character.translate(_NEAREST))
        return "".join(c if ord(c) < 128 else "" if unicodedata.combining(c) else "?" for c in plain)
    return character
