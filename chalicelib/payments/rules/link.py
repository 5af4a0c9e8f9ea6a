"""Links to pay a document by card on a partner's page.

Nouns: a `PayLink` (one per invoice, order or quote) with its `Attempt`s, each a page of the partner for one amount, and
the `Dispute`s of what was paid by it. The one trick: an attempt that is paid stays paid whatever comes after, and names
its payment, so events may come twice and in any order.

Life cycle of an attempt: created -> sent -> opened -> paid or expired. One that is void or too old is expired; money
that arrives on it all the same is recorded. A link that was e-mailed is sent before it has any page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, cast

State = Literal["created", "sent", "opened", "paid", "expired"]
LIVE = ("created", "sent", "opened")
TRANSITIONS = {
    ("created", "sent"), ("created", "opened"), ("sent", "opened"),
    *((state, to) for state in LIVE for to in ("paid", "expired")),
    ("expired", "paid"),
}  # fmt: skip
OVER = ("won", "lost", "warning_closed")
"""Ends of a dispute, in the partner's words."""
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
    payment_number: str = ""
    moved_at: datetime | None = None


@dataclass(frozen=True)
class Dispute:
    """The customer's bank took `amount` cents back for now. `status` in the partner's word: it asks for an answer until
    `due_by`, then is won or lost."""

    id: str
    amount: int
    reason: str
    status: str
    opened_at: datetime
    due_by: datetime | None = None

    @property
    def over(self) -> bool:
        return self.status in OVER


@dataclass(frozen=True)
class PayLink:
    """What a document is paid by; `id` is its own. `sent_at`: when an e-mail last carried it."""

    id: str
    number: str
    customer: str
    customer_name: str
    currency: str
    owner: str
    updated_at: datetime
    attempts: tuple[Attempt, ...] = ()
    kind: str = "invoice"
    sent_at: datetime | None = None
    disputes: tuple[Dispute, ...] = ()

    @property
    def state(self) -> State:
        last = self.last
        if last is None:
            return "sent" if self.sent_at else "created"
        return state_of(last.state, last.moved_at or last.created_at, self.sent_at)

    @property
    def last(self) -> Attempt | None:
        return self.attempts[-1] if self.attempts else None

    def live(self, now: datetime) -> Attempt | None:
        """The page that may be paid now."""
        last = self.last
        return last if last and last.state in LIVE and now < last.created_at + PAGE_LASTS else None

    def of(self, session: str) -> Attempt | None:
        return next((one for one in self.attempts if one.session == session), None)


def state_of(last: str, moved_at: datetime, sent_at: datetime | None) -> State:
    """The state of a link: that of its last page, unless it was e-mailed again after that one ended."""
    if sent_at and (last == "created" or (last in ("paid", "expired") and sent_at > moved_at)):
        return "sent"
    return cast(State, last)


def sent(link: PayLink, now: datetime) -> PayLink:
    """The link once an e-mail carries it."""
    return link if link.sent_at and link.sent_at >= now else replace(link, sent_at=now, updated_at=now)


def disputed(link: PayLink, told: Dispute, now: datetime) -> PayLink:
    """The link with what is told of a dispute; one that is over stays over."""
    known = next((one for one in link.disputes if one.id == told.id), None)
    if known and (known.over or known == replace(told, opened_at=known.opened_at)):
        return link
    others = tuple(one for one in link.disputes if one.id != told.id)
    kept = replace(told, opened_at=known.opened_at) if known else told
    return replace(link, disputes=(*others, kept), updated_at=now)


def moved(
    link: PayLink, session: str, to: State, now: datetime, intent: str = "", payment: str = "", number: str = ""
) -> PayLink:
    """The link once that attempt is in state `to`; unchanged when its life cycle does not allow it."""

    def after(one: Attempt) -> Attempt:
        if one.session != session or (one.state, to) not in TRANSITIONS:
            return one
        paid = replace(one, intent=intent or one.intent, payment=payment or one.payment, payment_number=number)
        return replace(paid, state=to, moved_at=now)

    attempts = tuple(after(one) for one in link.attempts)
    return link if attempts == link.attempts else replace(link, attempts=attempts, updated_at=now)


def void(link: PayLink, balance: int, now: datetime) -> PayLink:
    """The link once the invoice's balance changed: a page that asks another amount is expired."""
    last = link.last
    if last is None or last.state not in LIVE or last.amount == balance:
        return link
    return moved(link, last.session, "expired", now)
