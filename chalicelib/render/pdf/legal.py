"""The foot: legal notes above it on the last page, the seller's mentions and the page number on every
page."""

from chalicelib.render.pdf import paper as look
from chalicelib.render.pdf.flow import Block
from chalicelib.render.pdf.paper import Paper
from chalicelib.render.pdf.parties import seller_mentions
from chalicelib.render.pdf.pen import HAIR, Pen, Style

_FOOT = Style(6.8, ink=look.LEGAL.ink)
_PIECE = 40


def foot_top(paper: Paper) -> float:
    """The y where the foot begins, above which blocks must end."""
    return paper.size[1] - 24 - len(_mentions(paper)) * _FOOT.line - 8


def paint_foot(pen: Pen, paper: Paper, page: int, pages: int) -> None:
    """Draw the seller's mentions and "page x/y"."""
    y = foot_top(paper)
    pen.rule(paper.left, y, paper.right, HAIR)
    pen.lines(paper.left, y + 5, _mentions(paper), _FOOT)
    pen.text(paper.right, y + 5, paper.word("page", page=str(page), pages=str(pages)), _FOOT, "right")


def _mentions(paper: Paper) -> list[str]:
    return [line.rstrip(" ·") for line in _FOOT.wrap(seller_mentions(paper), paper.inner - 60)]


def legal_blocks(paper: Paper) -> list[Block]:
    """The notes and the reasons why no VAT is due, each told once; one block at the bottom (or where it comes, before
    the lines), or several when they are pages long."""
    foot = paper.sheet.look.legal == "footer"
    reasons = [share.reason for share in paper.sheet.vat if share.reason]
    notes = [note.text for note in paper.sheet.notes if note.code != "BAR"]
    lines = [line for text in dict.fromkeys([*reasons, *notes]) for line in look.LEGAL.wrap(text, paper.inner)]
    if len(lines) <= _PIECE:
        return [_block(paper, lines, foot=foot)] if lines else []
    pieces = [lines[at : at + _PIECE] for at in range(0, len(lines), _PIECE)]
    return [_block(paper, piece, foot=False) for piece in pieces]


def _block(paper: Paper, lines: list[str], *, foot: bool) -> Block:
    def paint(pen: Pen, y: float) -> None:
        pen.lines(paper.left, y + 6, lines, look.LEGAL)

    return Block(len(lines) * look.LEGAL.line + 12, paint, foot=foot)
