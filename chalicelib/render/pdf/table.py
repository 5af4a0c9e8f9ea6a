"""The table of lines: columns as wide as what they hold, thin rules, rows that wrap.

Nouns: *column*, *row*. The one trick: a row is measured as wrapped lines once; a row that would fill a
third of the page is cut into pieces, so a page-long comment flows and an ordinary row never breaks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from chalicelib.kernel.money import rounded, rounded_cents
from chalicelib.render import words
from chalicelib.render.pdf import paper as look
from chalicelib.render.pdf.flow import Block
from chalicelib.render.pdf.paper import Paper
from chalicelib.render.pdf.pen import Align, Pen, Style
from chalicelib.render.sheet import SheetLine, SheetText

HEAD = 18.0
_PAD = 4.5
_GAP = 12.0
_LEAST_LABEL = 120.0
_PIECE = 14
_MOST_CELL = 12
_PRICES = frozenset({"unit_price", "discount", "vat_rate", "amount"})
_FIGURES = _PRICES | {"quantity"}
_LEFT = frozenset({"sku", "unit", "lot", "capsule", "origin", "gtin", "customs_code", "ttb_id"})
_MANY = 7
_NARROW_GAP = 8.0


@dataclass(frozen=True, slots=True)
class Column:
    """One printed column: where it stands and what it says of a line."""

    name: str
    title: str
    x: float
    width: float
    align: Align
    text: Callable[[SheetLine], str]


def columns_of(paper: Paper) -> list[Column]:
    """The sheet's columns, the label taking the room the others leave."""
    names = [name for name in paper.sheet.look.columns if _shown(name, paper)]
    texts = {name: _reader(name, paper) for name in names if name != "label"}
    titles = {name: _title(name, paper) for name in names}
    gap = _GAP if len(names) <= _MANY else _NARROW_GAP
    given = paper.inner - gap * (len(names) - 1)
    widths = _squeezed({name: _width(name, titles[name], text, paper.sold) for name, text in texts.items()}, given)
    room = given - sum(widths.values())
    columns, x = [], paper.left
    for name in names:
        width = room if name == "label" else widths[name]
        align: Align = "left" if name == "label" or name in _LEFT else "right"
        columns.append(Column(name, titles[name], x, width, align, texts.get(name, _label)))
        x += width + gap
    return columns


def _squeezed(widths: dict[str, float], given: float) -> dict[str, float]:
    """The widths that leave the label its least room: what wraps gives way, a figure is never cut."""
    over = sum(widths.values()) + _LEAST_LABEL - given
    words_of = {name: width for name, width in widths.items() if name not in _FIGURES}
    if over <= 0 or not words_of:
        return widths
    ratio = max(0.0, 1 - over / sum(words_of.values()))
    return widths | {name: width * ratio for name, width in words_of.items()}


def _label(line: SheetLine) -> str:
    return line.label


def _shown(name: str, paper: Paper) -> bool:
    if name in _PRICES and not paper.priced:
        return False
    if name == "discount":
        return any(line.discount for line in paper.sold)
    return True


def _title(name: str, paper: Paper) -> str:
    gross = paper.included and name in {"unit_price", "amount"}
    return words.word_or(paper.lang, f"column.{name}_gross" if gross else f"column.{name}", name)


def _width(name: str, title: str, text: Callable[[SheetLine], str], lines: list[SheetLine]) -> float:
    """The widest cell, its title included."""
    cells = {text(line) for line in lines}
    return max([look.LABEL.bold().width(title), *map(_style(name).width, cells)])


def _style(name: str) -> Style:
    """What stands beside the figures is smaller."""
    return look.BODY if name in _FIGURES or name == "sku" else look.SMALL


def _reader(name: str, paper: Paper) -> Callable[[SheetLine], str]:
    """What a column says of a line."""
    lang, sheet = paper.lang, paper.sheet
    with_unit = "unit" not in sheet.look.columns
    readers: dict[str, Callable[[SheetLine], str]] = {
        "sku": lambda line: line.sku,
        "gtin": lambda line: line.gtin,
        "origin": lambda line: line.origin,
        "quantity": lambda line: words.quantity(line.quantity, lang, line.unit if with_unit else ""),
        "unit": lambda line: words.unit_name(line.quantity, lang, line.unit),
        "unit_price": lambda line: words.unit_price(_unit_price(line, paper), lang),
        "discount": lambda line: words.percent(line.discount, lang) if line.discount else "",
        "vat_rate": lambda line: words.percent(line.vat_rate, lang),
        "amount": lambda line: paper.figure(_amount(line, included=paper.included)),
    }
    return readers.get(name, lambda line: dict(line.extra).get(name, ""))


