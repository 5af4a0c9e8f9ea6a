"""The price sheet read back from a file: the cells it means, and the lines that cannot be read.

Nouns: a *line* (row number, column name -> value). The one trick: columns are found by the titles that the export
writes, French or English, so the file may lose, gain or move columns.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from chalicelib.aws.call import Call
from chalicelib.aws.unit import reading
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.rules import sku_key
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.kernel.text import fold
from chalicelib.pricing import index, rules
from chalicelib.pricing.schemas import CellIn, ChangeOut, TierIO
from chalicelib.pricing.service.changes import planned, shown
from chalicelib.pricing.service.reading import grids
from chalicelib.readmodel.lists import ListQuery

MOST_BYTES = 4_000_000
MOST_UNZIPPED = 120_000_000
MOST_LINES = 50_000
WANTED = ("sku", "grid_code", "from_qty", "price", "valid_from", "valid_to", "franco")
Line = tuple[int, dict[str, Any]]


def read_sheet(call: Call, content: bytes) -> ChangeOut:
    """What a file would change: each (variant, grid) it names gets exactly the tiers it gives. Nothing is written.
    Refused for a file that cannot be read at all; a line that cannot is a problem of the answer ("line.12")."""
    lines = _titled(_rows(content))
    skus = {sku_key(row["sku"]): row["id"] for row in catalogue.each_variant(call, ListQuery(fields="id,sku"), list)}
    codes = {fold(grid.code): grid for grid in grids(reading(call)).items}
    problems: list[FieldError] = []
    cells: dict[tuple[str, str], list[TierIO]] = {}
    bad: set[tuple[str, str]] = set()
    for number, line in lines:
        variant, grid = skus.get(sku_key(_text(line["sku"]))), codes.get(fold(_text(line["grid_code"])))
        if variant is None or grid is None:
            problems.append(_unknown(number, line, variant))
            continue
        tier, problem = _tier(line, f"line.{number}", grid.decimals)
        if tier is None:
            problems.append(problem or FieldError(f"line.{number}", "pricing.file.line", "Ligne illisible."))
            bad.add((variant, grid.id))
        else:
            cells.setdefault((variant, grid.id), []).append(tier)
    asked = [CellIn(variant_id=v, grid_id=g, tiers=tiers) for (v, g), tiers in cells.items() if (v, g) not in bad]
    plan = planned(call, asked)
    return shown(plan, problems=[*problems, *plan.problems])


def _unknown(number: int, line: dict[str, Any], variant: str | None) -> FieldError:
    if variant is None:
        detail = f"Ligne {number} : la référence « {_text(line['sku'])} » n'existe pas. Corrigez-la."
        return FieldError(f"line.{number}", "pricing.file.sku", detail)
    detail = f"Ligne {number} : le tarif « {_text(line['grid_code'])} » n'existe pas. Corrigez son code."
    return FieldError(f"line.{number}", "pricing.file.grid", detail)


def _tier(line: dict[str, Any], field: str, decimals: int) -> tuple[TierIO | None, FieldError | None]:
    try:
        price = _decimal(line["price"])
        tier = TierIO(
            from_qty=int(_decimal(line["from_qty"]) if line["from_qty"] not in (None, "") else 1),
            price=price,
            valid_from=_day(line["valid_from"]),
            valid_to=_day(line["valid_to"]),
            franco=_flag(line["franco"]),
        )
    except (ValueError, InvalidOperation, ValidationError):
        detail = f"Ligne {field.removeprefix('line.')} : prix, seuil ou date illisible. Corrigez la cellule."
        return None, FieldError(field, "pricing.file.line", detail)
    problem = rules.price_problem(price, decimals, field)
    return (None, problem) if problem else (tier, None)


def _text(value: Any) -> str:
    """A cell as a code: 1234.0 of a spreadsheet is "1234"."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _decimal(value: Any) -> Decimal:
    """A number of a spreadsheet, or a text with a comma or a point."""
    if isinstance(value, bool):
        raise ValueError(value)
    if isinstance(value, int | float):
        return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    text = str(value).replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
    return Decimal(text.removesuffix("€"))


def _day(value: Any) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    return date.fromisoformat(text) if "-" in text else datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007


def _flag(value: Any) -> bool:
    return value is True or fold(_text(value)) in {"oui", "yes", "true", "vrai", "1", "x"}


def _titled(rows: Iterator[Sequence[Any]]) -> list[Line]:
    """The lines by name of column, numbered as in the file. Refused without the columns that matter."""
    names = {fold(title): column.name for column in index.SHEET for title in (column.fr, column.en)}
    header: list[str] | None = None
    lines: list[Line] = []
    for number, row in enumerate(rows, 1):
        if header is None:
            found = [names.get(fold(_text(cell)), "") for cell in row]
            header = found if {"sku", "grid_code", "price"} <= set(found) else None
            if number > 10:
                break
            continue
        line = {**dict.fromkeys(WANTED), **dict(zip(header, row, strict=False))}
        if any(line[name] not in (None, "") for name in WANTED):
            lines.append((number, line))
        if len(lines) > MOST_LINES:
            raise Refused("pricing.file.too_long", f"Ce fichier a plus de {MOST_LINES} lignes. Partagez-le.", "content")
    if header is None:
        detail = "Les colonnes Référence, Tarif et Prix manquent. Partez du fichier que donne l'export des tarifs."
        raise Refused("pricing.file.columns", detail, "content")
    return lines


def _rows(content: bytes) -> Iterator[Sequence[Any]]:
    if not content or len(content) > MOST_BYTES:
        raise Refused("pricing.file.size", "Ce fichier est vide ou dépasse 4 Mo. Choisissez-en un autre.", "content")
    return _workbook(content) if content.startswith(b"PK") else _delimited(content)


def _workbook(content: bytes) -> Iterator[Sequence[Any]]:
    import openpyxl

    unreadable = Refused("pricing.file.unreadable", "Ce classeur est illisible. Enregistrez-le en .xlsx.", "content")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNZIPPED:
                raise unreadable
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(values_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise unreadable from error


def _delimited(content: bytes) -> Iterator[Sequence[Any]]:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused("pricing.file.unreadable", "Ce fichier est illisible. Enregistrez-le en .xlsx.", "content")
    first = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=first.count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
