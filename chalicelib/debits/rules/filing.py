"""Debits given to the bank together.

Noun: a `DebitFile` of `Line`s. The one trick: whether a debit is the first of its mandate (FRST) or a later one (RCUR)
is read off how often the mandate was used, in the file itself too, so two debits of a new mandate are one FRST and one
RCUR.
Amounts are cents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from chalicelib.debits.rules.mandate import Mandate
from chalicelib.kernel.errors import FieldError

MOST = 60
"""Debits of one file: as many as one commit takes."""
SOONEST = timedelta(days=1)
"""The bank wants a file the day before at the latest."""


@dataclass(frozen=True)
class Line:
    """A debit of a file: `rank` of the collection of `invoice`."""

    invoice: str
    rank: int
    number: str
    customer: str
    name: str
    amount: int
    rum: str
    signed_on: date
    scheme: Literal["CORE", "B2B"]
    sequence: Literal["FRST", "RCUR"]
    due_on: date


@dataclass(frozen=True)
class DebitFile:
    """A file, made once; `collect_on`: the day on which the bank debits."""

    id: str
    collect_on: date
    ics: str
    lines: tuple[Line, ...]
    made_at: datetime
    made_by: str
    currency: str = "EUR"

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True)
class Content:
    """The file's text, sealed: it holds accounts."""

    sealed: str


def sequence(mandate: Mandate, before: int) -> Literal["FRST", "RCUR"]:
    """`before`: debits of this mandate earlier in the same file."""
    return "RCUR" if mandate.used + before else "FRST"


def day_problem(collect_on: date, today: date, field: str) -> FieldError | None:
    if collect_on >= today + SOONEST:
        return None
    detail = "La banque veut le fichier la veille au plus tard. Choisissez un jour à partir de demain."
    return FieldError(field, "debits.file.too_soon", detail)
