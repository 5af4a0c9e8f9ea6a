"""A message and what befalls it.

Nouns: a `Letter` (what a room wants sent), a `Message` (the e-mail), a `Happening` (what the provider told of it). The
one trick: the status is never stored, it is the gravest of what is known; so events that come twice, late or in any
order lead to the same status.

Source of the events: Amazon SES, contents of event notifications (Send, Delivery, Open, Bounce, Complaint, Reject,
RenderingFailure).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.kernel.erasing import NOBODY, blanks, erases
from chalicelib.kernel.errors import Refused
from chalicelib.mailing.rules.paying import Pay

TRANSITIONS = {
    ("queued", "sending"),
    ("queued", "failed"),
    ("sending", "sent"),
    ("sending", "queued"),
    ("sending", "failed"),
}
Status = Literal["queued", "sending", "sent", "delivered", "opened", "failed", "bounced", "complained"]
GRAVER = ("delivered", "opened", "bounced", "complained")
"""Happenings, each graver than those before it."""
SILENCE = timedelta(minutes=30)
"""After so long without a word of the provider, a message that was being sent is taken not to have left."""
MOST_HAPPENINGS = 60
MOST_ADDRESSES = 20


@dataclass(frozen=True)
class About:
    """The document a message carries: what it is, its id, its number."""

    kind: str
    id: str
    number: str


@dataclass(frozen=True)
class Letter:
    """What is to be sent. `sort`: which template (invoice, reminder_2…); `variables`: of that template; `owner`: who
    follows the customer. `copies`: whether the representative is in copy, None as the company says. `pay`: what may be
    paid by a button in it."""

    sort: str
    about: About
    customer: str
    customer_name: str
    owner: str
    language: str
    variables: Mapping[str, str]
    copies: bool | None = None
    pay: Pay | None = None


@dataclass(frozen=True)
class Happening:
    """What befell the message at one address. `permanent`: of a bounce, the address will never do."""

    kind: str
    address: str
    at: datetime
    detail: str = ""
    permanent: bool = False


@dataclass(frozen=True)
class Message:
    """One e-mail. `text` and `html` as sent; `attachment`: the SHA-256 of what was attached. `tried_at`: when it was
    last given to the provider, who knows it as `provider_id`; `reason`: why it did not leave."""

    id: str
    state: str
    sort: str
    about: About
    customer: str
    customer_name: str
    owner: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    reply_to: str
    sender: str
    accent: str
    language: str
    subject: str
    text: str
    asked_at: datetime
    by: str
    by_name: str
    attachment: str = ""
    attachment_name: str = ""
    tried_at: datetime | None = None
    sent_at: datetime | None = None
    provider_id: str = ""
    reason: str = ""
    happenings: tuple[Happening, ...] = field(default=())

    @property
    def status(self) -> str:
        return status(self.state, [one.kind for one in self.happenings])


def status(state: str, happened: Sequence[str]) -> str:
    """The gravest of what is known of a message."""
    known = [kind for kind in GRAVER if kind in happened]
    return known[-1] if known else state


def befallen(message: Message, told: Happening) -> Message:
    """The message with one more happening, once for each address. Whatever the provider tells of it, it left."""
    left = replace(message, state="sent", sent_at=message.sent_at or told.at, reason="")
    if told.kind not in GRAVER:
        return left
    same = [one for one in message.happenings if (one.kind, one.address) == (told.kind, told.address)]
    others = tuple(one for one in message.happenings if one not in same)
    first = min([*same, told], key=lambda one: (not one.permanent, one.at))
    if len(others) >= MOST_HAPPENINGS:
        return left
    kept = sorted((*others, first), key=lambda one: (one.at, one.kind, one.address))
    return replace(left, happenings=tuple(kept))


def silent(message: Message, now: datetime) -> bool:
    """Was it given to the provider so long ago that a word of it would have come?"""
    return message.state == "sending" and message.tried_at is not None and now - message.tried_at >= SILENCE


def addressed(
    wanted: Sequence[str], main: Sequence[str], agent: str, extra: Sequence[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(to, cc). `wanted`: who receives this sort of document; `main`: the customer's own addresses; `agent`: the
    representative to be in copy, "" for none. He is in copy once, even when he is also a contact; when he is the only
    one there is, it is sent to him."""
    to = _each(one for one in wanted if not same(one, agent)) or _each(one for one in main if not same(one, agent))
    if not to:
        return ((agent,) if agent else ()), ()
    copies = _each([*([agent] if agent else []), *extra])
    return to, tuple(one for one in copies if not any(same(one, other) for other in to))


def same(one: str, other: str) -> bool:
    """Is it one mailbox? Case plays no part."""
    return bool(one) and one.casefold() == other.casefold()


def _each(addresses: Iterable[str]) -> tuple[str, ...]:
    """Each mailbox once, in order."""
    kept: dict[str, str] = {}
    for one in addresses:
        kept.setdefault(one.casefold(), one)
    return tuple(kept.values())


def require_recipients(to: Sequence[str], stopped: Sequence[str]) -> None:
    """Refused when nobody is left to send to."""
    if to:
        return
    if stopped:
        detail = f"Plus aucun courriel ne part vers {stopped[0]} : plainte ou adresse inconnue. Levez cet arrêt."
        raise Refused("mailing.recipient.stopped", detail, "to")
    detail = "Ce client n'a pas d'adresse e-mail pour ce document. Complétez sa fiche, ou saisissez un destinataire."
    raise Refused("mailing.recipient.none", detail, "to")


erases(
    "message",
    blanks({"customer_name": NOBODY, "to": [], "cc": [], "subject": "", "text": "", "reason": "", "happenings": []}),
)
