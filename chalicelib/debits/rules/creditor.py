"""Numbers of a direct debit: the creditor's (ICS), the mandate's (RUM), and whether they can stand in a file.

Source: EPC262-08 (AT-02: country, two check digits by ISO 7064 mod 97-10 without the business code, business code,
national identifier); the characters that SEPA allows in references (EPC217-08).
"""

from __future__ import annotations

import re
from datetime import date

from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import IBAN

ICS_FORM = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")
RUM_FORM = re.compile(r"[A-Za-z0-9+?/:().,'\-]{1,35}")
FRENCH = re.compile(r"FR[0-9]{2}[A-Z0-9]{3}[0-9A-Z]{6}")


def compact(number: str) -> str:
    return re.sub(r"\s", "", number).upper()


def ics_problem(number: str, field: str) -> FieldError | None:
    """What is wrong with a creditor identifier; None when it may stand in a file."""
    if not number:
        detail = "L'identifiant créancier SEPA (ICS) manque. Demandez-le à votre banque, puis saisissez-le."
        return FieldError(field, "debits.ics.none", detail)
    form = FRENCH if number.startswith("FR") else ICS_FORM
    if not form.fullmatch(number) or _mod97(number[7:] + number[:4]) != 1:
        detail = "Cet identifiant créancier SEPA (ICS) est faux. Recopiez-le depuis le courrier de la banque."
        return FieldError(field, "debits.ics.wrong", detail)
    return None


def rum_problem(number: str, field: str) -> FieldError | None:
    """What is wrong with the reference of a mandate."""
    if RUM_FORM.fullmatch(number) and not number.startswith("/") and "//" not in number:
        return None
    detail = "Une RUM a 35 lettres, chiffres ou signes simples au plus, sans espace ni accent. Corrigez-la."
    return FieldError(field, "debits.rum.wrong", detail)


def iban_problem(number: str, field: str) -> FieldError | None:
    """What is wrong with an account."""
    if not number:
        return FieldError(field, "debits.iban.none", "L'IBAN manque. Saisissez-le.")
    found = IBAN.check(number)
    return FieldError(field, found.code, found.detail) if found else None


def _mod97(text: str) -> int:
    return int("".join(str(int(letter, 36)) for letter in text)) % 97


FUTURE = FieldError("signed_on", "debits.mandate.future", "Un mandat se date du jour où il est signé. Corrigez.")


def rum_of(code: str, signed_on: date) -> str:
    """A reference made of the customer's code: "C00012-20261122"."""
    return f"{re.sub(r'[^A-Za-z0-9-]', '', code)[:24]}-{signed_on:%Y%m%d}"
