"""Support: a person asks, the platform's desk answers, here or by e-mail.

Nouns: a `Thread` (one question and its answers, of one person in one company), a `Message`, a `Presence` (when the
person last had the application open). A thread lives in company zero: the desk answers every company and enters none.
The one trick: what is unread is not a flag but how many messages each side has seen, so opening a thread twice, or in
two tabs, changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import unescape
from typing import Literal

from chalicelib.kernel.errors import Conflict, require_transition

Side = Literal["person", "support"]
TRANSITIONS = {("open", "closed"), ("closed", "open")}
MOST_MESSAGES = 100
LONGEST = 4000
OFFLINE = timedelta(minutes=10)


@dataclass(frozen=True)
class Message:
    """`page`: the address the person wrote from; `mail`: the id of the mail it came by ("" when typed here)."""

    side: Side
    author: str
    name: str
    at: datetime
    text: str
    page: str = ""
    mail: str = ""


@dataclass(frozen=True)
class Thread:
    """`seen_by_…`: how many messages, from the first, that side has seen; `mailed`: how many were sent by e-mail or
    need not be."""

    company: str
    company_name: str
    person: str
    person_name: str
    subject: str
    opened_at: datetime
    state: str = "open"
    messages: tuple[Message, ...] = ()
    seen_by_person: int = 0
    seen_by_support: int = 0
    mailed: int = 0


@dataclass(frozen=True)
class Presence:
    at: datetime


def posted(thread: Thread, message: Message) -> Thread:
    """With one more message; writing is having read, and a closed thread opens again. Conflict beyond 100."""
    if len(thread.messages) >= MOST_MESSAGES:
        raise Conflict("tenancy.support.full", f"{MOST_MESSAGES} messages au plus par échange. Ouvrez-en un nouveau.")
    after = replace(thread, messages=(*thread.messages, message), state="open")
    return seen(after, message.side, len(after.messages))


def seen(thread: Thread, side: Side, count: int) -> Thread:
    """That side has seen the first `count` messages; it never un-sees."""
    count = min(count, len(thread.messages))
    if side == "person":
        return replace(thread, seen_by_person=max(thread.seen_by_person, count))
    return replace(thread, seen_by_support=max(thread.seen_by_support, count))


def unread(thread: Thread, side: Side) -> int:
    """The other side's messages that this one has not seen."""
    known = thread.seen_by_person if side == "person" else thread.seen_by_support
    return sum(message.side != side for message in thread.messages[known:])


def moved(thread: Thread, to: str) -> Thread:
    require_transition(TRANSITIONS, thread.state, to, "tenancy.support.transition")
    return replace(thread, state=to)


def to_mail(thread: Thread) -> tuple[Message, ...]:
    """The answers that the person has neither seen nor been mailed."""
    known = max(thread.seen_by_person, thread.mailed)
    return tuple(message for message in thread.messages[known:] if message.side == "support")


def away(presence: Presence | None, now: datetime) -> bool:
    """Has the person been without the application for ten minutes?"""
    return presence is None or now - presence.at >= OFFLINE


_QUOTED = re.compile(
    r"^(>|Le .{4,200}a écrit\s*:|On .{4,200}wrote:|-{2,}\s*(Message d'origine|Original Message)|_{10,}|"
    r"(De|From)\s*:\s.+@)",
    re.IGNORECASE,
)
_TAGS = re.compile(r"<(style|script|blockquote)\b.*?</\1>|<[^>]+>", re.IGNORECASE | re.DOTALL)
_BREAKS = re.compile(r"<(br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)


def reply_text(text: str) -> str:
    """What a person typed in a reply: without the mail quoted below it, nor the signature."""
    lines = text.replace("\r\n", "\n").split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        joined = f"{line.strip()} {lines[number + 1].strip()}" if number + 1 < len(lines) else line.strip()
        if line.rstrip() == "--" or line == "-- " or _QUOTED.match(line.strip()) or _wrapped(line, joined):
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip()[:LONGEST]


def _wrapped(line: str, joined: str) -> bool:
    """An "On … wrote:" that the mail program broke in two lines."""
    return line.strip().startswith(("Le ", "On ")) and bool(_QUOTED.match(joined)) and joined.endswith(":")


def plain_of(html: str) -> str:
    """The words of an HTML mail that has no plain part; what it quotes is left out."""
    return unescape(_TAGS.sub("", _BREAKS.sub("\n", html))).replace("\xa0", " ")
