"""E-mails and telephones of a customers file.

The one trick: a number that a spreadsheet stored as a number (442180967, 33612345678.0, 3,36E+10) is
recognised by its form, whether the source is a workbook or a text file.
"""

from __future__ import annotations

import re
from decimal import Decimal

from chalicelib.kernel.identifiers import EMAIL, PHONE
from chalicelib.migration.rules.row import Row

# Calling codes of the countries French wineries write to most: how an E.164 number that lost its + begins.
_CALLING = {
    "FR": "33", "BE": "32", "DE": "49", "CH": "41", "LU": "352", "NL": "31", "GB": "44", "IT": "39", "ES": "34",
    "PT": "351", "AT": "43", "DK": "45", "SE": "46", "IE": "353", "PL": "48", "MC": "377", "US": "1", "CA": "1",
    "JP": "81",
}  # fmt: skip
_SPREADSHEET = re.compile(r"[1-9]\d{8}|\d{7,15}[.,]0+|[1-9]\d{10,14}")
_LOST_DIGITS = re.compile(r"\d[.,]\d+ ?E\+?\d+", re.IGNORECASE)


def email(row: Row, name: str) -> str:
    """The e-mail in lower case, the first one of several; "" (and said so) when it is not one."""
    written = row.text(name)
    if not written:
        return ""
    problem = EMAIL.check(written)
    if problem is None:
        return EMAIL.clean(written)
    kept = EMAIL.clean(problem.proposal)
    if kept and EMAIL.check(kept) is None:
        row.say("customer.email.several", name, kept=kept)
        return kept
    row.say("customer.email.broken", name)
    return ""


def phone(row: Row, name: str, stem: str, country: str) -> str:
    """The number in E.164 (+33442180967); "" (and said so) when it cannot be one. `country`: ISO, whose
    national numbers it may be. `stem`: "customer.phone" or "customer.mobile"."""
    written = row.text(name)
    if not written:
        return ""
    if is_numeric(row.raw(name)):
        number = from_number(written, country)
        if number:
            row.say(f"{stem}.numeric", name, read=number)
        else:
            row.say(f"{stem}.numeric_unreadable", name)
        return number
    # 00 dials abroad from all of Europe, whatever the country the number is then read for.
    written = re.sub(r"^00(?=[1-9])", "+", written)
    if PHONE.check(written, country) is not None:
        row.say(f"{stem}.unreadable", name)
        return ""
    return PHONE.clean(written, country)


def is_numeric(cell: object) -> bool:
    """Was this number through a spreadsheet that took it for a quantity?"""
    if isinstance(cell, Decimal):
        return True
    written = cell.strip() if isinstance(cell, str) else ""
    return bool(_SPREADSHEET.fullmatch(written) or _LOST_DIGITS.fullmatch(written))


def from_number(written: str, country: str) -> str:
    """E.164 of a telephone kept as a quantity: its zero (442180967) or its + (33612345678.0) is given back;
    "" when neither gives a possible number."""
    digits = re.sub(r"[.,]0+$", "", written)
    if not digits.isdigit():
        return ""
    for iso in dict.fromkeys((country, "FR")):
        code = _CALLING.get(iso)
        if code and digits.startswith(code) and len(digits) > 9 and PHONE.check(f"+{digits}", iso) is None:
            return PHONE.clean(f"+{digits}", iso)
    if len(digits) == 9 and PHONE.check(f"0{digits}", country) is None:
        return PHONE.clean(f"0{digits}", country)
    return ""
