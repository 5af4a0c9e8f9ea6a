"""Dates: Paris business dates and payment terms (instants live in `clock`).

Nouns: *business date* (the date it is in Paris), *payment term* (when an invoice falls due), written as one
short stable code: `cash`, `net-60`, `eom-30`, `eom-30-10` (30 days, end of month, on the 10th). The one
trick: nothing here reads a clock; now and today are arguments.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from chalicelib.kernel.clock import PARIS
from chalicelib.kernel.clock import paris_date as paris_date

_TERM = re.compile(r"(?P<kind>cash|net|eom)(?:-(?P<days>\d{1,3}))?(?:-(?P<day>\d{1,2}))?")


def paris_midnight(day: date) -> datetime:
    """The UTC instant at which a business date begins."""
    return datetime(day.year, day.month, day.day, tzinfo=PARIS).astimezone(UTC)


def end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def next_month_on(day: date, day_of_month: int) -> date:
    """That day of the following month, or its last day when it is shorter."""
    first = end_of_month(day) + timedelta(days=1)
    return first.replace(day=min(day_of_month, end_of_month(first).day))


def within(day: date, start: date | None, end: date | None) -> bool:
    """Is the date in a period whose two ends are included (None = open)?"""
    return (start is None or start <= day) and (end is None or day <= end)


@dataclass(frozen=True, slots=True)
class PaymentTerm:
    """`cash`; `net`: days after the date; `eom`: then the end of that month; `day` > 0: then on that day of
    the next."""

    kind: Literal["cash", "net", "eom"]
    days: int = 0
    day: int = 0

    @property
    def code(self) -> str:
        if self.kind == "cash":
            return "cash"
        return f"{self.kind}-{self.days}" + (f"-{self.day}" if self.day else "")

    def due(self, issued: date) -> date:
        """Due date of a document issued that day. net-60 from 15 January 2026 is 16 March."""
        reached = issued + timedelta(days=self.days)
        if self.kind != "eom":
            return reached
        return next_month_on(reached, self.day) if self.day else end_of_month(reached)

    def label(self, language: str = "fr") -> str:
        """As printed on documents: "30 jours fin de mois le 10"."""
        french = language != "en"
        if self.kind == "cash":
            return "Comptant" if french else "Cash"
        if self.kind == "net":
            return f"{self.days} jours net" if french else f"{self.days} days net"
        begin = f"{self.days} jours fin de mois" if french else f"{self.days} days end of month"
        if self.day:
            begin += f" le {self.day}" if french else f" on the {self.day}{_ordinal(self.day)}"
        return begin


CASH = PaymentTerm("cash")


def payment_term(code: str) -> PaymentTerm | None:
    """The term of a code, None when it is not one. `net-0` is zero days, a value, not an absence."""
    found = _TERM.fullmatch(code)
    if found is None:
        return None
    days, day = int(found["days"] or 0), int(found["day"] or 0)
    if found["kind"] == "cash":
        return CASH if code == "cash" else None
    if found["days"] is None or day > 31 or (found["day"] and (found["kind"] == "net" or not day)):
        return None
    return PaymentTerm("net" if found["kind"] == "net" else "eom", days, day)


def _ordinal(day: int) -> str:
    return "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
