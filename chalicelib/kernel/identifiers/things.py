"""Numbers of things: bank accounts (IBAN) and goods (GTIN)."""

from __future__ import annotations

import re

from chalicelib.kernel.identifiers.companies import compact
from chalicelib.kernel.identifiers.problem import Identifier, Problem


def _compact(text: str, country: str) -> str:
    return compact(text)


def _check_iban(number: str, country: str) -> Problem | None:
    if not re.fullmatch(r"[A-Z]{2}\d{2}[0-9A-Z]{11,30}", number):
        return Problem(
            "identifier.iban.format",
            "Un IBAN commence par deux lettres et deux chiffres (FR76…). Vérifiez la saisie.",
        )
    from stdnum import iban

    if not iban.is_valid(number, check_country=False):
        return Problem("identifier.iban.checksum", "La clé de cet IBAN est fausse. Recopiez-le depuis le RIB.")
    return None


def _check_gtin(number: str, country: str) -> Problem | None:
    if not re.fullmatch(r"\d{8}|\d{12,14}", number):
        return Problem("identifier.gtin.format", "Un code-barres GTIN a 8, 12, 13 ou 14 chiffres. Vérifiez la saisie.")
    from stdnum import ean

    expected = ean.calc_check_digit(number[:-1])
    if expected != number[-1]:
        return Problem(
            "identifier.gtin.checksum",
            "Le dernier chiffre (clé) de ce GTIN est faux. Rescannez ou vérifiez l'étiquette.",
        )
    return None


IBAN = Identifier("iban", _compact, _check_iban)
GTIN = Identifier("gtin", _compact, _check_gtin)
