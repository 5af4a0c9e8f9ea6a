"""Links to pay an invoice by card on a partner's page.

Nouns: a `PayLink` (one per invoice) with its `Attempt`s, each a page of the partner for one amount. The one trick: an
attempt that is paid stays paid whatever comes after, and names its payment, so events may come twice and in any order.

Life cycle of an attempt: created -> sent -> opened -> paid or expired. One that is void or too old is expired; money
that arrives on it all the same is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

State = Literal["created", "sent", "opened", "paid", "expired"]
LIVE = ("created", "sent", "opened")
TRANSITIONS = {
    ("created", "sent"), ("created", "opened"), ("sent", "opened"),
    *((state, to) for state in LIVE for to in ("paid", "expired")),
    ("expired", "paid"),
}  # fmt: skip
PAGE_LASTS = timedelta(hours=23)
"""The partner's page lives a day; ours is renewed before."""


@dataclass(frozen=True)
class Attempt:
    """A page of the partner: its `session`, `url`, the cents it asks. `intent` and `payment` once paid."""

    session: str
    url: str
    amount: int
    state: State
    created_at: datetime
    intent: str = ""
    payment: str = ""


@dataclass(frozen=True)
class PayLink:
    """What an invoice is paid by; `id` is the invoice's."""

    id: str
    number: str
    customer: str
    customer_name: str
    currency: str
    owner: str
    updated_at: datetime
    attempts: tuple[Attempt, ...] = ()

    @property
    def last(self) -> Attempt | None:
        return self.attempts[-1] if self.attempts else None

    def live(self, now: datetime) -> Attempt | None:
        """The page that may be paid now."""
        last = self.last
        return last if last and last.state in LIVE and now < last.created_at + PAGE_LASTS else None

    def of(self, session: str) -> Attempt | None:
        return next((one for one in self.attempts if one.session == session), None)


def moved(link: PayLink, session: str, to: State, now: datetime, intent: str = "", payment: str = "") -> PayLink:
    """The link once that attempt is in state `to`; unchanged when its life cycle does not allow it."""

    def after(one: Attempt) -> Attempt:
        if one.session != session or (one.state, to) not in TRANSITIONS:
            return one
        return replace(one, state=to, intent=intent or one.intent, payment=payment or one.payment)

    attempts = tuple(after(one) for one in link.attempts)
    return link if attempts == link.attempts else replace(link, attempts=attempts, updated_at=now)


def void(link: PayLink, balance: int, now: datetime) -> PayLink:
    """The link once the invoice's balance changed: a page that asks another amount is expired."""
    last = link.last
    if last is None or last.state not in LIVE or last.amount == balance:
        return link
    return moved(link, last.session, "expired", now)
