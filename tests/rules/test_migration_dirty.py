"""Dirty files nobody has seen: whatever the faults, no row is lost, no price is silently wrong, nothing raises.

Each drawn file is built together with its truth (which rows give what), then read back.
"""

from __future__ import annotations

import csv
import io
import string
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.kernel.errors import Refused
from chalicelib.migration.readers.reading import Asked, Choice, parts
from chalicelib.migration.rules.fields import CUSTOMER_FIELDS, PRODUCT_FIELDS
from chalicelib.migration.rules.grid import Grid, Line
from chalicelib.migration.rules.heading import Heading
from chalicelib.migration.rules.imports import Books
from chalicelib.migration.rules.mapping import Mapping
from chalicelib.migration.rules.nothing import WORDS
from chalicelib.migration.rules.plan import Part, planned, prices_of
from chalicelib.migration.rules.sorting import entries
from chalicelib.migration.service import customers, products
from tests.rules.migration_support import (
    CUSTOMER_HEADINGS,
    PREAMBLE,
    PRICE_HEADINGS,
    SETTINGS,
    records,
    workbook,
)

GRIDS = ("DEPC", "CHR", "EXPT", "EXPO")
NAMES = st.text(alphabet=string.ascii_letters + "éèàçÉ '-&;\"", min_size=3, max_size=25).filter(
    lambda name: (
        name.strip(" ';\"-&")
        and not name.lower().lstrip(" '\"").startswith(("total", "nombre", "sous"))
        and name.strip() not in WORDS
    )
)


# --- price lists -------------------------------------------------------------------------------------------------


@dataclass
class PriceCell:
    """A cell and the price it means; None: it means none, and must be said unless the cell is empty."""

    written: str
    price: Decimal | None


@st.composite
def price_cells(draw: st.DrawFn) -> PriceCell:
    fault = draw(
        st.sampled_from(["", "", "", "", "", "empty", "zero", "letters", "letter in", "negative", "dollars", "five"])
    )
    amount = draw(st.decimals("0.01", "9999.9999", places=draw(st.integers(0, 4))))
    if amount == 0:
        amount = Decimal("1.5")
    whole, _, decimals = f"{amount}".partition(".")
    decimals = draw(st.sampled_from([decimals, decimals.rstrip("0")]))
    if len(whole) > 3 and draw(st.booleans()):
        whole = whole[:-3] + draw(st.sampled_from([" ", "\u00a0"])) + whole[-3:]
    good = f"{whole},{decimals}" if decimals else whole
    suffix = draw(st.sampled_from(["", "€", " €", " EUR", "\u00a0€"]))
    bad = {
        "empty": "", "zero": f"0,00{suffix}", "letters": draw(st.sampled_from(["N/C", "sur demande", "voir", "?"])),
        "letter in": f"{whole},5O", "negative": f"-{good}", "dollars": f"{good} $", "five": f"{whole},12345",
    }  # fmt: skip
    return PriceCell(bad[fault], None) if fault else PriceCell(good + suffix, amount)


@dataclass
class PriceFile:
    content: bytes
    truth: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    said: dict[str, set[str]] = field(default_factory=dict)
    rows: int = 0


@st.composite
def price_files(draw: st.DrawFn) -> PriceFile:
    """A price list with faults. Its first row always leaves no doubt on the decimal mark, as any real list does."""
    file = PriceFile(b"")
    separator = draw(st.sampled_from([";", "\t", "|"]))
    lines: list[list[str]] = [["A0", "Sûr", "", "", "75 cl", "", "20", "1,50", "1,50", "1,50", "1,80", "O"]]
    file.truth["A0"] = dict(zip(GRIDS, map(Decimal, ("1.50", "1.50", "1.50", "1.80")), strict=True))
    file.said["A0"] = set()
    file.rows = 1
    for number in range(1, draw(st.integers(3, 14))):
        shape = draw(st.sampled_from(["row"] * 6 + ["blank", "section", "again"]))
        if shape == "blank":
            lines.append([""] * 12)
        elif shape == "section":
            lines.append([f"*** {draw(st.sampled_from(['VINS', 'COFFRETS DE NOËL', 'DIVERS']))} ***", *[""] * 11])
        elif shape == "again":
            lines.append(list(PRICE_HEADINGS))
        else:
            lines.append(draw(product_rows(file, f"REF{number:03}")))
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=draw(st.sampled_from(["\r\n", "\n"]))).writerows(
        [*[[line] for line in PREAMBLE.replace(";", " , ").splitlines()], PRICE_HEADINGS, *lines]
    )
    text = out.getvalue().replace("prix HT  ,  EXPO", "prix HT ; EXPO")
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    file.content = text.encode(encoding)
    return file


