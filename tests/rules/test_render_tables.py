"""Lists as CSV and xlsx: typed cells, no formula, streaming, the same bytes for the same rows."""

import csv
import io
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from chalicelib.kernel.errors import Refused
from chalicelib.render import tables
from chalicelib.render.tables import Column, csv_bytes, neutral, restored, xlsx_bytes

MADE = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
COLUMNS = [
    Column("Client"),
    Column("Commandes", "integer"),
    Column("Prix", "decimal", places=4),
    Column("Total TTC", "cents"),
    Column("Volume (hL)", "volume"),
    Column("Le", "date"),
    Column("Vu à", "moment"),
    Column("Actif", "flag"),
]
ROW = [
    "Château Noël",
    3,
    Decimal("8.3333"),
    123456,
    27000,
    date(2026, 11, 22),
    datetime(2026, 7, 1, 22, 30, tzinfo=UTC),
    True,
]
DANGEROUS = ["=1+1", "+33 5 57 00 00 00", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "''+1", "＝1+1", "＠x"]
HARMLESS = ["Château", "1=1", "", " =1", "'quoted'", "a+b", "’=1", "5 - 3"]


def sheet_of(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).active


def parsed(data: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_csv_in_french_opens_in_a_french_spreadsheet() -> None:
    data = csv_bytes(COLUMNS, [ROW, [None] * 8])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 3
    head, row, empty = parsed(data)
    assert head == [column.title for column in COLUMNS]
    assert row == ["Château Noël", "3", "8,3333", "1234,56", "0,27000", "22/11/2026", "02/07/2026 00:30:00", "oui"]
    assert empty == [""] * 8


def test_csv_in_english_has_points_commas_and_iso_dates() -> None:
    _, row = parsed(csv_bytes(COLUMNS, [ROW], "en"), ",")
    assert row == ["Château Noël", "3", "8.3333", "1234.56", "0.27000", "2026-11-22", "2026-07-02 00:30:00", "yes"]


def test_xlsx_carries_numbers_dates_and_texts_as_such() -> None:
    sheet = sheet_of(xlsx_bytes(COLUMNS, [ROW], title="Clients", made=MADE))
    assert sheet.title == "Clients"
    values = [cell.value for cell in sheet[2]]
    assert values[:5] == ["Château Noël", 3, 8.3333, 1234.56, 0.27]
    assert values[5] == datetime(2026, 11, 22)  # noqa: DTZ001 - a spreadsheet has no time zone
    assert values[6] == datetime(2026, 7, 2, 0, 30)  # noqa: DTZ001
    assert values[7] == "oui"
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "n", "n", "d", "d", "s"]
    assert sheet["D2"].number_format == "#,##0.00"
    assert sheet["E2"].number_format == "#,##0.00000"


def test_xlsx_has_a_bold_frozen_filtered_head() -> None:
    sheet = sheet_of(xlsx_bytes(COLUMNS, [ROW, ROW], made=MADE))
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:H3"


def test_an_empty_list_has_its_head() -> None:
    sheet = sheet_of(xlsx_bytes(COLUMNS, [], made=MADE))
    assert [cell.value for cell in sheet[1]] == [column.title for column in COLUMNS]
    assert sheet.max_row == 1
    assert len(parsed(csv_bytes(COLUMNS, []))) == 1


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_looks_like_a_formula_is_neutralised_and_comes_back(text: str) -> None:
    written = parsed(csv_bytes([Column("A")], [[text]]))[1][0]
    assert written == f"'{text}"
    assert restored(written) == text
    cell = sheet_of(xlsx_bytes([Column("A")], [[text]], made=MADE))["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value == text.replace("\r", "\n")


@pytest.mark.parametrize("text", HARMLESS)
def test_an_ordinary_text_is_left_alone(text: str) -> None:
    assert neutral(text) == text
    assert restored(text) == text


@given(st.text(alphabet="'=+-@\t\r\nab ＝", max_size=8))
def test_neutralising_can_always_be_undone(text: str) -> None:
    assert restored(neutral(text)) == text
    assert neutral(text)[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "＝"}


def test_a_title_cannot_be_a_formula_either() -> None:
    assert parsed(csv_bytes([Column("=cmd|'/c calc'!A1")], []))[0][0].startswith("'=")


@pytest.mark.parametrize(
    ("kind", "given_value", "french"),
    [
        ("decimal", "12.5", "12,50"),
        ("decimal", 0.1, "0,10"),
        ("decimal", Decimal("-3.456"), "-3,46"),
        ("cents", -5, "-0,05"),
        ("cents", 0, "0,00"),
        ("integer", "42", "42"),
        ("date", "2026-11-22", "22/11/2026"),
        ("date", datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "01/01/2027"),
        ("moment", "2026-01-01T00:00:00+00:00", "01/01/2026 01:00:00"),
        ("flag", 0, "non"),
        ("text", 12, "12"),
        ("volume", 1, "0,00001"),
    ],
)
def test_cells_take_what_a_database_gives(kind: Any, given_value: Any, french: str) -> None:
    assert parsed(csv_bytes([Column("A", kind)], [[given_value]]))[1] == [french]


def test_a_moment_without_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        csv_bytes([Column("A", "moment")], [["2026-01-01T00:00:00"]])


def test_a_row_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        csv_bytes(COLUMNS, [["trop court"]])
    with pytest.raises(ValueError, match="zip"):
        xlsx_bytes(COLUMNS, [["trop court"]], made=MADE)


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    value = sheet_of(xlsx_bytes([Column("A")], [["x" * 40_000]], made=MADE))["A2"].value
    assert len(value) == 32_767
    assert value.endswith("…")


def test_control_characters_leave_a_workbook_that_opens() -> None:
    assert sheet_of(xlsx_bytes([Column("A")], [["a\x0bb\x00c"]], made=MADE))["A2"].value is not None


def test_the_same_rows_give_the_same_bytes() -> None:
    assert xlsx_bytes(COLUMNS, [ROW] * 3, made=MADE) == xlsx_bytes(COLUMNS, [ROW] * 3, made=MADE)


def test_a_sheet_name_excel_refuses_is_made_acceptable() -> None:
    assert (
        sheet_of(xlsx_bytes([Column("A")], [], title="Ventes [2026/11] : tout*?", made=MADE)).title
        == "Ventes  2026 11    tout"
    )
    assert sheet_of(xlsx_bytes([Column("A")], [], title="'':", made=MADE)).title == "Export"


def test_too_many_rows_are_refused_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 5)
    with pytest.raises(Refused) as refusal:
        xlsx_bytes([Column("A")], ([at] for at in range(6)), made=MADE)
    assert refusal.value.code == "render.table.too_many_rows"


def test_rows_are_taken_one_at_a_time() -> None:
    """A generator that keeps only its current row: had the writer kept them, the count would grow."""
    alive: list[int] = []

    class Counted(str):
        def __init__(self, _: str) -> None:
            alive.append(1)

        def __del__(self) -> None:
            alive.pop()

    most = 0

    def rows() -> Iterator[list[Any]]:
        nonlocal most
        for at in range(500):
            most = max(most, len(alive))
            yield [Counted(f"ligne {at}")]

    data = xlsx_bytes([Column("A")], rows(), made=MADE)
    assert sheet_of(data).max_row == 501
    assert most < 10
    assert sys.getsizeof(data) > 1000


def test_the_workbook_is_a_clean_zip() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(COLUMNS, [ROW], made=MADE))) as archive:
        assert archive.testzip() is None
        assert not any("macro" in name.lower() or "external" in name.lower() for name in archive.namelist())
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
