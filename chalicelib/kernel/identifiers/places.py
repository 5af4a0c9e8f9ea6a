"""Places: postcodes and countries (names in French or English, usual spellings, codes -> ISO 3166)."""

from __future__ import annotations

import re
from functools import lru_cache

from chalicelib.kernel.identifiers.countries import ALIASES, COUNTRIES
from chalicelib.kernel.identifiers.problem import Identifier, Problem
from chalicelib.kernel.text import fold, squeeze

# Digits only; the other countries are left as they are.
_POSTCODES = {
    **dict.fromkeys(("FR", "MC", "GP", "MQ", "GF", "RE", "YT", "DE", "ES", "IT"), r"\d{5}"),
    **dict.fromkeys(("BE", "CH", "LU", "AT", "DK"), r"\d{4}"),
    "NL": r"\d{4} ?[A-Z]{2}", "PT": r"\d{4}(-\d{3})?",
    "SE": r"\d{3} ?\d{2}", "PL": r"\d{2}-\d{3}",
    "US": r"\d{5}(-\d{4})?", "GB": r"[A-Z]{1,2}\d[A-Z0-9]? ?\d[A-Z]{2}", "CA": r"[A-Z]\d[A-Z] ?\d[A-Z]\d",
    "JP": r"\d{3}-?\d{4}", "AU": r"\d{4}",
}  # fmt: skip
_COUNTRY_PREFIX = re.compile(r"^(FR?|DE?|BE?|CH|LU?|ES?|IT?|AT?)[ -](?=\d)")


def _clean_postcode(text: str, country: str) -> str:
    code = squeeze(text).upper()
    if re.fullmatch(r"\d{4,5}\.0", code):
        code = code[:-2]
    code = _COUNTRY_PREFIX.sub("", code)
    return code.replace(" ", "") if country in ("FR", "MC") else code


def _check_postcode(code: str, country: str) -> Problem | None:
    form = _POSTCODES.get(country)
    if form is None or re.fullmatch(form, code):
        return None
    if form == r"\d{5}" and re.fullmatch(r"\d{4}", code):
        return Problem(
            "identifier.postcode.lost_zero",
            f"Le code postal {code} a perdu son zéro de tête : {code.zfill(5)}. Vérifiez la ville.",
            "warning",
            code.zfill(5),
        )
    return Problem(
        "identifier.postcode.format", f"Ce code postal n'est pas de la forme du pays {country}. Corrigez-le."
    )


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    names = {_key(alias): iso for alias, iso in ALIASES.items()}
    for iso, (french, english) in COUNTRIES.items():
        names |= {_key(french): iso, _key(english): iso, iso.lower(): iso}
    return names


def _key(text: str) -> str:
    """Letters only, without article: "Les États-Unis", "ETATS UNIS" and "États-Unis (U.S.A.)" must meet."""
    plain = re.sub(r"\(.*?\)", " ", fold(text)).replace("&", " and ")
    plain = re.sub(r"[^a-z]+", " ", plain.replace(".", "")).strip()
    return re.sub(r"^(les?|la|l|the) ", "", plain)


def _clean_country(text: str, country: str) -> str:
    if text in COUNTRIES:
        return text
    tidy = squeeze(text)
    return _by_name().get(_key(tidy), tidy)


def _check_country(code: str, country: str) -> Problem | None:
    if code in COUNTRIES:
        return None
    return Problem("identifier.country.unknown", f"Pays inconnu : « {code} ». Choisissez un pays de la liste.")


def country_name(iso: str, language: str = "fr") -> str:
    """The country's name in French or English; the code itself when unknown."""
    french, english = COUNTRIES.get(iso, (iso, iso))
    return english if language == "en" else french


POSTCODE = Identifier("postcode", _clean_postcode, _check_postcode)
COUNTRY = Identifier("country", _clean_country, _check_country)
