"""When commissions are settled: periods, what is open by month, statements.

Nouns: a `Sum`, the `Ledger` of a representative (months not settled yet, what is closed), a `Statement`. The one trick:
a movement is filed, once and for ever, under the month of its day or, when that one is closed, the first open month;
so issuing a statement is closing months, whatever their number of lines, and nothing can be added to it afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from chalicelib.agents.rules.agents import Period
from chalicelib.agents.rules.earnings import Movement
from chalicelib.kernel.errors import Conflict, NotFound, Refused

_PERIOD = re.compile(r"(2[0-9]{3})-(?:Q([1-4])|(0[1-9]|1[0-2]))")
TRANSITIONS = {("open", "issued"), ("issued", "paid")}


@dataclass(frozen=True)
class Sum:
    """Cents of base and of commission, and how many lines."""

    base: int = 0
    amount: int = 0
    lines: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.base + other.base, self.amount + other.amount, self.lines + other.lines)


@dataclass(frozen=True)
class Ledger:
    """What a representative earned and no statement holds yet, by month (ISO first day). `closed`: the last day that a
    statement settled. `name` and `period` are his present ones."""

    agent: str
    name: str
    period: Period
    closed: date | None = None
    months: Mapping[str, Sum] = field(default_factory=dict)


@dataclass(frozen=True)
class Statement:
    """A statement, frozen: from `since` to `until`, both included. `account` and `counterpart` are those it was booked
    on."""

    id: str
    number: str
    state: str
    agent: str
    agent_name: str
    agent_code: str
    period: str
    since: date
    until: date
    base: int
    amount: int
    lines: int
    account: str
    counterpart: str
    issued_on: date
    issued_at: datetime
    paid_on: date | None = None


def month_of(on: date) -> date:
    return on.replace(day=1)


def next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def filed_under(on: date, closed: date | None) -> date:
    """The month under which a movement of that day is filed."""
    month = month_of(on)
    return month if closed is None or month > closed else closed + timedelta(days=1)


def filed(ledger: Ledger, movement: Movement) -> Ledger:
    key = movement.month.isoformat()
    more = Sum(movement.base, movement.amount, len(movement.parts))
    return replace(ledger, months={**ledger.months, key: ledger.months.get(key, Sum()) + more})


def period_of(day: date, period: Period) -> str:
    """2026-02-10 -> "2026-02" or "2026-Q1"."""
    return f"{day:%Y-%m}" if period == "month" else f"{day.year}-Q{(day.month + 2) // 3}"


def bounds(name: str) -> tuple[date, date]:
    """First and last day of "2026-02" or "2026-Q1". NotFound for anything else."""
    found = _PERIOD.fullmatch(name)
    if found is None:
        raise unknown()
    year, quarter, month = found.groups()
    first, months = (int(quarter) * 3 - 2, 3) if quarter else (int(month), 1)
    since = until = date(int(year), first, 1)
    for _ in range(months):
        until = next_month(until)
    return since, until - timedelta(days=1)


def unknown() -> NotFound:
    return NotFound("agents.statement.not_found", "Ce relevé n'existe pas ou plus.")


def open_periods(ledger: Ledger) -> Iterator[tuple[str, Sum]]:
    """The periods that have something to settle, in order, and how much."""
    found: dict[str, Sum] = {}
    for month in sorted(ledger.months):
        name = period_of(date.fromisoformat(month), ledger.period)
        found[name] = found.get(name, Sum()) + ledger.months[month]
    yield from found.items()


def settled(ledger: Ledger, period: str, today: date) -> tuple[Ledger, date, date, Sum]:
    """The ledger with that period closed; its first and last day, and its sum.

    Refused while the period is not over; Conflict when an earlier one is still open; NotFound when there is nothing in
    it."""
    since, until = bounds(period)
    if until >= today:
        raise Refused(
            "agents.statement.not_over", "Cette période n'est pas terminée. Émettez le relevé une fois close.", "ids"
        )
    waiting = list(open_periods(ledger))
    if waiting and waiting[0][0] != period and bounds(waiting[0][0])[1] < since:
        detail = f"Le relevé de {waiting[0][0]} n'est pas émis. Émettez-le d'abord."
        raise Conflict("agents.statement.earlier_open", detail, "ids", period=waiting[0][0])
    if period not in dict(waiting):
        raise unknown()
    last = month_of(until).isoformat()
    taken = {month: one for month, one in ledger.months.items() if month <= last}
    total = sum(taken.values(), Sum())
    rest = {month: one for month, one in ledger.months.items() if month > last}
    first = since if ledger.closed is None else max(since, ledger.closed + timedelta(days=1))
    return replace(ledger, closed=until, months=rest), first, until, total
