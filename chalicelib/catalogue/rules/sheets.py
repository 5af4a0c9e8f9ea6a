"""The technical sheet of a vintage: how the wine was grown and made, in French and in English.

Nouns: *text* (the words of one language), *sheet*. The one trick: what is the same in both languages (temperatures,
pictures) is written once; the strength is the vintage's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from chalicelib.kernel.errors import FieldError

FIELDS = ("grapes", "vineyard", "winemaking", "ageing", "bottling", "tasting", "pairing", "allergens")
MOST_PICTURES = 6


@dataclass(frozen=True, slots=True)
class SheetText:
    """One language."""

    grapes: str = ""
    vineyard: str = ""
    winemaking: str = ""
    ageing: str = ""
    bottling: str = ""
    tasting: str = ""
    pairing: str = ""
    allergens: str = ""


@dataclass(frozen=True, slots=True)
class TechSheet:
    """`serving_min` and `serving_max` in °C; `pictures`: ids of files, the first is the large one."""

    vintage_id: str
    product_id: str
    fr: SheetText = SheetText()
    en: SheetText = SheetText()
    serving_min: Decimal | None = None
    serving_max: Decimal | None = None
    pictures: tuple[str, ...] = ()

    def text(self, language: str) -> SheetText:
        """The words of a language; what it does not say is said in the other one."""
        first, second = (self.en, self.fr) if language == "en" else (self.fr, self.en)
        return SheetText(**{name: getattr(first, name) or getattr(second, name) for name in FIELDS})


def sheet_problems(sheet: TechSheet) -> list[FieldError]:
    found = []
    low, high = sheet.serving_min, sheet.serving_max
    if low is not None and high is not None and high < low:
        detail = "La température la plus haute est en dessous de la plus basse. Inversez-les."
        found.append(FieldError("serving_max", "catalogue.sheet.serving", detail))
    return found
