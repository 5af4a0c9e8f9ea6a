"""API keys: a program's way into one company, with the scopes it was given and no others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.kernel.errors import Conflict, Forbidden, Refused
from chalicelib.tenancy.rules.scopes import closed, unknown_scopes
from chalicelib.tenancy.rules.tokens import same

# A key must not be able to make itself another way in.
MOST_KEYS = 100
NEVER_FOR_A_KEY = frozenset({"members:write", "keys:write"})


@dataclass(frozen=True)
class ApiKey:
    """What is shown of a key, for ever: its token appears once and is kept by nobody. `ending` are its last
    4."""

    name: str
    scopes: tuple[str, ...]
    ending: str
    created_by: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def live(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


@dataclass(frozen=True)
class KeySecret:
    """The hash of the token."""

    token_hash: str


@dataclass(frozen=True)
class KeyBook:
    """The ids of a company's keys, oldest first: what lets them be listed by key."""

    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeyUse:
    """When the key was last seen (to the hour)."""

    at: datetime


def key_scopes(scopes: tuple[str, ...], held: frozenset[str]) -> tuple[str, ...]:
    """The scopes a key may be given by someone who holds `held`.

    Refused for an unknown scope, none at all, or one that no key may have; Forbidden beyond one's own.
    """
    unknown = unknown_scopes(scopes)
    if unknown or not scopes:
        raise Refused(
            "tenancy.key.scope",
            f"Droits inconnus : {', '.join(unknown)}." if unknown else "Choisissez au moins un droit.",
            field="scopes",
        )
    barred = sorted(set(scopes) & NEVER_FOR_A_KEY)
    if barred:
        raise Refused(
            "tenancy.key.scope_barred",
            f"Une clé ne peut pas recevoir : {', '.join(barred)}. Ces droits restent aux personnes.",
            field="scopes",
        )
    if "*" not in held and set(closed(scopes)) - set(closed(held)):
        raise Forbidden(
            "tenancy.key.beyond_own",
            "Vous ne pouvez donner à une clé que des droits que vous avez vous-même.",
        )
    return closed(scopes)


def opens(key: ApiKey | None, secret: KeySecret | None, token_hash: str, now: datetime) -> bool:
    """Whether that token is this key, still live."""
    return bool(key and secret and key.live(now) and same(secret.token_hash, token_hash))


def revoked(key: ApiKey, now: datetime) -> ApiKey:
    """The key closed for good (the first revocation stands)."""
    return key if key.revoked_at else replace(key, revoked_at=now)


def with_key(book: KeyBook, id: str) -> KeyBook:
    """The book with one more key. Conflict beyond 100, revoked ones included."""
    if len(book.ids) >= MOST_KEYS:
        raise Conflict("tenancy.key.too_many", f"{MOST_KEYS} clés au plus. Supprimez celles qui sont révoquées.")
    return KeyBook((*book.ids, id))


def without_key(book: KeyBook, id: str) -> KeyBook:
    return KeyBook(tuple(one for one in book.ids if one != id))
