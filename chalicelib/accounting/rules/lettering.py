"""Lettering (lettrage): which customer lines settle each other.

Nouns: an `OpenLine` is a customer line that has no letter yet; its `touches` are what ties it to others (an invoice,
a payment's remainder, a cancellation); `Open` is all of a customer's open lines. The one trick: lines that share a
tie form a group, and a group gets its letter on the day its amounts sum to zero, so a part payment waits and an
overpayment never hides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from chalicelib.accounting.rules.entries import Draft, Entry


@dataclass(frozen=True)
class OpenLine:
    """Line `line` of entry `entry`: `amount` in cents, positive when the customer owes it."""

    entry: str
    line: int
    amount: int
    touches: tuple[str, ...]


@dataclass(frozen=True)
class Open:
    """A customer's open lines, and how many letters he has used."""

    lines: tuple[OpenLine, ...] = ()
    letters: int = 0


@dataclass(frozen=True)
class Group:
    """Lines settled together under one letter: kept so that a cancelled payment can undo it."""

    letter: str
    lines: tuple[OpenLine, ...]


def letter(number: int) -> str:
    """1 is A, 26 is Z, 27 is AA."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def invoice_tie(invoice: str) -> str:
    return f"i:{invoice}"


def payment_tie(payment: str) -> str:
    return f"p:{payment}"


def customer_lines(entry: Draft | Entry, cancels: bool = False) -> list[OpenLine]:
    """The customer lines of an entry, tied to their invoice, to the payment for a remainder, or to the cancellation."""
    found = []
    for number, line in enumerate(entry.lines):
        if not line.aux:
            continue
        tie = invoice_tie(line.invoice) if line.invoice else payment_tie(entry.source)
        if cancels:
            tie = _cancel_tie(entry.source)
        found.append(OpenLine(entry.id, number, line.debit - line.credit, (tie,)))
    return found


def settle(opened: Open, new: Iterable[OpenLine], most: int = 10_000) -> tuple[Open, list[Group]]:
    """Add lines, then letter each group of at most `most` lines that sums to zero. Gives what stays open and the
    groups."""
    waiting, groups, used = [], [], opened.letters
    for group in _components([*opened.lines, *new]):
        if 1 < len(group) <= most and sum(line.amount for line in group) == 0:
            used += 1
            groups.append(Group(letter(used), tuple(group)))
        else:
            waiting.extend(group)
    return Open(tuple(waiting), used), groups


def tie(opened: Open, payment: str, invoices: Iterable[str]) -> Open:
    """A payment's remainder now also pays these invoices."""
    wanted = payment_tie(payment)
    ties = tuple(invoice_tie(invoice) for invoice in invoices)
    return replace(
        opened,
        lines=tuple(
            replace(line, touches=(*line.touches, *(t for t in ties if t not in line.touches)))
            if wanted in line.touches
            else line
            for line in opened.lines
        ),
    )


def untie(opened: Open, entry: Entry, undone: Iterable[Group]) -> Open:
    """A payment's entry is cancelled: the groups it had settled are open again, and its own lines wait for their
    mirror."""
    lines = [*opened.lines, *(line for group in undone for line in group.lines)]
    only = (_cancel_tie(entry.source),)
    return replace(opened, lines=tuple(replace(x, touches=only) if x.entry == entry.id else x for x in lines))


def _cancel_tie(payment: str) -> str:
    return f"c:{payment}"


def _components(lines: list[OpenLine]) -> list[list[OpenLine]]:
    """Lines that share a tie, directly or through others, in order of appearance."""
    owner: dict[str, int] = {}
    groups: dict[int, list[OpenLine]] = {}
    for number, line in enumerate(lines):
        met = sorted({owner[name] for name in line.touches if name in owner})
        home = met[0] if met else number
        for other in met[1:]:
            groups[home] += groups.pop(other)
            owner = {name: home if group == other else group for name, group in owner.items()}
        groups.setdefault(home, []).append(line)
        owner.update(dict.fromkeys(line.touches, home))
    return list(groups.values())
