"""Lists as files: CSV and xlsx, for 10 rows or 50,000.

Nouns: *column* (a title and a kind), *cell*. The one trick: a kind decides once per column how its cells are written,
so a number stays a number, a date a date, and a text that looks like a formula can never become one.

Neutralising: in xlsx such a text keeps its value and gets Excel's own quote prefix; in CSV it is preceded by an
apostrophe, which `restored` takes off again, so an export comes back unchanged.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from chalicelib.kernel.errors import Refused
from chalicelib.render.sheet import Lang
from chalicelib.render.words import word

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Kind = Literal["text", "integer", "decimal", "cents", "volume", "date", "moment", "flag"]
Row = Sequence[Any]

MOST_ROWS = 1_048_575
_MOST_TEXT = 32_767
_PARIS = ZoneInfo("Europe/Paris")
# What a spreadsheet may take for a formula, the full-width forms included, whatever apostrophes stand before.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_ACCENT = "#7A1E3A"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    kind: what its cells hold. text (anything, printed), integer (int), decimal (Decimal, int or a number as text, with
    `places` decimals), cents (int minor units), volume (int, units of 1e-5 hL, shown in hL), date (date or ISO text),
    moment (aware datetime or ISO text, shown in Paris time), flag (bool). None is an empty cell for every kind.
    width: in characters; None fits the kind.
    """

    title: str
    kind: Kind = "text"
    places: int = 2
    width: int | None = None


def neutral(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(text: str) -> str:
    """The text as it was before `neutral`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def csv_bytes(columns: Sequence[Column], rows: Iterable[Row], lang: Lang = "fr") -> bytes:
    """UTF-8 with BOM. French: semicolons, decimal commas, 22/11/2026; English: commas, points, 2026-11-22."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if lang == "fr" else ",", lineterminator="\r\n")
    writer.writerow([neutral(column.title) for column in columns])
    printers = [_printer(column, lang) for column in columns]
    for row in rows:
        pairs = zip(printers, row, strict=True)
        writer.writerow(["" if cell is None else printed(cell) for printed, cell in pairs])
    return out.getvalue().encode("utf-8-sig")


def _printer(column: Column, lang: Lang) -> Callable[[Any], str]:
    """How a cell of a column is written in a CSV."""
    point = "," if lang == "fr" else "."
    day, moment = ("%d/%m/%Y", "%d/%m/%Y %H:%M:%S") if lang == "fr" else ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S")
    yes, no = word(lang, "yes"), word(lang, "no")

    def fixed(value: Any) -> str:
        return f"{_number(column, value):.{_places(column)}f}".replace(".", point)

    printers: dict[Kind, Callable[[Any], str]] = {
        "text": lambda cell: neutral(str(cell)),
        "integer": lambda cell: str(int(cell)),
        "date": lambda cell: _day(cell).strftime(day),
        "moment": lambda cell: _moment(cell).strftime(moment),
        "flag": lambda cell: yes if cell else no,
    }
    return printers.get(column.kind, fixed)


def _places(column: Column) -> int:
    return {"cents": 2, "volume": 5, "integer": 0}.get(column.kind, column.places)


def _number(column: Column, value: Any) -> Decimal:
    shift = {"cents": -2, "volume": -5}.get(column.kind, 0)
    exact = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    return exact.scaleb(shift) if shift else exact


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return _moment(value).date()
    return value if isinstance(value, date) else date.fromisoformat(value)


def _moment(value: Any) -> datetime:
    """The instant on a Paris clock, without zone, as a spreadsheet wants it. Raises ValueError without a zone."""
    instant = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")
    return instant.astimezone(_PARIS).replace(tzinfo=None)


def xlsx_bytes(
    columns: Sequence[Column], rows: Iterable[Row], lang: Lang = "fr", *, title: str = "Export", made: datetime
) -> bytes:
    """A workbook of one sheet: header row frozen and filtered, typed cells. Rows are taken one at a time.

    title: sheet name and document title; made: creation date written in the file (same input, same bytes).
    Raises Refused("render.table.too_many_rows") beyond 1,048,575 rows.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"constant_memory": True, "strings_to_urls": False, "default_date_format": "dd/mm/yyyy"})
    book.set_properties({"title": title, "created": made.replace(tzinfo=None)})
    sheet = book.add_worksheet(_sheet_name(title))
    _head(book, sheet, columns)
    last = _fill(book, sheet, columns, rows, lang)
    sheet.autofilter(0, 0, last, max(0, len(columns) - 1))
    book.close()
    return out.getvalue()


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31] or "Export"


def _head(book: "Workbook", sheet: "Worksheet", columns: Sequence[Column]) -> None:
    style = book.add_format(
        {"bold": True, "font_color": "#FFFFFF", "bg_color": _ACCENT, "valign": "vcenter", "text_wrap": True}
    )
    sheet.set_row(0, 24)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.title, style)
        sheet.set_column(at, at, column.width or _width(column))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _width(column: Column) -> int:
    least = {"text": 22, "date": 12, "moment": 18, "flag": 8}.get(column.kind, 13)
    return min(60, max(least, len(column.title) + 2))


def _fill(book: "Workbook", sheet: "Worksheet", columns: Sequence[Column], rows: Iterable[Row], lang: Lang) -> int:
    """Write the rows; returns the number of the last one (0 when there is only the header)."""
    writers = [_writer(book, sheet, column, lang) for column in columns]
    at = 0
    for at, row in enumerate(rows, start=1):
        if at > MOST_ROWS:
            raise Refused(
                "render.table.too_many_rows",
                "Un classeur a au plus 1 048 575 lignes. Restreignez la sélection ou exportez en CSV.",
            )
        for place, (write, cell) in enumerate(zip(writers, row, strict=True)):
            if cell is not None:
                write(at, place, cell)
    return at


def _writer(book: "Workbook", sheet: "Worksheet", column: Column, lang: Lang) -> Callable[[int, int, Any], object]:
    """How a cell of a column is written in a workbook."""
    number = book.add_format({"num_format": _pattern(_places(column))})
    day = book.add_format({"num_format": "dd/mm/yyyy" if lang == "fr" else "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss" if lang == "fr" else "yyyy-mm-dd hh:mm:ss"})
    quoted = book.add_format({"quote_prefix": True})
    yes, no = word(lang, "yes"), word(lang, "no")

    def text(row: int, place: int, cell: Any) -> object:
        value = str(cell)
        if "\r" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        if len(value) > _MOST_TEXT:
            value = f"{value[: _MOST_TEXT - 1]}…"
        return sheet.write_string(row, place, value, quoted if _FORMULA.match(value) else None)

    writers: dict[Kind, Callable[[int, int, Any], object]] = {
        "text": text,
        "date": lambda row, place, cell: sheet.write_datetime(row, place, _day(cell), day),
        "moment": lambda row, place, cell: sheet.write_datetime(row, place, _moment(cell), moment),
        "flag": lambda row, place, cell: sheet.write_string(row, place, yes if cell else no),
    }
    return writers.get(
        column.kind, lambda row, place, cell: sheet.write_number(row, place, float(_number(column, cell)), number)
    )


def _pattern(places: int) -> str:
    return f"#,##0.{'0' * places}" if places else "#,##0"
