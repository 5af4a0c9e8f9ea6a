"""The pen: writes text, rules, boxes and pictures on the page, from the top left corner, in points.

Nouns: *ink* (a colour), *style* (weight, size, ink), *pen*. The one trick: text goes to the page as one
text object per call of `flush`, so ten lines cost a few milliseconds; only opaque colours and embedded
fonts exist here, which is what PDF/A asks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from chalicelib.render.pdf.fonts import Weight, clean, face

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Align = Literal["left", "right", "center"]
Ink = tuple[float, float, float]

BLACK: Ink = (0.09, 0.09, 0.11)
GREY: Ink = (0.40, 0.41, 0.45)
HAIR: Ink = (0.85, 0.86, 0.88)
PALE: Ink = (0.965, 0.965, 0.97)
WHITE: Ink = (1.0, 1.0, 1.0)
A4 = (595.2756, 841.8898)
_ELLIPSIS = "…"


def ink_of(colour: str) -> Ink:
    """The ink of "#rrggbb". Raises ValueError for anything else."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"{colour!r} is not #rrggbb")
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def readable_on(ink: Ink) -> Ink:
    """White or pure black on a ground of that ink: contrast 4.5 at least, whatever the ink."""
    return (0.0, 0.0, 0.0) if _luminance(ink) > 0.18 else WHITE


def legible(ink: Ink) -> Ink:
    """The ink, darkened until words in it read on white paper (contrast 4.5)."""
    red, green, blue = ink
    while _luminance((red, green, blue)) > 0.183:
        red, green, blue = red * 0.92, green * 0.92, blue * 0.92
    return red, green, blue


