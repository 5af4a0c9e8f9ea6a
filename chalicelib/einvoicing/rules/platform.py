"""The approved platform of a company, its places, and what a company decides about e-invoicing.

Noun: a `Place` is a platform that speaks AFNOR XP Z12-013; a `Platform` holds a company's keys to one, sealed. The one
trick: places are named here, so nobody types an address that this system then calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.tenancy.rules.settings import Declared, declare


@dataclass(frozen=True)
class Place:
    """`token`, `flows`, `directory`: paths below `url`. `number`: the four characters of its registration, "" not
    known: reports name it "0000" and the platform puts its own."""

    name: str
    url: str
    token: str
    flows: str
    directory: str
    number: str = ""


PLACES: dict[str, Place] = {
    "superpdp": Place(
        "SUPER PDP", "https://api.superpdp.tech", "/oauth2/token", "/afnor-flow/v1", "/afnor-directory/v1"
    ),
}


@dataclass(frozen=True)
class Platform:
    """`secret`, `hook_key` are sealed; `secret_end` is what may be shown. `hook`: the webhook subscribed to;
    `since`: the day on which it was first used: what was issued before went another way."""

    place: str
    client: str
    secret: str
    secret_end: str
    enabled: bool
    hook: str = ""
    hook_key: str = ""
    since: date | None = None


@dataclass(frozen=True)
class Followed:
    """Up to which instant the platform's flows were asked for; `problem`: why the last asking failed, "" it did not."""

    until: datetime
    asked_at: datetime
    problem: str = ""


declare(
    Declared(
        "ereporting_period",
        "choice",
        "decade",
        "legal",
        "E-reporting : périodicité des transmissions (selon le régime de TVA)",
        "E-reporting: how often (by VAT regime)",
        choices=("daily", "decade", "monthly", "simplified", "franchise"),
    )
)
