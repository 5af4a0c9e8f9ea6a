"""Numbers of companies: SIREN, SIRET, VAT, excise. python-stdnum does the arithmetic (imported on first
use)."""

from __future__ import annotations

import re

from chalicelib.kernel.identifiers.problem import Identifier, Problem

_SEPARATORS = re.compile(r"[\s.\-_/\u200b\ufeff]")
LA_POSTE = "356000000"
# Greece writes EL on VAT and excise numbers, Northern Ireland trades goods as XI.
_VAT_PREFIX = {"GR": "EL"}
_EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "EL",
        "ES",
        "FI",
        "FR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
        "XI",
    ]
)


def compact(text: str) -> str:
    """The text in capitals without separators."""
    return _SEPARATORS.sub("", text).upper()


def _compact(text: str, country: str) -> str:
    return compact(text)


def _check_siren(number: str, country: str) -> Problem | None:
    if not re.fullmatch(r"\d{9}", number):
        return Problem("identifier.siren.format", "Un SIREN a 9 chiffres. Vérifiez la saisie.")
    from stdnum.fr import siren

    if not siren.is_valid(number):
        return Problem("identifier.siren.checksum", "La clé de ce SIREN est fausse. Vérifiez les chiffres.")
    return None


def _check_siret(number: str, country: str) -> Problem | None:
    if not re.fullmatch(r"\d{14}", number):
        return Problem("identifier.siret.format", "Un SIRET a 14 chiffres. Vérifiez la saisie.")
    from stdnum.fr import siret

    # Establishments of La Poste follow either rule: their own (digit sum multiple of 5) or Luhn's.
    if siret.is_valid(number) or (number.startswith(LA_POSTE) and _luhn(number)):
        return None
    return Problem("identifier.siret.checksum", "La clé de ce SIRET est fausse. Vérifiez les chiffres.")


def _luhn(number: str) -> bool:
    from stdnum import luhn

    return luhn.is_valid(number)


def vat_of_siren(siren: str) -> str:
    """French VAT number of a SIREN: "404833048" -> "FR83404833048". Raises ValueError for a wrong SIREN."""
    number = compact(siren)
    if _check_siren(number, "FR"):
        raise ValueError(f"{siren} is not a SIREN")
    return f"FR{(12 + 3 * (int(number) % 97)) % 97:02d}{number}"


def siren_of_siret(siret: str) -> str:
    return compact(siret)[:9]


def vat_prefix(country: str) -> str:
    """The two letters VAT and excise numbers of a country begin with."""
    return _VAT_PREFIX.get(country, country)


def _clean_vat(text: str, country: str) -> str:
    number = compact(text)
    return f"EL{number[2:]}" if number.startswith("GR") else number


def _check_vat(number: str, country: str) -> Problem | None:
    prefix = number[:2]
    if prefix not in _EU and country and vat_prefix(country) not in _EU:
        return Problem(
            "identifier.vat.outside_eu",
            "Numéro hors de l'Union : il ne peut pas être vérifié. Contrôlez-le sur un document du client.",
            "warning",
        )
    if prefix not in _EU:
        return Problem(
            "identifier.vat.country",
            "Ce numéro de TVA ne commence pas par un code de pays de l'Union (FR, BE, DE…). "
            "Complétez-le ou laissez vide.",
        )
    if not _valid_vat(prefix, number):
        return Problem("identifier.vat.checksum", "Ce numéro de TVA est faux. Vérifiez-le sur une facture du client.")
    if country and prefix not in (vat_prefix(country), "XI" if country == "GB" else ""):
        return Problem(
            "identifier.vat.other_country",
            f"Numéro de TVA {prefix} sur une adresse {country}. Corrigez le numéro ou le pays.",
            "warning",
        )
    return None


def _valid_vat(prefix: str, number: str) -> bool:
    if prefix == "XI":
        from stdnum.gb import vat as gb

        return gb.is_valid(number[2:])
    from stdnum.eu import vat

    return vat.is_valid(number)


def _check_fr_vat(number: str, country: str) -> Problem | None:
    if not number.startswith("FR"):
        return Problem("identifier.vat.country", "Un numéro de TVA français commence par FR. Complétez-le.")
    return _check_vat(number, "FR")


def _check_excise(number: str, country: str) -> Problem | None:
    prefix = number[:2]
    if prefix not in _EU or not re.fullmatch(r"[A-Z]{2}[0-9A-Z]{11}", number):
        return Problem(
            "identifier.excise.format",
            "Un numéro d'accise a un code de pays de l'Union puis 11 caractères (FR015000E0001). Vérifiez la saisie.",
        )
    if prefix == "FR":
        return _check_french_excise(number)
    if country and prefix != vat_prefix(country):
        return Problem(
            "identifier.excise.other_country",
            f"Numéro d'accise {prefix} sur une adresse {country}. Corrigez le numéro ou le pays.",
            "warning",
        )
    return None


def _check_french_excise(number: str) -> Problem | None:
    """French numbers are warned about, never refused: several generations of them are in use."""
    from stdnum.fr import accise

    if accise.is_valid(number):
        return None
    return Problem(
        "identifier.excise.unusual",
        "Ce numéro d'accise n'a pas la forme habituelle (FR0, année, bureau, lettre, rang). Vérifiez-le "
        "sur SEED "
        "avant toute expédition en suspension.",
        "warning",
    )


SIREN = Identifier("siren", _compact, _check_siren)
SIRET = Identifier("siret", _compact, _check_siret)
VAT = Identifier("vat", _clean_vat, _check_vat)
FR_VAT = Identifier("fr_vat", _clean_vat, _check_fr_vat)
EXCISE = Identifier("excise", _compact, _check_excise)
