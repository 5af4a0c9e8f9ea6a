"""A pen that notes what it would draw: the pages of a document as marks that a browser draws.

Nouns: a *mark* (a text, a box, a rule, a picture), a *sketch* (the marks of one page). The one trick: it stands where
the pen of the PDF stands, so what is seen while a template is changed is what will be printed, to the point.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from typing import Literal

from chalicelib.render.pdf.fonts import clean, face
from chalicelib.render.pdf.pen import HAIR, Align, Ink, Pen, Style


@dataclass(frozen=True, slots=True)
class Mark:
    """In points from the top left. A text stands on its baseline and takes `width`; the `data` of a path is that of an
    SVG path, of a picture its JPEG in base64. Inks are "#rrggbb", "" none."""

    kind: Literal["text", "box", "rule", "path", "picture"]
    x: float
    y: float
    width: float = 0
    height: float = 0
    text: str = ""
    size: float = 0
    bold: bool = False
    ink: str = ""
    edge: str = ""
    data: str = ""
    angle: float = 0


@dataclass(frozen=True, slots=True)
class Sketch:
    """One page."""

    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)


class SketchPen(Pen):
    """Draws nothing: notes the marks of each page."""

    def __init__(self, size: tuple[float, float]) -> None:
        self.width, self.height = size
        self.pages: list[Sketch] = [Sketch(*size)]

    def _put(self, mark: Mark) -> None:
        self.pages[-1].marks.append(mark)

    def text(self, x: float, y: float, text: str, style: Style, align: Align = "left") -> None:
        plain = clean(text)
        if not plain:
            return
        width = face(style.weight).width(plain, style.size)
        if align != "left":
            x -= width if align == "right" else width / 2
        bold = style.weight == "bold"
        self._put(Mark("text", _at(x), _at(y + style.drop), _at(width), 0, plain, style.size, bold, _hex(style.ink)))

    def rule(self, left: float, y: float, right: float, ink: Ink = HAIR, thickness: float = 0.4) -> None:
        self._put(Mark("rule", _at(left), _at(y), _at(right - left), thickness, ink=_hex(ink)))

    def box(self, x: float, y: float, width: float, height: float, fill: Ink | None, edge: Ink | None = None) -> None:
        mark = Mark("box", _at(x), _at(y), _at(width), _at(height), ink=_hex(fill), edge=_hex(edge))
        self._put(mark)

    def squares(self, x: float, y: float, side: float, rows: list[list[bool]]) -> None:
        drawn = [
            f"M{x + column * side:.2f} {y + at * side:.2f}h{side:.2f}v{side:.2f}h-{side:.2f}z"
            for at, row in enumerate(rows)
            for column, dark in enumerate(row)
            if dark
        ]
        self._put(Mark("path", _at(x), _at(y), ink="#000000", data="".join(drawn)))

    def picture(self, x: float, y: float, width: float, height: float, jpeg: bytes) -> None:
        self._put(Mark("picture", _at(x), _at(y), _at(width), _at(height), data=b64encode(jpeg).decode()))

    def slanted(self, text: str, ink: Ink) -> None:
        plain = clean(text)
        unit = face("bold").width(plain, 1)
        size = min(110.0, 0.85 * (self.width**2 + self.height**2) ** 0.5 / unit) if unit else 0
        middle = _at(self.width / 2), _at(self.height / 2)
        self._put(Mark("text", *middle, 0, 0, plain, _at(size), True, _hex(ink), angle=-52))

    def end_page(self) -> None:
        self.pages.append(Sketch(self.width, self.height))

    def sketches(self) -> list[Sketch]:
        """The pages that were ended."""
        return self.pages[:-1]


def _at(points: float) -> float:
    return round(points, 2)


def _hex(ink: Ink | None) -> str:
    return "" if ink is None else "#" + "".join(f"{round(part * 255):02x}" for part in ink)
