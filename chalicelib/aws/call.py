"""Who asks, for which company, when: the `Call` that every use case starts from.

The one trick: a call from a browser, an API key, a schedule or a fact has the same shape, so a use case cannot tell
them apart except by what the actor may do.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from chalicelib.kernel.clock import paris_date
from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.ids import new_id

PLATFORM = "0"


@dataclass(frozen=True)
class Actor:
    """`kind` is user, key or system; `scopes` like {"crm:read"}; `only_own` limits to the actor's own customers."""

    kind: str
    id: str
    name: str
    scopes: frozenset[str] = frozenset()
    only_own: bool = False
    language: str = "fr"
    session: str | None = None

    def may(self, scope: str) -> bool:
        """Whether a scope is held; "x:write" implies "x:read"; "*" holds all."""
        if "*" in self.scopes or scope in self.scopes:
            return True
        room, _, verb = scope.partition(":")
        return verb == "read" and f"{room}:write" in self.scopes


ANONYMOUS = Actor(kind="anonymous", id="-", name="-")


def system(name: str) -> Actor:
    """The platform itself, acting by a schedule or a fact."""
    return Actor(kind="system", id=f"system:{name}", name=name, scopes=frozenset({"*"}))


@dataclass(frozen=True)
class Idempotency:
    """The client's key for one intent, and the hash of what it asked."""

    key: str
    digest: str


@dataclass(frozen=True)
class Call:
    """`status`: of a success. `cookies` came with the request; what is put in `set_cookies` leaves with the answer.
    `pace`: told the rows done and those there are, as a long answer is written (aws/later.py)."""

    actor: Actor
    company: str
    now: datetime
    request_id: str
    if_match: int | None = None
    idempotency: Idempotency | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookies: list[str] = field(default_factory=list)
    pace: Callable[[int, int], None] | None = None

    @property
    def today(self) -> date:
        """The business date in Paris."""
        return paris_date(self.now)

    def new_id(self, prefix: str) -> str:
        return new_id(prefix, self.now, os.urandom(10))

    def require(self, scope: str) -> None:
        """Raise Forbidden unless the actor holds `scope`."""
        if not self.actor.may(scope):
            raise Forbidden("http.scope", f"Ce droit vous manque : {scope}. Demandez-le à un responsable.", scope=scope)

    def within(self, company: str) -> Call:
        """The same call, in another company (membership is the caller's to check)."""
        return replace(self, company=company)


def system_call(name: str, company: str = PLATFORM, now: datetime | None = None, request: str = "") -> Call:
    """A call made by no person."""
    return Call(system(name), company, now or datetime.now(UTC), request or str(uuid.uuid4()))
