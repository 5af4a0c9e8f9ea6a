"""The table of lines: columns as wide as what they hold, thin rules, rows that wrap.

Nouns: *column*, *row*. The one trick: a row is measured as wrapped lines once; a row that would fill a
third of the page is cut into pieces, so a page-long comment flows and an ordinary row never breaks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

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
_PRICES = frozenset({"unit_price", "discount", "vat_rate", "amount"})
_LEFT = frozenset({"sku", "unit", "lot", "capsule", "origin"})


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
    widths = {name: _width(titles[name], text, paper.sold) for name, text in texts.items()}
    room = paper.inner - sum(widths.values()) - _GAP * (len(names) - 1)
    if room < _LEAST_LABEL:
        ratio = (paper.inner - _GAP * (len(names) - 1) - _LEAST_LABEL) / sum(widths.values())
        widths = {name: width * ratio for name, width in widths.items()}
        room = _LEAST_LABEL
    columns, x = [], paper.left
    for name in names:
        width = room if name == "label" else widths[name]
        align: Align = "left" if name == "label" or name in _LEFT else "right"
        columns.append(Column(name, titles[name], x, width, align, texts.get(name, _label)))
        x += width + _GAP
    return columns


def _label(line: SheetLine) -> str:
    return line.label


def _shown(name: str, paper: Paper) -> bool:
    if name in _PRICES and not paper.priced:
        return False
    if name == "discount":
        return any(line.discount for line in paper.sold)
    return True


def _title(name: str, paper: Paper) -> str:
    gross = paper.sheet.prices_include_vat and name in {"unit_price", "amount"}
    return words.word_or(paper.lang, f"column.{name}_gross" if gross else f"column.{name}", name)


def _width(title: str, text: Callable[[SheetLine], str], lines: list[SheetLine]) -> float:
    """The widest cell, its title included."""
    cells = {text(line) for line in lines}
    return max([look.LABEL.bold().width(title), *map(look.BODY.width, cells)])


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
        "unit_price": lambda line: words.unit_price(line.unit_price, lang),
        "discount": lambda line: words.percent(line.discount, lang) if line.discount else "",
        "vat_rate": lambda line: words.percent(line.vat_rate, lang),
        "amount": lambda line: paper.figure(_amount(line, included=sheet.prices_include_vat)),
    }
    return readers.get(name, lambda line: dict(line.extra).get(name, ""))


def _amount(line: SheetLine, *, included: bool) -> int:
    return line.gross if included and line.gross is not None else line.net


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
    cells: tuple[tuple[Column, str], ...] = ()
    ruled: bool = False

    @property
    def height(self) -> float:
        return sum(style.line for _, style in self.texts) + 2 * _PAD


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
    for detail in line.details:
        texts += [(text, look.SMALL) for text in look.SMALL.wrap(detail, label.width)]
    cells = tuple((column, column.text(line)) for column in columns if column is not label)
    return Row(tuple(texts), label.x, cells, ruled=True)


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
    for column, text in row.cells:
        edge = column.x + column.width if column.align == "right" else column.x
        pen.text(edge, y + _PAD, look.BODY.clip(text, column.width), look.BODY, column.align)
    if row.ruled:
        pen.rule(paper.left, y + row.height, paper.right)