@st.composite
def product_rows(draw: st.DrawFn, file: PriceFile, reference: str) -> list[str]:
    cells = [draw(price_cells()) for _ in GRIDS]
    file.rows += 1
    file.truth[reference] = {
        grid: cell.price for grid, cell in zip(GRIDS, cells, strict=True) if cell.price is not None
    }
    file.said[reference] = {
        grid for grid, cell in zip(GRIDS, cells, strict=True) if cell.price is None and cell.written
    }
    return [
        reference, draw(NAMES), draw(st.sampled_from(["Rouge", "Blanc", "", "Bleu"])),
        draw(st.sampled_from(["2020", "", "NM", "20"])),
        draw(st.sampled_from(["75 cl", "demi", "", "bof"])), draw(st.sampled_from(["", "3760123456785"])),
        draw(st.sampled_from(["20", "20,00", "5,5", "", "normal"])), *(cell.written for cell in cells),
        draw(st.sampled_from(["O", "N", ""])),
    ]  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(price_files())
def test_no_row_is_lost_and_no_price_is_silently_wrong(file: PriceFile) -> None:
    (part,) = parts(file.content, "f", "tarifs.csv", Asked(SETTINGS))
    assert_whole(part)
    rows = records(part)
    assert len(rows) == file.rows
    for entry in rows:
        assert {grid: Decimal(price) for grid, price in prices_of(entry).items()} == file.truth[entry.key]
        said = {
            item.data["grid"]
            for item in entry.findings
            if item.code.startswith("price.") and "suspicious" not in item.code
        }
        assert said == file.said[entry.key]
    plan = planned([part], {}, {})
    assert plan.prices == sum(map(len, file.truth.values()))
    assert {grid.basis for grid in plan.needs.grids if grid.code != "EXPO"} == {"HT"}


# --- mappings ----------------------------------------------------------------------------------------------------

FIELDS = st.sampled_from([*CUSTOMER_FIELDS, *PRODUCT_FIELDS, "price:A", "price:B", "price:", "nonsense", ""])
CHOICES = st.builds(
    Choice,
    ignored=st.booleans(),
    kind=st.sampled_from(["", "customer", "product", "wine"]),
    header=st.one_of(st.none(), st.integers(-1, 30)),
    columns=st.dictionaries(st.integers(-1, 14), FIELDS, max_size=8),
    decimal=st.sampled_from([None, ",", "."]),
)


@settings(max_examples=120, deadline=None)
@given(price_files(), CHOICES)
def test_any_choice_of_columns_is_read_or_refused(file: PriceFile, choice: Choice) -> None:
    """And whatever is read can be asked of the rooms that will hold it."""
    try:
        (part,) = parts(file.content, "f", "tarifs.csv", Asked(SETTINGS, {"": choice}))
    except Refused as refusal:
        assert refusal.code.startswith("migration.mapping.")  # noqa: PT017 - reading is as right as refusing
        return
    assert_whole(part)
    for entry in records(part):
        if entry.record is not None and entry.kind == "customer":
            assert customers.asked(entry.record, entry.key, "x" * 200, Books()).name
        elif entry.record is not None:
            assert products.asked(entry.record, "x" * 150, products.any_books(entry.record))


