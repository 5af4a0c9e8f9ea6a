"""How to reach people: e-mail addresses and telephone numbers (E.164)."""

from __future__ import annotations

import re

from chalicelib.kernel.identifiers.problem import Identifier, Problem
from chalicelib.kernel.text import squeeze

_EMAIL_MAX = 254


def _clean_email(text: str, country: str) -> str:
    """Lower case: no mail server of this century tells Contact@ from contact@, and a guard must not
    either."""
    return squeeze(text).removeprefix("mailto:").lower()


def _check_email(address: str, country: str) -> Problem | None:
    if re.search(r"[;,\s]", address) and address.count("@") > 1:
        return Problem(
            "identifier.email.several",
            "Plusieurs adresses dans une case. Mettez-en une par ligne.",
            proposal=re.split(r"[;,\s]+", address)[0],
        )
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return Problem(
            "identifier.email.format",
            "Cette adresse e-mail est incomplète ou mal formée. Corrigez-la ou laissez vide.",
        )
    return None


def _parsed(text: str, country: str) -> str | None:
    """E.164 form of a number that can exist, else None. A French number that lost its zero is given it
    back."""
    if re.fullmatch(r"\+33[1-9]\d{8}", text):
        return text
    import phonenumbers

    number = re.sub(r"\(0\)", "0", squeeze(text))
    number = re.sub(r"^(\+|00)(\d{1,3})[ .]?0(?=[1-9][\d .]{8,})", r"\1\2", number) if country == "FR" else number
    if country == "FR" and re.fullmatch(r"[1-9]\d{8}", number):
        number = f"0{number}"
    try:
        read = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(read):
        return None
    return str(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164))


def _clean_phone(text: str, country: str) -> str:
    return _parsed(text, country) or squeeze(text)


def _check_phone(number: str, country: str) -> Problem | None:
    if _parsed(number, country) is None:
        return Problem(
            "identifier.phone.format",
            "Ce numéro de téléphone ne peut pas exister. Vérifiez le nombre de chiffres et l'indicatif du pays.",
        )
    return None


# Where mail goes most often in France and around it. Those near enough to another to be taken for a slip of it
# (mail.com, gmx.de) stand here too, so that nobody is told to leave his real address.
_HOSTS = (
    "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "hotmail.be", "live.com",
    "live.fr", "live.be", "msn.com", "yahoo.com", "yahoo.fr", "yahoo.co.uk", "ymail.com", "icloud.com", "me.com",
    "mac.com", "mail.com", "email.com", "gmx.com", "gmx.fr", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de",
    "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "neuf.fr", "laposte.net", "bbox.fr", "numericable.fr",
    "aliceadsl.fr", "club-internet.fr", "proton.me", "protonmail.com", "aol.com", "skynet.be", "telenet.be",
    "bluewin.ch", "t-online.de", "libero.it", "btinternet.com",
)  # fmt: skip
_SHORTEST_HOST = 8  # below it (me.com, free.fr) one letter more or less is another company


def email_slip(address: str) -> Problem | None:
    """A domain one slip of the finger away from one where much mail goes: a warning with the address meant."""
    name, at, host = _clean_email(address, "").rpartition("@")
    if not (name and at) or host in _HOSTS:
        return None
    meant = next((one for one in _HOSTS if len(one) >= _SHORTEST_HOST and _one_slip(host, one)), "")
    if not meant:
        return None
    detail = f"« {host} » ressemble à {meant} mal tapé. Corrigez l'adresse si c'est bien elle."
    return Problem("identifier.email.slip", detail, "warning", f"{name}@{meant}")


def _one_slip(typed: str, meant: str) -> bool:
    """One letter more, less, or other, or two neighbours exchanged."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    at = next((n for n, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), None)
    if at is None:
        return len(typed) != len(meant)
    left, right = typed[at:], meant[at:]
    exchanged = left[:2] == right[1::-1] and left[2:] == right[2:]
    return exchanged or left[1:] == right[1:] or left[1:] == right or left == right[1:]


EMAIL = Identifier("email", _clean_email, _check_email)
PHONE = Identifier("phone", _clean_phone, _check_phone)
