"""Who follows a customer, and since when: what statistics by user go by.

Nouns: a `Tie` (a user, from a day on), the `Ties` of one customer. The one trick: his record says who follows him
now; the ties are written only once that changes, so a customer who never moved has none and costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chalicelib.kernel.errors import Refused

ALWAYS = date(1, 1, 1)
EVER = date(9999, 12, 31)
MOST_TIES = 200


@dataclass(frozen=True, slots=True)
class Tie:
    """`user` None: nobody; `since`: the first day, ALWAYS for the first tie."""

    user: str | None
    since: date


@dataclass(frozen=True, slots=True)
class Ties:
    """The earliest first; each holds until the next begins."""

    items: tuple[Tie, ...] = ()


def moved(ties: Ties | None, present: str | None, user: str | None, since: date, today: date) -> Ties:
    """The ties once `user` follows the customer from `since` on: what was said of later days is said no more. Refused
    for a day to come, on which nobody knows yet who will follow him."""
    if since > today:
        detail = "Un suivi se change d'aujourd'hui ou d'un jour passé. Corrigez la date."
        raise Refused("crm.tie.future", detail, "since")
    known = ties.items if ties and ties.items else (Tie(present, ALWAYS),)
    earlier = tuple(one for one in known if one.since < since)
    if earlier and earlier[-1].user == user:
        return Ties(earlier)
    return Ties((*earlier, Tie(user, since))[-MOST_TIES:])


def periods(ties: Ties) -> Iterator[tuple[str | None, date, date]]:
    """(user, first day, day after the last) of each tie."""
    ends = [*(one.since for one in ties.items[1:]), EVER]
    yield from ((one.user, one.since, end) for one, end in zip(ties.items, ends, strict=True))
