"""The pay button of a letter.

Noun: a `Pay` (the document to be paid, what is open of it). The one trick: the button is a line of the letter's text
that ends in an address of ours, drawn as a button in the HTML; so the person who changes the letter before it leaves
sees it, may move it or strike it out, and both forms of the mail say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sort = Literal["quote", "order", "proforma", "invoice", "reminder"]
SORTS: tuple[Sort, ...] = ("quote", "order", "proforma", "invoice", "reminder")
"""The letters that may carry one; that which sends a link always does."""
LINK = "payment_link"
_SAID = {"fr": "Payer {amount} en ligne : {url}", "en": "Pay {amount} online: {url}"}


@dataclass(frozen=True)
class Pay:
    """`amount` cents are open of the document `id`."""

    id: str
    amount: int
    currency: str


@dataclass(frozen=True)
class Buttons:
    """The letters that carry a pay button: none while nobody takes payments online."""

    sorts: tuple[str, ...] = ()

    def on(self, sort: str) -> bool:
        named = "reminder" if sort.startswith("reminder") else sort
        return named == LINK or named in self.sorts


def line(language: str, amount: str, url: str) -> str:
    """The line of the text."""
    return _SAID["en" if language == "en" else "fr"].format(amount=amount, url=url)
