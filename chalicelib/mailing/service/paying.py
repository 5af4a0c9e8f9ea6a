"""The pay button: which letters carry one, and where it leads."""

from __future__ import annotations

from chalicelib.aws import secrets
from chalicelib.aws.config import config
from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.kernel.book import WHOLE
from chalicelib.mailing.rules.messages import Letter
from chalicelib.mailing.rules.paying import Buttons, line
from chalicelib.mailing.store import BUTTONS

TOKEN = 40
"""Characters of a token."""


def button_refs() -> tuple[Ref, ...]:
    return ((BUTTONS, WHOLE),)


def buttons(unit: Unit) -> Buttons:
    return unit.find(BUTTONS, WHOLE) or Buttons()


def keep_buttons(unit: Unit, sorts: tuple[str, ...]) -> None:
    """The letters of these sorts carry a pay button from now on, and no others."""
    if buttons(unit).sorts != sorts:
        unit.put(BUTTONS, WHOLE, Buttons(sorts))


def pay_prefix() -> str:
    """What the addresses of buttons begin with."""
    return f"{config().origin}/pay/"


def pay_url(company: str, document: str) -> str:
    """Where a customer pays a document. Its token is a keyed hash of both, so nothing is stored and nobody guesses."""
    return f"{pay_prefix()}{company}/{document}?token={pay_token(company, document)}"


def pay_token(company: str, document: str) -> str:
    return secrets.fingerprint(f"payment-link:{company}:{document}")[:TOKEN]


def pay_line(unit: Unit, letter: Letter) -> str:
    """The button as its text says it; "" when the letter has none."""
    from chalicelib.render import sheet, words  # noqa: PLC0415 - no part of the API's start

    pay = letter.pay
    if pay is None or pay.amount <= 0 or not buttons(unit).on(letter.sort):
        return ""
    lang: sheet.Lang = "en" if letter.language == "en" else "fr"
    return line(lang, words.amount(pay.amount, lang, pay.currency), pay_url(unit.company, pay.id))