def _luminance(ink: Ink) -> float:
    """WCAG relative luminance, 0 to 1."""
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in ink)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks; `line` is the height one line of it takes."""

    size: float
    weight: Weight = "regular"
    ink: Ink = BLACK

    @property
    def line(self) -> float:
        return self.size * 1.34

    @property
    def drop(self) -> float:
        """From the top of the line to the baseline."""
        return self.size * 1.03

    def width(self, text: str) -> float:
        return face(self.weight).width(clean(text), self.size)

    def bold(self) -> Style:
        return replace(self, weight="bold")

    def wrap(self, text: str, width: float) -> list[str]:
        """Lines of at most `width` points; a word longer than a line is cut; a newline starts a new
        line."""
        lines: list[str] = []
        for paragraph in text.split("\n"):
            lines += self._wrap(clean(paragraph).split(" "), width)
        return lines

    def _wrap(self, words: list[str], width: float) -> list[str]:
        measure, space = face(self.weight).width, face(self.weight).width(" ", self.size)
        lines: list[str] = []
        line, used = "", 0.0
        for word in words:
            room = measure(word, self.size)
            if line and used + space + room <= width:
                line, used = f"{line} {word}", used + space + room
                continue
            if line:
                lines.append(line)
            while room > width and len(word) > 1:
                head = self._head(word, width)
                lines.append(head)
                word = word[len(head) :]
                room = measure(word, self.size)
            line, used = word, room
        return [*lines, line] if line or not lines else lines

    def _head(self, word: str, width: float) -> str:
        """The longest start of a word that fits, one character at least, ended by a mark when one is near."""
        measure = face(self.weight).width
        end = 1
        while end < len(word) and measure(word[: end + 1], self.size) <= width:
            end += 1
        marks = [at + 1 for at, char in enumerate(word[:end]) if char in "-/@._" and 3 * at > end]
        return word[: marks[-1] if marks and end < len(word) else end]

    def clip(self, text: str, width: float) -> str:
        """The text on one line, ended by an ellipsis when it does not fit."""
        plain = clean(text)
        if self.width(plain) <= width:
            return plain
        return self._head(plain, width - self.width(_ELLIPSIS)).rstrip(" -/") + _ELLIPSIS


class Pen:
    """Draws one document. y grows downwards from the top of the page."""

    def __init__(
        self, size: tuple[float, float], *, title: str, author: str, subject: str, lang: str, on: date
    ) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.width, self.height = size
        self._file = BytesIO()
        face("bold")
        # The first font must be ours: reportlab opens each page with Helvetica, which is not embedded.
        options: dict[str, Any] = {
            "initialFontName": face("regular").name,
            "pdfVersion": (1, 7),
            "lang": lang,
        }
        self._canvas: Canvas = Canvas(self._file, pagesize=size, invariant=1, **options)
        self._date(on)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject(subject)
        self._canvas.setCreator("Caveau")
        self._canvas.setProducer("Caveau")
        self._texts: list[tuple[float, float, str, Style]] = []

    def _date(self, on: date) -> None:
        """The document's day is its creation date: the same sheet gives the same bytes at any hour."""
        canvas: Any = self._canvas
        canvas._doc._timeStamp.YMDhms = (on.year, on.month, on.day, 0, 0, 0)

    def text(self, x: float, y: float, text: str, style: Style, align: Align = "left") -> None:
        """One line whose top is at y; x is its left edge, right edge or middle."""
        plain = clean(text)
        if not plain:
            return
        if align != "left":
            width = face(style.weight).width(plain, style.size)
            x -= width if align == "right" else width / 2
        self._texts.append((x, self.height - y - style.drop, plain, style))

    def lines(self, x: float, y: float, lines: list[str], style: Style, align: Align = "left") -> float:
        """Several lines; returns the y under the last."""
        for line in lines:
            self.text(x, y, line, style, align)
            y += style.line
        return y

    def rule(self, left: float, y: float, right: float, ink: Ink = HAIR, thickness: float = 0.4) -> None:
        """A horizontal rule."""
        self._canvas.setStrokeColorRGB(*ink)
        self._canvas.setLineWidth(thickness)
        self._canvas.line(left, self.height - y, right, self.height - y)

    def box(self, x: float, y: float, width: float, height: float, fill: Ink | None, edge: Ink | None = None) -> None:
        """A rectangle, filled, edged or both."""
        if fill:
            self._canvas.setFillColorRGB(*fill)
        if edge:
            self._canvas.setStrokeColorRGB(*edge)
            self._canvas.setLineWidth(0.5)
        bottom = self.height - y - height
        self._canvas.rect(x, bottom, width, height, stroke=int(edge is not None), fill=int(fill is not None))

    def squares(self, x: float, y: float, side: float, rows: list[list[bool]]) -> None:
        """A matrix of black squares (a QR code), each `side` wide, runs of a row drawn as one rectangle."""
        path = self._canvas.beginPath()
        for at, row in enumerate(rows):
            start = None
            for column, dark in enumerate([*row, False]):
                if dark and start is None:
                    start = column
                elif not dark and start is not None:
                    bottom = self.height - y - (at + 1) * side
                    path.rect(x + start * side, bottom, (column - start) * side, side)
                    start = None
        self._canvas.setFillColorRGB(0, 0, 0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def picture(self, x: float, y: float, width: float, height: float, jpeg: bytes) -> None:
        """An opaque picture."""
        from reportlab.lib.utils import ImageReader

        self._canvas.drawImage(ImageReader(BytesIO(jpeg)), x, self.height - y - height, width, height)

    def slanted(self, text: str, ink: Ink) -> None:
        """Large slanted words across the page, drawn first so that everything stays readable on top."""
        plain = clean(text)
        unit = face("bold").width(plain, 1)
        size = min(110.0, 0.85 * (self.width**2 + self.height**2) ** 0.5 / unit) if unit else 0
        self._canvas.saveState()
        self._canvas.setFillColorRGB(*ink)
        self._canvas.translate(self.width / 2, self.height / 2)
        self._canvas.rotate(52)
        self._canvas.setFont(face("bold").name, size)
        self._canvas.drawCentredString(0, -size * 0.35, plain)
        self._canvas.restoreState()

    def end_page(self) -> None:
        """Write the page's texts and open the next page."""
        self._flush()
        self._canvas.showPage()

    def _flush(self) -> None:
        writer = self._canvas.beginText()
        last: Style | None = None
        for x, y, text, style in self._texts:
            if style != last:
                writer.setFont(face(style.weight).name, style.size)
                if last is None or style.ink != last.ink:
                    writer.setFillColorRGB(*style.ink)
                last = style
            writer.setTextOrigin(x, y)
            writer.textOut(text)
        self._canvas.drawText(writer)
        self._texts = []

    def finish(self) -> bytes:
        """The document's bytes."""
        self._canvas.save()
        return self._file.getvalue()
