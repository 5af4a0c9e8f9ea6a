"""The paper: a sheet in a language, with the room and the styles every block shares.

Nouns: *paper*, *styles*. Measures are points; the window of a French envelope (right side, 45 to 85 mm
from the top) decides where the customer's address stands.
"""

from dataclasses import dataclass
from functools import cached_property

from chalicelib.render import words
from chalicelib.render.pdf.pen import A4, BLACK, GREY, Ink, Style, ink_of
from chalicelib.render.sheet import InvoiceSheet, Lang, SheetLine

MARGIN = 42.0
FOOT = 46.0
BODY = Style(9)
STRONG = Style(9, "bold")
SMALL = Style(7.8, ink=GREY)
LABEL = Style(7.2, ink=GREY)
LEGAL = Style(7.5, ink=GREY)
TITLE = Style(21, "bold")
NUMBER = Style(11.5, "bold")
COMPANY = Style(16, "bold")
NAME = Style(10.5, "bold")
ADDRESS = Style(9.5)
NOTE = Style(9, ink=GREY)
HEADING = Style(9.5, "bold", BLACK)


@dataclass(frozen=True)
class Paper:
    """A sheet on its way to the page."""

    sheet: InvoiceSheet
    lang: Lang

    @property
    def size(self) -> tuple[float, float]:
        return (A4[1], A4[0]) if self.sheet.look.landscape else A4

    @property
    def left(self) -> float:
        return MARGIN

    @property
    def right(self) -> float:
        return self.size[0] - MARGIN

    @property
    def inner(self) -> float:
        return self.right - self.left

    @cached_property
    def accent(self) -> Ink:
        return ink_of(self.sheet.look.accent)

    @cached_property
    def sold(self) -> list[SheetLine]:
        return list(self.sheet.sold())

    @property
    def priced(self) -> bool:
        """A delivery note shows prices only when it is asked to."""
        return self.sheet.kind != "delivery_note" or self.sheet.look.prices

    @property
    def included(self) -> bool:
        """The prices of lines are shown VAT included."""
        return self.sheet.look.basis == "TTC" if self.sheet.look.basis else self.sheet.prices_include_vat

    def word(self, key: str, **values: str) -> str:
        return words.word(self.lang, key, **values)

    def money(self, cents: int) -> str:
        """An amount with its currency, zero as a dash."""
        return words.amount(cents, self.lang, self.sheet.currency, dash=True)

    def figure(self, cents: int) -> str:
        """An amount of a table column."""
        return words.figure(cents, self.lang, self.sheet.currency, dash=True)

    @property
    def title(self) -> str:
        return self.word(f"kind.{self.sheet.kind}")
