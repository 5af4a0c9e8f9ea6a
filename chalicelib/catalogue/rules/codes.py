"""Code tables that the customs publish and the user keeps up to date: INAO products, fiscal labels, NC8.

Nouns: *table* (a name and its rows), *row* (a code with its labels). The one trick: nothing official is shipped; a
table is whatever file was last loaded, read by the titles of its columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from chalicelib.kernel.errors import Refused
from chalicelib.kernel.text import fold, squeeze

TableName = Literal["inao", "label", "nc8"]
MOST_ROWS = 12_000
_CODES = ("code", "code produit", "code inao", "cn8", "nc8", "code douanier")
_LABELS = ("libelle", "description", "label", "designation", "nom", "produit", "denomination")


@dataclass(frozen=True, slots=True)
class CodeRow:
    code: str
    fr: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class CodeTable:
    """`source`: the name of the file it was read from."""

    name: TableName
    rows: tuple[CodeRow, ...] = ()
    source: str = ""


def read_codes(content: bytes) -> list[tuple[str, str]]:
    """(code, label) of each line of a CSV file. Refused when it has no such columns, or too many lines."""
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    first = text.split("\n", 1)[0]
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(";\t,", key=first.count)))
    titles = [fold(title) for title in rows[0]] if rows else []
    code = next((titles.index(name) for name in _CODES if name in titles), None)
    label = next((titles.index(name) for name in _LABELS if name in titles), None)
    if code is None or label is None:
        detail = "Les colonnes « code » et « libellé » manquent. Enregistrez la table en CSV avec ces deux titres."
        raise Refused("catalogue.codes.columns", detail, "content")
    found = {squeeze(row[code]): squeeze(row[label]) for row in rows[1:] if len(row) > max(code, label) and row[code]}
    if not found or len(found) > MOST_ROWS:
        raise Refused("catalogue.codes.size", f"Une table a de 1 à {MOST_ROWS} codes. Vérifiez le fichier.", "content")
    return sorted(found.items())


def merged(table: CodeTable, read: Iterable[tuple[str, str]], language: str, source: str) -> CodeTable:
    """The table with what was read. A French file is the table; an English one only adds its words to known codes."""
    known = {row.code: row for row in table.rows}
    if language == "en":
        words = dict(read)
        rows = tuple(CodeRow(row.code, row.fr, words.get(row.code, row.en)) for row in table.rows)
    else:
        rows = tuple(CodeRow(code, label, known[code].en if code in known else "") for code, label in read)
    return CodeTable(table.name, rows, source)
