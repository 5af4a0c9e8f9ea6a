"""More hand-overs of the sample: how people, other programs and other spreadsheets bend it before it comes here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.migration.readers.reading import Asked, parts
from chalicelib.migration.rules.cells import shown
from tests.rules.migration_mutator import Table, as_text, as_workbook, customers, part_of, prices, records, silent
from tests.rules.migration_support import SETTINGS
from tests.rules.test_migration_mutated import GRIDS, _as_date, clean

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - the day from which spreadsheets count


def _grouped(table: Table) -> Table:
    """A line of groups above the titles, as a person lays them."""
    groups: list[Any] = [None] * len(table.titles)
    groups[0], groups[12] = "Client", "Livraison"
    return replace(table, above=[*table.above, groups])


def _explained(table: Table) -> Table:
    """A second line of titles: what each column expects."""
    said: list[Any] = [f"({title.lower()})" for title in table.titles]
    return replace(table, rows=[said, *table.rows])


def _english(table: Table) -> Table:
    said: list[Any] = ["Customer code", "Last name", "First name", "Company", *table.titles[4:]]
    return replace(table, rows=[said, *table.rows])


def _formula_totals(table: Table) -> Table:
    last = len(table.rows) + 1
    return replace(table, below=[["TOTAL", f"=COUNTA(A2:A{last})"], ["Édité le 22/11/2026 par Claire"], ["Page 1 / 1"]])


def _numbered(table: Table) -> Table:
    """The day as a number of days, as a spreadsheet keeps it."""

    def days(cell: Any) -> Any:
        found = _as_date(cell)
        return Decimal((found - EPOCH).days) if found else cell

    return table.changed("Créé le", days)


def _timed(table: Table) -> Table:
    def timed(cell: Any) -> Any:
        found = _as_date(cell)
        return found.strftime("%Y-%m-%dT23:30:00Z") if found else cell

    return table.changed("Créé le", timed)


def _others(book: Any, sheet: Any) -> None:
    """A summary before, notes after."""
    first = book.create_sheet("Synthèse", 0)
    for row in (("Clients par famille",), ("CHR", 120), ("PART", 340)):
        first.append(row)
    book.create_sheet("À lire").append(["Ne pas diffuser"])


def _merged_titles(book: Any, sheet: Any) -> None:
    sheet.insert_rows(1)
    sheet.cell(1, 1, "Clients au 22/11/2026")
    sheet.merge_cells("A1:H1")


def _filtered(book: Any, sheet: Any) -> None:
    sheet.auto_filter.ref = sheet.dimensions
    for line in range(3, 20):
        sheet.row_dimensions[line].hidden = True


def _first_column_empty(table: Table) -> Table:
    return replace(table, titles=["", *table.titles], rows=[[None, *row] for row in table.rows])


def _between(table: Table) -> Table:
    """An empty column between each, as some exports lay them."""
    titles = [one for title in table.titles for one in (title, "")]
    return replace(table, titles=titles, rows=[[one for cell in row for one in (cell, None)] for row in table.rows])


def _headers_again(table: Table) -> Table:
    rows: list[list[Any]] = []
    for number, row in enumerate(table.rows):
        if number and number % 40 == 0:
            rows.append(list(table.titles))
        rows.append(row)
    return replace(table, rows=rows)


def _customers() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "groups above the titles", lambda: as_workbook(_grouped(customers()))
    yield "a second line of titles", lambda: as_workbook(_explained(customers()))
    yield "titles in two languages", lambda: as_workbook(_english(customers()))
    yield "totals by formulas, a foot of page", lambda: as_workbook(_formula_totals(customers()))
    yield "days as numbers", lambda: as_workbook(_numbered(customers()))
    yield "days as numbers in text", lambda: as_text(_numbered(customers()))
    yield "instants of another zone", lambda: as_workbook(_timed(customers()))
    yield "a summary and notes beside", lambda: as_workbook(customers(), write=_others)
    yield "a merged title", lambda: as_workbook(customers(), write=_merged_titles)
    yield "a filter that hides rows", lambda: as_workbook(customers(), write=_filtered)
    yield "an empty first column", lambda: as_workbook(_first_column_empty(customers()))
    yield "an empty column between each", lambda: as_workbook(_between(customers()))
    yield "titles on every page", lambda: as_text(_headers_again(customers()))
    yield "Macintosh lines and letters", lambda: as_text(customers(), "\t", "mac_roman", end="\r")
    yield "DOS letters and commas", lambda: as_text(customers(), ",", "cp850")
    yield "UTF-16 of the other order", lambda: as_text(customers(), "\t", "utf-16-be")
    yield "a separator said first", lambda: b"sep=;\r\n" + as_text(customers())
    yield "an end of file of DOS", lambda: as_text(customers()) + b"\x1a"
    yield (
        "apostrophes before numbers",
        lambda: as_text(
            customers().changed("CP", lambda c: f"'{shown(c)}").changed("Code client", lambda c: f"'{shown(c)}")
        ),
    )
    yield "formulas around texts", lambda: as_text(customers().changed("CP", lambda c: f'="{shown(c)}"'))
    yield (
        "yes and no in English",
        lambda: as_workbook(customers().changed("Inutilisable", lambda c: {"O": "YES", "N": "NO"}.get(shown(c), c))),
    )


def _amounts(how: Callable[[str], Any]) -> Table:
    table = prices()
    for name in GRIDS:
        table = table.changed(name, lambda cell: how(shown(cell)))
    return table


def _prices() -> Iterator[tuple[str, Callable[[], bytes]]]:
    price = r"\d+,\d+"
    yield (
        "prices amid spaces",
        lambda: as_text(_amounts(lambda p: f"  {p.replace(',', ' , ')} " if re.fullmatch(price, p) else p)),
    )
    yield (
        "prices with hard spaces and euros",
        lambda: as_text(_amounts(lambda p: f"{p}\u202f€" if re.fullmatch(price, p) else p), encoding="utf-8"),
    )
    yield "prices of thousands", lambda: as_text(_amounts(lambda p: f"0{p}" if re.fullmatch(price, p) else p))
    yield "prices with a trailing minus", lambda: as_text(_amounts(lambda p: f"{p}-" if re.fullmatch(price, p) else p))
    yield (
        "prices as days",
        lambda: as_workbook(
            _amounts(lambda p: datetime(2026, 8, 5) if p == "8,50" else p)  # noqa: DTZ001
        ),
    )
    yield "rates with commas", lambda: as_text(prices().changed("TVA", lambda c: f"{shown(c)},00"))
    yield (
        "groups above the titles",
        lambda: as_text(
            replace(prices(), above=[*prices().above, ["Article", None, None, None, None, None, None, "Prix"]])
        ),
    )
    yield "Macintosh lines and letters", lambda: as_text(prices(), "\t", "mac_roman", end="\r")
    yield "a separator said first", lambda: b"sep=;\r\n" + as_text(prices())


CASES = [("customer", *case) for case in _customers()] + [("product", *case) for case in _prices()]


@pytest.mark.parametrize(("kind", "what", "spoilt"), CASES, ids=[f"{kind}: {what}" for kind, what, _ in CASES])
def test_no_value_changes_without_a_word(kind: str, what: str, spoilt: Callable[[], bytes]) -> None:
    content = spoilt()
    read = parts(content, "f", "export.xlsx" if content[:2] == b"PK" else "export.csv", Asked(SETTINGS))
    known = [part for part in read if part.kind == kind]
    assert len(known) == 1, "the table is not recognised any more, or another is taken for it"
    assert silent(clean(kind), known[0]) == []
    assert sum(entry.height for entry in known[0].entries) >= known[0].lines


def test_codes_that_differ_by_case_are_one_and_by_spaces_or_marks_are_said() -> None:
    titles = "Code client;Nom;CP;Fam;Tarif;Inutilisable"
    rows = ["C-12;Rey;13002;;;N", "c-12;Rey;13002;;;N", "C 12;Roy;69001;;;N", "C12 ;Ray;75001;;;N", "C13;Riu;75002;;;N"]
    part = part_of("\r\n".join([titles, *rows]).encode(), "c.csv")
    said = {entry.line: [item.code for item in entry.findings] for entry in part.entries if entry.kind == "customer"}
    assert "customer.duplicate.conflicting" in said[3] or "customer.duplicate.strict" in said[3]
    assert ["row.alike" in said[line] for line in (2, 4, 5, 6)] == [False, True, True, False]


def test_a_line_of_explanations_is_no_customer_and_a_name_in_brackets_is_one() -> None:
    titles = "Code client;Nom;CP;Fam;Tarif;Inutilisable"
    rows = ["[texte];[obligatoire];[5 chiffres];[code];[code];[O/N]", "C1;(Rey);13002;;;N"]
    part = part_of("\r\n".join([titles, *rows]).encode(), "c.csv")
    assert list(records(part)) == ["c1"]
    assert [item.code for item in part.entries[1].findings] == ["row.header_again"]
