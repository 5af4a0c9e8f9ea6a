"""Which invoice is reminded, at which level, on which day.

Nouns: a `Dunning` with its `Step`s, what is `Held` back. The one trick: an invoice has one item with all its steps, and
a step is made only when the level it would be is not there yet; so a night that runs twice, or is cut short, makes
nothing twice. An invoice in instalments is reminded of each by itself: a step knows the rank of its instalment.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.kernel.erasing import NOBODY, blanks, erases
from chalicelib.sales.rules.receivable import Instalment
from chalicelib.tenancy.rules.settings import Declared, declare

LEVELS = (1, 2, 3)
GAP = timedelta(days=7)
"""The least time between two levels of an invoice: who was reminded late is not reminded twice at once."""
TRANSITIONS = {
    ("pending", "sent"),
    ("pending", "dropped"),
    ("pending", "superseded"),
    ("pending", "lapsed"),
    ("lapsed", "pending"),
}
MOST_HELD = 2000
RATE = "late_interest_rate"
_DAYS = {1: 7, 2: 21, 3: 45}

declare(
    *(
        Declared(
            f"reminder_days_{level}",
            "int",
            _DAYS[level],
            "reminders",
            f"Relance {level} : jours après l'échéance (0 : jamais)",
            f"Reminder {level}: days after the due date (0: never)",
            most=730,
        )
        for level in LEVELS
    ),
    Declared(
        RATE,
        "percent",
        None,
        "reminders",
        "Taux des intérêts de retard (vide : taux légal)",
        "Late payment interest rate (empty: legal rate)",
    ),
)


@dataclass(frozen=True)
class Step:
    """One level of the instalment of that rank (from 0; that of an invoice without a schedule), due on `due_on`. `fee`,
    `interest`: cents claimed when it was sent; `message`: the e-mail that carries it."""

    level: int
    made_on: date
    state: str = "pending"
    message: str = ""
    sent_at: datetime | None = None
    fee: int = 0
    interest: int = 0
    rank: int = 0
    due_on: date | None = None

    @property
    def key(self) -> int:
        """What names it in its invoice: 2 is level 2, 12 that of the second instalment."""
        return 10 * self.rank + self.level


@dataclass(frozen=True)
class Dunning:
    """The steps of one invoice, with what lists show of it; `balance`: cents past due when last looked at,
    `home_balance` the same in euros, None for an invoice in euros."""

    invoice: str
    number: str
    customer: str
    customer_code: str
    customer_name: str
    owner: str
    issued_on: date
    due_on: date
    balance: int
    steps: tuple[Step, ...] = ()
    currency: str = "EUR"
    home_balance: int | None = None

    def step(self, key: int) -> Step | None:
        return next((one for one in self.steps if one.key == key), None)

    @property
    def pending(self) -> Step | None:
        return next((one for one in self.steps if one.state == "pending"), None)


@dataclass(frozen=True)
class Held:
    """`kind`: customer or invoice; `label`: its name or number; `customer`: whose it is."""

    id: str
    kind: str
    label: str
    customer: str
    customer_name: str
    owner: str
    reason: str
    since: date
    by_name: str


@dataclass(frozen=True)
class HeldBook:
    items: tuple[Held, ...] = ()

    def holds(self, invoice: str, customer: str) -> bool:
        return any(one.id in (invoice, customer) for one in self.items)


def due_level(due_on: date, made: Mapping[int, date], days: Mapping[int, int], today: date) -> int | None:
    """The level to make today; None for none. `made`: level -> the day it was made; `days`: level -> days after the
    due date, 0 for a level that is not used."""
    last: date | None = None
    for level in LEVELS:
        if level in made:
            last = made[level]
            continue
        if not days.get(level):
            continue
        day = due_on + timedelta(days=days[level])
        return level if today >= (max(day, last + GAP) if last else day) else None
    return None


def due_step(
    open_ones: Mapping[int, Instalment], steps: tuple[Step, ...], days: Mapping[int, int], today: date
) -> Step | None:
    """The step to make today of what is still due, by rank: that of the first instalment that calls for one, at the
    earliest a week after any other of the invoice."""
    last = max((one.made_on for one in steps if one.state != "lapsed"), default=None)
    for rank, one in open_ones.items():
        level = due_level(one.due_on, days_made(steps, rank), days, today)
        if level is not None and (last is None or today >= last + GAP):
            return Step(level, today, rank=rank, due_on=one.due_on)
    return None


def past_due(open_ones: Mapping[int, Instalment], today: date) -> list[Instalment]:
    """What is late, the oldest first."""
    return [one for one in open_ones.values() if one.due_on < today]


def made(dunning: Dunning, step: Step) -> Dunning:
    """The invoice with that step to send: one nobody sent before gives way to it."""
    kept = [replace(one, state="superseded") if one.state == "pending" else one for one in dunning.steps]
    kept = [one for one in kept if one.key != step.key]
    return replace(dunning, steps=tuple(sorted((*kept, step), key=lambda one: one.key)))


def moved(dunning: Dunning, step: Step) -> Dunning:
    """The invoice with one step in its place."""
    return replace(dunning, steps=tuple(step if one.key == step.key else one for one in dunning.steps))


def lapsed(dunning: Dunning) -> Dunning:
    """Nothing of it waits any more."""
    return replace(
        dunning,
        steps=tuple(replace(one, state="lapsed") if one.state == "pending" else one for one in dunning.steps),
    )


def days_made(steps: tuple[Step, ...], rank: int = 0) -> dict[int, date]:
    """What counts as made of an instalment: what lapsed comes again if its reason is undone."""
    return {one.level: one.made_on for one in steps if one.state != "lapsed" and one.rank == rank}


def _forgotten(doc: dict[str, Any], ids: Collection[str]) -> None:
    """Of an erased person stays that something was held back, by whom and since when."""
    for one in doc.get("items") or ():
        if one["customer"] in ids:
            one.update(customer_name=NOBODY, reason="")
            if one["kind"] == "customer":
                one["label"] = NOBODY


erases("dunning", blanks({"customer_name": NOBODY, "customer_code": ""}))
erases("held_back", _forgotten)
