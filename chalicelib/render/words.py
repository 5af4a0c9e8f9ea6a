"""French and English: words of the documents, and how amounts, dates and measures are written.

Nouns: *word* (a label of templates/words/<lang>.json, by dotted key), *amount* (int cents), *number*,
*day*, *volume* (int, units of 1e-5 hL). The one trick: every figure is glued with narrow no-break spaces
(U+202F), so neither a PDF line nor a mail ever cuts "1 234,56 €" in two.
"""

import json
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from chalicelib.kernel.volume import equivalents_shown, hectolitres
from chalicelib.render.resources import template_text
from chalicelib.render.sheet import Lang, LegalNote

NARROW = "\u202f"
NO_BREAK = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
_PLACES = {"JPY": 0, "KRW": 0}
_BEFORE_PUNCTUATION = re.compile(r" ([:;!?»%€])")


@cache
def _catalogue(lang: Lang) -> dict[str, Any]:
    text = template_text("words", f"{lang}.json")
    if lang == "fr":
        text = _BEFORE_PUNCTUATION.sub(NARROW + r"\1", text).replace("« ", "«" + NARROW)
    found: dict[str, Any] = json.loads(text)
    return found


def word(lang: Lang, key: str, **values: str) -> str:
    """The word at a dotted key ("column.label"), its {places} filled. Raises KeyError for an unknown key
    or place."""
    found = _found(lang, key)
    if not isinstance(found, str):
        raise KeyError(key)
    return found.format_map(values) if values else found


def _found(lang: Lang, key: str) -> Any:
    found: Any = _catalogue(lang)
    for part in key.split("."):
        if not isinstance(found, dict):
            raise KeyError(key)
        found = found[part]
    return found


def word_or(lang: Lang, key: str, default: str) -> str:
    """The word at a dotted key, `default` when there is none (a column a company named itself)."""
    try:
        return word(lang, key)
    except KeyError:
        return default


def number(value: Decimal | int, lang: Lang, places: int | None = None) -> str:
    """1 234,56 or 1,234.56; `places` rounds half up and pads, None keeps the decimals that count."""
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    digits = f"{exact.copy_abs():,f}"
    if places is None and "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    if lang == "fr":
        digits = digits.replace(",", NARROW).replace(".", ",")
    return MINUS + digits if exact < 0 else digits


def with_currency(digits: str, lang: Lang, currency: str = "EUR") -> str:
    """A written number with its currency: 1 234,56 €, −€1,234.56, CHF 1,234.56."""
    symbol = _SYMBOLS.get(currency)
    if lang == "fr":
        return f"{digits}{NARROW}{symbol or currency}"
    sign, plain = (MINUS, digits[1:]) if digits.startswith(MINUS) else ("", digits)
    return f"{sign}{symbol}{plain}" if symbol else f"{sign}{currency}{NARROW}{plain}"


def amount(cents: int, lang: Lang, currency: str = "EUR", *, dash: bool = False) -> str:
    """Minor units as an amount; with `dash`, zero is "–", as tables have it."""
    if dash and cents == 0:
        return DASH
    return with_currency(figure(cents, lang, currency), lang, currency)


def figure(cents: int, lang: Lang, currency: str = "EUR", *, dash: bool = False) -> str:
    """The same without the currency, for table columns that name it once."""
    if dash and cents == 0:
        return DASH
    places = _PLACES.get(currency, 2)
    return number(Decimal(cents).scaleb(-places), lang, places)


def unit_price(value: Decimal, lang: Lang) -> str:
    """A price with two decimals, or up to four when they count: 8,50 and 8,3333."""
    places = max(2, min(4, -int(value.normalize().as_tuple().exponent)))
    return number(value, lang, places)


def percent(rate: Decimal, lang: Lang) -> str:
    """5,5 % in French, 5.5% in English; `rate` in per cent."""
    return f"{number(rate, lang)}{NARROW}%" if lang == "fr" else f"{number(rate, lang)}%"


def strength(rate: Decimal, lang: Lang) -> str:
    """Alcohol by volume: 12,5 % vol."""
    return f"{percent(rate, lang)}{NARROW}vol."


