"""What programs, spreadsheets and people do to an export besides: letters in pieces, signs nobody sees, words for
nothing, digits of double width, files put end to end. No value may change without a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.kernel.errors import Refused
from chalicelib.migration.readers.reading import Asked, parts
from chalicelib.migration.rules.cells import count, shown
from tests.rules.migration_mutator import Table, as_text, as_workbook, customers, prices, silent
from tests.rules.migration_support import SETTINGS
from tests.rules.test_migration_mutated import GRIDS, _columns, _each, clean

NOTHINGS = ("NULL", "null", "N/A", "n/a", "#N/A", "None", "NaN", "(vide)", "-", "—")


def _texts(table: Table, how: Callable[[str], str]) -> Table:
    return _each(table, lambda cell: how(cell) if isinstance(cell, str) and cell else cell)


def _nothing(word: str) -> Table:
    return _each(customers(), lambda cell: word if cell is None or shown(cell) == "" else cell)


def _blank_rows(book: Any, sheet: Any) -> None:
    """Rows that were formatted, and hold nothing, down to the bottom of the sheet."""
    for row in range(sheet.max_row + 1, sheet.max_row + 6000):
        sheet.cell(row, 1).value = ""
    sheet.cell(sheet.max_row + 9000, 1).number_format = "@"


def _low(table: Table, lines: int) -> Table:
    above = [["Domaine des Galets"], ["Export du 22/11/2026"], [], *[[f"Remarque n° {n}"] for n in range(lines - 3)]]
    return replace(table, above=above)


def _fields(table: Table) -> Table:
    """Titles over two lines, with marks and double spaces."""
    return table.renamed({title: f" {title.replace(' ', chr(10))} : " for title in table.titles})


def _hidden_marks(text: str) -> str:
    """A mark that a web page puts where a word may be cut, and one that no spreadsheet shows."""
    return f"\u200b{text[:2]}\u00ad{text[2:]}\ufeff"


def _wide(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if letter.isdigit() else letter for letter in text)


def _bad_lines(content: bytes) -> bytes:
    """One line in three ends otherwise."""
    lines = content.split(b"\r\n")
    return b"".join(line + (b"\n" if n % 3 else b"\r\n") for n, line in enumerate(lines))


def _two_encodings() -> bytes:
    """A file that was put together from two: the second half in UTF-8."""
    old, new = as_text(customers()).split(b"\r\n"), as_text(customers(), encoding="utf-8").split(b"\r\n")
    half = len(old) // 2
    return b"\r\n".join([*old[:half], *new[half:]])


def _customers() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "letters in pieces", lambda: as_workbook(_texts(customers(), lambda t: unicodedata.normalize("NFD", t)))
    yield (
        "letters in pieces in text",
        lambda: as_text(_texts(customers(), lambda t: unicodedata.normalize("NFD", t)), encoding="utf-8"),
    )
    yield (
        "titles in pieces",
        lambda: as_workbook(
            customers().renamed({title: unicodedata.normalize("NFD", title) for title in customers().titles})
        ),
    )
    yield "marks that nobody sees", lambda: as_workbook(_texts(customers(), _hidden_marks))
    yield "titles with marks and breaks", lambda: as_workbook(_fields(customers()))
    yield "thousands of blank rows", lambda: as_workbook(customers(), write=_blank_rows)
    yield "titles on line forty", lambda: as_workbook(_low(customers(), 39))
    yield "lines that end in three ways", lambda: _bad_lines(as_text(customers()))
    yield "two encodings", _two_encodings
    yield "a mark put twice", lambda: b"\xef\xbb\xbf" + as_text(customers(), encoding="utf-8-sig")
    yield "separators after every line", lambda: as_text(customers()).replace(b"\r\n", b";;;;\r\n")
    yield "wide digits", lambda: as_workbook(customers().changed("CP", lambda c: _wide(shown(c))))
    yield "the file twice", lambda: as_text(replace(customers(), rows=[*customers().rows, *customers().rows]))
    for word in NOTHINGS:
        yield f"{word} for nothing", lambda word=word: as_workbook(_nothing(word))  # type: ignore[misc]
    for yes, no in (("Oui", "Non"), ("VRAI", "FAUX"), ("TRUE", "FALSE"), ("1", "0"), ("Y", "N")):
        words = {"O": yes, "N": no}
        yield (
            f"{yes} and {no}",
            lambda words=words: as_text(customers().changed("Inutilisable", lambda c: words.get(shown(c), c))),  # type: ignore[misc]
        )
    yield (
        "booleans",
        lambda: as_workbook(customers().changed("Inutilisable", lambda c: {"O": True, "N": False}.get(shown(c), c))),
    )


def _prices() -> Iterator[tuple[str, Callable[[], bytes]]]:
    def amounts(how: Callable[[str], Any]) -> Table:
        return _columns(prices(), GRIDS, lambda cell: how(shown(cell)))

    price = r"\d+,\d+"
    yield (
        "letters in pieces",
        lambda: as_text(_texts(prices(), lambda t: unicodedata.normalize("NFD", t)), encoding="utf-8"),
    )
    yield "wide digits", lambda: as_workbook(amounts(lambda p: _wide(p) if re.fullmatch(price, p) else p))
    yield "a comma too many", lambda: as_text(amounts(lambda p: p.replace(",", ",,") if re.fullmatch(price, p) else p))
    yield (
        "marks above digits",
        lambda: as_text(amounts(lambda p: p.replace(",", "'") if re.fullmatch(r"\d+,\d\d", p) else p)),
    )
    yield (
        "thousandths",
        lambda: as_text(amounts(lambda p: f"{p}0" if re.fullmatch(r"\d+,\d\d", p) else p)),
    )
    yield "prices a hundred times", lambda: as_text(amounts(lambda p: f"{p} €/100" if re.fullmatch(price, p) else p))
    yield "prices of a case", lambda: as_text(amounts(lambda p: f"{p} le carton" if re.fullmatch(price, p) else p))
    yield "NULL for nothing", lambda: as_text(_each(prices(), lambda c: "NULL" if shown(c) == "" else c))
    yield "the file twice", lambda: as_text(replace(prices(), rows=[*prices().rows, *prices().rows]))
    yield (
        "barcodes 3.76E+12",
        lambda: as_text(prices().changed("EAN", lambda c: f"{float(shown(c)):.2E}" if shown(c).isdigit() else c)),
    )


CASES = [("customer", *case) for case in _customers()] + [("product", *case) for case in _prices()]


@pytest.mark.parametrize(("kind", "what", "spoilt"), CASES, ids=[f"{kind}: {what}" for kind, what, _ in CASES])
def test_no_value_changes_without_a_word(kind: str, what: str, spoilt: Callable[[], bytes]) -> None:
    content = spoilt()
    read = parts(content, "f", "export.xlsx" if content[:2] == b"PK" else "export.csv", Asked(SETTINGS))
    known = [part for part in read if part.kind == kind]
    assert len(known) == 1, "the table is not recognised any more"
    assert silent(clean(kind), known[0]) == []
    assert sum(entry.height for entry in known[0].entries) >= known[0].lines


def test_emojis_and_letters_of_other_scripts_are_kept_as_they_are() -> None:
    names = ("Bar 🍷 du Port", "Ресторан Волга", "東京ワイン", "Ağaç Şarap", "Ω Oinos", "Nuñez & Fils™")
    rows = [[*customers().rows[0]] for _ in names]
    at, code = customers().titles.index("Société"), customers().titles.index("Code client")
    for n, (row, name) in enumerate(zip(rows, names, strict=True)):
        row[at], row[code] = name, f"E{n}"
    for content in (
        as_workbook(replace(customers(), rows=rows)),
        as_text(replace(customers(), rows=rows), encoding="utf-8"),
    ):
        (part,) = parts(content, "f", "c.xlsx" if content[:2] == b"PK" else "c.csv", Asked(SETTINGS))
        assert [(entry.record or {})["company"] for entry in part.entries if entry.kind == "customer"] == list(names)


def test_a_file_with_nul_bytes_is_refused_with_its_reason() -> None:
    with pytest.raises(Refused) as refusal:
        parts(as_text(customers()).replace(b";;", b";\x00;"), "f", "c.csv", Asked(SETTINGS))
    assert refusal.value.code == "migration.file.type"


def test_a_word_for_nothing_is_said_once_with_its_column_and_count() -> None:
    part = parts(as_text(_nothing("NULL")), "f", "c.csv", Asked(SETTINGS))[0]
    header = next(entry for entry in part.entries if entry.kind == "header")
    told = {item.field: int(item.data["count"]) for item in header.findings if item.code == "column.nothing"}
    empty = sum(1 for row in customers().rows if shown(row[customers().titles.index("Société")]) == "")
    assert told["Société"] == empty


@pytest.mark.parametrize("written", ["1.23E+13", "4,0483E+13", "4.0483304800022E+13"])
def test_a_siret_in_scientific_notation_is_never_completed(written: str) -> None:
    content = f"Code client;Société;Ville;Pays;SIRET;Email\r\nC1;Cave;Lyon;France;{written};\r\n".encode()
    (part,) = parts(content, "f", "c.csv", Asked(SETTINGS))
    (entry,) = [entry for entry in part.entries if entry.kind == "customer"]
    got = (entry.record or {}).get("siret")
    assert got in ("", "40483304800022" if written == "4.0483304800022E+13" else "")
    assert got or any(item.field == "SIRET" for item in entry.findings)


@pytest.mark.parametrize(
    ("written", "read"), [("1.000", None), ("1,000", None), ("1 000", 1000), ("12", 12), ("12,0", 12)]
)
def test_a_number_of_bottles_is_a_thousand_or_one_for_sure(written: str, read: int | None) -> None:
    assert count(written) == read