# --- customers ---------------------------------------------------------------------------------------------------

CELLS = st.one_of(
    st.none(), st.none(), NAMES, st.integers(-5, 10**14), st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(), st.datetimes(), st.text(st.characters(exclude_categories=["C"]), max_size=30),
    st.sampled_from(["=1+1", "#N/A", "O", "N", "France", "CH", "x@y.fr; z@y.fr", "a@b", "FR1", "'=A("]),
)  # fmt: skip


@st.composite
def customer_sheets(draw: st.DrawFn) -> list[list[Any]]:
    rows = []
    for number in range(draw(st.integers(1, 12))):
        row: list[Any] = [draw(CELLS) if draw(st.integers(0, 3)) == 0 else None for _ in CUSTOMER_HEADINGS]
        row[0] = draw(st.sampled_from([f"T{number:03}", f"T{number // 2:03}", number, None, "TOTAL"]))
        row[1] = draw(st.one_of(NAMES, st.none()))
        rows.append(row)
    return rows


@settings(max_examples=80, deadline=None)
@given(customer_sheets())
def test_whatever_a_workbook_holds_every_row_is_accounted_for(rows: list[list[Any]]) -> None:
    (part,) = parts(workbook([list(CUSTOMER_HEADINGS), *rows]), "f", "clients.xlsx", Asked(SETTINGS))
    assert_whole(part)
    filled = {number for number, row in enumerate(rows, 2) if any(cell not in (None, "") for cell in row)}
    assert {entry.line for entry in part.entries if entry.kind != "blank"} - {1} == filled
    for entry in records(part):
        if entry.record is not None:
            assert entry.record["company"] or entry.record["last_name"] or entry.record["first_name"]
            assert customers.refusals(customers.asked(entry.record, entry.key, "CaveGest", Books())) is not None
    keys = [entry.key.lower() for entry in records(part) if entry.verdict == "create"]
    assert len(keys) == len(set(keys))


def as_read(cell: Any) -> Any:
    """A cell as the readers give it: numbers are decimals."""
    return Decimal(str(cell)) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=12), max_size=10), st.sampled_from(["customer", "product"]))
def test_a_grid_of_anything_leaves_one_entry_per_line(cells: list[list[Any]], kind: str) -> None:
    """Straight into the sorter, without a file between: any cell in any place."""
    clean = [tuple(map(as_read, row)) for row in cells]
    titles = tuple(CUSTOMER_HEADINGS[:12] if kind == "customer" else PRICE_HEADINGS)
    lines = (Line(1, titles), *(Line(number, row) for number, row in enumerate(clean, 2)))
    names = ("code", "last_name") if kind == "customer" else ("reference", "name")
    mapping = Mapping(kind, {names[0]: 0, names[1]: 1})
    found = entries(Grid("Feuille", lines), Heading(1, titles, ()), mapping, SETTINGS)
    assert [entry.line for entry in found] == [line.number for line in lines]
    assert all(entry.record is not None or entry.findings for entry in found)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert_read_or_refused(content)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from(';,\t|"\n\r aé1,5€='), max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert_read_or_refused(("Réf.;Désignation;TVA;Contenance;EAN;Actif\n" + text).encode())


def assert_read_or_refused(content: bytes) -> None:
    try:
        found = parts(content, "f", "fichier", Asked(SETTINGS))
    except Refused as refusal:
        assert refusal.code.startswith("migration.file.")  # noqa: PT017 - reading is as right as refusing
        return
    for part in found:
        assert_whole(part)


def assert_whole(part: Part) -> None:
    """Every physical line is covered by exactly one entry, and what gives no record has a reason."""
    if part.mapping is None:
        return
    lines = [number for entry in part.entries for number in range(entry.line, entry.line + entry.height)]
    assert lines == list(range(1, part.lines + 1))
    for entry in part.entries:
        assert entry.record is not None or entry.findings
        assert (entry.record is None) == (entry.verdict != "create")
