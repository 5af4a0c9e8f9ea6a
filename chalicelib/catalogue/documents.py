"""What the catalogue prints: the technical sheet of a vintage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chalicelib.catalogue.rules import Product, Vintage
from chalicelib.catalogue.rules.sheets import FIELDS, TechSheet
from chalicelib.kernel import volume as volumes
from chalicelib.render import words
from chalicelib.render.sheet import Lang
from chalicelib.render.technical_pdf import Technical, technical_pdf
from chalicelib.tenancy.rules.companies import COLOURS, Company

DEFAULT_ACCENT = "#7a1f2b"
_COLOURS = {
    "red": ("Rouge", "Red"),
    "rose": ("Rosé", "Rosé"),
    "white": ("Blanc", "White"),
    "sparkling": ("Effervescent", "Sparkling"),
}


@dataclass(frozen=True)
class Pictures:
    """The bytes of the company's logo and of the sheet's pictures."""

    logo: bytes | None = None
    photos: Sequence[bytes] = ()


def sheet_pdf(
    company: Company,
    product: Product,
    vintage: Vintage,
    sheet: TechSheet,
    sizes: Sequence[int],
    pictures: Pictures,
    language: str,
    on: date,
) -> bytes:
    """The technical sheet in French or English. `sizes`: the volumes the vintage is sold in, 10^-5 hL."""
    lang: Lang = "en" if language == "en" else "fr"
    text = sheet.text(lang)
    colour = _COLOURS.get(product.colour, ("", ""))[lang == "en"]
    return technical_pdf(
        Technical(
            lang=lang,
            on=on,
            producer=company.name,
            place=_place(company),
            accent=COLOURS.get(company.colour, DEFAULT_ACCENT),
            name=(product.name_en if lang == "en" else "") or product.name,
            vintage=str(vintage.year or ""),
            subtitle=" · ".join(part for part in (product.appellation, colour) if part),
            facts=_facts(product, vintage, sheet, sizes, lang),
            sections=[
                (words.word(lang, f"technical.{key}"), getattr(text, key))
                for key in FIELDS
                if key not in ("grapes", "allergens") and getattr(text, key)
            ],
            pictures=pictures.photos,
            logo=pictures.logo,
        )
    )


def _place(company: Company) -> str:
    address = company.address
    town = f"{address.postcode} {address.town}".strip()
    place = [*address.lines, town, company.phone, company.email, company.website]
    return " · ".join(part for part in place if part)


def _facts(
    product: Product, vintage: Vintage, sheet: TechSheet, sizes: Sequence[int], lang: Lang
) -> list[tuple[str, str]]:
    """What the left column says, with its labels; what is unknown is left out."""
    text = sheet.text(lang)
    alcohol = vintage.alcohol if vintage.alcohol is not None else product.customs.alcohol
    found = {
        "grapes": text.grapes,
        "alcohol": f"{_number(alcohol, lang)} % vol." if alcohol is not None else "",
        "serving": _serving(sheet, lang),
        "volumes": " · ".join(_size(one, lang) for one in sorted(set(sizes))),
        "allergens": text.allergens,
    }
    return [(words.word(lang, f"technical.{key}"), value) for key, value in found.items() if value]


def _number(value: Decimal, lang: Lang) -> str:
    text = f"{value.normalize():f}"
    return text.replace(".", ",") if lang == "fr" else text


def _size(units: int, lang: Lang) -> str:
    shown = volumes.shown(units)
    return shown if lang == "fr" else shown.replace(",", ".")


def _serving(sheet: TechSheet, lang: Lang) -> str:
    """ "8 à 10 °C"."""
    given = [_number(one, lang) for one in (sheet.serving_min, sheet.serving_max) if one is not None]
    if not given:
        return ""
    return f"{(' à ' if lang == 'fr' else ' to ').join(dict.fromkeys(given))} °C"
