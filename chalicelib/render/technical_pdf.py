"""The technical sheet of a wine as an A4 page that a merchant hands out.

Nouns: a `Technical` sheet (what to print, in one language), a *fact* (a short label and value of the left column), a
*section* (a heading and a text of the right one). The one trick: sections are measured and cut before anything is
drawn, so three lines and three pages come from the same code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from chalicelib.render import words
from chalicelib.render.pdf import paper as look
from chalicelib.render.pdf.flow import Block, pages_of, painted
from chalicelib.render.pdf.pen import A4, GREY, HAIR, Ink, Pen, Style, ink_of, legible
from chalicelib.render.pdf.picture import fitted, picture
from chalicelib.render.sheet import Lang

MARGIN = 42.0
STRIPE = 5.0
TOP = 30.0
COLUMN = 158.0
GAP = 26.0
FOOT = 52.0
OTHER_TOP = 64.0
PHOTO = (COLUMN, 250.0)
SMALL_PHOTO = (COLUMN, 120.0)
NAME = Style(25, "bold")
TEXT = Style(9.6)
FACT = Style(10, "bold")
_PIECE = 24


@dataclass(frozen=True)
class Technical:
    """`producer` is printed where there is no logo; `place` is its address and ways to reach it. `accent` "#rrggbb"."""

    lang: Lang
    on: date
    producer: str
    place: str
    accent: str
    name: str
    vintage: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[tuple[str, str]]
    pictures: Sequence[bytes] = ()
    logo: bytes | None = None

    @property
    def title(self) -> str:
        return f"{self.name} {self.vintage}".strip()


def technical_pdf(sheet: Technical) -> bytes:
    """The sheet as a PDF with selectable text. Raises Refused for an unreadable picture or logo."""
    pen = Pen(
        A4,
        title=f"{sheet.title} · {words.word(sheet.lang, 'technical.title')}",
        author=sheet.producer,
        subject=sheet.subtitle,
        lang="fr-FR" if sheet.lang == "fr" else "en-GB",
        on=sheet.on,
    )
    accent = legible(ink_of(sheet.accent))
    blocks = [block for heading, text in sheet.sections for block in _section(heading, text, accent)]
    top = _heading(pen, sheet, accent)
    bottom = A4[1] - FOOT
    pages = pages_of(blocks, bottom - top, bottom - OTHER_TOP) or [[]]
    _left_column(pen, sheet, top, bottom)
    return painted(
        pen,
        pages,
        top,
        lambda page: _other_heading(pen, sheet),
        lambda page, pages: _foot(pen, sheet, page, pages),
    )


def _heading(pen: Pen, sheet: Technical, accent: Ink) -> float:
    """Stripe, logo or producer, the wine's name; returns the y where the columns start."""
    right, width = A4[0] - MARGIN, A4[0] - 2 * MARGIN
    pen.box(0, 0, A4[0], STRIPE, ink_of(sheet.accent))
    y = TOP
    if sheet.logo:
        logo = picture(sheet.logo)
        pen.picture(MARGIN, y, logo.width, logo.height, logo.jpeg)
        y += logo.height
    else:
        y = pen.lines(MARGIN, y, look.COMPANY.wrap(sheet.producer, width * 0.6), look.COMPANY)
    label = Style(9, "bold", accent)
    pen.text(right, TOP + 4, words.word(sheet.lang, "technical.title").upper(), label, "right")
    y = max(y, TOP + 40) + 22
    room = width - Style(25, "bold", accent).width(sheet.vintage) - 14
    lines = NAME.wrap(sheet.name, room if sheet.vintage else width)
    pen.text(right, y, sheet.vintage, Style(25, "bold", accent), "right")
    y = pen.lines(MARGIN, y, lines, NAME)
    if sheet.subtitle:
        y = pen.lines(MARGIN, y + 2, Style(11, ink=GREY).wrap(sheet.subtitle, width), Style(11, ink=GREY))
    y += 10
    pen.rule(MARGIN, y, right, ink_of(sheet.accent), 1.2)
    return y + 20


def _other_heading(pen: Pen, sheet: Technical) -> float:
    pen.box(0, 0, A4[0], STRIPE, ink_of(sheet.accent))
    pen.text(MARGIN, 30, look.STRONG.clip(sheet.title, A4[0] - 2 * MARGIN), look.STRONG)
    return OTHER_TOP


def _left_column(pen: Pen, sheet: Technical, y: float, bottom: float) -> None:
    """The pictures, then the facts; what does not fit is left out, never cut."""
    facts = [(label, FACT.wrap(value.replace(" %", "\u00a0%"), COLUMN)) for label, value in sheet.facts]
    needed = sum(look.LABEL.line + len(lines) * FACT.line + 10 for _, lines in facts)
    for at, data in enumerate(sheet.pictures):
        photo = fitted(data, PHOTO if at == 0 else SMALL_PHOTO)
        if y + photo.height + 14 + needed > bottom:
            continue
        pen.picture(MARGIN + (COLUMN - photo.width) / 2, y, photo.width, photo.height, photo.jpeg)
        y += photo.height + 14
    for label, lines in facts:
        pen.text(MARGIN, y, label, look.LABEL)
        y = pen.lines(MARGIN, y + look.LABEL.line, lines, FACT) + 4
        pen.rule(MARGIN, y, MARGIN + COLUMN, HAIR)
        y += 6


def _section(heading: str, text: str, accent: Ink) -> list[Block]:
    left = MARGIN + COLUMN + GAP
    lines = TEXT.wrap(text.strip(), A4[0] - MARGIN - left)
    pieces = [lines[at : at + _PIECE] for at in range(0, len(lines), _PIECE)]
    style = Style(10.5, "bold", accent)
    blocks = [Block(style.line + 3, partial(_paint, lines=[heading], style=style, left=left), with_next=True)]
    for at, piece in enumerate(pieces):
        last = at == len(pieces) - 1
        height = len(piece) * TEXT.line + (14 if last else 0)
        blocks.append(Block(height, partial(_paint, lines=piece, style=TEXT, left=left)))
    return blocks


def _paint(pen: Pen, y: float, lines: list[str], style: Style, left: float) -> None:
    pen.lines(left, y, lines, style)


def _foot(pen: Pen, sheet: Technical, page: int, pages: int) -> None:
    y = A4[1] - FOOT + 16
    right = A4[0] - MARGIN
    pen.rule(MARGIN, y - 6, right, HAIR)
    pen.text(MARGIN, y, look.LEGAL.clip(f"{sheet.producer} · {sheet.place}", right - MARGIN - 60), look.LEGAL)
    if pages > 1:
        text = words.word(sheet.lang, "page", page=str(page), pages=str(pages))
        pen.text(right, y, text, look.LEGAL, "right")
