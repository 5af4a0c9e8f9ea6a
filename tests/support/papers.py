"""Reading a PDF back: its text, and where each piece of text stands."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf
import pypdf


@dataclass(frozen=True)
class Box:
    """A piece of text on a page: points from the bottom left, its baseline at y."""

    x: float
    y: float
    width: float
    size: float

    def meets(self, other: Box) -> bool:
        """Whether the two would be printed over each other (half a point of grace)."""
        apart = self.x + self.width < other.x + 0.5 or other.x + other.width < self.x + 0.5
        return not apart and abs(self.y - other.y) < 0.7 * min(self.size, other.size)


def text_of(pdf: bytes) -> str:
    """All words of a PDF, every kind of space made one plain space."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def pages_of(pdf: bytes) -> list[str]:
    """The same page by page."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def boxes_of(pdf: bytes) -> list[list[Box]]:
    """Per page, the horizontal pieces of text (a slanted stamp is left out)."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [_boxes(page) for page in document.pages]


def _boxes(page: pikepdf.Page) -> list[Box]:
    boxes: list[Box] = []
    fonts = page.Resources.Font
    widths: list[float] = []
    size = x = y = 0.0
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        depth += {"q": 1, "Q": -1}.get(operator, 0)
        if operator == "Tf":
            widths, size = [float(width) for width in fonts[str(operands[0])].Widths], float(operands[1])
        elif operator == "Tm":
            x, y = float(operands[4]), float(operands[5])
        elif operator == "Tj" and depth == 0:
            width = sum(widths[code] for code in bytes(operands[0])) * size / 1000
            boxes.append(Box(x, y, width, size))
            x += width
    return boxes
