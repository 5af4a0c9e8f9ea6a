"""A report for the office as A4 pages: facts in two columns, then tables with their totals.

Nouns: a `Report` (what to print, in one language), a `Grid` (a titled table: columns, rows, a foot). The one trick:
every row is a block measured before anything is drawn, and a page that begins amid a table repeats its head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from chalicelib.render import words
from chalicelib.render.pdf import paper as look
from chalicelib.render.pdf.flow import Block, pages_of, painted
from chalicelib.render.pdf.pen import A4, GREY, HAIR, Align, Ink, Pen, Style, ink_of, legible
from chalicelib.render.sheet import Lang

MARGIN = 42.0
STRIPE = 5.0
TOP = 30.0
OTHER_TOP = 56.0
FOOT = 52.0
GAP = 10.0
RIGHT = A4[0] - MARGIN
WIDTH = A4[0] - 2 * MARGIN
CELL = Style(8.8)
STRONG = Style(8.8, "bold")
LATE = Style(8.8, "bold", (0.65, 0.1, 0.1))
ROW = 15.5


@dataclass(frozen=True)
class Heading:
    """A column: its title, its share of the width, where its texts stand."""

    title: str
    share: float
    align: Align = "left"


@dataclass(frozen=True)
class Grid:
    """A table under its title. `foot`: its last row, in bold; `empty`: what is said instead of no row; `marked`: the
    columns whose texts are a warning."""

    title: str
    columns: Sequence[Heading]
    rows: Sequence[Sequence[str]]
    foot: Sequence[str] = ()
    empty: str = ""
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Report:
    """`facts`: short labels and values; `figures`: the few amounts that stand out. `accent` "#rrggbb"."""

    lang: Lang
    on: date
    author: str
    accent: str
    kind: str
    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    figures: Sequence[tuple[str, str]]
    grids: Sequence[Grid]


def report_pdf(report: Report) -> bytes:
    """The report as a PDF with selectable text; same report, same bytes."""
    pen = Pen(
        A4,
        title=f"{report.title} · {report.kind}",
        author=report.author,
        subject=report.subtitle,
        lang="fr-FR" if report.lang == "fr" else "en-GB",
        on=report.on,
    )
    accent = legible(ink_of(report.accent))
    y = _figures(pen, report, _facts(pen, report, _title(pen, report, accent)), accent)
    bottom = A4[1] - FOOT
    owner: dict[int, Grid] = {}
    blocks = [block for grid in report.grids for block in _blocks(grid, accent, owner)]
    pages = pages_of(blocks, bottom - y, bottom - OTHER_TOP - ROW - 6)
    return painted(
        pen,
        pages,
        y,
        lambda page: _top_again(pen, report, owner.get(id(page[0])), accent),
        lambda page, pages: _foot(pen, report, page, pages),
    )


def _title(pen: Pen, report: Report, accent: Ink) -> float:
    pen.box(0, 0, A4[0], STRIPE, ink_of(report.accent))
    pen.text(MARGIN, TOP, look.STRONG.clip(report.author, WIDTH * 0.6), look.STRONG)
    label = Style(9, "bold", accent)
    pen.text(RIGHT, TOP, report.kind.upper(), label, "right")
    y = pen.lines(MARGIN, TOP + 26, look.TITLE.wrap(report.title, WIDTH), look.TITLE)
    grey = Style(10, ink=GREY)
    y = pen.lines(MARGIN, y + 1, grey.wrap(report.subtitle, WIDTH), grey)
    pen.rule(MARGIN, y + 8, RIGHT, ink_of(report.accent), 1.2)
    return y + 18


def _facts(pen: Pen, report: Report, y: float) -> float:
    """The facts, down the first column, then the second."""
    column = (WIDTH - 24) / 2
    half = (len(report.facts) + 1) // 2
    lowest = y
    for left, facts in ((MARGIN, report.facts[:half]), (MARGIN + column + 24, report.facts[half:])):
        at = y
        for label, value in facts:
            pen.text(left, at + 1.2, look.LABEL.clip(label, 96), look.LABEL)
            at = pen.lines(left + 100, at, CELL.wrap(value, column - 100), CELL) + 3.5
        lowest = max(lowest, at)
    return lowest + 8


def _figures(pen: Pen, report: Report, y: float, accent: Ink) -> float:
    """The amounts that stand out, side by side in a frame."""
    if not report.figures:
        return y
    pen.box(MARGIN, y, WIDTH, 44, None, HAIR)
    room = WIDTH / len(report.figures)
    for at, (label, value) in enumerate(report.figures):
        last = at == len(report.figures) - 1
        left = MARGIN + at * room + 12
        pen.text(left, y + 8, look.LABEL.clip(label, room - 20), look.LABEL)
        pen.text(left, y + 20, value, Style(12.5, "bold", accent) if last else Style(12.5, "bold"))
    return y + 60


def _blocks(grid: Grid, accent: Ink, owner: dict[int, Grid]) -> list[Block]:
    style = Style(11, "bold", accent)
    head = Block(style.line + 4 + ROW + 4, partial(_head, grid=grid, style=style, accent=accent), with_next=True)
    if not grid.rows:
        words_only = partial(_sentence, text=grid.empty)
        title = Block(style.line + 4, partial(_named, text=grid.title, style=style), with_next=True)
        return [title, Block(ROW + 18, words_only)]
    rows = [Block(ROW, partial(_row, grid=grid, cells=cells, style=CELL), row=True) for cells in grid.rows]
    for block in rows:
        owner[id(block)] = grid
    if not grid.foot:
        return [head, *rows, Block(16, _nothing)]
    rows[-1] = Block(ROW, rows[-1].paint, row=True, with_next=True)
    owner[id(rows[-1])] = grid
    return [head, *rows, Block(ROW + 18, partial(_total, grid=grid))]


def _named(pen: Pen, y: float, text: str, style: Style) -> None:
    pen.text(MARGIN, y, text, style)


def _sentence(pen: Pen, y: float, text: str) -> None:
    pen.text(MARGIN, y, text, Style(9, ink=GREY))


def _nothing(pen: Pen, y: float) -> None:
    """White under a table."""


def _head(pen: Pen, y: float, grid: Grid, style: Style, accent: Ink) -> None:
    _named(pen, y, grid.title, style)
    _titles(pen, y + style.line + 4, grid, accent)


def _titles(pen: Pen, y: float, grid: Grid, accent: Ink) -> None:
    _row(pen, y, grid, [one.title for one in grid.columns], look.LABEL.bold(), ruled=False)
    pen.rule(MARGIN, y + ROW, RIGHT, accent, 0.9)


def _row(pen: Pen, y: float, grid: Grid, cells: Sequence[str], style: Style, *, ruled: bool = True) -> None:
    room = WIDTH - GAP * (len(grid.columns) - 1)
    whole = sum(one.share for one in grid.columns)
    x = MARGIN
    for at, (column, text) in enumerate(zip(grid.columns, cells, strict=True)):
        width = room * column.share / whole
        used = LATE if style is CELL and at in grid.marked else style
        edge = {"left": x, "right": x + width, "center": x + width / 2}[column.align]
        pen.text(edge, y + 2.5, used.clip(text, width), used, column.align)
        x += width + GAP
    if ruled:
        pen.rule(MARGIN, y + ROW - 0.5, RIGHT)


def _total(pen: Pen, y: float, grid: Grid) -> None:
    _row(pen, y + 1, grid, grid.foot, STRONG, ruled=False)


def _top_again(pen: Pen, report: Report, grid: Grid | None, accent: Ink) -> float:
    """The top of a later page, with the head of the table that goes on there."""
    pen.box(0, 0, A4[0], STRIPE, ink_of(report.accent))
    pen.text(MARGIN, 26, look.STRONG.clip(f"{report.title} · {report.kind}", WIDTH), look.STRONG)
    if grid is None:
        return OTHER_TOP
    _titles(pen, OTHER_TOP, grid, accent)
    return OTHER_TOP + ROW + 6


def _foot(pen: Pen, report: Report, page: int, pages: int) -> None:
    y = A4[1] - FOOT + 16
    pen.rule(MARGIN, y - 6, RIGHT)
    said = f"{report.author} · {words.long_day(report.on, report.lang)}"
    pen.text(MARGIN, y, look.LEGAL.clip(said, WIDTH - 80), look.LEGAL)
    text = words.word(report.lang, "page", page=str(page), pages=str(pages))
    pen.text(RIGHT, y, text, look.LEGAL, "right")