def _amount(line: SheetLine, *, included: bool) -> int:
    if not included:
        return line.net
    return rounded_cents(line.net * (100 + line.vat_rate) / 10000) if line.gross is None else line.gross


def _unit_price(line: SheetLine, paper: Paper) -> Decimal:
    """The unit price as it is shown: agreed with VAT and shown without, or the other way round, to four decimals."""
    if paper.included == paper.sheet.prices_include_vat:
        return line.unit_price
    factor = (100 + line.vat_rate) / 100
    return rounded(line.unit_price * factor if paper.included else line.unit_price / factor, 4)


def paint_head(pen: Pen, paper: Paper, columns: list[Column], y: float) -> float:
    """The row of titles; returns the y under it."""
    style = look.LABEL.bold()
    for column in columns:
        x = column.x + column.width if column.align == "right" else column.x
        pen.text(x, y + 2, style.clip(column.title, column.width), style, column.align)
    pen.rule(paper.left, y + HEAD - 3, paper.right, paper.accent, 0.9)
    return y + HEAD


@dataclass(frozen=True, slots=True)
class Row:
    """One line ready to draw: its wrapped texts from `x`, the cells beside the first text, a rule under it
    or not."""

    texts: tuple[tuple[str, Style], ...]
    x: float
    cells: tuple[tuple[Column, list[str]], ...] = ()
    ruled: bool = False

    @property
    def height(self) -> float:
        told = sum(style.line for _, style in self.texts)
        beside = [len(lines) * _style(column.name).line for column, lines in self.cells]
        return max([told, *beside]) + 2 * _PAD


def row_blocks(paper: Paper, columns: list[Column]) -> list[Block]:
    """Every line of the sheet as blocks, in order."""
    label = next((column for column in columns if column.name == "label"), columns[0])
    blocks: list[Block] = []
    for line in paper.sheet.lines:
        row = _worded(line, paper) if isinstance(line, SheetText) else _sold(line, columns, label)
        heading = isinstance(line, SheetText) and line.heading
        for piece in _pieces(row):
            paint = partial(_paint, row=piece, paper=paper)
            blocks.append(Block(piece.height, paint, row=True, with_next=heading))
    return blocks


def _worded(line: SheetText, paper: Paper) -> Row:
    style = look.HEADING if line.heading else look.NOTE
    return Row(tuple((text, style) for text in style.wrap(line.text, paper.inner)), paper.left)


def _sold(line: SheetLine, columns: list[Column], label: Column) -> Row:
    texts = [(text, look.BODY) for text in look.BODY.wrap(line.label, label.width)]
    for detail in filter(None, (*line.details, line.note)):
        texts += [(text, look.SMALL) for text in look.SMALL.wrap(detail, label.width)]
    cells = tuple((column, _cell(column, line)) for column in columns if column is not label)
    return Row(tuple(texts), label.x, cells, ruled=True)


def _cell(column: Column, line: SheetLine) -> list[str]:
    """What a column says of a line: a figure on one line, words on as many as they need."""
    text = column.text(line)
    if column.name in _FIGURES:
        return [look.BODY.clip(text, column.width)]
    return _style(column.name).wrap(text, column.width)[:_MOST_CELL] if text else []


def _pieces(row: Row) -> list[Row]:
    """The row itself, or a very long one cut into pieces that may stand on different pages."""
    if len(row.texts) <= 2 * _PIECE:
        return [row]
    cuts = [row.texts[at : at + _PIECE] for at in range(0, len(row.texts), _PIECE)]
    first, middle, end = cuts[0], cuts[1:-1], cuts[-1]
    pieces = [Row(first, row.x, row.cells), *(Row(cut, row.x) for cut in middle)]
    return [*pieces, Row(end, row.x, ruled=row.ruled)]


def _paint(pen: Pen, y: float, row: Row, paper: Paper) -> None:
    line = y + _PAD
    for text, style in row.texts:
        pen.text(row.x, line, text, style)
        line += style.line
    for column, lines in row.cells:
        edge = column.x + column.width if column.align == "right" else column.x
        pen.lines(edge, y + _PAD, lines, _style(column.name), column.align)
    if row.ruled:
        pen.rule(paper.left, y + row.height, paper.right)
