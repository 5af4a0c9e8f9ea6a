"""Opaque tokens: how they are written and recognised. Only their keyed hash is stored
(`aws.secrets.fingerprint`).

The one trick: a token starts with the ids needed to find its item by key, so recognising it costs one batch
read and no index: `usr_….<secret>` for a login session, `cav_<company>_<key>_<secret>` for an API key, and a
bare secret for a mail link (its item is named by its hash).
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

from chalicelib.kernel.ids import base32

SECRET_BYTES = 20
KEY_PREFIX = "cav"
_SESSION = re.compile(r"(usr_[0-9A-Z]{26})\.[0-9a-z]{32}")
_API_KEY = re.compile(r"cav_([0-9A-Z]{26})_([0-9A-Z]{26})_[0-9a-z]{32}")


def same(one: str, other: str) -> bool:
    """Comparison in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def secret_text(rnd: bytes) -> str:
    """20 random bytes as 32 letters and digits that nobody confuses."""
    return base32(int.from_bytes(rnd[:SECRET_BYTES]), 32).lower()


def session_token(user: str, rnd: bytes) -> str:
    """The cookie's value for a new login session of `user`."""
    return f"{user}.{secret_text(rnd)}"


def session_user(token: str) -> str | None:
    """The user a session token claims to be of (None: not such a token)."""
    found = _SESSION.fullmatch(token)
    return found[1] if found else None


@dataclass(frozen=True)
class KeyClaim:
    """What an API key says of itself, before its secret is checked."""

    company: str
    key: str


def api_key_token(company: str, key: str, rnd: bytes) -> str:
    """`cav_<company>_<key>_<secret>`, from the ids `com_…` and `key_…`."""
    return "_".join((KEY_PREFIX, company.removeprefix("com_"), key.removeprefix("key_"), secret_text(rnd)))


def api_key_claim(token: str) -> KeyClaim | None:
    """The company and key named by an API key (None: not such a token)."""
    found = _API_KEY.fullmatch(token)
    return KeyClaim(f"com_{found[1]}", f"key_{found[2]}") if found else None
