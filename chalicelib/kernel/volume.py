"""Volumes: int, in units of 10^-5 hL (1 mL), the precision of the DRM.

Nouns: *volume* of one container, *col* (one container, whatever its size), *equivalent* (75 cl). The one
trick: no float and no rounding anywhere: an equivalent is a Fraction until someone prints it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from chalicelib.kernel.money import rounded
from chalicelib.kernel.text import fold

UNITS_PER_HL = 100_000
UNITS_PER_LITRE = 1_000
BOTTLE = 750

_UNITS = {
    "ml": 1, "millilitre": 1, "cl": 10, "centilitre": 10, "dl": 100, "decilitre": 100,
    "l": UNITS_PER_LITRE, "lt": UNITS_PER_LITRE, "litre": UNITS_PER_LITRE, "liter": UNITS_PER_LITRE,
    "hl": UNITS_PER_HL, "hectolitre": UNITS_PER_HL,
}  # fmt: skip
# Names that mean one volume everywhere in France; a name that depends on the region ("quart") is left unread.
_NAMES = {
    "demi": 375, "demie": 375, "demi-bouteille": 375, "fillette": 375, "half": 375, "half bottle": 375,
    "demi bouteille": 375, "pot": 460, "pot lyonnais": 460, "desirable": 500, "clavelin": 620,
    "bouteille": BOTTLE, "bottle": BOTTLE, "standard": BOTTLE, "magnum": 1_500, "mag": 1_500,
    "double magnum": 3_000, "double-magnum": 3_000, "mathusalem": 6_000, "methuselah": 6_000,
    "imperiale": 6_000, "salmanazar": 9_000, "balthazar": 12_000, "nabuchodonosor": 15_000,
    "melchior": 18_000,
}  # fmt: skip
_MEASURE = re.compile(r"(?:(?:bib|bag[ -]in[ -]box|fontaine|outre|fut|bouteille|btl?e?|magnum) *(?:de )?)?"
                      r"(\d+(?:[.,]\d+)?) *([a-z]+?)s?\.?")  # fmt: skip


def parse(text: str, default_unit: str | None = None) -> int | None:
    """Volume of "75 cl", "75CL", "0,75 L", "Magnum", "demi", "BIB 5 L"; None when it cannot be known.

    A bare number is read only when `default_unit` says in what. Zero and what is finer than 1 mL are not
    volumes.
    """
    plain = fold(text)
    if plain in _NAMES:
        return _NAMES[plain]
    found = _MEASURE.fullmatch(plain)
    if found is None and default_unit and re.fullmatch(r"\d+(?:[.,]\d+)?", plain):
        found = _MEASURE.fullmatch(f"{plain} {default_unit}")
    if found is None or found[2] not in _UNITS:
        return None
    units = Decimal(found[1].replace(",", ".")) * _UNITS[found[2]]
    return int(units) if units > 0 and units == int(units) else None


def equivalents(units: int, count: int = 1) -> Fraction:
    """75 cl equivalents of `count` containers, exact: a 5 L bag-in-box is 20/3."""
    return Fraction(units * count, BOTTLE)


def equivalents_shown(units: int, count: int = 1, places: int = 4) -> Decimal:
    """The same, rounded for a document: 6.6667."""
    exact = equivalents(units, count)
    return rounded(Decimal(exact.numerator) / Decimal(exact.denominator), places)


def hectolitres(units: int) -> Decimal:
    """Hectolitres with the five decimals of the DRM: 27000 -> Decimal("0.27000")."""
    return Decimal(units).scaleb(-5)


def shown(units: int) -> str:
    """A volume as the trade writes it: "37,5 cl", "75 cl", "1,5 L", "5 L"."""
    if units < UNITS_PER_LITRE:
        return f"{_plain(Decimal(units) / 10)} cl"
    return f"{_plain(Decimal(units) / UNITS_PER_LITRE)} L"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
