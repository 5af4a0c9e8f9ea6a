"""What is earned on an invoice: its rated lines, and the movements that brought the commission where it stands.

Nouns: a rated `EarnedLine`, a `Part` (base and commission of a line), a `Movement` (why it moved, on which day), an
`Earning` (an invoice, its lines, what was paid and credited of it). The one trick: a fact only changes what is known of
the invoice (paid, credited); the commission is then a function of that, and the movement is the difference with the sum
of the movements before. So parts paid in any cut add up to the whole, to the cent.

Amounts in cents, rates in percent, `on` Paris dates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from chalicelib.agents.rules.agents import Basis
from chalicelib.agents.rules.rates import Decided
from chalicelib.kernel.money import percent_of, rounded


@dataclass(frozen=True)
class EarnedLine:
    """Line of this `rank` (from 1) of the invoice: its HT after discounts, and the rate decided for it."""

    rank: int
    label: str
    base: int
    rate: Decided


@dataclass(frozen=True)
class Part:
    """What a movement adds to one line: base and commission."""

    rank: int
    base: int
    amount: int


@dataclass(frozen=True)
class Movement:
    """`cause`: invoice, payment, cancellation or credit_note, of that `number`; `month`: the first day of the month of
    the statement that holds it."""

    id: str
    cause: str
    number: str
    on: date
    month: date
    parts: tuple[Part, ...]

    @property
    def base(self) -> int:
        return sum(part.base for part in self.parts)

    @property
    def amount(self) -> int:
        return sum(part.amount for part in self.parts)


@dataclass(frozen=True)
class Earning:
    """The commission on one invoice. `due`: its TTC; `paid`: what payments gave it; `credited`: TTC of its credit
    notes, `credited_lines`: HT by rank; `heard`: ids of the facts counted."""

    invoice: str
    number: str
    issued_on: date
    agent: str
    customer: str
    customer_code: str
    customer_name: str
    basis: Basis
    due: int
    lines: tuple[EarnedLine, ...]
    paid: int = 0
    credited: int = 0
    credited_lines: Mapping[int, int] | None = None
    heard: tuple[str, ...] = ()
    movements: tuple[Movement, ...] = ()


def paid(earning: Earning, amount: int) -> Earning:
    """`amount` cents more were paid of the invoice (negative: a payment was undone)."""
    return replace(earning, paid=earning.paid + amount)


def credited(earning: Earning, gross: int, nets: Sequence[tuple[int, int]]) -> Earning:
    """A credit note of `gross` TTC took (rank, HT) of its lines."""
    lines = dict(earning.credited_lines or {})
    for rank, net in nets:
        lines[rank] = lines.get(rank, 0) + net
    return replace(earning, credited=earning.credited + gross, credited_lines=lines)


def target(earning: Earning) -> dict[int, Part]:
    """The commission of each line as things are: on what is not credited, in proportion to what is paid of it when it
    is earned by payments."""
    share = _share(earning)
    found = {}
    for line in earning.lines:
        base = line.base - (earning.credited_lines or {}).get(line.rank, 0)
        found[line.rank] = Part(line.rank, _of(base, share), _of(percent_of(base, line.rate.rate), share))
    return found


def _share(earning: Earning) -> Fraction:
    left = earning.due - earning.credited
    if earning.basis == "invoiced" or left <= 0:
        return Fraction(1)
    return Fraction(min(max(earning.paid, 0), left), left)


def _of(cents: int, share: Fraction) -> int:
    return int(rounded(Decimal(cents * share.numerator) / share.denominator, 0))


def moved(earning: Earning) -> tuple[Part, ...]:
    """What the next movement adds to each line: nothing when it stands where it should."""
    before: dict[int, Part] = {}
    for part in (part for movement in earning.movements for part in movement.parts):
        known = before.get(part.rank, Part(part.rank, 0, 0))
        before[part.rank] = Part(part.rank, known.base + part.base, known.amount + part.amount)
    parts = []
    for rank, wanted in target(earning).items():
        known = before.get(rank, Part(rank, 0, 0))
        one = Part(rank, wanted.base - known.base, wanted.amount - known.amount)
        if one.base or one.amount:
            parts.append(one)
    return tuple(parts)
