"""Inter, embedded: two weights, their widths, and the characters they can draw.

The one trick: reportlab parses a font once per process; widths are kept as a plain dict per character, so
measuring a line is one sum. A character the font lacks is replaced before it is drawn: PDF/A forbids the
missing glyph.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from chalicelib.render.resources import template_bytes

Weight = Literal["regular", "bold"]
NAMES: dict[Weight, str] = {"regular": "Inter-Regular", "bold": "Inter-SemiBold"}
_FALLBACK = "?"


@dataclass(frozen=True, slots=True)
class Face:
    """One weight: `name` in reportlab, `widths` in thousandths of the size by character."""

    name: str
    widths: dict[str, float]
    known: frozenset[str]

    def width(self, text: str, size: float) -> float:
        """Points the text takes on one line."""
        return sum(map(self.widths.__getitem__, text)) * size / 1000


@cache
def face(weight: Weight) -> Face:
    """The face of a weight, registered with reportlab on first use."""
    from io import BytesIO  # noqa: PLC0415 - with reportlab

    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    rl_config.useA85 = 0  # binary streams: a quarter smaller, and no encoding in Python
    name = NAMES[weight]
    font = TTFont(name, BytesIO(template_bytes("fonts", f"{name}.ttf")), asciiReadable=False)
    pdfmetrics.registerFont(font)
    widths = {chr(code): width for code, width in font.face.charWidths.items() if code >= 32}
    return Face(name, widths, frozenset(widths))


def clean(text: str) -> str:
    """The text with only characters Inter can draw: composed, controls made spaces, others "?" or their
    base."""
    known = face("regular").known
    if known.issuperset(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(char if char in known else _nearest(char, known) for char in composed)


@cache
def _nearest_base(char: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))


def _nearest(char: str, known: frozenset[str]) -> str:
    category = unicodedata.category(char)
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    if category in {"Cf", "Mn", "Me"}:
        return ""
    base = _nearest_base(char)
    return base if base and all(part in known for part in base) else _FALLBACK
