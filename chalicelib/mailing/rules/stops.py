"""Addresses that get nothing more: who complained that a mail was unwanted, and what does not exist.

Noun: a `Stop`, one per address. The one trick: its id is a hash of the address, so whoever sends finds it by key and no
key holds a personal datum; a stop that was lifted stays as the record of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chalicelib.kernel.erasing import keeps

Reason = Literal["complained", "bounced"]


@dataclass(frozen=True)
class Stop:
    """`message`: the one that was complained about or came back. `cleared_at`: when it was lifted, by whom."""

    id: str
    address: str
    reason: str
    since: datetime
    message: str
    customer: str
    customer_name: str
    owner: str = ""
    detail: str = ""
    cleared_at: datetime | None = None
    cleared_by: str = ""

    @property
    def holds(self) -> bool:
        return self.cleared_at is None


def stop_id(address: str) -> str:
    """The id of an address, whatever its case."""
    return hashlib.sha256(address.strip().casefold().encode()).hexdigest()[:32]


def stopped(known: Stop | None, new: Stop) -> Stop:
    """The stop once `new` is told: what was told before it was lifted lifts nothing again, a complaint outweighs a
    bounce."""
    if known is None:
        return new
    if known.cleared_at is not None:
        return known if new.since <= known.cleared_at else new
    if known.reason == "complained" or new.reason == "bounced":
        return known
    return new


def cleared(stop: Stop, at: datetime, by: str) -> Stop:
    return replace(stop, cleared_at=at, cleared_by=by)


keeps(
    "mail_stop",
    "Opposition à recevoir des courriels : gardée pour être respectée (RGPD, article 21).",
    "Objection to receiving e-mails: kept so that it is honoured (GDPR, article 21).",
)
