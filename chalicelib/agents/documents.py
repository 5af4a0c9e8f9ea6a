"""What agents print: the statement of commissions, on paper and as a workbook.

The one trick: both are made of the same rows, those filed under the statement's months, so both add up to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.agents import index
from chalicelib.aws.http import Download
from chalicelib.kernel.dates import paris_midnight
from chalicelib.readmodel import Column, Row
from chalicelib.readmodel.export import TYPES
from chalicelib.render import tables, words
from chalicelib.render.report_pdf import Grid, Heading, Report, report_pdf
from chalicelib.render.sheet import Lang
from chalicelib.tenancy.rules.companies import COLOURS, Company

PRINTED = ("on", "cause", "document", "invoice_number", "customer_name", "label")
AMOUNTS = ("base", "rate", "level", "amount")


@dataclass(frozen=True)
class Sheet:
    """`row`: the statement as listed; `lines`: its rows; `amounts` false: without bases, rates nor commissions."""

    row: Row
    company: Company
    lang: Lang
    amounts: bool
    today: date
    lines: Sequence[Row]

    def word(self, key: str) -> str:
        return words.word(self.lang, f"commissions.{key}")

    @property
    def name(self) -> str:
        title = self.row["number"] or self.word("open")
        return f"{self.word('title')} {self.row['agent_name']} {self.row['period']} {title}".strip()


def pdf(sheet: Sheet) -> Download:
    """The statement as A4 pages."""
    row, lang = sheet.row, sheet.lang
    days = [words.day(row[name], lang) for name in ("since", "until")]
    content = report_pdf(
        Report(
            lang=lang,
            on=row["issued_on"] or sheet.today,
            author=sheet.company.name,
            accent=COLOURS.get(sheet.company.colour, COLOURS["bordeaux"]),
            kind=row["number"] or sheet.word("open"),
            title=f"{sheet.word('title')} – {row['agent_name']}",
            subtitle=words.word(lang, "commissions.dates", since=days[0], until=days[1]),
            facts=[(sheet.word(key), value) for key, value in _facts(sheet).items() if value],
            figures=_figures(sheet) if sheet.amounts else [],
            grids=[_grid(sheet)],
        )
    )
    return Download(content, "application/pdf", f"{sheet.name}.pdf")


def _facts(sheet: Sheet) -> dict[str, str]:
    row = sheet.row
    days = {name: words.day(row[name], sheet.lang) if row[name] else "" for name in ("issued_on", "paid_on")}
    return {"agent": row["agent_name"], "number": row["number"], "period": row["period"], **days}


def _figures(sheet: Sheet) -> list[tuple[str, str]]:
    amounts = [(name, words.amount(sheet.row[name], sheet.lang)) for name in ("base", "amount")]
    return [(sheet.word(name), amount) for name, amount in amounts]


def _grid(sheet: Sheet) -> Grid:
    shares = {"on": 2.8, "document": 2.8, "invoice": 2.8, "customer": 3.4}
    columns = [Heading(sheet.word(key), share) for key, share in shares.items()]
    foot = [sheet.word("total"), "", "", ""]
    if sheet.amounts:
        columns += [Heading(sheet.word(key), 2.3, "right") for key in ("base", "rate", "amount")]
        foot += [words.amount(sheet.row["base"], sheet.lang), "", words.amount(sheet.row["amount"], sheet.lang)]
    else:
        columns.append(Heading(sheet.word("line"), 7))
        foot.append("")
    rows = [_printed(sheet, line) for line in sheet.lines]
    return Grid(sheet.word("lines"), columns, rows, foot, sheet.word("nothing"))


def _printed(sheet: Sheet, line: Row) -> list[str]:
    names = ("document", "invoice_number", "customer_name")
    texts = [words.day(line["on"], sheet.lang), *(str(line[name]) for name in names)]
    if not sheet.amounts:
        return [*texts, line["label"]]
    rate = f"{words.percent(line['rate'], sheet.lang)} {_level(sheet, line)}".strip()
    return [*texts, words.amount(line["base"], sheet.lang), rate, words.amount(line["amount"], sheet.lang)]


def _level(sheet: Sheet, line: Row) -> str:
    return sheet.word(f"level_{line['level']}") if line["level"] != "base" else ""


def workbook(sheet: Sheet) -> Download:
    """The statement as a workbook: a line for each commission, then the total."""
    names = (*PRINTED, *AMOUNTS) if sheet.amounts else PRINTED
    known = {column.name: column for column in index.COMMISSIONS.columns}
    columns = [known[name] for name in names]
    headings = [tables.Column(one.heading(sheet.lang), _kind(one)) for one in columns]
    rows: list[list[Any]] = [[_cell(sheet, one, line) for one in columns] for line in sheet.lines]
    sums = {"cause": sheet.word("total"), "base": sheet.row["base"], "amount": sheet.row["amount"]}
    rows.append([sums.get(name) for name in names])
    title = sheet.row["number"] or sheet.row["period"]
    content = tables.xlsx_bytes(headings, rows, sheet.lang, title=title, made=paris_midnight(sheet.today))
    return Download(content, TYPES["xlsx"], f"{sheet.name}.xlsx")


def _kind(column: Column) -> tables.Kind:
    kinds: dict[str, tables.Kind] = {"cents": "cents", "percent": "decimal", "date": "date"}
    return kinds.get(column.type, "text")


def _cell(sheet: Sheet, column: Column, line: Row) -> Any:
    value = line[column.name]
    return column.words(value, sheet.lang) if column.words else value
