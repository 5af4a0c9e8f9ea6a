"""Sales documents as A4 PDF: invoice, credit note, quote, pro forma, order, delivery note.

The one trick: everything is measured and cut into pages before anything is drawn (`pdf/`), so one line and
120 lines come from the same code. The bytes depend on the sheet alone: same sheet, same PDF, for as long as
the fonts stay.
"""

from dataclasses import replace
from functools import partial

from chalicelib.render.pdf import paper as look
from chalicelib.render.pdf.flow import Block, pages_of
from chalicelib.render.pdf.heading import OTHER_TOP, paint_first, paint_other
from chalicelib.render.pdf.legal import foot_top, legal_blocks, paint_foot
from chalicelib.render.pdf.paper import Paper
from chalicelib.render.pdf.payment import PaymentBox, paint_payment, payment_box
from chalicelib.render.pdf.pen import HAIR, PALE, Pen
from chalicelib.render.pdf.sketch import Sketch, SketchPen
from chalicelib.render.pdf.table import HEAD, Column, columns_of, paint_head, row_blocks
from chalicelib.render.pdf.totals import WIDTH, TotalsBox, paint_totals, totals_box
from chalicelib.render.sheet import InvoiceSheet, Lang

_GAP = 12.0
_SIGNATURE = 62.0
_PIECE = 30
_MOST_BOX = 330.0
_TOGETHER = 420.0
_SIGNED = frozenset({"quote", "order", "delivery_note"})
_STAMP_INK = (0.93, 0.93, 0.94)


def invoice_pdf(sheet: InvoiceSheet, lang: Lang | None = None) -> bytes:
    """The document in a language (the customer's by default), then the pages appended to it. Raises Refused for an
    unreadable logo."""
    paper = Paper(sheet, lang or sheet.language)
    pen = Pen(
        paper.size,
        title=f"{paper.title} {sheet.number}".strip(),
        author=sheet.seller.name,
        subject=sheet.subject or sheet.buyer.name,
        lang="fr-FR" if paper.lang == "fr" else "en-GB",
        on=sheet.issued_on,
    )
    _draw(pen, paper)
    made = pen.finish()
    if sheet.look.appended is None:
        return made
    from chalicelib.render.pdf.appendix import with_appendix  # noqa: PLC0415 - few documents have one

    return with_appendix(made, sheet.look.appended)


def invoice_sketch(sheet: InvoiceSheet, lang: Lang | None = None) -> list[Sketch]:
    """The same pages as marks, for a screen; what is appended is not among them."""
    paper = Paper(sheet, lang or sheet.language)
    pen = SketchPen(paper.size)
    _draw(pen, paper)
    return pen.sketches()


def _draw(pen: Pen, paper: Paper) -> None:
    columns = columns_of(paper)
    rows = row_blocks(paper, columns)
    legal = legal_blocks(paper)
    if paper.sheet.look.legal == "header":
        blocks = [*legal, *_joined(rows, _tail(paper))]
    else:
        blocks = _joined(rows, [*_tail(paper), *legal])
    _stamp(pen, paper)
    top = paint_first(pen, paper)
    bottom = foot_top(paper)
    pages = pages_of(blocks, bottom - top - HEAD, bottom - OTHER_TOP - HEAD)
    for at, page in enumerate(pages, start=1):
        if at > 1:
            _stamp(pen, paper)
            top = paint_other(pen, paper)
        _paint_page(pen, paper, columns, page, top)
        paint_foot(pen, paper, at, len(pages))
        pen.end_page()


def _joined(rows: list[Block], tail: list[Block]) -> list[Block]:
    """The last row and what follows go together when they can: no page holds totals or legal notes alone."""
    together = sum(block.height for block in tail) < _TOGETHER
    blocks = [*rows[:-1], *(replace(row, with_next=bool(tail)) for row in rows[-1:])]
    if not together:
        return blocks + tail
    return [*blocks, *(replace(block, with_next=True) for block in tail[:-1]), *tail[-1:]]


def _paint_page(pen: Pen, paper: Paper, columns: list[Column], page: list[Block], y: float) -> None:
    headed = False
    for block in page:
        if block.row and not headed:
            y, headed = paint_head(pen, paper, columns, y), True
        if block.foot:
            y = foot_top(paper) - block.height
        block.paint(pen, y)
        y += block.height


def _stamp(pen: Pen, paper: Paper) -> None:
    if paper.sheet.look.stamp:
        pen.slanted(paper.sheet.look.stamp, _STAMP_INK)


def _tail(paper: Paper) -> list[Block]:
    """What follows the lines: summary, payment and totals, comment, signature."""
    blocks: list[Block] = []
    if paper.sheet.summary:
        text = "   ·   ".join(f"{label} {value}" for label, value in paper.sheet.summary)
        blocks += _text_blocks(paper, text, with_next=True)
    if paper.priced:
        payment = payment_box(paper, min(paper.inner - WIDTH - _GAP, _MOST_BOX))
        totals = totals_box(paper)
        height = max(payment.height, totals.height) + _GAP
        paint = partial(_paint_sums, paper=paper, payment=payment, totals=totals)
        blocks.append(Block(height + 4, paint, with_next=True))
    if paper.sheet.comment:
        blocks += _text_blocks(paper, paper.sheet.comment)
    if paper.sheet.kind in _SIGNED:
        blocks.append(Block(_SIGNATURE + _GAP, partial(_paint_signature, paper=paper)))
    return blocks


def _text_blocks(paper: Paper, text: str, *, with_next: bool = False) -> list[Block]:
    """Small words across the page; pages of them are cut."""
    lines = look.SMALL.wrap(text, paper.inner)
    pieces = [lines[at : at + _PIECE] for at in range(0, len(lines), _PIECE)]
    return [_text_block(paper, piece, with_next=with_next) for piece in pieces]


def _text_block(paper: Paper, lines: list[str], *, with_next: bool) -> Block:
    def paint(pen: Pen, y: float) -> None:
        pen.lines(paper.left, y + 6, lines, look.SMALL)

    return Block(len(lines) * look.SMALL.line + 8, paint, with_next=with_next)


def _paint_sums(pen: Pen, y: float, paper: Paper, payment: PaymentBox, totals: TotalsBox) -> None:
    y += _GAP
    paint_payment(pen, paper, payment, y)
    paint_totals(pen, paper, totals, y)


def _paint_signature(pen: Pen, y: float, paper: Paper) -> None:
    left = paper.right - WIDTH
    pen.box(left, y + _GAP, WIDTH, _SIGNATURE, PALE, HAIR)
    pen.text(left + 8, y + _GAP + 6, paper.word(f"accept.{paper.sheet.kind}"), look.STRONG)
    pen.text(left + 8, y + _GAP + 6 + look.STRONG.line, paper.word("accept_hint"), look.LABEL)
