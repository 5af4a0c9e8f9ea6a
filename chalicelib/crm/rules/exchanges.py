"""Exchanges with a customer that no other room knows of: a call, an e-mail, a visit, a letter.

Noun: an `Exchange`, written once by who had it. The one trick: it is a line of the time line and nothing else, so it
is never changed; a wrong one is taken off by its author and said again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.kernel.errors import Forbidden, Refused

ExchangeSort = Literal["call", "email", "visit", "letter"]
Way = Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """`way`: from the customer ("in") or to him; `person`: whom one spoke to."""

    id: str
    customer: str
    sort: ExchangeSort
    way: Way
    at: datetime
    title: str
    text: str
    person: str
    by: str
    by_name: str
    written_at: datetime


def require_past(at: datetime, now: datetime) -> None:
    """Refused for an exchange to come: that is a task."""
    if at > now:
        detail = "Un échange se note une fois qu'il a eu lieu. Corrigez la date, ou faites-en une tâche."
        raise Refused("crm.exchange.future", detail, "at")


def require_author(exchange: Exchange, person: str) -> None:
    if exchange.by != person:
        raise Forbidden("crm.exchange.not_yours", "Cet échange a été noté par un collègue : lui seul le retire.")