def quantity(value: Decimal | int, lang: Lang, unit: str = "") -> str:
    """36 cols, 1 carton: `unit` is a key of the words (put in the plural) or is printed as given."""
    name = unit_name(value, lang, unit)
    return f"{number(value, lang)}{NARROW}{name}" if name else number(value, lang)


def unit_name(value: Decimal | int, lang: Lang, unit: str) -> str:
    """The unit beside a quantity: cols, carton, bottles."""
    units: dict[str, list[str]] = _catalogue(lang)["units"]
    few = abs(Decimal(value)) < 2 if lang == "fr" else abs(Decimal(value)) == 1
    return units[unit][0 if few else 1] if unit in units else unit


def volume(units: int, lang: Lang) -> str:
    """0,27000 hL: units of 1e-5 hL with the five decimals of the customs."""
    return f"{number(hectolitres(units), lang, 5)}{NARROW}hL"


def equivalents(units: int, lang: Lang) -> str:
    """27,000 eq.: 75 cl equivalents of a volume."""
    shown = number(equivalents_shown(units, places=3), lang, 3)
    return f"{shown}{NARROW}{word_list(lang, 'units.equivalent')[0]}"


def day(value: date, lang: Lang) -> str:
    """22 nov. 2026."""
    return _dated(value, lang, "months_short")


def long_day(value: date, lang: Lang) -> str:
    """22 novembre 2026."""
    return _dated(value, lang, "months")


def late(days: int, lang: Lang) -> str:
    """retard 12 j."""
    return word(lang, "late", days=str(days)).replace(" j", NARROW + "j")


def grouped(identifier: str, *sizes: int) -> str:
    """An identifier cut for the eye: SIREN (3, 3, 3), SIRET (3, 3, 3, 5), IBAN (4 by 4 when no sizes are
    given)."""
    compact = identifier.replace(" ", "")
    steps = list(sizes) or [4] * -(-len(compact) // 4)
    if sizes and sum(sizes) != len(compact):
        return identifier
    parts, start = [], 0
    for step in steps:
        parts.append(compact[start : start + step])
        start += step
    return NO_BREAK.join(parts)


def word_list(lang: Lang, key: str) -> list[str]:
    """The list of words at a dotted key. Raises KeyError when there is none."""
    return list(_found(lang, key))


def standard_notes(
    lang: Lang, late_rate: Decimal | None = None, discount: tuple[Decimal, int] | None = None
) -> tuple[LegalNote, ...]:
    """The three notes of a French invoice: penalties (PMD), recovery fee (PMT), discount for early payment
    (AAB).

    late_rate: annual per cent, None for three times the legal rate. discount: (per cent, days), None for
    none.
    Source: art. L441-9 and L441-10 of the code de commerce; codes of rule BR-FR-05.
    """
    rate = word(lang, "late_penalty_legal_rate") if late_rate is None else percent(late_rate, lang)
    early = word(lang, "no_discount")
    if discount is not None:
        early = word(lang, "early_discount", rate=percent(discount[0], lang), days=str(discount[1]))
    return (
        LegalNote("PMD", word(lang, "late_penalty", rate=rate)),
        LegalNote("PMT", word(lang, "recovery_fee")),
        LegalNote("AAB", early),
    )


_VATEX = {
    "intra_eu": "VATEX-EU-IC",
    "reverse_charge": "VATEX-EU-AE",
    "export": "VATEX-EU-G",
    "suspended": "VATEX-FR-CGI275",
    "small_business": "VATEX-FR-FRANCHISE",
    "out_of_scope": "VATEX-EU-O",
}


def vat_reason(case: str, lang: Lang) -> tuple[str, str]:
    """(printed mention, VATEX code) of a sale without VAT.

    case: intra_eu (category K), reverse_charge (AE), export (G), suspended (E, art. 275), small_business
    (E), out_of_scope (O). Raises KeyError for another.
    """
    return word(lang, f"vat_reason.{case}"), _VATEX[case]


def _dated(value: date, lang: Lang, months: str) -> str:
    first = word(lang, "first_of_month") if value.day == 1 else str(value.day)
    return f"{first}{NO_BREAK}{word_list(lang, months)[value.month - 1]}{NO_BREAK}{value.year}"
