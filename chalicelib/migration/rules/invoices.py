"""A row of a file of unpaid invoices of the former program -> what a customer still owes, or the reasons why not.

The one trick: money owed is never guessed. What is not certain refuses the row, but for the due date, which the
invoice's own date replaces, and says so.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.migration.rules import cells
from chalicelib.migration.rules.prices import Mark, decimals, read_price
from chalicelib.migration.rules.row import Row, Settings

EARLIEST = 1990
_SIGN = re.compile(r"^\s*[-−–]\s*")


@dataclass(frozen=True, slots=True)
class Owed:
    """An invoice of the former program: `gross` its total, `balance` what is still due, in cents; both below zero for a
    credit note. Days are ISO."""

    number: str
    customer: str
    issued_on: str
    due_on: str
    gross: int
    balance: int
    reference: str

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def cleaned(row: Row, settings: Settings, mark: Mark | None) -> Owed | None:
    """What a row says is owed; None (and said so) for want of a number, a customer, a date or an amount."""
    number, customer = row.text("number"), row.text("customer")
    if not number:
        row.say("invoice.no_number", "number")
    if not customer:
        row.say("invoice.no_customer", "customer")
    issued = _issued(row, settings)
    amounts = _amounts(row, mark)
    if not (number and customer and issued and amounts):
        return None
    due = _due(row, issued, settings)
    gross, balance = amounts
    return Owed(number, customer, issued.isoformat(), due.isoformat(), gross, balance, row.text("reference"))


def _issued(row: Row, settings: Settings) -> date | None:
    found = cells.day(row.safe("issued_on"), settings.day_first)
    if found is None or found.year < EARLIEST or found > settings.today:
        row.say("invoice.date", "issued_on")
        return None
    return found


def _due(row: Row, issued: date, settings: Settings) -> date:
    found = cells.day(row.safe("due_on"), settings.day_first) if row.shown("due_on") else None
    if found is None or found < issued:
        row.say("invoice.due", "due_on", used=f"{issued:%d/%m/%Y}")
        return issued
    return found


def _amounts(row: Row, mark: Mark | None) -> tuple[int, int] | None:
    """(total, balance) in cents. One of the two columns is enough: the other is then the same."""
    read = {name: _cents(row, name, mark) for name in ("gross", "balance") if row.shown(name)}
    if not read:
        row.say("invoice.no_amount", "balance")
        return None
    if any(cents is None for cents in read.values()):
        return None
    balance = read.get("balance", read.get("gross")) or 0
    gross = read.get("gross", balance) or 0
    if min(gross, balance) < 0:
        return _credit(row, gross, balance)
    if balance == 0:
        row.say("invoice.settled", "balance")
        return None
    if balance > gross:
        row.say("invoice.too_much", "balance")
        return None
    return gross, balance


def _credit(row: Row, gross: int, balance: int) -> tuple[int, int] | None:
    """An open credit note: what is left of it is its customer's to use. Two signs that disagree are neither."""
    if balance == 0:
        row.say("invoice.settled", "balance")
        return None
    if balance > 0 or gross > balance:
        row.say("invoice.too_much", "balance")
        return None
    row.say("invoice.credit", "balance" if row.shown("balance") else "gross")
    return gross, balance


def _cents(row: Row, name: str, mark: Mark | None) -> int | None:
    cell, sign = row.raw(name), 1
    reading = read_price(cell, mark)
    if reading.code == "price.negative":
        reading, sign = read_price(-cell if isinstance(cell, Decimal) else _SIGN.sub("", str(cell)), mark), -1
    if reading.code == "price.zero":
        return 0
    if reading.value is None or decimals(reading.value) > 2:
        row.say("invoice.amount", name)
        return None
    return sign * int(reading.value * Decimal(100))
