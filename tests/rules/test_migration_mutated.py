"""The sample spoilt in every way a hand-over spoils a file: nothing may change without a word in the ledger.

Each case is (what was done to the file, the clean part, the spoilt bytes). The clean file's records are the oracle.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache, partial
from itertools import cycle
from typing import Any

import pytest

from chalicelib.migration.readers.reading import Asked, parts
from chalicelib.migration.rules.cells import shown
from chalicelib.migration.rules.plan import Part
from tests.rules.migration_mutator import Table, as_text, as_workbook, customers, part_of, prices, records, silent
from tests.rules.migration_support import SETTINGS

SEPARATORS = (";", ",", "\t", "|")
GRIDS = ("DEPC", "CHR", "EXPT", "EXPO")
Case = tuple[str, str, Callable[[], bytes]]


@cache
def clean(kind: str) -> Part:
    return part_of(as_workbook(customers()), "c.xlsx") if kind == "customer" else part_of(as_text(prices()), "p.csv")


def _shuffled(table: Table, seed: int) -> Table:
    order = list(range(len(table.titles)))
    random.Random(seed).shuffle(order)
    return table.permuted(order)


def _bare(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _columns(table: Table, names: tuple[str, ...], how: Callable[[Any], Any]) -> Table:
    for name in names:
        table = table.changed(name, how)
    return table


def _each(table: Table, how: Callable[[Any], Any]) -> Table:
    return replace(table, rows=[[how(cell) for cell in row] for row in table.rows])


def _as_date(cell: Any) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    return datetime.strptime(cell, "%d/%m/%Y") if re.fullmatch(r"\d\d/\d\d/\d{4}", str(cell)) else None  # noqa: DTZ007


def _dated(form: str) -> Table:
    def changed(cell: Any) -> Any:
        found = _as_date(cell)
        return found.strftime(form) if found else cell

    return customers().changed("Créé le", changed)


def _number(cell: Any) -> Any:
    written = shown(cell).strip()
    return Decimal(written) if re.fullmatch(r"\d+", written) else cell


def _scientific(cell: Any) -> Any:
    written = shown(cell).strip()
    return f"{Decimal(written):.5E}".replace(".", ",") if re.fullmatch(r"\d{8,14}", written) else cell


def _with_totals(table: Table) -> Table:
    rows: list[list[Any]] = []
    for number, row in enumerate(table.rows):
        rows.append(row)
        if number % 50 == 49:
            rows.append(["TOTAL PAGE", None, None, Decimal(50)])
    count = len(table.rows)
    below: list[list[Any]] = [["Total clients", Decimal(count)], ["TOTAL GENERAL :", f"{count} clients"]]
    return replace(table, rows=rows, below=[*below, [f"Nb de clients : {len(table.rows)}"]])


def _twice(table: Table, title: str, value: str) -> Table:
    """The same heading at the end, saying something else on rows that have a reference of their own."""
    width = len(table.titles)
    rows = [[*(row + [None] * width)[:width], value if row[1] else None] for row in table.rows]
    return replace(table, titles=[*table.titles, title], rows=rows)


def _twice_first(table: Table, title: str) -> Table:
    """The same heading in front, empty: what it holds stands in the second."""
    return replace(table, titles=[title, *table.titles], rows=[[None, *row] for row in table.rows])


def _hidden(book: Any, sheet: Any) -> None:
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["F"].hidden = True


def _merged(book: Any, sheet: Any) -> None:
    for span in ("F5:G5", "H6:H9"):
        sheet.merge_cells(span)


def _permuted_customers(seed: int) -> bytes:
    return as_workbook(_shuffled(customers(), seed))


def _permuted_prices(seed: int) -> bytes:
    return as_text(_shuffled(prices(), seed))


def _dated_file(form: str) -> bytes:
    return as_workbook(_dated(form))


def _customers_cases() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for seed in (1, 2, 3):
        yield f"columns permuted {seed}", partial(_permuted_customers, seed)
    encodings = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "mac_roman", "cp850", "ascii")
    for encoding, mark in zip(encodings, cycle(SEPARATORS), strict=False):
        yield f"text {encoding} {mark!r}", partial(as_text, customers(), mark, encoding)
    yield "every cell quoted", lambda: as_text(customers(), quoted=True)
    yield "old Macintosh lines", lambda: as_text(customers(), end="\r")
    yield (
        "headings without accents, capitals",
        lambda: as_workbook(customers().renamed({title: _bare(title).upper() for title in customers().titles})),
    )
    yield (
        "blank lines",
        lambda: as_text(replace(customers(), rows=[one for row in customers().rows for one in (row, [])])),
    )
    yield "totals", lambda: as_workbook(_with_totals(customers()))
    yield "heading twice", lambda: as_workbook(_twice(customers(), "Email", "autre@exemple.fr"))
    yield "heading twice, first empty", lambda: as_workbook(_twice_first(customers(), "CP"))
    for form in ("%d/%m/%y", "%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%Y%m%d", "%m/%d/%Y", "%d-%b-%y", "%d-%m-%Y 00:00:00"):
        yield f"dates {form}", partial(_dated_file, form)
    yield "every number a text", lambda: as_workbook(_each(customers(), lambda c: shown(c) if c is not None else None))
    yield "every text of digits a number", lambda: as_workbook(_each(customers(), _number))
    yield "telephones in scientific notation", lambda: as_text(customers().changed("Portable", _scientific))
    yield "zeros lost in text", lambda: as_text(customers().changed("CP", lambda c: shown(c).lstrip("0")))
    yield "codes amid spaces", lambda: as_workbook(customers().changed("Code client", lambda c: f" {shown(c)}\u00a0"))
    yield (
        "hard spaces",
        lambda: as_workbook(_each(customers(), lambda c: c.replace(" ", "\u00a0") if isinstance(c, str) else c)),
    )
    yield (
        "countries in capitals",
        lambda: as_workbook(customers().changed("Pays", lambda c: c.upper() if isinstance(c, str) else c)),
    )
    yield "hidden rows and columns", lambda: as_workbook(customers(), write=_hidden)
    yield "merged cells", lambda: as_workbook(customers(), write=_merged)
    yield (
        "lines above the table",
        lambda: as_workbook(replace(customers(), above=[["Export clients"], ["Domaine", None, "le 12/11/2026"], []])),
    )


def _amounts(how: Callable[[str], Any]) -> Table:
    return _columns(prices(), GRIDS, lambda cell: how(shown(cell)))


def _price_cases() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for seed in (1, 2, 3):
        yield f"columns permuted {seed}", partial(_permuted_prices, seed)
    encodings = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "iso8859-15", "mac_roman", "cp858")
    for encoding, mark in zip(encodings, cycle(SEPARATORS[1:]), strict=False):
        yield f"text {encoding} {mark!r}", partial(as_text, prices(), mark, encoding)
    yield "a workbook", lambda: as_workbook(prices())
    yield "decimal points", lambda: as_text(_amounts(lambda p: re.sub(r"(\d),(\d)", r"\1.\2", p)))
    yield "decimal points amid commas", lambda: as_text(_amounts(lambda p: re.sub(r"(\d),(\d)", r"\1.\2", p)), ",")
    yield (
        "euro sign in front",
        lambda: as_text(
            _amounts(lambda p: f"€ {re.sub('€|EUR', '', p).strip()}" if re.fullmatch(r"[\d,]+ *(€|EUR)?", p) else p)
        ),
    )
    yield "a grid twice", lambda: as_text(_twice(prices(), "CHR", "1,00"))
    yield "rates with a sign", lambda: as_text(prices().changed("TVA", lambda c: f"{shown(c)} %"))
    yield (
        "rates as fractions",
        lambda: as_text(prices().changed("TVA", lambda c: "0,2" if shown(c).startswith("20") else c)),
    )
    yield "barcodes in scientific notation", lambda: as_text(prices().changed("EAN", _scientific))
    yield "barcodes with a decimal", lambda: as_text(prices().changed("EAN", lambda c: f"{shown(c)}.0"))
    yield "barcodes as numbers", lambda: as_workbook(prices().changed("EAN", _number))
    yield "vintages of two digits", lambda: as_text(prices().changed("Mill.", lambda c: shown(c)[2:]))
    yield "vintages with a decimal", lambda: as_text(prices().changed("Mill.", lambda c: f"{shown(c)},0"))
    yield "every text of digits a number", lambda: as_workbook(_each(prices(), _number))


CASES = [("customer", *case) for case in _customers_cases()] + [("product", *case) for case in _price_cases()]


@pytest.mark.parametrize(("kind", "what", "spoilt"), CASES, ids=[f"{kind}: {what}" for kind, what, _ in CASES])
def test_no_value_changes_without_a_word(kind: str, what: str, spoilt: Callable[[], bytes]) -> None:
    content = spoilt()
    part = part_of(content, "export.xlsx" if content[:2] == b"PK" else "export.csv")
    assert part.mapping is not None, "the file is not recognised any more"
    assert part.kind == kind
    assert silent(clean(kind), part) == []
    assert sum(entry.height for entry in part.entries) >= part.lines


def test_the_oracle_sees_a_silent_change() -> None:
    changed = part_of(as_workbook(customers().changed("Ville", lambda c: "Ailleurs")), "c.xlsx")
    assert len(silent(clean("customer"), changed)) > 120
    gone = part_of(as_workbook(replace(customers(), rows=customers().rows[1:])), "c.xlsx")
    assert silent(clean("customer"), gone) == [f"{next(iter(records(clean('customer'))))}: gone"]


def test_a_hidden_sheet_is_read_and_said_and_several_sheets_each_have_their_own_mapping() -> None:
    def more(book: Any, sheet: Any) -> None:
        hidden = book.create_sheet("Anciens")
        for row in ([*customers().titles], ["X9", "Caché", *[None] * 25]):
            hidden.append(row)
        hidden.sheet_state = "hidden"
        book.create_sheet("Notes").append(["Bon à savoir"])

    found = parts(as_workbook(customers(), write=more), "f", "c.xlsx", Asked(SETTINGS))
    assert [(part.sheet, part.kind) for part in found] == [
        ("Export", "customer"),
        ("Anciens", "customer"),
        ("Notes", ""),
    ]
    said = [item.code for entry in found[1].entries for item in entry.findings]
    assert "row.hidden_sheet" in said


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1er avril 2013", "2013-04-01"), ("01-avr-2013", "2013-04-01"), ("14 nov. 2026", "2026-11-14"),
        ("20130401", "2013-04-01"), ("2013/04/01", "2013-04-01"), ("3 juillet 2019", "2019-07-03"),
        ("3 jui 2019", ""), ("01/04/13", ""), ("31/02/2019", ""),
    ],
)  # fmt: skip
def test_dates_are_read_in_their_usual_forms_or_not_at_all(written: str, read: str) -> None:
    table = replace(customers(), rows=[row[:] for row in customers().rows[:1]]).changed("Créé le", lambda _: written)
    (entry,) = records(part_of(as_workbook(table), "c.xlsx")).values()
    assert (entry.record or {})["since"] == read
    assert bool(read) != any(item.code == "customer.date.unreadable" for item in entry.findings)


def test_one_date_with_its_month_first_makes_the_doubtful_ones_unread() -> None:
    rows = [row[:] for row in customers().rows[:3]]
    for row, day in zip(rows, ("04/25/2013", "04/05/2013", "05/05/2013"), strict=True):
        row[customers().column("Créé le")] = day
    found = records(part_of(as_workbook(replace(customers(), rows=rows)), "c.xlsx")).values()
    assert [(entry.record or {})["since"] for entry in found] == ["", "", "2013-05-05"]


def test_merged_cells_are_said_on_the_rows_they_touch() -> None:
    part = part_of(as_workbook(customers(), write=_merged), "c.xlsx")
    touched = [entry.line for entry in part.entries if any(item.code == "row.merged" for item in entry.findings)]
    assert touched == [5, 6, 7, 8, 9]
